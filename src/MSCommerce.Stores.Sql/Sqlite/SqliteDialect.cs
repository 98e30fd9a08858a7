using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>What a file holds.</summary>
internal enum SqliteContent
{
    Empty,
    Store,
    Foreign,
}

/// <summary>The embedded database.</summary>
internal sealed class SqliteDialect(SqliteLocation location) : SqlDialect
{
    /// <summary>Marks a file as a store: "MSCm".</summary>
    private const int ApplicationId = 0x4D53436D;

    /// <summary>How much of the file a connection keeps in memory.</summary>
    private const int CacheKibibytes = 32 * 1024;

    private readonly ConcurrentDictionary<DbConnection, IDisposable> _turns = [];
    private readonly ConditionalWeakTable<DbConnection, SqliteCommands> _commands = [];

    private bool _immutable;

    static SqliteDialect()
    {
        // Not left to Microsoft.Data.Sqlite, which looks for the native library's bundle by name in whatever load context asks first.
        Batteries_V2.Init();
        UtcTime.Register();
    }

    public override string DisplayName => $"sqlite:{location.Path}";

    public override string MigrationFolder => "Sqlite";

    public override string NameType => "TEXT COLLATE NOCASE";

    public override string TimeType => "TEXT";

    public override async Task<DbConnection> ConnectAsync(CancellationToken stop)
    {
        try
        {
            return await OpenAsync(stop);
        }
        catch (SqliteException cause) when (!_immutable && IsReadOnlyFolder(cause))
        {
            // A write-ahead log needs a file beside the store even to read it. Where none can be made, nobody here can write either.
            _immutable = true;
            return await OpenAsync(stop);
        }
    }

