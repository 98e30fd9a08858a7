using System.Runtime.CompilerServices;
using MSCommerce.Stores.Microsoft365.Graph;
using MSCommerce.Stores.Transfer;
using static MSCommerce.Stores.Transfer.TransferValue;

namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>The rows of the copy. What no interface tells is left empty where it may be; where it may not, docs/microsoft365.md says what stands there.</summary>
/// <param name="service">Graph.</param>
/// <param name="tenant">What is copied.</param>
/// <param name="policies">The policies.</param>
/// <param name="products">The products.</param>
/// <param name="book">The subscriptions.</param>
internal sealed class GraphSnapshot(GraphService service, CopiedTenant tenant, IReadOnlyList<CopiedPolicy> policies, CopiedProducts products, SubscriptionBook book) : ITransferSnapshot
{
    /// <summary>Stands for the value of a product that no policy lists: whether people may buy it themselves is not decided by a policy.</summary>
    public const string NotGoverned = "NotGoverned";

    /// <summary>For how many days Microsoft keeps decided licence requests (R3).</summary>
    private const int RetentionDays = 30;

    private readonly HashSet<string> _users = new(StringComparer.OrdinalIgnoreCase);
    private CopiedLicenses? _licenses;

    public IReadOnlyCollection<TransferSection> Sections { get; } =
    [
        TransferSchema.Tenant, TransferSchema.Users, TransferSchema.Products, TransferSchema.ProductServices, TransferSchema.Policies, TransferSchema.ProductPolicies, TransferSchema.OfferTypes,
        TransferSchema.OfferTypePolicies, TransferSchema.Subscriptions, TransferSchema.Licenses, TransferSchema.DisabledServices,
    ];

    public IAsyncEnumerable<TransferRow> ReadAsync(TransferSection section, CancellationToken cancellationToken) => section switch
    {
        _ when section == TransferSchema.Tenant => All([Tenant()], cancellationToken),
        _ when section == TransferSchema.Users => UsersAsync(cancellationToken),
        _ when section == TransferSchema.Products => All(products.All.Select(Product), cancellationToken),
        _ when section == TransferSchema.ProductServices => All(products.All.SelectMany(Services), cancellationToken),
        _ when section == TransferSchema.Policies => All(policies.Select(Policy), cancellationToken),
        _ when section == TransferSchema.ProductPolicies => All(policies.SelectMany(Values), cancellationToken),
        _ when section == TransferSchema.OfferTypes => All(OfferTypes(), cancellationToken),
        _ when section == TransferSchema.OfferTypePolicies => All(policies.SelectMany(OfferTypeValues), cancellationToken),
        _ when section == TransferSchema.Subscriptions => OfLicenses(Subscriptions, cancellationToken),
        _ when section == TransferSchema.Licenses => OfLicenses(Licenses, cancellationToken),
        _ when section == TransferSchema.DisabledServices => OfLicenses(DisabledServices, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "It is not one of Sections."),
    };

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TransferRow Tenant() => new TransferRow(TransferSchema.Tenant)
        .Set("TenantId", Of(tenant.Context.TenantId)).Set("Name", Of(tenant.Context.TenantName)).Set("IsSample", Of(false)).Set("CreatedAt", Of(tenant.Now))
        .Set("Sector", Of(tenant.Sector.ToString())).Set("IsManaged", Of(true)).Set("LicenseRequestRetentionDays", Of(RetentionDays));

    private async IAsyncEnumerable<TransferRow> UsersAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var row = new TransferRow(TransferSchema.Users);
        await foreach (var item in service.GetUsersAsync(filter: null, stop))
        {
            var user = GraphTenantStore.Read(item);
            // Who is there twice because the list changed between two pages is one.
            if (_users.Add(user.UserId))
                yield return Write(row.Clear(), user);
        }

