namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    private const string Year = "2026";

    [Fact, Trait("Requirement", "X5")]
    public async Task What_a_purchaser_spent_is_what_his_invoices_come_to_month_by_month()
    {
        // Nothing else is in yen. Bought on the last of January, so that the terms begin on the 28th.
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [Visio], ListPrice = 1500m, Currency = "JPY" }), Stop);
        Clock.Now = Moment($"{Year}-01-31");
        var carol = await BuyerAsync(Carol);
        var kept = await BuyAsync(carol, Visio, 2);
        var cancelled = await BuyAsync(carol, Visio, 1, SubscriptionTerm.Year);
        Clock.Now = Moment($"{Year}-04-10");
        await SetTotalAsync(carol, kept, 5);
        Clock.Now = Moment($"{Year}-06-05");
        await PayAllAsync(carol);
        await SetTotalAsync(carol, kept, 3);
        Clock.Now = Moment($"{Year}-08-20");
        await PayAllAsync(carol);
        await carol.Client.Subscriptions.CancelAsync(new() { SubscriptionId = [cancelled.SubscriptionId], Reason = CancellationReason.Other }, Stop);
        Clock.Now = Moment($"{Year}-11-02");

        var yen = (await ReportAsync()).Spend!.Currencies.Single(spend => spend.Currency == "JPY");

        var invoices = await InvoicesAsync(carol);
        var byMonth = invoices.ToLookup(invoice => new DateOnly(invoice.IssuedAt.Year, invoice.IssuedAt.Month, 1), invoice => invoice.Total);
        Assert.Equal(14, invoices.Count);
        Assert.Equal(yen.ByMonth.Select(month => (month.Month, byMonth[month.Month].Sum())), yen.ByMonth.Select(month => (month.Month, month.SelfService)));
        Assert.Equal(new PurchaserSpend(Carol, "Carol", 2, invoices.Sum(invoice => invoice.Total)), Assert.Single(yen.ByPurchaser));
        Assert.Equal(new ProductSpend(Visio, yen.Total, 0), Assert.Single(yen.ByProduct));
        Assert.Equal((0m, 4500m), (yen.Central, yen.PresentMonthlyCost));
        Assert.True(yen.ByMonth.Single(month => month.Month.Month == 8).SelfService < 0);
    }

    [Fact, Trait("Requirement", "X5")]
    public async Task What_came_from_a_file_is_credited_neither_by_billing_nor_in_the_report()
    {
        const string reduced = "22222222-0000-0000-0000-00000000000a", cancelled = "22222222-0000-0000-0000-00000000000b";
        await ImportSubscriptionsAsync(
            SelfService(reduced, Visio, Carol, 5) with { Currency = "JPY", PricePerLicense = 1500m, PurchasedAt = Clock.Now.AddDays(-10) },
            SelfService(cancelled, Visio, Carol, 2) with { Currency = "JPY", PricePerLicense = 1500m, PurchasedAt = Clock.Now.AddDays(-10) });
        var carol = await BuyerAsync(Carol);

        await carol.Client.Subscriptions.SetAsync(new() { SubscriptionId = [reduced], TotalLicenses = 3 }, Stop);
        await carol.Client.Subscriptions.CancelAsync(new() { SubscriptionId = [cancelled], Reason = CancellationReason.Other }, Stop);

        Assert.Empty(await InvoicesAsync(carol));
        var yen = (await ReportAsync()).Spend!.Currencies.Single(spend => spend.Currency == "JPY");
        Assert.Equal(new PurchaserSpend(Carol, "Carol", 2, 7 * 1500m), Assert.Single(yen.ByPurchaser));
    }

    [Fact, Trait("Requirement", "X5")]
    public async Task A_report_has_the_numbers_that_the_lists_have_and_adds_no_two_currencies()
    {
        await ImportSubscriptionsAsync(SelfService("22222222-0000-0000-0000-000000000009", Pro, Carol, 4) with { PricePerLicense = null, Currency = null });
        await Client.Policies.SetAsync(new() { Product = [Visio], Value = PolicyValues.Disabled }, null, Stop);
        await SetTenantAsync(new() { Country = "DE" });
        var bob = await AsAsync(Bob);
        await new CommerceClient(bob).LicenseRequests.RaiseAsync(new() { Product = Visio, User = [Bob, Carol] }, Stop);

        var report = await ReportAsync();

        Assert.Empty(report.Gaps);
        var spend = Assert.Single(report.Spend!.Currencies);
        // 100 days ago a year of ten and three at 120.50; 50 days ago, and a month later, five and two at 13.50.
        Assert.Equal(("EUR", 1566.5m, 189m, 1755.5m), (spend.Currency, spend.Central, spend.SelfService, spend.Total));
        Assert.Equal([(Ada, 135m), (Bob, 54m)], spend.ByPurchaser.Select(purchaser => (purchaser.Purchaser, purchaser.Amount)));
        Assert.Equal(spend.Total, spend.ByProduct.Sum(product => product.Total));
        Assert.Equal(Math.Round((1566.5m / 12) + (7 * 13.5m), 2), spend.PresentMonthlyCost);
        Assert.Equal(new UnpricedProduct(Pro, 1, 4), Assert.Single(report.Spend.WithoutPrice));

        var summary = await ListAsync(Client.Licenses.GetSummaryAsync(new(), Stop));
        Assert.Equal(summary.OrderByDescending(product => product.AvailableLicenses).ThenBy(product => product.ProductName), report.Licenses!.ByProduct);
        Assert.Equal(summary.Sum(product => product.AvailableLicenses), report.Licenses.All.Unused);
        Assert.Equal(report.Licenses.All, new(report.Licenses.SelfService!.Bought + report.Licenses.Central!.Bought, report.Licenses.SelfService.Assigned + report.Licenses.Central.Assigned));
        // One of Ada's and one of Bob's at 13.50 a month; nine and three of the organisation's at 120.50 a year.
        Assert.Equal(new("EUR", 147.5m), Assert.Single(report.Licenses.UnusedCost!));
        Assert.Equal(4, report.Licenses.UnusedWithoutPrice);

        foreach (var period in report.Expiring!.Periods)
            Assert.Equal(await Client.Subscriptions.CountAsync(new() { Status = [SubscriptionStatus.Active], ExpiringBefore = Clock.Now.AddDays(period.Days) }, Stop), period.Subscriptions);
        Assert.Equal((3, 0), (report.Expiring.Periods[0].Renewing, report.Expiring.Periods[0].Ending));
        Assert.Equal(await ListAsync(Client.Policies.GetProductsAsync(new(), Stop)), report.Policy!.Products);
        Assert.Null(report.Policy.Drift);
        Assert.Equal((1, 2, false), (report.Requests!.Pending, Assert.Single(report.Requests.Oldest).Users.Count, report.Requests.IsOwnProcess));
    }

    [Fact, Trait("Requirement", "X5"), Trait("Requirement", "A")]
    public async Task A_report_is_for_those_who_see_the_whole_tenant_and_others_are_told_who_could()
    {
        using var place = new OperationPlace(async actor => new(await AsAsync(actor)), () => LoginAsync(Carol), Stop);
        var path = place.File("report.html");

        var refusal = await FailAsync("RoleMissing", async () => await new CommerceClient(await AsAsync(Ada)).Reports.ExportAsync(new() { Path = path }, null, Stop));

        Assert.Contains("global reader", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.Contains(await AuditAsync(), entry => entry.Actor == Ada && entry.Target == path);
        var written = await new CommerceClient(await AsAsync(Reader)).Reports.ExportAsync(new() { Path = path, Baseline = place.Baseline }, null, Stop);
        Assert.Equal((new FileInfo(path).Length, 1), (written.Bytes, written.Drift));
        await FailAsync("FileExists", async () => await Client.Reports.ExportAsync(new() { Path = path }, null, Stop));
    }

    private Task<CommerceReport> ReportAsync() => Client.Reports.GetAsync(new(), null, Stop);

    private static async Task PayAllAsync(BuyerPlace buyer)
    {
        var open = (await InvoicesAsync(buyer)).Where(invoice => invoice.Status == InvoiceStatus.Open).Select(invoice => invoice.InvoiceId);
        await buyer.Client.Billing.PayAsync(new() { InvoiceId = [.. open] }, Stop);
    }
}
