using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// A store in a SQL database. Each operation is one transaction on a connection of its own: a list that is still being read, as in a
/// pipeline, does not stand in the way of the change that its rows are piped into.
/// </summary>
internal sealed class SqlStore : ICommerceStore
{
    /// <summary>More than a list and the change that it is piped into are rare.</summary>
    private const int IdleConnections = 2;

    private readonly SqlDialect _dialect;
    private readonly TimeProvider _clock;
    private readonly ConcurrentBag<DbConnection> _idle = [];
    private readonly long _tenantId;
    private long _actorKey;
    private bool _disposed;

    public SqlStore(SqlDialect dialect, long tenantId, TimeProvider clock)
    {
        _tenantId = tenantId;
        _dialect = dialect;
        _clock = clock;
        Policies = new SqlPolicyStore(this);
        Catalog = new SqlCatalogStore(this);
        Subscriptions = new SqlSubscriptionStore(this);
        Licenses = new SqlLicenseStore(this);
        Tenant = new SqlTenantStore(this);
        Notices = new SqlNoticeStore(this);
        Audit = new SqlAuditStore(this);
    }

    public StoreCapabilities Capabilities =>
        StoreCapabilities.Transactions | StoreCapabilities.AuditLog | StoreCapabilities.Outbox | StoreCapabilities.Import | StoreCapabilities.Check;

    public IPolicyStore Policies { get; }

    public ICatalogStore Catalog { get; }

    public ISubscriptionStore Subscriptions { get; }

    public ILicenseStore Licenses { get; }

    public ITenantStore Tenant { get; }

    public INoticeStore Notices { get; }

    public IAuditStore Audit { get; }

    /// <summary>Finds whoever is to act.</summary>
    /// <exception cref="CommerceException"><c>ActorRefused</c>.</exception>
    public Task SignInAsync(string? actor, CancellationToken stop) => RunAsync(
        change: false,
        async session =>
        {
            _actorKey = await Actors.FindAsync(session, actor);
            return true;
        },
        commit: false, stop);

    public Task<StoreContext> GetContextAsync(CancellationToken cancellationToken) => ReadAsync(
        async session =>
        {
            var tenant = (await session.FirstOrDefaultAsync<TenantRow>("SELECT tenant_guid AS TenantGuid, name AS Name, is_sample AS IsSample FROM tenant WHERE tenant_id = @t"))!;
            return new StoreContext
            {
                Store = _dialect.DisplayName,
                TenantId = tenant.TenantGuid,
                TenantName = tenant.Name,
                IsSample = tenant.IsSample,
                Actor = session.Actor.UserPrincipalName,
                Roles = session.Actor.Roles,
            };
        },
        cancellationToken);

    public Task DemandAsync(Permission permission, CancellationToken cancellationToken) => ReadAsync(
        session =>
        {
            session.Demand(permission);
            return Task.FromResult(true);
        },
        cancellationToken);

    public IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken) =>
        StreamAsync(Permission.View, StoreChecks.RunAsync, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
            await connection.DisposeAsync();
    }

    /// <summary>Runs a read: every statement sees the same state.</summary>
    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> run, CancellationToken stop) =>
        RunAsync(change: false, run, commit: false, stop);

    /// <summary>Runs a plan: a read that needs what the change needs.</summary>
    public Task<T> PlanAsync<T>(Permission permission, Func<SqlSession, Task<T>> plan, CancellationToken stop) => ReadAsync(
        session =>
        {
            session.Demand(permission);
            return plan(session);
        },
        stop);

    /// <summary>Runs a change: whole, or without a trace. The actor's roles are asked inside the transaction.</summary>
    /// <param name="permission">What it needs; null where anyone may.</param>
    /// <param name="run">The change.</param>
    /// <param name="dryRun">Whether it is undone at the end.</param>
    /// <param name="stop">Undoes it.</param>
    public Task<T> ChangeAsync<T>(Permission? permission, Func<SqlSession, Task<T>> run, bool dryRun, CancellationToken stop) => RunAsync(
        change: true,
        session =>
        {
            if (permission is { } needed)
                session.Demand(needed);
            return run(session);
        },
        commit: !dryRun, stop);

    /// <summary>Runs a list. What it throws while it is read is translated like any other failure.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Permission permission, Func<SqlSession, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var run = await Run.BeginAsync(this, change: false, stop);
        run.Session.Demand(permission);
        await using var items = list(run.Session).GetAsyncEnumerator(stop);
        while (await AdvanceAsync(items, stop))
            yield return items.Current;
    }

    private async Task<T> RunAsync<T>(bool change, Func<SqlSession, Task<T>> run, bool commit, CancellationToken stop)
    {
        await using var current = await Run.BeginAsync(this, change, stop);
        try
        {
            var result = await run(current.Session);
            if (commit)
                await current.CommitAsync();
            return result;
        }
        catch (Exception cause) when (_dialect.IsOwn(cause))
        {
            throw _dialect.Translate(cause, stop);
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

    private sealed class TenantRow
    {
        public string TenantGuid { get; init; } = "";

        public string Name { get; init; } = "";

        public bool IsSample { get; init; }
    }

    /// <summary>A connection while an operation has it, in its transaction.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly SqlStore _store;
        private readonly DbConnection _connection;
        private readonly CancellationToken _stop;
        private IDisposable? _interrupt;
        private bool _committed;
        private bool _failed;

        private Run(SqlStore store, DbConnection connection, CancellationToken stop)
        {
            _store = store;
            _connection = connection;
            _stop = stop;
        }

        public SqlSession Session { get; private set; } = null!;

        public static async Task<Run> BeginAsync(SqlStore store, bool change, CancellationToken stop)
        {
            ObjectDisposedException.ThrowIf(store._disposed, store);
            stop.ThrowIfCancellationRequested();
            Run? run = null;
            try
            {
                var connection = store._idle.TryTake(out var idle) ? idle : await store._dialect.ConnectAsync(stop);
                run = new(store, connection, stop);
                await run.BeginAsync(change);
                return run;
            }
            catch (Exception cause)
            {
                if (run is not null)
                {
                    run._failed = true;
                    await run.DisposeAsync();
                }

                if (store._dialect.IsOwn(cause))
                    throw store._dialect.Translate(cause, stop);
                throw;
            }
        }

        public async Task CommitAsync()
        {
            // From here on the change is made: whoever asks to stop now is too late.
            _stop.ThrowIfCancellationRequested();
            _interrupt?.Dispose();
            _interrupt = null;
            await _store._dialect.CommitAsync(_connection);
            _committed = true;
        }

        public async ValueTask DisposeAsync()
        {
            _interrupt?.Dispose();
            if (!_committed)
                await _store._dialect.RollbackAsync(_connection);
            if (_failed || _store._disposed || (_committed && Session.HasTemporaryTables) || _store._idle.Count >= IdleConnections)
                await _connection.DisposeAsync();
            else
                _store._idle.Add(_connection);
        }

        private async Task BeginAsync(bool change)
        {
            if (change)
                await _store._dialect.BeginChangeAsync(_connection, _stop);
            else
                await _store._dialect.BeginReadAsync(_connection, _stop);

            // The moment of a change is when its turn has come: the audit log's times go up with its numbers.
            Session = new(_connection, _store._dialect, _store._tenantId, _store._clock.GetUtcNow(), _stop);
            _interrupt = _store._dialect.Interruptible(_connection, _stop);
            if (_store._actorKey != 0)
                Session.Actor = await Actors.ReadAsync(Session, _store._actorKey);
        }
    }
}
