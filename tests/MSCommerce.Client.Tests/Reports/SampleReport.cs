using System.Globalization;
using MSCommerce.Reports;

namespace MSCommerce.Client.Tests.Reports;

/// <summary>A report with something of everything: two currencies, a negative month, unknown prices, drift, more purchasers than are shown, and a product whose name is a script.</summary>
internal static class SampleReport
{
    public const string Script = "<script>alert('x')</script> & \"Co\"";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 15, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly FirstMonth = new(2025, 12, 1);

    public static CommerceReport Full { get; } = new()
    {
        Context = Context("Contoso <b>&</b> Co"),
        MadeAt = Now,
        FirstMonth = FirstMonth,
        Months = 12,
        Spend = new()
        {
            Currencies = [Spend("EUR", 1234.5m), Spend("JPY", 90_000m)],
            WithoutPrice = [new(Script, 2, 1_500)],
        },
        Licenses = new()
        {
            ByProduct = [Product("Visio Plan 1", 1_000, 400), Product(Script, 3, 3)],
            SelfService = new(503, 203),
            Central = new(500, 200),
            UnusedCost = [new("EUR", 3_000.25m)],
            UnusedWithoutPrice = 12,
        },
        Expiring = new()
        {
            Periods = [new(30, 1, 5, 2, 7, 0, 0), new(60, 1, 5, 3, 9, 1, 4), new(90, 60, 99, 3, 9, 1, 4)],
            Ending = [Subscription(Script, 3, renews: false), Subscription("Visio Plan 1", 40, renews: null) with { PricePerLicense = null }],
            Renewing = [Subscription("Planner Plan 1", 10, renews: true)],
        },
        Policy = new()
        {
            Products = [Policy("Planner Plan 1", PolicyValues.Enabled), Policy(Script, PolicyValues.Disabled), Policy("Visio Plan 1", "SomethingNew")],
            OfferTypes = [new() { PolicyId = PolicyIds.AllowSelfServicePurchase, Scope = "OfferType", ScopeId = "SaaS", PolicyValue = PolicyValues.Enabled }],
            Drift = [new() { Kind = DriftKind.Different, PolicyId = PolicyIds.AllowSelfServicePurchase, Scope = PolicyScope.Product, Id = "X", Name = Script, Actual = PolicyValues.Enabled, Expected = PolicyValues.Disabled }],
        },
        Requests = new()
        {
            Pending = 51,
            Oldest = [new() { RequestId = Guid.Empty, ProductId = "X", ProductName = Script, Requester = "ada@contoso.example", RequesterName = "Ada", RequestedAt = Now.AddDays(-9), Message = "<i>please</i>", Status = LicenseRequestStatus.Pending, Users = [] }],
            IsOwnProcess = true,
        },
        Gaps = [],
    };

    /// <summary>What a store that keeps no prices, subscriptions and requests can say.</summary>
    public static CommerceReport OfPoliciesAlone { get; } = Full with
    {
        Spend = null,
        Licenses = null,
        Expiring = null,
        Requests = null,
        Policy = Full.Policy! with { Drift = null },
        Gaps = [new(nameof(CommerceReport.Spend), "See the admin centre."), new(nameof(CommerceReport.Licenses), "See Billing > Licenses.")],
    };

    public static string Html(CommerceReport report, string language = "en-GB", string? title = null) =>
        ReportTemplate.BuiltIn.Render(ReportPages.Make(report, title, new(CultureInfo.GetCultureInfo(language))));

    private static StoreContext Context(string tenant) =>
        new() { Store = "sqlite:tenant.db", TenantId = "t", TenantName = tenant, IsSample = false, Actor = "admin@contoso.example", Roles = [] };

    private static CurrencySpend Spend(string currency, decimal unit) => new()
    {
        Currency = currency,
        PresentMonthlyCost = unit,
        ByMonth = [.. Enumerable.Range(0, 12).Select(month => new MonthSpend(FirstMonth.AddMonths(month), month == 8 ? -unit : unit * month, 2 * unit))],
        ByProduct = [new("Visio Plan 1", 40 * unit, 24 * unit), new(Script, 17 * unit, 0)],
        ByPurchaser = [.. Enumerable.Range(1, 25).Select(index => new PurchaserSpend($"user{index}@contoso.example", index == 1 ? Script : $"User {index}", 1, (26 - index) * unit / 10))],
        Purchasers = 100_000,
    };

    private static LicenseSummary Product(string name, long total, long assigned) => new() { ProductId = name, ProductName = name, Subscriptions = 1, TotalLicenses = total, AssignedLicenses = assigned };

    private static ProductPolicy Policy(string name, string value) => new() { PolicyId = PolicyIds.AllowSelfServicePurchase, ProductId = name, ProductName = name, PolicyValue = value };

    private static Subscription Subscription(string product, int days, bool? renews) => new()
    {
        SubscriptionId = product,
        ProductName = product,
        Channel = SubscriptionChannel.SelfService,
        Purchaser = "ada@contoso.example",
        Status = SubscriptionStatus.Active,
        PurchasedAt = Now.AddDays(-20),
        ExpiresAt = Now.AddDays(days),
        Term = SubscriptionTerm.Month,
        AutoRenew = renews,
        IsTrial = false,
        IsControlledByOrganization = false,
        PricePerLicense = 12.5m,
        Currency = "EUR",
        TotalLicenses = 4,
        AssignedLicenses = 1,
    };
}
