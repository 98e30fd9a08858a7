using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Who acts, as the store has it at this moment.</summary>
internal sealed record Actor(long UserKey, string UserPrincipalName, bool Enabled, IReadOnlyList<Role> Roles);

/// <summary>One operation: a connection in a transaction, the actor as he is now, the moment, and what its audit entries share.</summary>
internal sealed class SqlSession(DbConnection connection, SqlDialect dialect, long tenantId, DateTimeOffset now, CancellationToken stop)
{
    // Null where statements do not wait.
    private List<SqlStatement>? _waiting;
    private IReadOnlyList<SqlStatement> _ending = [];

    public DbConnection Connection { get; } = connection;

    public SqlDialect Dialect { get; } = dialect;

    public long TenantId { get; } = tenantId;

    /// <summary>The one moment of the operation, in whole milliseconds.</summary>
    public UtcTime Now { get; set; } = UtcTime.Of(now);

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

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => Dialect.ExecuteAsync(Connection, [.. TakeWaiting(), Statement(sql, parameters)], Stop);

    /// <summary>
    /// Runs a statement whose answer nobody waits for: where the database is a journey away it travels with the next, or with the commit. What may take long runs
    /// now, for a commit cannot be stopped; and so does what the driver may refuse, for where a commit fails its outcome is asked for.
    /// </summary>
    public Task WriteAsync(string sql, object? parameters = null)
    {
        var statement = Statement(sql, parameters);
        if (_waiting is null || HasTemporaryTables || !statement.Parameters!.AreTexts)
            return Dialect.ExecuteAsync(Connection, [.. TakeWaiting(), statement], Stop);
        _waiting.Add(statement);
        return Task.CompletedTask;
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        var all = new List<T>();
        await using var answer = await OpenAsync(sql, parameters);
        var read = Reader<T>(answer.Rows);
        while (await answer.Rows.ReadAsync(Stop))
            all.Add(read(answer.Rows));
        return all;
    }

    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null)
    {
        await using var answer = await OpenAsync(sql, parameters);
        var read = Reader<T>(answer.Rows);
        return await answer.Rows.ReadAsync(Stop) ? read(answer.Rows) : default;
    }

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null) => (await FirstOrDefaultAsync<T>(sql, parameters))!;

    /// <summary>Reads row by row: for what may be long.</summary>
    public async IAsyncEnumerable<DbDataReader> ReadAsync(string sql, object? parameters = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var answer = await OpenAsync(sql, parameters);
        while (await answer.Rows.ReadAsync(cancellationToken))
        {
            Stop.ThrowIfCancellationRequested();
            yield return answer.Rows;
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

    /// <summary>Makes a temporary table, anew where there is one of this name; it lasts no longer than the connection.</summary>
    public async Task CreateTemporaryAsync(string table, string columns)
    {
        await WriteAsync($"DROP TABLE IF EXISTS {Dialect.TemporarySchema}.{table}");
        HasTemporaryTables = true;
        await ExecuteAsync($"CREATE TEMPORARY TABLE {table} ({columns}){Dialect.TemporaryEnding}");
    }

    /// <summary>Makes a temporary table of keys, for statements to join.</summary>
    public async Task StageKeysAsync(string table, string column, IEnumerable<long> keys)
    {
        await CreateTemporaryAsync(table, $"{column} BIGINT NOT NULL PRIMARY KEY");
        using var staged = Dialect.OpenBulkWriter(Connection, table, column);
        foreach (var key in keys)
        {
            staged.Write(key);
            staged.EndRow();
        }

        staged.Complete();
    }

    /// <summary>Takes keys for new rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="count">How many.</param>
    /// <returns>The last key given out before: the first new one is one more.</returns>
    public async Task<long> TakeKeysAsync(string table, long count) =>
        await ScalarAsync<long>("UPDATE key_counter SET last = last + @count WHERE tenant_id = @t AND name = @table RETURNING last", new { table, count }) - count;

    /// <summary>Lets statements wait for each other from here on, where that saves journeys: whoever commits takes those that wait then.</summary>
    /// <param name="beginning">What is still to run before the first statement.</param>
    /// <param name="ending">What is run after the first statement, if it is the only one.</param>
    public void Wait(IReadOnlyList<SqlStatement> beginning, params IReadOnlyList<SqlStatement> ending)
    {
        _waiting = Dialect.IsRemote ? [.. beginning] : null;
        _ending = ending;
    }

    /// <summary>Gives out the statements that have waited.</summary>
    public IReadOnlyList<SqlStatement> TakeWaiting()
    {
        if (_waiting is not { Count: > 0 } waiting)
            return [];
        _waiting = [];
        return waiting;
    }

    private static Func<DbDataReader, T> Reader<T>(DbDataReader rows)
    {
        if (!typeof(T).IsValueType && typeof(T) != typeof(string))
            return rows.GetRowParser<T>();
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return row => row.GetValue(0) switch
        {
            T value => value,
            DBNull => default!,
            var value => (T)Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        };
    }

    private Task<SqlAnswer> OpenAsync(string sql, object? parameters)
    {
        var before = TakeWaiting();
        return Dialect.ReadAsync(Connection, [.. before, Statement(sql, parameters), .. _ending], before.Count, Stop);
    }

    private SqlStatement Statement(string sql, object? parameters)
    {
        var all = SqlParameters.Of(parameters);
        all.Add("t", TenantId);
        var definitions = "";
        foreach (var rows in Staged.Values)
        {
            if (!rows.IsReadBy(sql))
                continue;
            definitions = definitions.Length == 0 ? $"WITH {rows.Definition}" : $"{definitions}, {rows.Definition}";
            rows.AddTo(all);
        }

        return new(definitions.Length == 0 ? sql : $"{definitions} {sql}", all);
    }
}
