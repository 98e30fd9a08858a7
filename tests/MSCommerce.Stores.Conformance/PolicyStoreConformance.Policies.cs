namespace MSCommerce.Stores.Conformance;

/// <summary>Policies and their values, as far as they take nobody but the administrator.</summary>
public abstract partial class PolicyStoreConformance
{
    private protected const string PolicyId = PolicyIds.AllowSelfServicePurchase;

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
    public async Task A_change_that_changes_nothing_is_not_written()
    {
        await LeavesNoTraceAsync(async () => Assert.Empty(await ListAsync(Store.Policies.SetAsync(await PlanAsync(PolicyValues.Enabled, Pro), null, Stop))));
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task Of_several_changes_one_that_is_late_takes_the_others_with_it_where_the_store_has_transactions()
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Visio, Pro);
        await SetAsync(PolicyValues.Disabled, Pro);

        if (Offers(StoreCapabilities.Transactions))
        {
            await LeavesNoTraceAsync(async () =>
            {
                var error = await FailAsync("ChangedMeanwhile", () => ListAsync(Store.Policies.SetAsync(plan, null, Stop)));
                Assert.Equal(CommerceError.Conflict, error.Error);
            });
            Assert.Equal((PolicyValues.Enabled, false), await ProductValueAsync(Visio));
        }
        else
        {
            Assert.Equal([null, "ChangedMeanwhile"], (await ListAsync(Store.Policies.SetAsync(plan, null, Stop))).Select(change => change.Failure?.ErrorId));
            Assert.Equal(PolicyValues.Disabled, (await ProductValueAsync(Visio)).Value);
        }
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

    private protected Task<List<ProductPolicy>> ProductValuesAsync() => ListAsync(Store.Policies.GetProductPoliciesAsync(PolicyId, Stop));

    private protected async Task<(string Value, bool? IsExplicit)> ProductValueAsync(string name)
    {
        var value = Assert.Single(await ProductValuesAsync(), product => product.ProductName == name);
        return (value.PolicyValue, value.IsExplicit);
    }

    /// <summary>A plan with its changes in the order of the names.</summary>
    private protected async Task<IReadOnlyList<PolicyChange>> PlanAsync(string value, params string[] products)
    {
        var plan = await Client.Policies.PlanAsync(new() { Product = products, Value = value }, Stop);
        return [.. products.Select(name => plan.Single(change => change.Name == name))];
    }

    private protected Task<IReadOnlyList<PolicyChange>> SetAsync(string value, params string[] products) =>
        Client.Policies.SetAsync(new() { Product = products, Value = value }, null, Stop);
}
