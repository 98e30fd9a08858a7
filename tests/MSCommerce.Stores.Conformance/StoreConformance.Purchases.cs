namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Theory, Trait("Requirement", "T5"), Trait("Requirement", "U8")]
    [InlineData(SubscriptionTerm.Year, 144, 12)]
    [InlineData(SubscriptionTerm.Month, 12, 1)]
    public async Task The_organisation_buys_at_its_own_price_and_the_subscription_is_active_at_once_and_renews(SubscriptionTerm term, int price, int months)
    {
        await PriceAsync(Pro, 13.5m, 12m);
        PurchasePlan plan = null!;
        await LeavesNoTraceAsync(async () => plan = await Store.Subscriptions.PlanPurchaseAsync(new() { Product = ProLegacyId, Licenses = 25, Term = term }, Stop));
        Assert.Equal(
            (ProId, Pro, SubscriptionChannel.Central, null, 25, term, (decimal?)price, "EUR", 25m * price),
            (plan.ProductId, plan.ProductName, plan.Channel, plan.SubscriptionId, plan.Licenses, plan.Term, plan.PricePerLicense, plan.Currency, plan.TotalPrice));

        var bought = await Store.Subscriptions.PurchaseAsync(plan, Stop);

        Assert.Equal(bought, await SubscriptionAsync(bought.SubscriptionId));
        Assert.Equal(
            (SubscriptionChannel.Central, null, SubscriptionStatus.Active, true, true, false, 25, 0, 1),
            (bought.Channel, bought.Purchaser, bought.Status, bought.IsControlledByOrganization, bought.AutoRenew, bought.IsTrial, bought.TotalLicenses, bought.AssignedLicenses, bought.OrderCount));
        Assert.Equal((Clock.Now, Clock.Now.AddMonths(months), price, "EUR"), (bought.PurchasedAt, bought.ExpiresAt, bought.PricePerLicense, bought.Currency));
        var order = Assert.Single(await OrdersAsync(new() { SubscriptionId = [bought.SubscriptionId] }));
        Assert.Equal((1, 25, (decimal?)price, "EUR", Admin, Clock.Now), (order.OrderNumber, order.Quantity, order.PricePerLicense, order.Currency, order.OrderedBy, order.OrderedAt));
        var entry = (await AuditAsync())[0];
        Assert.Equal((AuditActions.SubscriptionBought, bought.SubscriptionId, null), (entry.Action, entry.Target, entry.Before));
        Assert.Contains("25 licences", entry.After, StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(SubscriptionStatus.Active, (await SubscriptionAsync(bought.SubscriptionId)).Status);
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task Where_the_organisation_has_no_price_the_list_price_holds_and_where_there_is_none_the_price_is_unknown()
    {
        await PriceAsync(Visio, 5m, null);

        Assert.Equal((60m, "EUR"), await PriceOfAsync(Visio));
        Assert.Equal((null, null), await PriceOfAsync(Pro));
        var bought = await Store.Subscriptions.PurchaseAsync(await PlanPurchaseAsync(Pro, 1), Stop);
        Assert.Equal((null, null), (bought.PricePerLicense, bought.Currency));

        async Task<(decimal?, string?)> PriceOfAsync(string product) => await PlanPurchaseAsync(product, 1) is var plan ? (plan.PricePerLicense, plan.Currency) : default;
    }

    [Fact, Trait("Requirement", "U1")]
    public async Task Each_purchase_is_a_subscription_of_its_own()
    {
        var plan = await PlanPurchaseAsync(Pro, 2);

        var ids = new[] { (await Store.Subscriptions.PurchaseAsync(plan, Stop)).SubscriptionId, (await Store.Subscriptions.PurchaseAsync(plan, Stop)).SubscriptionId };

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(4, (await ListAsync(Store.Licenses.GetSummaryAsync(new() { Product = [Pro] }, Stop)))[0].Subscriptions);
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task Nothing_is_bought_at_another_price_than_was_shown()
    {
        await PriceAsync(Pro, 13.5m, 12m);
        var plan = await PlanPurchaseAsync(Pro, 2);
        await PriceAsync(Pro, 13.5m, 12.5m);
        var unknown = await PlanPurchaseAsync(Visio, 2);
        await PriceAsync(Visio, 1m, null);

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.PurchaseAsync(plan, Stop));
            Assert.Contains("144.00 EUR", error.Message, StringComparison.Ordinal);
            Assert.Contains("150.00 EUR", error.Message, StringComparison.Ordinal);
            await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.PurchaseAsync(unknown, Stop));
            await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.PurchaseAsync(plan with { PricePerLicense = 0.01m }, Stop));
        });
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task A_purchase_that_makes_no_sense_is_refused()
    {
        await Store.Catalog.ImportAsync(Source, [new() { ProductId = "X", ProductName = Visio, Family = "Visio" }], dryRun: false, Stop);
        var plan = await PlanPurchaseAsync(Pro, 1);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ProductNotFound", () => PlanPurchaseAsync("Unknown", 1));
            Assert.Contains("X", (await FailAsync("ProductAmbiguous", () => PlanPurchaseAsync(Visio, 1))).Message, StringComparison.Ordinal);
            await FailAsync("ProductAmbiguous", () => PlanPurchaseAsync("*", 1));
            await FailAsync("LicensesInvalid", () => Store.Subscriptions.PurchaseAsync(plan with { Licenses = 0 }, Stop));
            await FailAsync("ProductNotFound", () => Store.Subscriptions.PurchaseAsync(plan with { ProductId = "Unknown" }, Stop));
            await FailAsync("TenantCountryUnknown", () => Store.Subscriptions.PurchaseAsync(plan with { Channel = SubscriptionChannel.SelfService }, Stop));
        });
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task The_organisation_buys_through_those_alone_whose_role_allows_it(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await PlanPurchaseAsync(Pro, 1);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Subscriptions.PlanPurchaseAsync(new() { Product = Pro, Licenses = 1 }, Stop));
            await FailAsync("RoleMissing", () => store.Subscriptions.PurchaseAsync(plan, Stop));
        });
        await (await AsAsync(Billing)).Subscriptions.PurchaseAsync(plan, Stop);
        await (await AsAsync(GrantedPartner)).Subscriptions.PurchaseAsync(plan, Stop);
    }

    private Task<PurchasePlan> PlanPurchaseAsync(string product, int licenses) => Store.Subscriptions.PlanPurchaseAsync(new() { Product = product, Licenses = licenses }, Stop);
}
