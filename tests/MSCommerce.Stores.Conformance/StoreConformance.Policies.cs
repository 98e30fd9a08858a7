namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    private const string PolicyId = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Roles that may not change policies, and one that may only see his own.</summary>
    public static TheoryData<string> WhoMayNotChangePolicies => [Reader, Partner, Ada];

    [Fact, Trait("Requirement", "P1")]
    public async Task Every_tenant_has_the_self_service_policy()
    {
        var policy = Assert.Single(await ListAsync(Store.Policies.GetPoliciesAsync(Stop)));

        Assert.Equal((PolicyId, PolicyValues.Enabled), (policy.PolicyId, policy.DefaultValue));
        Assert.NotEmpty(policy.Description);
    }

    [Fact, Trait("Requirement", "P7")]
    public async Task A_product_without_a_decision_follows_the_default()
    {
        var values = await ProductValuesAsync();

        Assert.Equal(Catalog.KnownProducts.All.Count, values.Count);
        Assert.All(values, value => Assert.Equal((PolicyValues.Enabled, false), (value.PolicyValue, value.IsExplicit)));
        Assert.Equal(values.Select(value => value.ProductName).Order(StringComparer.OrdinalIgnoreCase), values.Select(value => value.ProductName));
    }

    [Fact, Trait("Requirement", "P7")]
    public async Task A_product_that_is_new_follows_the_default()
    {
        await Store.Catalog.ImportAsync(Source, [new() { ProductId = "CFQ7NEW", ProductName = "New Product", Family = "New" }], dryRun: false, Stop);

        var value = Assert.Single(await ProductValuesAsync(), product => product.ProductId == "CFQ7NEW");
        Assert.Equal((PolicyValues.Enabled, false), (value.PolicyValue, value.IsExplicit));
    }

    [Fact, Trait("Requirement", "P3")]
    public async Task A_decision_is_explicit_even_where_it_equals_the_default()
    {
        await SetAsync(PolicyValues.Disabled, Pro);
        Assert.Equal((PolicyValues.Disabled, true), await ProductValueAsync(Pro));

        await SetAsync(PolicyValues.Enabled, Pro);
        Assert.Equal((PolicyValues.Enabled, true), await ProductValueAsync(Pro));
        Assert.Equal((PolicyValues.Enabled, false), await ProductValueAsync(Visio));
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

    [Fact, Trait("Requirement", "P8")]
    public async Task A_change_that_changes_nothing_is_not_written()
    {
        await LeavesNoTraceAsync(async () => Assert.Empty(await ListAsync(Store.Policies.SetAsync(await PlanAsync(PolicyValues.Enabled, Pro), null, Stop))));
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task A_value_that_changed_since_the_plan_is_not_overwritten_and_nothing_else_is_written_either()
    {
        Demand(StoreCapabilities.Transactions);
        var plan = await PlanAsync(PolicyValues.Disabled, Visio, Pro);
        await SetAsync(PolicyValues.Disabled, Pro);

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("ChangedMeanwhile", () => ListAsync(Store.Policies.SetAsync(plan, null, Stop)));
            Assert.Equal(CommerceError.Conflict, error.Error);
        });
        Assert.Equal((PolicyValues.Enabled, false), await ProductValueAsync(Visio));
    }

    [Fact, Trait("Requirement", "P3")]
    public async Task A_product_without_such_a_trial_refuses_trials_alone_and_takes_the_others_with_it()
    {
        var plan = (await PlanAsync(PolicyValues.Disabled, Visio, Pro)).Select(change => change with { Wanted = PolicyValues.OnlyTrialsWithoutPaymentMethod }).ToList();

        await LeavesNoTraceAsync(() => FailAsync("PolicyValueNotAllowed", () => ListAsync(Store.Policies.SetAsync(plan, null, Stop))));
    }

    [Fact, Trait("Requirement", "P3")]
    public async Task A_product_with_such_a_trial_takes_trials_alone()
    {
        await SetAsync(PolicyValues.OnlyTrialsWithoutPaymentMethod, Visio);

        Assert.Equal((PolicyValues.OnlyTrialsWithoutPaymentMethod, true), await ProductValueAsync(Visio));
    }

    [Fact, Trait("Requirement", "P4")]
    public async Task Types_of_offers_are_a_scope_of_their_own()
    {
        await Client.Policies.SetAsync(new() { OfferType = ["saas"], Value = PolicyValues.Disabled }, null, Stop);

        var values = await ListAsync(Store.Policies.GetOfferTypePoliciesAsync(PolicyId, Stop));
        Assert.Equal(Catalog.KnownProducts.OfferTypes.Order(StringComparer.Ordinal), values.Select(value => value.ScopeId).Order(StringComparer.Ordinal));
        Assert.All(values, value => Assert.Equal("OfferType", value.Scope));
        var saas = values.Single(value => value.ScopeId == "SaaS");
        Assert.Equal((PolicyValues.Disabled, true), (saas.PolicyValue, saas.IsExplicit));
        Assert.All(values.Where(value => value != saas), value => Assert.Equal((PolicyValues.Enabled, false), (value.PolicyValue, value.IsExplicit)));
        Assert.All(await ProductValuesAsync(), value => Assert.Equal(PolicyValues.Enabled, value.PolicyValue));
    }

    [Fact, Trait("Requirement", "P4")]
    public async Task Types_of_offers_refuse_trials_alone()
    {
        var change = new PolicyChange
        {
            PolicyId = PolicyId, Scope = PolicyScope.OfferType, Id = "SaaS", Name = "SaaS", Current = PolicyValues.Enabled, Wanted = PolicyValues.OnlyTrialsWithoutPaymentMethod,
        };

        await LeavesNoTraceAsync(() => FailAsync("PolicyValueNotAllowed", () => ListAsync(Store.Policies.SetAsync([change], null, Stop))));
    }

    [Fact, Trait("Requirement", "P2")]
    public async Task A_policy_is_found_in_any_case_and_an_unknown_one_is_an_error()
    {
        Assert.NotEmpty(await ListAsync(Store.Policies.GetProductPoliciesAsync("ALLOWSELFSERVICEPURCHASE", Stop)));

        await FailAsync("PolicyNotFound", () => ListAsync(Store.Policies.GetProductPoliciesAsync("AllowAnything", Stop)));
        await FailAsync("PolicyNotFound", () => ListAsync(Store.Policies.GetOfferTypePoliciesAsync("AllowAnything", Stop)));
    }

    [Fact]
    public async Task An_unknown_product_in_a_change_is_an_error()
    {
        var plan = (await PlanAsync(PolicyValues.Disabled, Pro)).Select(change => change with { Id = "CFQ7UNKNOWN" }).ToList();

        await LeavesNoTraceAsync(() => FailAsync("ProductNotFound", () => ListAsync(Store.Policies.SetAsync(plan, null, Stop))));
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

    private Task<List<ProductPolicy>> ProductValuesAsync() => ListAsync(Store.Policies.GetProductPoliciesAsync(PolicyId, Stop));

    private async Task<(string Value, bool? IsExplicit)> ProductValueAsync(string name)
    {
        var value = Assert.Single(await ProductValuesAsync(), product => product.ProductName == name);
        return (value.PolicyValue, value.IsExplicit);
    }

    /// <summary>A plan with its changes in the order of the names.</summary>
    private async Task<IReadOnlyList<PolicyChange>> PlanAsync(string value, params string[] products)
    {
        var plan = await Client.Policies.PlanAsync(new() { Product = products, Value = value }, Stop);
        return [.. products.Select(name => plan.Single(change => change.Name == name))];
    }

    private Task<IReadOnlyList<PolicyChange>> SetAsync(string value, params string[] products) =>
        Client.Policies.SetAsync(new() { Product = products, Value = value }, null, Stop);
}
