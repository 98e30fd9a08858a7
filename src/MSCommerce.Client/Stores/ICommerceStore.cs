using MSCommerce.Rules;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores;

/// <summary>
/// The contract of a store (X7): one tenant, seen and changed by one actor. It is cut by operation and not by row, so that a store
/// that is a service of its own keeps its own rules; a store that is a database asks <see cref="Rules"/> inside its transaction.
/// </summary>
/// <remarks>
/// Every failure is a <see cref="CommerceException"/>. A change is whole or absent, or reports each part that failed. A store may be
/// used by one operation at a time; several sessions open several stores.
/// </remarks>
public interface ICommerceStore : IAsyncDisposable
{
    /// <summary>What this store can do.</summary>
    StoreCapabilities Capabilities { get; }

    /// <summary>The clock that it tells the time by.</summary>
    TimeProvider Clock { get; }

    /// <summary>Policies and their values.</summary>
    IPolicyStore Policies { get; }

    /// <summary>The products of the catalogue.</summary>
    ICatalogStore Catalog { get; }

    /// <summary>Subscriptions.</summary>
    ISubscriptionStore Subscriptions { get; }

    /// <summary>Licences and who holds them.</summary>
    ILicenseStore Licenses { get; }

    /// <summary>The tenant and its users.</summary>
    ITenantStore Tenant { get; }

    /// <summary>Licence requests and the organisation's own process.</summary>
    ILicenseRequestStore LicenseRequests { get; }

    /// <summary>Payment methods, billing profiles and invoices.</summary>
    IBillingStore Billing { get; }

    /// <summary>The outbox.</summary>
    INoticeStore Notices { get; }

    /// <summary>The audit log.</summary>
    IAuditStore Audit { get; }

    /// <summary>The logins of the tenant (<see cref="StoreCapabilities.Logins"/>); null where the store has none of its own.</summary>
    ILoginStore? Logins => null;

    /// <summary>The tenant as it travels into another store (<see cref="StoreCapabilities.Transfer"/>); null where it cannot be copied.</summary>
    ITransferStore? Transfer => null;

    /// <summary>What the store is connected to, and as whom, at this moment.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The context.</returns>
    Task<StoreContext> GetContextAsync(CancellationToken cancellationToken);

    /// <summary>Refuses an actor whose roles do not allow an operation. A store that is a service answers for itself and does nothing here.</summary>
    /// <param name="permission">What the operation needs.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CommerceException"><c>RoleMissing</c>.</exception>
    Task DemandAsync(Permission permission, CancellationToken cancellationToken);

    /// <summary>Checks the store's integrity: what its engine can check, and the invariants of its content.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a check.</returns>
    IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What a store can do beyond what every store does.</summary>
[Flags]
public enum StoreCapabilities
{
    /// <summary>Nothing beyond.</summary>
    None = 0,

    /// <summary>A change of many rows is all or nothing.</summary>
    Transactions = 1,

    /// <summary>It keeps an audit log of its own that can be read.</summary>
    AuditLog = 2,

    /// <summary>It keeps an outbox.</summary>
    Outbox = 4,

    /// <summary>Users, subscriptions and assignments can be imported.</summary>
    Import = 8,

    /// <summary>Its integrity can be checked.</summary>
    Check = 16,

    /// <summary>Its own sign-in decides who acts, and which login is which user can be set.</summary>
    Logins = 32,

    /// <summary>Users buy in it, and it keeps what they pay with: what they owe is charged by this library's payment provider.</summary>
    Billing = 64,

    /// <summary>It takes and decides licence requests.</summary>
    LicenseRequests = 128,

    /// <summary>It can be copied into another store.</summary>
    Transfer = 256,
}
