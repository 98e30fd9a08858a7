using System.Data;
using System.Data.Common;

namespace MSCommerce.Stores.Sql;

/// <content>How operations run: each on a connection, in a transaction, and again where it failed without a trace for a reason that passes.</content>
internal sealed partial class SqlStore
{
    private async Task<T> RunAsync<T>(RunKind kind, Func<SqlSession, Task<T>> run, bool commit, bool repeatable, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(kind, run, commit, stop);
            }
            catch (Exception cause) when (_dialect.IsOwn(cause))
            {
                if (!repeatable || !await _dialect.MayRepeatAsync(cause, attempt, stop))
                    throw _dialect.Translate(cause, stop);
            }
        }
    }

    private async Task<T> RunOnceAsync<T>(RunKind kind, Func<SqlSession, Task<T>> run, bool commit, CancellationToken stop)
    {
        await using var current = await BeginAsync(kind, stop);
        var result = await run(current.Session);
        if (commit)
            await CommitAsync(current);
        return result;
    }

    /// <summary>Commits. Whether a commit was made whose answer was lost is found out, and never guessed: it is neither repeated nor reported as failed.</summary>
    private async Task CommitAsync(Run current)
    {
        try
        {
            await current.CommitAsync();
        }
        catch (Exception cause) when (_dialect.IsOwn(cause))
        {
            var made = await _dialect.FindOutcomeAsync(cause, current.Session);
            if (made is null)
                throw CommerceErrors.OutcomeUnknown(_dialect.DisplayName, current.Session.CorrelationId, cause);
            if (made == false)
                throw;
        }
    }

    private async Task<bool> AdvanceAsync<T>(IAsyncEnumerator<T> items, CancellationToken stop)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception cause) when (_dialect.IsOwn(cause))
        {
            throw _dialect.Translate(cause, stop);
        }
    }

    /// <summary>Begins an operation. Nothing was done yet, so whatever it is, it may be tried again.</summary>
    private async Task<Run> BeginAsync(RunKind kind, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            stop.ThrowIfCancellationRequested();
            try
            {
                return await Run.BeginAsync(this, kind, stop);
            }
            catch (Exception cause) when (_dialect.IsOwn(cause))
            {
                if (!await _dialect.MayRepeatAsync(cause, attempt, stop))
                    throw _dialect.Translate(cause, stop);
            }
        }
    }

    /// <summary>A connection while an operation has it, in its transaction.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly SqlStore _store;
        private readonly DbConnection _connection;
        private readonly CancellationToken _stop;
        private IDisposable? _interrupt;
        private bool _committed;
        private bool _ended;
        private bool _failed;

        private Run(SqlStore store, DbConnection connection, CancellationToken stop)
        {
            _store = store;
            _connection = connection;
            _stop = stop;
        }

        public SqlSession Session { get; private set; } = null!;

        public static async Task<Run> BeginAsync(SqlStore store, RunKind kind, CancellationToken stop)
        {
            var connection = store._idle.TryTake(out var idle) ? idle : await store._dialect.ConnectAsync(stop);
            var run = new Run(store, connection, stop);
            try
            {
                await run.BeginAsync(kind);
                return run;
            }
            catch
            {
                run._failed = true;
                await run.DisposeAsync();
                throw;
            }
        }

        public async Task CommitAsync()
        {
            // From here on the change is made: whoever asks to stop now is too late.
            _stop.ThrowIfCancellationRequested();
            _interrupt?.Dispose();
            _interrupt = null;
            await _store._dialect.CommitAsync(_connection, Session.TakeWaiting());
            _committed = true;
        }

        public async ValueTask DisposeAsync()
        {
            _interrupt?.Dispose();
            if (!_committed && !_ended)
                await _store._dialect.RollbackAsync(_connection);
            var isUsable = !_failed && !(_committed && Session.HasTemporaryTables) && _connection.State == ConnectionState.Open;
            if (isUsable && !_store._disposed && _store._idle.Count < IdleConnections)
                _store._idle.Add(_connection);
            else
                await _connection.DisposeAsync();
        }

        private async Task BeginAsync(RunKind kind)
        {
            var dialect = _store._dialect;
            var beginning = kind switch
            {
                RunKind.Change => await dialect.BeginChangeAsync(_connection, _stop),
                RunKind.Read => await dialect.BeginReadAsync(_connection, _stop),
                _ => dialect.AroundRead.Before,
            };
            Session = new(_connection, dialect, _store._tenantId, _store._clock.GetUtcNow(), _stop);
            Session.Wait(beginning, kind == RunKind.Actor ? dialect.AroundRead.After : []);
            _interrupt = dialect.Interruptible(_connection, _stop);
            if (_store._actorKey != 0)
                Session.Actor = await Actors.ReadAsync(Session, _store._actorKey);
            _ended = kind == RunKind.Actor;
            // The moment of a change is when its turn has come: the audit log's times go up with its numbers.
            Session.Now = UtcTime.Of(_store._clock.GetUtcNow());
        }
    }

    /// <summary>What an operation does.</summary>
    private enum RunKind
    {
        /// <summary>It reads.</summary>
        Read,

        /// <summary>It reads who acts, and no more.</summary>
        Actor,

        /// <summary>It changes.</summary>
        Change,
    }
}
