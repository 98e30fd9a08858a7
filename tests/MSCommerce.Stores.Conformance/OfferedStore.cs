using MSCommerce.Rules;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Conformance;

/// <summary>
/// A store, of which a test gets what its <see cref="ICommerceStore.Capabilities"/> say. Where a test reaches for more it is skipped, with the reason, so that a small store passes
/// without pretending; what a store says that it offers is never skipped.
/// </summary>
/// <param name="store">The store itself.</param>
internal sealed class OfferedStore(ICommerceStore store) : ICommerceStore
{
    private static readonly Dictionary<StoreCapabilities, string> Names = new()
    {
        [StoreCapabilities.Transactions] = "changes of many rows that are all or nothing",
        [StoreCapabilities.AuditLog] = "an audit log",
        [StoreCapabilities.Outbox] = "an outbox",
        [StoreCapabilities.Import] = "users, subscriptions and licences that can be imported",
        [StoreCapabilities.Check] = "a check of its integrity",
        [StoreCapabilities.Logins] = "logins",
        [StoreCapabilities.Billing] = "payment methods, billing profiles and invoices",
        [StoreCapabilities.LicenseRequests] = "licence requests",
        [StoreCapabilities.Transfer] = "copies of a tenant",
    };

    /// <summary>The store itself, which answers for what it does not offer.</summary>
    public ICommerceStore Itself => store;

    public StoreCapabilities Capabilities => store.Capabilities;

    public TimeProvider Clock => store.Clock;

    public IPolicyStore Policies => store.Policies;

    // The tenant of the suite is imported: without that there is nothing to look at.
    public ICatalogStore Catalog => Offered(StoreCapabilities.Import).Catalog;

    public ISubscriptionStore Subscriptions => Offered(StoreCapabilities.Import).Subscriptions;

    public ILicenseStore Licenses => Offered(StoreCapabilities.Import).Licenses;

    public ITenantStore Tenant => Offered(StoreCapabilities.Import).Tenant;

    public ILicenseRequestStore LicenseRequests => Offered(StoreCapabilities.LicenseRequests).LicenseRequests;

    public IBillingStore Billing => Offered(StoreCapabilities.Billing).Billing;

    public INoticeStore Notices => Offered(StoreCapabilities.Outbox).Notices;

    public IAuditStore Audit => new OfferedAudit(this);

    public ITransferStore? Transfer => store.Transfer;

    public ILoginStore? Logins => store.Logins;

    /// <summary>Skips the test where the store does not offer something.</summary>
    public static void Demand(StoreCapabilities offered, StoreCapabilities needed) =>
        Assert.SkipUnless(offered.HasFlag(needed), $"The store does not offer {Names[needed]} ({nameof(StoreCapabilities)}.{needed}).");

    public Task<StoreContext> GetContextAsync(CancellationToken cancellationToken) => store.GetContextAsync(cancellationToken);

    public Task DemandAsync(Permission permission, CancellationToken cancellationToken) => store.DemandAsync(permission, cancellationToken);

    public IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken) => Offered(StoreCapabilities.Check).CheckAsync(cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private ICommerceStore Offered(StoreCapabilities needed)
    {
        Demand(store.Capabilities, needed);
        return store;
    }

    /// <summary>Every store takes refusals, which the client records; not every store shows them.</summary>
    private sealed class OfferedAudit(OfferedStore offered) : IAuditStore
    {
        public IAsyncEnumerable<AuditEntry> GetAsync(AuditQuery query, CancellationToken cancellationToken) =>
            offered.Offered(StoreCapabilities.AuditLog).Audit.GetAsync(query, cancellationToken);

        public Task RecordRefusalAsync(string action, string target, string reason, CancellationToken cancellationToken) =>
            offered.Itself.Audit.RecordRefusalAsync(action, target, reason, cancellationToken);
    }
}
