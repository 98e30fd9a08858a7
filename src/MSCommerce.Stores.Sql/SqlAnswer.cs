using System.Data.Common;

namespace MSCommerce.Stores.Sql;

/// <summary>What a statement answers, while it is read.</summary>
/// <param name="rows">The rows.</param>
/// <param name="end">What is done with the statement afterwards.</param>
internal sealed class SqlAnswer(DbDataReader rows, Action end) : IAsyncDisposable
{
    public DbDataReader Rows { get; } = rows;

    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync();
        end();
    }
}
