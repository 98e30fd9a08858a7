using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// A store in a SQL database. Each operation is one transaction on a connection of its own: a list that is still being read, as in a
/// pipeline, does not stand in the way of the change that its rows are piped into.
/// </summary>
internal sealed partial class SqlStore : ICommerceStore
{
    /// <summary>More than a list and the change that it is piped into are rare.</summary>
    private const int IdleConnections = 2;

    private readonly SqlDialect _dialect;
    private readonly TimeProvider _clock;
    private readonly ConcurrentBag<DbConnection> _idle = [];
    private readonly long _tenantId;
    private long _actorKey;
    private bool _disposed;

    /// <summary>Makes a store.</summary>
    /// <param name="dialect">The database; the store disposes of it.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="actorKey">Who acts; 0 where he is yet to sign in.</param>
    public SqlStore(SqlDialect dialect, long tenantId, TimeProvider clock, long actorKey = 0)
    {
        _tenantId = tenantId;
        _actorKey = actorKey;
        _dialect = dialect;
        _clock = clock;
        Policies = new SqlPolicyStore(this);
        Catalog = new SqlCatalogStore(this);
        Subscriptions = new SqlSubscriptionStore(this);
        Licenses = new SqlLicenseStore(this);
        Tenant = new SqlTenantStore(this);
        LicenseRequests = new SqlLicenseRequestStore(this);
        Billing = new SqlBillingStore(this);
        Notices = new SqlNoticeStore(this);
        Audit = new SqlAuditStore(this);
        Logins = dialect.MakeLogins(this);
    }

    public StoreCapabilities Capabilities =>
        StoreCapabilities.Transactions | StoreCapabilities.AuditLog | StoreCapabilities.Outbox | StoreCapabilities.Import | StoreCapabilities.Check
        | StoreCapabilities.Billing | StoreCapabilities.LicenseRequests | StoreCapabilities.Transfer
        | (Logins is null ? StoreCapabilities.None : StoreCapabilities.Logins);

    public TimeProvider Clock => _clock;

    public IPolicyStore Policies { get; }

    public ICatalogStore Catalog { get; }

    public ISubscriptionStore Subscriptions { get; }

    public ILicenseStore Licenses { get; }

    public ITenantStore Tenant { get; }

    public ILicenseRequestStore LicenseRequests { get; }

    public IBillingStore Billing { get; }

    public INoticeStore Notices { get; }

    public IAuditStore Audit { get; }

    public ILoginStore? Logins { get; }

    /// <summary>Finds whoever is to act.</summary>
    /// <exception cref="CommerceException"><c>ActorRefused</c>.</exception>
    public Task SignInAsync(string? actor, CancellationToken stop) => RunAsync(
        RunKind.Read,
        async session =>
        {
            _actorKey = await Actors.FindAsync(session, actor);
            return true;
        },
        commit: false, repeatable: true, stop);

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
                Login = _dialect.Login,
                Roles = session.Actor.Roles,
            };
        },
        cancellationToken);

    public Task DemandAsync(Permission permission, CancellationToken cancellationToken) => RunAsync(
        RunKind.Actor,
        session =>
        {
            session.Demand(permission);
            return Task.FromResult(true);
        },
        commit: false, repeatable: true, cancellationToken);

    public IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken) =>
        StreamAsync(Permission.View, StoreChecks.RunAsync, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
            await connection.DisposeAsync();
        await _dialect.DisposeAsync();
    }

    /// <summary>Runs a read: every statement sees the same state.</summary>
    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> run, CancellationToken stop) =>
        RunAsync(RunKind.Read, run, commit: false, repeatable: true, stop);

    /// <summary>Runs a plan: a read that needs what the change needs.</summary>
    public Task<T> PlanAsync<T>(Permission permission, Func<SqlSession, Task<T>> plan, CancellationToken stop) => ReadAsync(
        session =>
        {
            session.Demand(permission);
            return plan(session);
        },
        stop);

    /// <summary>
    /// Runs a change: whole, or without a trace. The actor's roles are asked inside the transaction. Where it failed without a trace for a reason that passes,
    /// it is run again, so it begins from nothing each time.
    /// </summary>
    /// <param name="permission">What it needs; null where anyone may.</param>
    /// <param name="run">The change.</param>
    /// <param name="dryRun">Whether it is undone at the end.</param>
    /// <param name="stop">Undoes it.</param>
    public Task<T> ChangeAsync<T>(Permission? permission, Func<SqlSession, Task<T>> run, bool dryRun, CancellationToken stop) => RunAsync(
        RunKind.Change,
        session => DemandAndRun(session, permission, run),
        commit: !dryRun, repeatable: true, stop);

    /// <summary>Runs a change whose input can be read once: like any other, and never a second time.</summary>
    /// <param name="permission">What it needs.</param>
    /// <param name="run">The change.</param>
    /// <param name="dryRun">Whether it is undone at the end.</param>
    /// <param name="stop">Undoes it.</param>
    public Task<T> ImportAsync<T>(Permission permission, Func<SqlSession, Task<T>> run, bool dryRun, CancellationToken stop) => RunAsync(
        RunKind.Change,
        session => DemandAndRun(session, permission, run),
        commit: !dryRun, repeatable: false, stop);

    /// <summary>Runs a list. What it throws while it is read is translated like any other failure.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Permission permission, Func<SqlSession, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var run = await BeginAsync(RunKind.Read, stop);
        run.Session.Demand(permission);
        await using var items = list(run.Session).GetAsyncEnumerator(stop);
        while (await AdvanceAsync(items, stop))
            yield return items.Current;
    }

    private static Task<T> DemandAndRun<T>(SqlSession session, Permission? permission, Func<SqlSession, Task<T>> run)
    {
        if (permission is { } needed)
            session.Demand(needed);
        return run(session);
    }

    private sealed class TenantRow
    {
        public string TenantGuid { get; init; } = "";

        public string Name { get; init; } = "";

        public bool IsSample { get; init; }
    }
}
