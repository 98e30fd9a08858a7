using MSCommerce.Payments;
using MSCommerce.Stores;

namespace MSCommerce;

/// <summary>
/// The client library's one entry: a property an area, over one store. Each method takes one request and a cancellation token; lists
/// are streams; a change is planned, shown and applied (X6).
/// </summary>
/// <example>
/// <code>
/// await using var client = new CommerceClient(await registry.OpenAsync("sqlite:tenant.db", new StoreOptions(), stop));
/// await foreach (var policy in client.Policies.GetProductsAsync(new(), stop))
///     Console.WriteLine($"{policy.ProductName}: {policy.PolicyValue}");
/// </code>
/// </example>
public sealed class CommerceClient : IAsyncDisposable
{
    /// <summary>Makes a client. It owns the store and closes it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">What it works with beside the store; null for its own.</param>
    public CommerceClient(ICommerceStore store, CommerceClientOptions? options = null)
    {
        options ??= new();
        Store = store;
        var gate = new Gate(store);
        var desk = new PaymentDesk(store, options.PaymentProvider);
        Policies = new(gate);
        Products = new(gate);
        Subscriptions = new(gate, desk);
        Licenses = new(gate, desk);
        LicenseRequests = new(gate);
        Billing = new(gate, desk);
        Tenant = new(gate, options.Stores);
        Notices = new(gate, options);
        Audit = new(gate);
        Reports = new(gate);
    }

    /// <summary>The store.</summary>
    public ICommerceStore Store { get; }

    /// <summary>Policies and baselines (P).</summary>
    public PolicyClient Policies { get; }

    /// <summary>The catalogue (S8).</summary>
    public ProductClient Products { get; }

    /// <summary>Subscriptions (S1).</summary>
    public SubscriptionClient Subscriptions { get; }

    /// <summary>Licences, licensed users and moves (S3, T).</summary>
    public LicenseClient Licenses { get; }

    /// <summary>Licence requests (R).</summary>
    public LicenseRequestClient LicenseRequests { get; }

    /// <summary>Payment methods, billing profiles and invoices (U6, U7).</summary>
    public BillingClient Billing { get; }

    /// <summary>The tenant, its users and the store itself.</summary>
    public TenantClient Tenant { get; }

    /// <summary>The outbox (N1).</summary>
    public NoticeClient Notices { get; }

    /// <summary>The audit log (N2).</summary>
    public AuditClient Audit { get; }

    /// <summary>Reports of the whole tenant (X5).</summary>
    public ReportClient Reports { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
