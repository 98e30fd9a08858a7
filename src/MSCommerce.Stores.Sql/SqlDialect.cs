using System.Data.Common;

namespace MSCommerce.Stores.Sql;

/// <summary>What differs between the databases that can hold a store. All other SQL is the same for each.</summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>The store's address as it may be shown: without secrets.</summary>
    public abstract string DisplayName { get; }

    /// <summary>The login that the database knows this connection by; null where it knows none.</summary>
    public virtual string? Login => null;

    /// <summary>The folder of the migrations.</summary>
    public abstract string MigrationFolder { get; }

    /// <summary>The type of a column of a temporary table that holds ids or principal names: it compares them as the schema does.</summary>
    public abstract string NameType { get; }

    /// <summary>The type of a column of a temporary table that holds moments. It is compared with moments alone, never with text.</summary>
    public abstract string TimeType { get; }

    /// <summary>An expression for the key of the user who acts: <c>@userKey</c> is the one who signed in, where the database does not know better.</summary>
    public virtual string ActorKey => "@userKey";

    /// <summary>What an operation reads and changes of a table, where the database hides others' rows of it and a view shows as much as is needed; else the table itself.</summary>
    public virtual string Through(string view, string table) => table;

    /// <summary>Opens a connection, ready to use.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken stop);

    /// <summary>Whether the database is a journey away: then statements whose answer nobody waits for travel with the next.</summary>
    public virtual bool IsRemote => false;

    /// <summary>Runs statements in their order, and reads what one of them answers.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="statements">The statements; one alone, unless the database is a journey away.</param>
    /// <param name="place">Which is read.</param>
    /// <param name="stop">Stops it.</param>
    public abstract Task<SqlAnswer> ReadAsync(DbConnection connection, IReadOnlyList<SqlStatement> statements, int place, CancellationToken stop);

    /// <summary>Runs statements in their order.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="statements">The statements; one alone, unless the database is a journey away.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>How many rows the last one changed.</returns>
    public abstract Task<int> ExecuteAsync(DbConnection connection, IReadOnlyList<SqlStatement> statements, CancellationToken stop);

    /// <summary>Begins the transaction that brings the schema up to date. One at a time, whoever else does the same.</summary>
    public virtual Task BeginMigrationAsync(DbConnection connection, CancellationToken stop) => BeginChangeAsync(connection, stop);

    /// <summary>Begins a transaction in which every statement sees the same state.</summary>
    /// <returns>What is still to run, with the first statement; nothing where the database is no journey away.</returns>
    public abstract Task<IReadOnlyList<SqlStatement>> BeginReadAsync(DbConnection connection, CancellationToken stop);

    /// <summary>What goes before and after a statement that reads by itself.</summary>
    public virtual (IReadOnlyList<SqlStatement> Before, IReadOnlyList<SqlStatement> After) AroundRead => ([], []);

    /// <summary>Begins a transaction that changes. It waits for its turn.</summary>
    /// <returns>What is still to run, with the first statement; the wait may be part of it.</returns>
    public abstract Task<IReadOnlyList<SqlStatement>> BeginChangeAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Commits, after the statements that have waited for it.</summary>
    public abstract Task CommitAsync(DbConnection connection, IReadOnlyList<SqlStatement> waiting);

    /// <summary>Ends the transaction without a trace. Never throws: it runs where something has failed already.</summary>
    public abstract Task RollbackAsync(DbConnection connection);

    /// <summary>Stops whatever the connection is executing when the token says so.</summary>
    public abstract IDisposable? Interruptible(DbConnection connection, CancellationToken stop);

    /// <summary>Prepares a connection for very many rows.</summary>
    public abstract Task ExpectManyAsync(DbConnection connection);

    /// <summary>Readies a connection for an export, which reads tables once from end to end.</summary>
    /// <returns>What ends it; null where nothing need be ended.</returns>
    public abstract ValueTask<IDisposable?> BeginExportAsync(DbConnection connection, CancellationToken stop);

    /// <summary>The version of the schema: 0 where there is none.</summary>
    public abstract Task<long> ReadVersionAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Readies a connection for migrations that rest on more than the engine knows.</summary>
    public virtual void PrepareMigration(DbConnection connection)
    {
    }

    /// <summary>Records the version of the schema, in the transaction that made it so.</summary>
    public abstract Task WriteVersionAsync(DbConnection connection, long version, CancellationToken stop);

    /// <summary>Tells the planner what a temporary table holds, where it would take a large one for small, and walk it the long way.</summary>
    public virtual Task AnalyzeAsync(DbConnection connection, string table, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Tells the planner how large the tables have become, after many rows came at once.</summary>
    public virtual Task RefreshStatisticsAsync(DbConnection connection, CancellationToken stop) => Task.CompletedTask;

    /// <summary>The schema of temporary tables.</summary>
    public abstract string TemporarySchema { get; }

    /// <summary>What a statement ends with that makes a temporary table.</summary>
    public virtual string TemporaryEnding => "";

    /// <summary>Fills a table quickly. Nothing else runs on the connection meanwhile.</summary>
    public abstract BulkWriter OpenBulkWriter(DbConnection connection, string table, params string[] columns);

    /// <summary>An expression that joins texts of a group, in the order of its rows.</summary>
    public abstract string Join(string expression, char separator);

    /// <summary>An expression that sorts a text without regard to case, as far as the database knows it.</summary>
    public abstract string WithoutCase(string expression);

    /// <summary>Runs a query of the columns of an export and hands its rows on as UTF-8. The engine looks for the next rows while the last ones are used.</summary>
    public abstract IExportReader OpenExport(
        DbConnection connection, string sql, ExportColumn[] columns, CancellationToken stop, params (string Name, long Value)[] parameters);

    /// <summary>The checks that the engine itself can make.</summary>
    public abstract IAsyncEnumerable<StoreCheck> CheckEngineAsync(DbConnection connection, CancellationToken stop);

    /// <summary>Whether a failure is the database's own, which no caller of the store is to see.</summary>
    public abstract bool IsOwn(Exception cause);

    /// <summary>What a failure of the database is to whoever uses the store.</summary>
    public abstract Exception Translate(Exception cause, CancellationToken stop);

    /// <summary>Refuses somebody who cannot act (any more).</summary>
    public virtual CommerceException RefuseActor(string name, string why) => CommerceErrors.ActorRefused(name, why);

    /// <summary>Whether a transaction that failed, and left no trace, is worth another attempt; waits until it is.</summary>
    /// <param name="cause">Why it failed.</param>
    /// <param name="attempt">How many were made: 1, 2, 3 and so on.</param>
    /// <param name="stop">Ends the wait.</param>
    public virtual Task<bool> MayRepeatAsync(Exception cause, int attempt, CancellationToken stop) => Task.FromResult(false);

    /// <summary>What became of a commit that failed: true where it was made all the same, false where it was not, null where that cannot be found out.</summary>
    /// <param name="cause">Why it failed.</param>
    /// <param name="session">The operation.</param>
    public virtual Task<bool?> FindOutcomeAsync(Exception cause, SqlSession session) => Task.FromResult<bool?>(false);

    /// <summary>The logins of a tenant; null where the database has none.</summary>
    public virtual ILoginStore? MakeLogins(SqlStore store) => null;

    /// <summary>Releases what the dialect holds beside the connections that it gave out.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Fills a table row by row, column by column.</summary>
internal abstract class BulkWriter : IDisposable
{
    public abstract void Write(long value);

    public abstract void Write(string? value);

    public abstract void WriteNull();

    public abstract void EndRow();

    /// <summary>Ends the filling; without it, nothing is promised.</summary>
    public abstract void Complete();

    public abstract void Dispose();

    public void Write(long? value)
    {
        if (value is { } number)
            Write(number);
        else
            WriteNull();
    }

    public void Write(bool? value) => Write(value is { } flag ? flag ? 1L : 0L : null);

    public void Write(UtcTime? value) => Write(value?.ToString());
}

/// <summary>Reads the rows of an export: numbers and UTF-8 text that lasts until the next row.</summary>
internal interface IExportReader : IAsyncDisposable
{
    ValueTask<bool> ReadAsync();

    long Number(int column);

    /// <summary>A text; empty for null.</summary>
    ReadOnlySpan<byte> Text(int column);

    /// <summary>A moment, as exports write it.</summary>
    ReadOnlySpan<byte> Time(int column);
}
