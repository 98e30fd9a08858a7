using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>PostgreSQL. Row-level security keeps tenants apart; who acts is who the login is mapped to.</summary>
/// <param name="location">Where.</param>
/// <param name="owned">
/// The tenant that the owner of the store works on: he is held back by no row-level security and mapped to nobody, and acts as whom he signed in as. Null for
/// everybody else.
/// </param>
internal sealed class PostgreSqlDialect(PostgreSqlLocation location, long? owned = null) : SqlDialect
{
    // Compiling costs more than it saves on statements that touch each row once.
    // In the transaction and not for the connection, which a pooler may share out transaction by transaction.
    private static readonly SqlStatement[] Settings = [new("SET LOCAL search_path = mscommerce"), new("SET LOCAL jit = off")];

    private static readonly SqlStatement[] ReadBeginning = [new("BEGIN ISOLATION LEVEL REPEATABLE READ"), .. Settings];

    private const int MostAttempts = 6;

    private static readonly SqlStatement Commit = new("COMMIT");

    private readonly NpgsqlDataSource _source = Source(location.Settings);
    private readonly SqlStatement[] _changeBeginning = ChangeBeginning(location.LockTimeout, owned);

    static PostgreSqlDialect() => UtcTime.Register();

    public override string DisplayName => location.DisplayName;

    public override bool IsRemote => true;

    public override (IReadOnlyList<SqlStatement> Before, IReadOnlyList<SqlStatement> After) AroundRead => (ReadBeginning, [Commit]);

    /// <summary>The login.</summary>
    public override string Login => location.Settings.Username!;

    public override string MigrationFolder => "PostgreSql";

    public override string NameType => "TEXT COLLATE mscommerce.ignoring_case";

    public override string TimeType => "TIMESTAMPTZ";

    public override string ActorKey => owned is null ? "(SELECT current_actor())" : base.ActorKey;

    /// <summary>The views show what the login's user may see: the owner, who is none, needs no views.</summary>
    public override string Through(string view, string table) => owned is null ? view : table;

    public override async Task<DbConnection> ConnectAsync(CancellationToken stop) => await _source.OpenConnectionAsync(stop);

    public override async Task BeginMigrationAsync(DbConnection connection, CancellationToken stop)
    {
        // Any number will do, as long as it is always the same: "MSCm".
        await ExecuteAsync(connection, [new("BEGIN"), .. Settings, new("SELECT pg_advisory_xact_lock(1297302381)", HasRows: true)], stop);
        if (await PostgreSqlSchema.ExistsAsync(connection, stop))
            await RunAsync(connection, "SET LOCAL ROLE mscommerce_owner", stop);
    }

    public override async Task<SqlAnswer> ReadAsync(DbConnection connection, IReadOnlyList<SqlStatement> statements, int place, CancellationToken stop)
    {
        var batch = Batch(connection, statements);
        NpgsqlDataReader? rows = null;
        try
        {
            rows = await batch.ExecuteReaderAsync(stop);
            for (var before = statements.Take(place).Count(statement => statement.HasRows); before > 0; before--)
                await rows.NextResultAsync(stop);
            return new(rows, batch.Dispose);
        }
        catch
        {
            if (rows is not null)
                await rows.DisposeAsync();
            await batch.DisposeAsync();
            throw;
        }
    }

    public override async Task<int> ExecuteAsync(DbConnection connection, IReadOnlyList<SqlStatement> statements, CancellationToken stop)
    {
        await using var batch = Batch(connection, statements);
        await batch.ExecuteNonQueryAsync(stop);
        return batch.BatchCommands[^1].RecordsAffected;
    }

    public override Task<IReadOnlyList<SqlStatement>> BeginReadAsync(DbConnection connection, CancellationToken stop) => Task.FromResult<IReadOnlyList<SqlStatement>>(ReadBeginning);

    /// <summary>
    /// Every change of a tenant locks the same row first. They would wait for each other in any case, for the audit log's numbers have no gap; so they wait at
    /// the beginning, have seen nothing yet, and cannot meet head-on.
    /// </summary>
    public override Task<IReadOnlyList<SqlStatement>> BeginChangeAsync(DbConnection connection, CancellationToken stop) => Task.FromResult<IReadOnlyList<SqlStatement>>(_changeBeginning);

    public override Task CommitAsync(DbConnection connection, IReadOnlyList<SqlStatement> waiting) => ExecuteAsync(connection, [.. waiting, Commit], CancellationToken.None);

    public override async Task RollbackAsync(DbConnection connection)
    {
        try
        {
            await RunAsync(connection, "ROLLBACK", CancellationToken.None);
        }
        catch (Exception cause) when (IsOwn(cause))
        {
            // The connection is gone, and with it the transaction.
        }
    }

    /// <summary>The driver stops a statement by itself when its token says so.</summary>
    public override IDisposable? Interruptible(DbConnection connection, CancellationToken stop) => null;

    public override Task ExpectManyAsync(DbConnection connection) => RunAsync(connection, "SET LOCAL work_mem = '128MB'", CancellationToken.None);

    /// <summary>
    /// There is room to sort half a million rows before a file is needed. And purchasers, some of all users, are looked up by their keys: the planner, who takes it that disks turn, would
    /// read all users to find them.
    /// </summary>
    public override async ValueTask<IDisposable?> BeginExportAsync(DbConnection connection, CancellationToken stop)
    {
        await RunAsync(connection, "SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1", stop);
        return null;
    }

