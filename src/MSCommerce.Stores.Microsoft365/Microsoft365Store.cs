using System.Runtime.CompilerServices;
using MSCommerce.Rules;
using MSCommerce.Stores.Microsoft365.Graph;
using MSCommerce.Stores.Microsoft365.Licensing;
using MSCommerce.Stores.Microsoft365.Transfer;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Microsoft365;

/// <summary>
/// The tenant itself. The service keeps its own rules, roles and audit log: nothing is asked beforehand that it answers better. What no public interface offers is
/// NotSupportedByStore, with the page of the admin centre where it can be done.
/// </summary>
internal sealed class Microsoft365Store : ICommerceStore, ITracedStore
{
    private readonly Microsoft365Connection _connection;
    private volatile Action<string>? _tell;
    private bool _disposed;

    public Microsoft365Store(Microsoft365Connection connection)
    {
        _connection = connection;
        Policies = new LicensingPolicyStore(connection, text => _tell?.Invoke(text));
        Catalog = NotOffered.As<ICatalogStore>();
        var graph = new GraphService(connection, text => _tell?.Invoke(text));
        Subscriptions = new GraphSubscriptionStore(graph);
        Licenses = new GraphLicenseStore(graph);
        Tenant = new GraphTenantStore(graph);
        Transfer = new GraphTransferStore(this, connection, graph);
        LicenseRequests = NotOffered.As<ILicenseRequestStore>();
        Billing = NotOffered.As<IBillingStore>();
        Notices = NotOffered.As<INoticeStore>();
        // The service records changes and refusals itself.
        Audit = NotOffered.As<IAuditStore>();
    }

    public StoreCapabilities Capabilities => StoreCapabilities.Transfer;

    public TimeProvider Clock => _connection.Clock;

    public IPolicyStore Policies { get; }

    public ICatalogStore Catalog { get; }

    public ISubscriptionStore Subscriptions { get; }

    public ILicenseStore Licenses { get; }

    public ITenantStore Tenant { get; }

    public ILicenseRequestStore LicenseRequests { get; }

    public IBillingStore Billing { get; }

    public INoticeStore Notices { get; }

    public IAuditStore Audit { get; }

    public ITransferStore Transfer { get; }

    public async Task<StoreContext> GetContextAsync(CancellationToken cancellationToken)
    {
        var grant = await _connection.GetGrantAsync(cancellationToken);
        var tenantId = grant.TenantId ?? _connection.Tenant ?? "";
        var actor = grant.Actor ?? "the bearer of the access token";
        var domain = actor.Split('@') is [_, var after] ? after : null;
        return new()
        {
            Store = $"{Microsoft365StoreFactory.SchemeName}:{tenantId}",
            TenantId = tenantId,
            TenantName = _connection.Tenant ?? domain ?? tenantId,
            IsSample = false,
            Actor = actor,
            // The service knows them, and decides by them; it does not tell.
            Roles = [],
        };
    }

    public void TraceTo(Action<string>? tell) => _tell = tell;

    public Task DemandAsync(Permission permission, CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<StoreCheck> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return NotOffered.Refuse<StoreCheck>("check its own integrity", "Microsoft does that; the admin centre shows it: Health > Service health (https://admin.microsoft.com).");
    }

    public ValueTask DisposeAsync()
    {
        if (!_disposed)
            _connection.Release();
        _disposed = true;
        return ValueTask.CompletedTask;
    }
}