    public override async Task<SqlAnswer> ReadAsync(DbConnection connection, IReadOnlyList<SqlStatement> statements, int place, CancellationToken stop)
    {
        var (command, commands) = Command(connection, statements[place]);
        try
        {
            return new(await command.ExecuteReaderAsync(stop), () => commands.Return(command));
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    public override async Task<int> ExecuteAsync(DbConnection connection, IReadOnlyList<SqlStatement> statements, CancellationToken stop)
    {
        var (command, commands) = Command(connection, statements[^1]);
        try
        {
            var changed = await command.ExecuteNonQueryAsync(stop);
            commands.Return(command);
            return changed;
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    public override Task<IReadOnlyList<SqlStatement>> BeginReadAsync(DbConnection connection, CancellationToken stop)
    {
        Run(connection, "BEGIN");
        return Task.FromResult<IReadOnlyList<SqlStatement>>([]);
    }

    /// <summary>
    /// Writers of this process take turns. For another program's, it waits in short, uneven steps instead of by SQLite's busy handler: that one cannot be
    /// cancelled, and its steps grow, so that who has waited longest is served last.
    /// </summary>
    public override async Task<IReadOnlyList<SqlStatement>> BeginChangeAsync(DbConnection connection, CancellationToken stop)
    {
        var since = Stopwatch.StartNew();
        var turn = await SqliteTurns.TakeAsync(location.Path, location.LockTimeout, stop);
        if (turn is null)
            SqliteException.ThrowExceptionForRC(raw.SQLITE_BUSY, null);
        _turns[connection] = turn!;
        try
        {
            while (true)
            {
                var result = raw.sqlite3_exec(Handle(connection), "BEGIN IMMEDIATE");
                if (result == raw.SQLITE_OK)
                    return [];
                if (result != raw.SQLITE_BUSY || since.Elapsed > location.LockTimeout)
                    SqliteException.ThrowExceptionForRC(result, Handle(connection));
                await Task.Delay(Random.Shared.Next(2, 12), stop);
            }
        }
        catch
        {
            EndTurn(connection);
            throw;
        }
    }

    public override async Task CommitAsync(DbConnection connection, IReadOnlyList<SqlStatement> waiting)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var result = raw.sqlite3_exec(Handle(connection), "COMMIT");
            if (result == raw.SQLITE_OK)
            {
                EndTurn(connection);
                return;
            }

            // Readers hold up a commit where there is no write-ahead log.
            if (result != raw.SQLITE_BUSY || since.Elapsed > location.LockTimeout)
                SqliteException.ThrowExceptionForRC(result, Handle(connection));
            await Task.Delay(Random.Shared.Next(2, 12));
        }
    }

    public override Task RollbackAsync(DbConnection connection)
    {
        // Refused where SQLite has rolled back already, as it does when the disk is full: then there is nothing to do.
        _ = raw.sqlite3_exec(Handle(connection), "ROLLBACK");
        EndTurn(connection);
        return Task.CompletedTask;
    }

    public override IDisposable? Interruptible(DbConnection connection, CancellationToken stop) =>
        stop.CanBeCanceled ? new SqliteInterrupt(Handle(connection), stop) : null;

    /// <summary>Room for the upper pages of every index that is filled in no order: without it a million users take several times as long.</summary>
    public override Task ExpectManyAsync(DbConnection connection)
    {
        Run(connection, "PRAGMA cache_size = -131072");
        return Task.CompletedTask;
    }

    /// <summary>Few pages are kept meanwhile.</summary>
    public override ValueTask<IDisposable?> BeginExportAsync(DbConnection connection, CancellationToken stop) => new(new SqliteScan(Handle(connection), CacheKibibytes));

    public override async Task<long> ReadVersionAsync(DbConnection connection, CancellationToken stop) =>
        await connection.ExecuteScalarAsync<long>(new("PRAGMA user_version", cancellationToken: stop));

    public override void PrepareMigration(DbConnection connection) => ((SqliteConnection)connection).CreateFunction<string, string>("name_key", NameKey.Of, isDeterministic: true);

    /// <summary>Both are in the file's header and part of the transaction.</summary>
    public override Task WriteVersionAsync(DbConnection connection, long version, CancellationToken stop) => connection.ExecuteAsync(new(
        string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version}"), cancellationToken: stop));

    public override string TemporarySchema => "temp";

    public override BulkWriter OpenBulkWriter(DbConnection connection, string table, params string[] columns) =>
        new SqliteBulkWriter(Handle(connection), table, columns);

    public override string Join(string expression, char separator) => $"group_concat({expression}, '{separator}')";

    public override string WithoutCase(string expression) => $"{expression} COLLATE NOCASE";

    public override IExportReader OpenExport(
        DbConnection connection, string sql, ExportColumn[] columns, CancellationToken stop, params (string Name, long Value)[] parameters) =>
        new ExportAhead(new SqliteExportReader(Handle(connection), sql, parameters), columns);

    public override IAsyncEnumerable<StoreCheck> CheckEngineAsync(DbConnection connection, CancellationToken stop) =>
        SqliteChecks.RunAsync(connection, stop);

    public override bool IsOwn(Exception cause) => SqliteErrors.IsOwn(cause);

    public override Exception Translate(Exception cause, CancellationToken stop) => SqliteErrors.Translate(cause, location.Path, stop);

    /// <summary>What the file holds, as far as its header and its schema tell.</summary>
    public async Task<SqliteContent> LookAsync(DbConnection connection, CancellationToken stop)
    {
        var id = await connection.ExecuteScalarAsync<long>(new("PRAGMA application_id", cancellationToken: stop));
        if (id == ApplicationId)
            return SqliteContent.Store;
        var objects = await connection.ExecuteScalarAsync<long>(new("SELECT count(*) FROM sqlite_master", cancellationToken: stop));
        return id == 0 && objects == 0 && await ReadVersionAsync(connection, stop) == 0 ? SqliteContent.Empty : SqliteContent.Foreign;
    }

    /// <summary>Readers and a writer side by side. The setting stays with the file; made after the store, so that a store is whole without it.</summary>
    public async Task UseWriteAheadLogAsync(DbConnection connection, CancellationToken stop)
    {
        if (IsReadOnly || await connection.ExecuteScalarAsync<string>(new("PRAGMA journal_mode", cancellationToken: stop)) == "wal")
            return;
        // Who is busy with the file keeps it from changing over: then the next one does it.
        _ = raw.sqlite3_exec(Handle(connection), "PRAGMA journal_mode = WAL");
    }

    /// <summary>Takes the log back into the file, so that it is whole by itself. Others must not have it open.</summary>
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> LeaveWriteAheadLogAsync(DbConnection connection, CancellationToken stop) =>
        await connection.ExecuteScalarAsync<string>(new("PRAGMA journal_mode = DELETE", cancellationToken: stop)) == "delete";

    /// <summary>An administrator who marks the file as read-only means it, even where he is root.</summary>
    private bool IsReadOnly => _immutable || File.GetAttributes(location.Path).HasFlag(FileAttributes.ReadOnly);

    private (SqliteCommand Command, SqliteCommands Commands) Command(DbConnection connection, SqlStatement statement)
    {
        var commands = _commands.GetValue(connection, static key => new((SqliteConnection)key));
        var command = commands.Take(statement.Text);
        statement.Parameters?.CopyTo(command.Parameters, static () => new SqliteParameter(), static time => time.ToString());
        return (command, commands);
    }

    private void EndTurn(DbConnection connection)
    {
        if (_turns.TryRemove(connection, out var turn))
            turn.Dispose();
    }

    private static sqlite3 Handle(DbConnection connection) => ((SqliteConnection)connection).Handle!;

    private static void Run(DbConnection connection, string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle(connection), sql), Handle(connection));

    private async Task<DbConnection> OpenAsync(CancellationToken stop)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = _immutable ? $"file:{Uri.EscapeDataString(location.Path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1" : location.Path,
            Mode = IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            // The store keeps its own few connections; a pool of the library's would keep the file open after the store was closed.
            Pooling = false,
            // How long the library repeats a statement that finds the file locked.
            DefaultTimeout = Math.Max(1, (int)location.LockTimeout.TotalSeconds),
        };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            await connection.OpenAsync(stop);
            // While the store is made, or changes over to its write-ahead log, the file is another's for a moment.
            _ = raw.sqlite3_busy_timeout(Handle(connection), (int)location.LockTimeout.TotalMilliseconds);
            // A ledger: what was reported as done is there after a power failure too (FULL), at the price of one flush a command.
            // The schema of a file from elsewhere is not trusted to call functions, nor REPLACE to pass the triggers of the audit log by.
            // After a large import the log beside the file is cut back, even while a session stays open.
            Run(connection, "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON; PRAGMA journal_size_limit = 67108864");
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{CacheKibibytes}"));
            if (location.MaxPageCount is { } pages)
                Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
            // The file is first looked at here.
            _ = await connection.ExecuteScalarAsync<long>(new("SELECT count(*) FROM sqlite_master", cancellationToken: stop));
            _ = raw.sqlite3_busy_timeout(Handle(connection), 0);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private bool IsReadOnlyFolder(SqliteException cause) =>
        cause.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY && File.Exists(location.Path) && !File.Exists($"{location.Path}-wal");
}
