namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "S8")]
    public async Task Facts_of_a_product_are_planned_written_and_recorded_one_by_one()
    {
        var request = new SetProductRequest
        {
            Product = [ProLegacyId],
            ListPrice = 13.50m,
            OrganizationPrice = 12m,
            Currency = "EUR",
            Service = ["Paginated Reports", "power bi", "Copilot"],
            HasTrialWithoutPaymentMethod = true,
            DatabaseCapacityMB = 50,
            FileCapacityMB = 0,
        };
        IReadOnlyList<PropertyChange> plan = [];
        await LeavesNoTraceAsync(async () => plan = await Store.Catalog.PlanAsync(request, Stop));
        Assert.Equal(
            [
                ("Currency", null, "EUR"), ("ListPrice", null, "13.5"), ("OrganizationPrice", null, "12"), ("Services", "Power BI;Paginated Reports", "Paginated Reports;power bi;Copilot"),
                ("HasTrialWithoutPaymentMethod", "False", "True"), ("DatabaseCapacityMB", null, "50"), ("FileCapacityMB", null, "0"),
            ],
            plan.Select(change => (change.Property, change.Current, change.Wanted)));
        Assert.All(plan, change => Assert.Equal((ProId, Pro), (change.Target, change.Name)));
        Assert.Equal([null, "EUR a licence and month", "EUR a licence and month", null, null, null, null], plan.Select(change => change.Detail));

        var applied = await Store.Catalog.ApplyAsync(plan, Stop);

        Assert.Equal(plan.Select(change => change with { IsApplied = true }), applied);
        var pro = await ProductAsync(Pro);
        Assert.Equal((13.5m, 12m, "EUR", true, 50, 0), (pro.ListPrice, pro.OrganizationPrice, pro.Currency, pro.HasTrialWithoutPaymentMethod, pro.DatabaseCapacityMB, pro.FileCapacityMB));
        Assert.Equal(["Power BI", "Paginated Reports", "Copilot"], pro.Services);
        Assert.Equal(["Paginated Reports"], (await LicensedAsync(new() { User = [Carol] }))[0].DisabledServices);
        Assert.Equal(7, (await RecordedAsync(AuditActions.ProductChanged, [.. plan.Select(change => ($"{change.Property}: {change.Current ?? "none"}", $"{change.Property}: {change.Wanted}"))])).Count);
        Assert.Empty(await Store.Catalog.PlanAsync(request, Stop));
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task A_price_needs_a_currency_that_the_product_has_or_is_given()
    {
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("CurrencyMissing", () => PlanProductAsync(new() { Product = [Visio], ListPrice = 5m }));
            // Half of a plan: the price was confirmed, and the currency was not.
            var plan = await PlanProductAsync(new() { Product = [Visio], ListPrice = 5m, Currency = "EUR" });
            await FailAsync("CurrencyMissing", () => Store.Catalog.ApplyAsync([plan.Single(change => change.Property == "ListPrice")], Stop));
        });

        await Store.Catalog.ApplyAsync([.. Enumerable.Reverse(await PlanProductAsync(new() { Product = [Visio], ListPrice = 5m, Currency = "EUR" }))], Stop);
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [Visio], OrganizationPrice = 4.9999m }), Stop);

        Assert.Equal((5m, 4.9999m, "EUR"), await ProductAsync(Visio) is var visio ? (visio.ListPrice, visio.OrganizationPrice, visio.Currency) : default);
        var currency = Assert.Single(await PlanProductAsync(new() { Product = [Visio], Currency = "USD" }));
        Assert.Contains("USD", currency.Detail, StringComparison.Ordinal);
        var both = await PlanProductAsync(new() { Product = [Visio], ListPrice = 6m, Currency = "USD" });
        Assert.Equal("USD a licence and month, in place of EUR", both.Single(change => change.Property == "ListPrice").Detail);
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task A_service_that_is_switched_off_for_somebody_is_not_lost()
    {
        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("ServiceInUse", () => PlanProductAsync(new() { Product = [Pro], Service = ["Power BI"] }));
            Assert.Equal((CommerceError.Conflict, "Paginated Reports"), (error.Error, error.Target));
        });
        var plan = await PlanProductAsync(new() { Product = [Pro], Service = ["Paginated Reports"] });
        await ImportLicensesAsync(License(AdaPro, Ada, "Power BI"));
        await LeavesNoTraceAsync(() => FailAsync("ServiceInUse", () => Store.Catalog.ApplyAsync(plan, Stop)));
        await ImportLicensesAsync(License(AdaPro, Ada));

        await Store.Catalog.ApplyAsync(plan, Stop);

        Assert.Equal(["Paginated Reports"], (await ProductAsync(Pro)).Services);
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task Products_are_named_by_id_name_old_id_and_wildcard()
    {
        var plan = await PlanProductAsync(new() { Product = ["visio*", Visio, ProLegacyId], DatabaseCapacityMB = 1 });

        Assert.Equal(3, plan.Count);
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal("Unknown", (await FailAsync("ProductNotFound", () => PlanProductAsync(new() { Product = [Pro, "Unknown"], DatabaseCapacityMB = 1 }))).Target);
            Assert.Equal("z*", (await FailAsync("PatternMatchedNothing", () => PlanProductAsync(new() { Product = [Pro, "z*"], DatabaseCapacityMB = 1 }))).Target);
            await FailAsync("ProductNotFound", () => Store.Catalog.ApplyAsync([plan[0] with { Target = "Unknown" }], Stop));
        });
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task Facts_that_changed_since_the_plan_are_not_overwritten_and_no_other_product_is_changed_either()
    {
        var plan = await PlanProductAsync(new() { Product = [Visio, Pro], DatabaseCapacityMB = 7 });
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [Visio], DatabaseCapacityMB = 8 }), Stop);

        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => Store.Catalog.ApplyAsync(plan, Stop)));
    }

    [Theory]
    [InlineData("ListPrice", "-1", "PriceInvalid")]
    [InlineData("ListPrice", "1.23456", "PriceInvalid")]
    [InlineData("ListPrice", "13,50", "ValueInvalid")]
    [InlineData("ListPrice", "100000000001", "PriceInvalid")]
    [InlineData("Currency", "euro", "CurrencyInvalid")]
    [InlineData("DatabaseCapacityMB", "-1", "CapacityInvalid")]
    [InlineData("Family", "x", "ValueInvalid")]
    public async Task The_rules_of_products_are_asked_again_when_a_plan_is_applied(string property, string wanted, string errorId)
    {
        var plan = (await PlanProductAsync(new() { Product = [Pro], ListPrice = 1, Currency = "EUR", DatabaseCapacityMB = 1 })).ToList();
        var bad = (plan.Find(change => change.Property == property) ?? plan[0] with { Property = property }) with { Wanted = wanted };

        await LeavesNoTraceAsync(() => FailAsync(errorId, () => Store.Catalog.ApplyAsync([.. plan.Where(change => change.Property != property), bad], Stop)));
    }

    [Theory, InlineData(Billing), InlineData(Reader), InlineData(GrantedPartner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task Prices_are_the_global_administrators_to_set(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await PlanProductAsync(new() { Product = [Pro], DatabaseCapacityMB = 1 });

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Catalog.PlanAsync(new() { Product = [Pro], DatabaseCapacityMB = 1 }, Stop));
            await FailAsync("RoleMissing", () => store.Catalog.ApplyAsync(plan, Stop));
        });
    }

    private Task<IReadOnlyList<PropertyChange>> PlanProductAsync(SetProductRequest request) => Store.Catalog.PlanAsync(request, Stop);

    /// <summary>Gives a product prices a month, in euros.</summary>
    private async Task PriceAsync(string product, decimal? list, decimal? organization) =>
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [product], ListPrice = list, OrganizationPrice = organization, Currency = "EUR" }), Stop);
}
