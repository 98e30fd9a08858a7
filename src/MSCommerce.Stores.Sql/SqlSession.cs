using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Who acts, as the store has it at this moment.</summary>
internal sealed record Actor(long UserKey, string UserPrincipalName, bool Enabled, IReadOnlyList<Role> Roles);

/// <summary>One operation: a connection in a transaction, the actor as he is now, the moment, and what its audit entries share.</summary>
internal sealed class SqlSession(DbConnection connection, SqlDialect dialect, long tenantId, DateTimeOffset now, CancellationToken stop)
{
    public DbConnection Connection { get; } = connection;

    public SqlDialect Dialect { get; } = dialect;

    public long TenantId { get; } = tenantId;

    /// <summary>The one moment of the operation, in whole milliseconds.</summary>
    public UtcTime Now { get; } = UtcTime.Of(now);

    public CancellationToken Stop { get; } = stop;

    public Guid CorrelationId { get; } = Guid.NewGuid();

    /// <summary>Read when the transaction began.</summary>
    public Actor Actor { get; set; } = null!;

    /// <summary>What was staged and goes with the statements that read it, by the name of its table.</summary>
    public Dictionary<string, StagedRows> Staged { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether temporary tables were made: the connection is then not used again.</summary>
    public bool HasTemporaryTables { get; private set; }

    /// <summary>How far a permission reaches for the actor.</summary>
    public Reach ReachOf(Permission permission) => RoleTable.ReachOf(permission, Actor.Roles);

    /// <summary>Refuses an actor whose roles do not allow an operation.</summary>
    public void Demand(Permission permission)
    {
        if (RoleTable.Refuse(permission, Actor.UserPrincipalName, Actor.Roles) is { } refusal)
            throw refusal;
    }

    public Task<int> ExecuteAsync(string sql, object? parameters = null) => Connection.ExecuteAsync(Command(sql, parameters));

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) => (await Connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) => Connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null) => (await Connection.ExecuteScalarAsync<T>(Command(sql, parameters)))!;

    /// <summary>Reads row by row: for what may be long.</summary>
    public async IAsyncEnumerable<DbDataReader> ReadAsync(string sql, object? parameters = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var reader = await Connection.ExecuteReaderAsync(Command(sql, parameters));
        while (await reader.ReadAsync(cancellationToken))
        {
            Stop.ThrowIfCancellationRequested();
            yield return reader;
        }
    }

    /// <summary>
    /// Reads a page of a list that is sorted. SQLite keeps all rows up to the end of a page in a tree, which takes longer than sorting everything where they are
    /// many: a page that is far down is found by reading up to it.
    /// </summary>
    public async IAsyncEnumerable<DbDataReader> ReadSortedAsync(string sql, Page page, object? parameters)
    {
        var (skip, left) = page.IsNear ? (0, long.MaxValue) : (page.Skip, page.First ?? long.MaxValue);
        if (left <= 0)
            yield break;
        await foreach (var row in ReadAsync(page.IsNear ? $"{sql} {page.Sql}" : sql, parameters))
        {
            if (skip-- > 0)
                continue;
            yield return row;
            if (--left == 0)
                yield break;
        }
    }

    public async Task CreateTemporaryAsync(string table, string columns)
    {
        HasTemporaryTables = true;
        await ExecuteAsync(Dialect.CreateTemporary(table, columns));
    }

    /// <summary>Takes keys for new rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="count">How many.</param>
    /// <returns>The last key given out before: the first new one is one more.</returns>
    public async Task<long> TakeKeysAsync(string table, long count) =>
        await ScalarAsync<long>("UPDATE key_counter SET last = last + @count WHERE tenant_id = @t AND name = @table RETURNING last", new { table, count }) - count;

    private CommandDefinition Command(string sql, object? parameters)
    {
        var all = new DynamicParameters(parameters);
        all.Add("t", TenantId);
        var definitions = "";
        foreach (var rows in Staged.Values)
        {
            if (!rows.IsReadBy(sql))
                continue;
            definitions = definitions.Length == 0 ? $"WITH {rows.Definition}" : $"{definitions}, {rows.Definition}";
            rows.AddTo(all);
        }

        return new(definitions.Length == 0 ? sql : $"{definitions} {sql}", all, cancellationToken: Stop);
    }
}
