namespace MSCommerce.Stores.Microsoft365.Tests;

public sealed class LicensingTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private Tenant _tenant = null!;
    private CommerceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await Tenant.StartAsync();
        _client = await _tenant.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _tenant.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "P1")]
    public async Task Policies_are_listed_and_shown_in_any_case_of_their_id()
    {
        var policy = Assert.Single(await _client.Policies.GetAsync(new() { PolicyId = ["allowselfservicepurchase"] }, Stop).ListAsync());

        Assert.Equal(("AllowSelfServicePurchase", "Enabled"), (policy.PolicyId, policy.DefaultValue));
        Assert.NotEmpty(policy.Description);
    }

    [Fact]
    [Trait("Requirement", "P2")]
    public async Task Products_are_those_of_the_service_with_their_values()
    {
        var products = await _client.Policies.GetProductsAsync(new() { PolicyId = "ALLOWSELFSERVICEPURCHASE" }, Stop).ListAsync();

        Assert.Equal(_tenant.Server.State.Products.Keys.Order(), products.Select(product => product.ProductId).Order());
        Assert.Equal(products.Select(product => product.ProductName).Order(StringComparer.OrdinalIgnoreCase), products.Select(product => product.ProductName));
        Assert.Equal("Disabled", products.Single(product => product.ProductName == "Power BI Pro").PolicyValue);
        Assert.All(products, product => Assert.Null(product.IsExplicit));
    }

    [Fact]
    public async Task What_nobody_knows_is_kept_and_shown_and_never_taken_for_disabled()
    {
        var products = await _client.Policies.GetProductsAsync(new(), Stop).ListAsync();

        var unknown = products.Single(product => product.ProductName == "A product of tomorrow");
        Assert.Equal("EnabledForSome", unknown.PolicyValue);
        Assert.Equal("""{"seats":25}""", unknown.Other["limits"].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("2027-01-31", unknown.Other["reviewedOn"]);
        Assert.Equal("", products.Single(product => product.ProductName == "A product without a value").PolicyValue);
        Assert.Same(OtherFields.None, products.Single(product => product.ProductName == "Power BI Pro").Other);
    }

    [Fact]
    public async Task A_value_that_is_missing_or_no_text_is_shown_as_it_is()
    {
        var state = _tenant.Server.State;
        state.Products["CFQ7TTC0ZZ01"].Remove("policyValue");
        state.Products["CFQ7TTC0ZZ02"]["policyValue"] = 7;
        state.Products["CFQ7TTC0ZZ02"].Remove("productName");
        var products = await _client.Policies.GetProductsAsync(new() { Product = ["CFQ7TTC0ZZ*"] }, Stop).ListAsync();

        Assert.Equal(["7", ""], products.Select(product => product.PolicyValue));
        Assert.Equal("", products[0].ProductName);
    }

    [Fact]
    [Trait("Requirement", "P4")]
    public async Task Offer_types_are_a_scope_of_their_own()
    {
        var offers = await _client.Policies.GetOfferTypesAsync(new(), Stop).ListAsync();
        Assert.Equal(["SaaS", "POWERBIVISUALS"], offers.Select(offer => offer.ScopeId).OrderDescending(StringComparer.Ordinal));

        await _client.Policies.SetAsync(new() { OfferType = ["saas"], Value = "Disabled" }, cancellationToken: Stop);
        Assert.Equal("Disabled", (await _client.Policies.GetOfferTypesAsync(new() { OfferType = ["SaaS"] }, Stop).ListAsync())[0].PolicyValue);
        Assert.Contains(_tenant.Server.Log.OfServices, request => request is { Method: "PUT", Path: "/v1.0/policies/AllowSelfServicePurchase/offerTypes/SaaS" });
    }

    [Fact]
    [Trait("Requirement", "P3")]
    public async Task A_product_is_set_and_an_old_id_finds_its_successor()
    {
        var result = Assert.Single(await _client.Policies.SetAsync(new() { Product = ["CFQ7TTC0KP0P"], Value = "Disabled" }, cancellationToken: Stop));

        Assert.True(result.IsApplied);
        Assert.Equal("Disabled", _tenant.Server.State.ValueOf("CFQ7TTC0LH2H"));
    }

    [Fact]
    public async Task What_is_as_wanted_is_not_written_again()
    {
        await _client.Policies.SetAsync(new() { Product = ["Power BI Pro"], Value = "Disabled" }, cancellationToken: Stop);

        Assert.DoesNotContain(_tenant.Server.Log.OfServices, request => request.Method == "PUT");
    }

    [Fact]
    public async Task Each_of_many_succeeds_or_says_why_not()
    {
        var results = await _client.Policies.SetAsync(new() { Product = ["Visio Plan 2", "Power Apps per user", "Planner Plan 1"], Value = "OnlyTrialsWithoutPaymentMethod" }, cancellationToken: Stop);

        Assert.Equal(["Visio Plan 2", "Planner Plan 1"], results.Where(result => result.IsApplied).Select(result => result.Name).OrderDescending(StringComparer.Ordinal));
        var failed = Assert.Single(results, result => !result.IsApplied);
        Assert.Equal(("Power Apps per user", CommerceError.InvalidRequest, "ServiceRefusedRequest"), (failed.Name, failed.Failure!.Error, failed.Failure.ErrorId));
        Assert.Contains("The value is not supported for this product", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("Enabled", _tenant.Server.State.ValueOf("CFQ7TTC0LH2H"));
    }

    [Fact]
    public async Task What_changed_since_the_plan_stays_and_is_said()
    {
        var plan = await _client.Policies.PlanAsync(new() { Product = ["Visio Plan 2", "Planner Plan 1"], Value = "Disabled" }, Stop);
        _tenant.Server.State.Products["CFQ7TTC0HD32"]["policyValue"] = "OnlyTrialsWithoutPaymentMethod";
        _tenant.Server.State.Products.TryRemove("CFQ7TTC0HDB1", out _);

        var results = await _client.Policies.ApplyAsync(plan, cancellationToken: Stop);
        Assert.Equal(["ChangedMeanwhile", "ProductNotFound"], results.Select(result => result.Failure!.ErrorId).Order(StringComparer.Ordinal));
        Assert.Equal("OnlyTrialsWithoutPaymentMethod", _tenant.Server.State.ValueOf("CFQ7TTC0HD32"));
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_is_said()
    {
        var missing = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.GetProductsAsync(new() { PolicyId = "AllowNothing" }, Stop).ListAsync());
        Assert.Equal(("PolicyNotFound", "AllowNothing"), (missing.ErrorId, missing.Target));
    }

    [Fact]
    public async Task A_role_that_may_not_is_told_what_it_takes_with_the_correlation_id()
    {
        _tenant.Server.State.MayChange = false;
        var result = Assert.Single(await _client.Policies.SetAsync(new() { Product = ["Visio Plan 2"], Value = "Disabled" }, cancellationToken: Stop));
        var put = _tenant.Server.Log.OfServices.Single(request => request.Method == "PUT");

        Assert.Equal((CommerceError.Forbidden, "PermissionMissing"), (result.Failure!.Error, result.Failure.ErrorId));
        Assert.Contains("Billing Administrator", result.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(put.CorrelationId, result.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(_tenant.Traces, trace => trace.Contains(put.CorrelationId, StringComparison.Ordinal) && trace.Contains("PUT", StringComparison.Ordinal));

        _tenant.Server.State.MayRead = false;
        var refusal = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal("PermissionMissing", refusal.ErrorId);
    }

    [Fact]
    public async Task What_no_public_interface_offers_says_where_it_can_be_done()
    {
        Func<Task>[] calls =
        [
            () => _client.Products.GetAsync(new(), Stop).ListAsync(),
            () => _client.Tenant.GetAsync(Stop),
            () => _client.LicenseRequests.GetAsync(new(), Stop).ListAsync(),
            () => _client.Billing.GetPaymentMethodsAsync(new(), Stop).ListAsync(),
            () => _client.Notices.GetAsync(new(), Stop).ListAsync(),
            () => _client.Audit.GetAsync(new(), Stop).ListAsync(),
            () => _client.Tenant.CheckAsync(Stop).ListAsync(),
        ];

        foreach (var call in calls)
        {
            var refusal = await Assert.ThrowsAsync<CommerceException>(call);
            Assert.Equal((CommerceError.NotSupportedByStore, "NotSupportedByStore"), (refusal.Error, refusal.ErrorId));
        }

        Assert.Contains("https://admin.microsoft.com", (await Assert.ThrowsAsync<CommerceException>(calls[0])).Message, StringComparison.Ordinal);
    }
}