    public override Task<long> ReadVersionAsync(DbConnection connection, CancellationToken stop) => PostgreSqlSchema.VersionAsync(connection, stop);

    public override Task WriteVersionAsync(DbConnection connection, long version, CancellationToken stop) =>
        connection.ExecuteAsync(new("INSERT INTO mscommerce.schema_version (number) VALUES (@version)", new { version }, cancellationToken: stop));

    public override string TemporarySchema => "pg_temp";

    /// <summary>Gone at the end of the transaction, so that the connection can be used again.</summary>
    public override string TemporaryEnding => " ON COMMIT DROP";

    public override Task AnalyzeAsync(DbConnection connection, string table, CancellationToken stop) => RunAsync(connection, $"ANALYZE {table}", stop);

    public override Task RefreshStatisticsAsync(DbConnection connection, CancellationToken stop) => RunAsync(connection, "SELECT mscommerce.refresh_statistics()", stop);

    public override BulkWriter OpenBulkWriter(DbConnection connection, string table, params string[] columns) =>
        new PostgreSqlBulkWriter((NpgsqlConnection)connection, table, columns);

    public override string Join(string expression, char separator) => $"string_agg({expression}::text, '{separator}')";

    public override string WithoutCase(string expression) => $"{expression} COLLATE mscommerce.ignoring_case";

    /// <summary>COPY takes no parameters; these are numbers. The server works on by itself while its last rows are used: another thread would only take its time.</summary>
    public override IExportReader OpenExport(
        DbConnection connection, string sql, ExportColumn[] columns, CancellationToken stop, params (string Name, long Value)[] parameters)
    {
        foreach (var (name, value) in parameters.OrderByDescending(parameter => parameter.Name.Length))
            sql = sql.Replace($"@{name}", value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return new PostgreSqlExportReader((NpgsqlConnection)connection, sql, stop);
    }

    public override IAsyncEnumerable<StoreCheck> CheckEngineAsync(DbConnection connection, CancellationToken stop) => PostgreSqlChecks.RunAsync(connection, stop);

    public override bool IsOwn(Exception cause) => PostgreSqlErrors.IsOwn(cause);

    public override Exception Translate(Exception cause, CancellationToken stop) => PostgreSqlErrors.Translate(cause, DisplayName, Login, stop);

    public override CommerceException RefuseActor(string name, string why) => owned is null ? CommerceErrors.LoginNotMapped(Login, $"he is '{name}', and {why}") : base.RefuseActor(name, why);

    public override async Task<bool> MayRepeatAsync(Exception cause, int attempt, CancellationToken stop)
    {
        if (attempt >= MostAttempts || !PostgreSqlErrors.IsPassing(cause))
            return false;
        // 0.1 to 3 seconds and uneven, so that those who met do not meet again: a server that restarts has the time for it.
        await Task.Delay(TimeSpan.FromMilliseconds(50 * (1 << attempt) * (1 + Random.Shared.NextDouble())), stop);
        return true;
    }

    /// <summary>
    /// The turn of the tenant is the transaction's until it has ended, however its connection fared: once another has the turn, the audit log tells.
    /// </summary>
    public override async Task<bool?> FindOutcomeAsync(Exception cause, SqlSession session)
    {
        // Refused by the server, which rolled it back.
        if (cause is PostgresException refusal && (!PostgreSqlErrors.IsPassing(refusal) || PostgreSqlErrors.IsRollback(refusal)))
            return false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(CancellationToken.None);
                await ExecuteAsync(connection, _changeBeginning, CancellationToken.None);
                return await connection.ExecuteScalarAsync<bool>(
                    "SELECT EXISTS (SELECT 1 FROM audit WHERE tenant_id = @tenant AND correlation_id = @correlation)",
                    new { tenant = session.TenantId, correlation = session.CorrelationId.ToString() });
            }
            catch (Exception lost) when (IsOwn(lost))
            {
                if (!await MayRepeatAsync(lost, attempt, CancellationToken.None))
                    return null;
            }
        }
    }

    public override ILoginStore? MakeLogins(SqlStore store) => new PostgreSqlLoginStore(store);

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A pool of connections. The schema has no types of its own that would have to be looked up first.</summary>
    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>The owner, who is nobody's login, takes the same locks in the same order as <c>begin_change()</c>.</summary>
    private static SqlStatement[] ChangeBeginning(TimeSpan patience, long? owned)
    {
        var wait = string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {(long)patience.TotalMilliseconds}");
        SqlStatement[] turn = owned is { } tenant
            ?
            [
                new(string.Create(CultureInfo.InvariantCulture, $"SELECT 1 FROM tenant WHERE tenant_id = {tenant} FOR NO KEY UPDATE"), HasRows: true),
                new(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO change_turn (tenant_id) VALUES ({tenant}) ON CONFLICT (tenant_id) DO UPDATE SET transaction_id = NULL")),
            ]
            : [new("SELECT begin_change()", HasRows: true)];
        return [new("BEGIN ISOLATION LEVEL READ COMMITTED"), .. Settings, new(wait), .. turn];
    }

    private static NpgsqlBatch Batch(DbConnection connection, IReadOnlyList<SqlStatement> statements)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)connection);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Text);
            statement.Parameters?.CopyTo(command.Parameters, static () => new NpgsqlParameter(), static time => time.Value.UtcDateTime);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
    }
}