        // Who bought and has left is no user of the directory any more; what he bought is still his.
        foreach (var owner in Copied().Select(subscription => subscription.OwnerId).OfType<string>())
        {
            if (_users.Add(owner))
                yield return Write(row.Clear(), new() { UserId = owner, UserPrincipalName = owner, DisplayName = owner, UserType = UserType.Member, AccountEnabled = false });
        }
    }

    private TransferRow Write(TransferRow row, TenantUser user) => row
        .Set("UserId", Of(user.UserId)).Set("IsUserIdMadeUp", Of(false)).Set("UserPrincipalName", Of(user.UserPrincipalName)).Set("DisplayName", Of(user.DisplayName))
        .Set("UserType", Of(user.UserType.ToString())).Set("AccountEnabled", Of(user.AccountEnabled)).Set("DisabledAt", user.AccountEnabled ? Null : Of(tenant.Now))
        .Set("UsageLocation", Of(user.UsageLocation)).Set("OnPremisesSyncEnabled", Of(user.OnPremisesSyncEnabled)).Set("CreatedAt", Of(user.CreatedAt));

    private static TransferRow Product(CopiedProduct product) => new TransferRow(TransferSchema.Products)
        .Set("ProductId", Of(product.ProductId)).Set("ProductName", Of(product.Name)).Set("Family", Of(product.Family)).Set("LegacyProductId", Of(product.OtherId))
        .Set("HasTrialWithoutPaymentMethod", Of(product.HasTrial));

    private static IEnumerable<TransferRow> Services(CopiedProduct product) => product.Services.Select((service, index) => new TransferRow(TransferSchema.ProductServices)
        .Set("Product", Of(product.ProductId)).Set("Number", Of(index + 1)).Set("Name", Of(service.Name)));

    private static TransferRow Policy(CopiedPolicy policy) => new TransferRow(TransferSchema.Policies)
        .Set("PolicyId", Of(policy.Policy.PolicyId)).Set("Description", Of(policy.Policy.Description)).Set("DefaultValue", Of(policy.Policy.DefaultValue));

    private IEnumerable<TransferRow> Values(CopiedPolicy policy) => policy.Products.Select(product => (product.ProductId, product.PolicyValue))
        .Concat(products.All.Where(product => !product.IsGoverned && policy.Policy.DefaultValue != GraphTransferStore.NotRead).Select(product => (product.ProductId, PolicyValue: NotGoverned)))
        .Select(value => new TransferRow(TransferSchema.ProductPolicies)
            .Set("Policy", Of(policy.Policy.PolicyId)).Set("Product", Of(value.ProductId)).Set("Value", Of(value.PolicyValue)));

    private IEnumerable<TransferRow> OfferTypes() => policies.SelectMany(policy => policy.OfferTypes).Select(offerType => offerType.ScopeId).Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(name => new TransferRow(TransferSchema.OfferTypes).Set("Name", Of(name)));

    private static IEnumerable<TransferRow> OfferTypeValues(CopiedPolicy policy) => policy.OfferTypes.Select(offerType => new TransferRow(TransferSchema.OfferTypePolicies)
        .Set("Policy", Of(policy.Policy.PolicyId)).Set("OfferType", Of(offerType.ScopeId)).Set("Value", Of(offerType.PolicyValue)));

    /// <summary>The subscriptions that are copied: one without licences is none to a store that keeps licences.</summary>
    private IEnumerable<GraphSubscription> Copied() => book.All.Where(subscription => subscription.Subscription.TotalLicenses > 0);

    private IEnumerable<TransferRow> Subscriptions(CopiedLicenses licenses)
    {
        foreach (var subscription in Copied())
        {
            var shown = subscription.Subscription;
            yield return Write(subscription.Id, products.OfSku(subscription.SkuId), subscription.OwnerId, shown.TotalLicenses, shown.IsTrial ?? false, CopiedTerm.Of(shown, subscription.NextStatusAt, tenant.Now));
        }

        foreach (var (product, count) in licenses.Beyond)
            yield return Write(product.Sku!.SkuId, product, purchaser: null, count, isTrial: false, new(tenant.Now, tenant.Now.AddYears(1), SubscriptionTerm.Year, RenewalOffAt: null, CancelledAt: null));
    }

    private static TransferRow Write(string id, CopiedProduct product, string? purchaser, int total, bool isTrial, CopiedTerm term) => new TransferRow(TransferSchema.Subscriptions)
        .Set("SubscriptionId", Of(id)).Set("Product", Of(product.ProductId)).Set("Purchaser", Of(purchaser)).Set("TotalLicenses", Of(total)).Set("PurchasedAt", Of(term.PurchasedAt))
        .Set("FirstExpiresAt", Of(term.FirstExpiresAt)).Set("Term", Of(term.Term.ToString())).Set("RenewalOffAt", Of(term.RenewalOffAt)).Set("IsTrial", Of(isTrial))
        .Set("IsControlled", Of(purchaser is null)).Set("CancelledAt", Of(term.CancelledAt));

    private IEnumerable<TransferRow> Licenses(CopiedLicenses licenses)
    {
        var row = new TransferRow(TransferSchema.Licenses);
        foreach (var license in licenses.All)
            yield return row.Clear().Set("Subscription", Of(license.SubscriptionId)).Set("User", Of(license.UserId)).Set("AssignedAt", Of(tenant.Now));
    }

    private static IEnumerable<TransferRow> DisabledServices(CopiedLicenses licenses) =>
        from license in licenses.All
        from number in license.Off
        select new TransferRow(TransferSchema.DisabledServices)
            .Set("Subscription", Of(license.SubscriptionId)).Set("User", Of(license.UserId)).Set("Product", Of(license.Product.ProductId)).Set("ServiceNumber", Of(number));

    private async IAsyncEnumerable<TransferRow> OfLicenses(Func<CopiedLicenses, IEnumerable<TransferRow>> rows, [EnumeratorCancellation] CancellationToken stop)
    {
        _licenses ??= await CopiedLicenses.ReadAsync(service, products, book, _users, stop);
        foreach (var row in rows(_licenses))
            yield return row;
    }

    private static async IAsyncEnumerable<TransferRow> All(IEnumerable<TransferRow> rows, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
