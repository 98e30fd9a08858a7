using System.Globalization;
using MSCommerce.Catalog;

namespace MSCommerce.Stores.Conformance;

/// <summary>
/// The contract of a store that offers more than policies (X7), and all of <see cref="PolicyStoreConformance"/>. Subclass it and say how the store is opened: each test has an instance, and so a tenant, of its own. After every test the store's own
/// checks must pass, where it has some. A test of what the store does not offer (<see cref="ICommerceStore.Capabilities"/>) is skipped, and says so; what it says that it offers is tested.
/// </summary>
/// <remarks>
/// A tenant that is made has the products and types of offers of <see cref="KnownProducts"/>, each with the policy's default, and one user, the administrator who makes it. The rest
/// is imported before every test, where the store offers that: Ada bought five licences of Power BI Pro for herself, Bob, Carol and Dan, who has left since. Bob bought two of
/// Visio Plan 1. The organisation has ten of Power BI Pro, of which Eve holds one, and three of Power BI Premium.
/// </remarks>
[Trait("Requirement", "X7")]
public abstract partial class StoreConformance : PolicyStoreConformance
{
    public const string Billing = "billing@contoso.example";
    public const string Reader = "reader@contoso.example";
    public const string Partner = "partner@contoso.example";
    public const string GrantedPartner = "granted@contoso.example";
    public const string Ada = "ada@contoso.example";
    public const string Bob = "bob@contoso.example";
    public const string Carol = "carol@contoso.example";
    public const string Dan = "dan@contoso.example";
    public const string Eve = "eve@contoso.example";
    public const string Guest = "guest_fabrikam.example#EXT#@contoso.example";

    public const string CentralPro = "11111111-0000-0000-0000-000000000001";
    public const string CentralPremium = "11111111-0000-0000-0000-000000000002";
    public const string AdaPro = "22222222-0000-0000-0000-000000000001";
    public const string BobVisio = "22222222-0000-0000-0000-000000000002";

    public const string ProLegacyId = "CFQ7TTC0L3PB";
    public const string Premium = "Power BI Premium (standalone)";

    /// <summary>A login of the store that is mapped to a user; a store with <see cref="StoreCapabilities.Logins"/> makes one where there is none.</summary>
    /// <param name="user">The user's principal name.</param>
    /// <returns>The login.</returns>
    protected virtual Task<string> LoginAsync(string user) => Task.FromResult("");

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (!Offers(StoreCapabilities.Import))
            return;
        await ImportProductsAsync();
        await ImportUsersAsync(
            User(Billing, Role.BillingAdministrator), User(Reader, Role.GlobalReader), User(Partner, Role.Partner), User(GrantedPartner, Role.Partner, Role.GlobalAdministrator),
            User(Ada), User(Bob), User(Carol), User(Dan), User(Eve), User(Guest) with { UserType = UserType.Guest });
        await ImportSubscriptionsAsync(
            Central(CentralPro, Pro, 10), Central(CentralPremium, Premium, 3),
            SelfService(AdaPro, Pro, Ada, 5), SelfService(BobVisio, Visio, Bob, 2));
        await ImportLicensesAsync(
            License(CentralPro, Eve),
            License(AdaPro, Ada), License(AdaPro, Bob), License(AdaPro, Carol, "Paginated Reports"), License(AdaPro, Dan),
            License(BobVisio, Bob));
        await ImportUsersAsync(User(Dan) with { AccountEnabled = false, DisabledAt = Clock.Now.AddDays(-3) });
    }

    private protected override async Task DemandWholeAsync()
    {
        await base.DemandWholeAsync();
        if (Offers(StoreCapabilities.Import))
            await DemandOrdersAddUpAsync();
    }

    protected static UserRow User(string name, params Role[] roles) => new()
    {
        Line = 1,
        UserPrincipalName = name,
        UserId = IdOf(name),
        DisplayName = char.ToUpperInvariant(name[0]) + name[1..name.IndexOf('@', StringComparison.Ordinal)],
        Roles = roles,
    };

    /// <summary>An object id that is always the same for a name.</summary>
    protected static string IdOf(string name)
    {
        var hash = name.Aggregate(17UL, (value, character) => unchecked((value * 1_000_003) + character));
        return $"33333333-0000-0000-{hash >> 48 & 0xFFFF:x4}-{hash & 0xFFFF_FFFF_FFFF:x12}";
    }

    protected SubscriptionRow Central(string id, string product, int total) => new()
    {
        Line = 1,
        SubscriptionId = id,
        Product = product,
        TotalLicenses = total,
        PurchasedAt = Clock.Now.AddDays(-100),
        Term = SubscriptionTerm.Year,
        AutoRenew = true,
        PricePerLicense = 120.50m,
        Currency = "EUR",
    };

    protected SubscriptionRow SelfService(string id, string product, string purchaser, int total) => new()
    {
        Line = 1,
        SubscriptionId = id,
        Product = product,
        Purchaser = purchaser,
        TotalLicenses = total,
        PurchasedAt = Clock.Now.AddDays(-50),
        Term = SubscriptionTerm.Month,
        AutoRenew = true,
        PricePerLicense = 13.5m,
        Currency = "EUR",
    };

    protected static LicenseRow License(string subscriptionId, string user, params string[] disabledServices) =>
        new() { Line = 1, SubscriptionId = subscriptionId, User = user, DisabledServices = disabledServices };

    protected Task<ImportResult> ImportUsersAsync(params UserRow[] rows) =>
        Store.Tenant.ImportUsersAsync(Source, Rows(rows, (row, line) => row with { Line = line }), dryRun: false, null, Stop);

    protected Task<ImportResult> ImportSubscriptionsAsync(params SubscriptionRow[] rows) =>
        Store.Subscriptions.ImportAsync(Source, Rows(rows, (row, line) => row with { Line = line }), dryRun: false, null, Stop);

    protected Task<ImportResult> ImportLicensesAsync(params LicenseRow[] rows) =>
        Store.Licenses.ImportAsync(Source, Rows(rows, (row, line) => row with { Line = line }), dryRun: false, null, Stop);

    /// <summary>What is listed before a list ends in an error, and that error.</summary>
    protected static async Task<(List<T> Items, CommerceException Error)> ListThenFailAsync<T>(string errorId, IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        var error = await FailAsync(errorId, async () =>
        {
            await foreach (var item in items.WithCancellation(Stop))
                list.Add(item);
        });
        return (list, error);
    }

    /// <summary>Runs an import that must fail at a line.</summary>
    protected static async Task FailAtLineAsync(long line, string why, Func<Task> run)
    {
        var error = await FailAsync("FileLineInvalid", run);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"line {line}:"), error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    protected async Task<Subscription> SubscriptionAsync(string id) => Assert.Single(await ListAsync(Store.Subscriptions.GetAsync(new() { SubscriptionId = [id] }, Stop)));

    protected async Task<List<string>> HoldersAsync(string subscriptionId)
    {
        var users = await ListAsync(Store.Licenses.GetUsersAsync(new() { SubscriptionId = [subscriptionId] }, Stop));
        return [.. users.Select(user => user.UserPrincipalName).Order(StringComparer.Ordinal)];
    }

    private async Task ImportProductsAsync()
    {
        var products = await ListAsync(Store.Catalog.GetProductsAsync(Stop));
        await Store.Catalog.ImportAsync(
            Source,
            [
                products.Single(product => product.ProductName == Pro) with { Services = ["Power BI", "Paginated Reports"] },
                products.Single(product => product.ProductName == Premium) with { Services = ["Power BI Premium", "Paginated Reports"] },
            ],
            dryRun: false, Stop);
    }
}
