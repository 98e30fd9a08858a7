using System.Data.Common;

namespace MSCommerce.Benchmarks;

/// <summary>A connection without this software: what the same rows cost in plain SQL, with the same settings and the same login.</summary>
/// <param name="connection">The connection; closed with this.</param>
/// <param name="begin">How a change begins there.</param>
/// <param name="moment">A moment as the engine takes it.</param>
internal sealed class BareSql(DbConnection connection, string begin, Func<DateTime, object> moment) : IAsyncDisposable
{
    /// <summary>Runs statements as one change.</summary>
    public async Task ChangeAsync(IEnumerable<string> statements, IReadOnlyDictionary<string, object> parameters, CancellationToken stop)
    {
        await ExecuteAsync(begin, null, stop);
        foreach (var statement in statements)
            await ExecuteAsync(statement, parameters, stop);
        await ExecuteAsync("COMMIT", null, stop);
    }

    public object Now() => moment(DateTime.UtcNow);

    public async Task<object?> ScalarAsync(string sql, CancellationToken stop)
    {
        await using var command = Command(sql, null);
        return await command.ExecuteScalarAsync(stop);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task ExecuteAsync(string sql, IReadOnlyDictionary<string, object>? parameters, CancellationToken stop)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(stop);
    }

    private DbCommand Command(string sql, IReadOnlyDictionary<string, object>? parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters ?? new Dictionary<string, object>(StringComparer.Ordinal))
        {
            if (!sql.Contains('@' + name, StringComparison.Ordinal))
                continue;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
