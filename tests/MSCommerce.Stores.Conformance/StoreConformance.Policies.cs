namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    /// <summary>Roles that may not change policies, and one that may only see his own.</summary>
    public static TheoryData<string> WhoMayNotChangePolicies => [Reader, Partner, Ada];

    [Fact, Trait("Requirement", "P7")]
    public async Task A_product_that_is_new_follows_the_default()
    {
        await Store.Catalog.ImportAsync(Source, [new() { ProductId = "CFQ7NEW", ProductName = "New Product", Family = "New" }], dryRun: false, Stop);

        var value = Assert.Single(await ProductValuesAsync(), product => product.ProductId == "CFQ7NEW");
        Assert.Equal((PolicyValues.Enabled, false), (value.PolicyValue, value.IsExplicit));
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task Changes_are_made_in_the_order_given_and_recorded_as_one_operation()
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Visio, Pro);

        var done = await ListAsync(Store.Policies.SetAsync(plan, null, Stop));

        Assert.Equal(plan.Select(change => change.Name), done.Select(change => change.Name));
        Assert.All(done, change => Assert.True(change.IsApplied));
        var entries = await AuditAsync(new() { Action = [AuditActions.PolicyChanged] });
        Assert.Equal(2, entries.Count);
        Assert.Single(entries.Select(entry => entry.CorrelationId).Distinct());
        Assert.All(entries, entry => Assert.Equal((Admin, PolicyValues.Enabled, PolicyValues.Disabled), (entry.Actor, entry.Before, entry.After)));
        Assert.Contains(entries, entry => entry.Target.Contains(Pro, StringComparison.Ordinal) && entry.Target.Contains(ProId, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(WhoMayNotChangePolicies)), Trait("Requirement", "A")]
    public async Task Policies_are_changed_by_those_alone_whose_role_allows_it(string actor)
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Pro);
        var store = await AsAsync(actor);

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("RoleMissing", () => ListAsync(store.Policies.SetAsync(plan, null, Stop)));
            Assert.Contains(actor, error.Message, StringComparison.Ordinal);
        });
    }

    [Theory, InlineData(Billing), InlineData(GrantedPartner), Trait("Requirement", "A")]
    public async Task Billing_administrators_and_partners_with_the_grant_change_policies(string actor)
    {
        var store = await AsAsync(actor);

        await ListAsync(store.Policies.SetAsync(await PlanAsync(PolicyValues.Disabled, Pro), null, Stop));

        Assert.Equal((PolicyValues.Disabled, true), await ProductValueAsync(Pro));
        Assert.Equal(actor, (await AuditAsync(new() { Action = [AuditActions.PolicyChanged] }))[0].Actor);
    }

    [Fact, Trait("Requirement", "A")]
    public async Task Users_do_not_read_policies_and_readers_do()
    {
        await FailAsync("RoleMissing", async () => await ListAsync((await AsAsync(Ada)).Policies.GetPoliciesAsync(Stop)));

        Assert.Single(await ListAsync((await AsAsync(Reader)).Policies.GetPoliciesAsync(Stop)));
    }
}
