using MSCommerce.Rules;
using MSCommerce.Stores;
using NSubstitute;

namespace MSCommerce.Client.Tests;

public sealed class PolicyClientTests : IDisposable
{
    private const string Policy = PolicyIds.AllowSelfServicePurchase;

    private readonly ICommerceStore _store = Substitute.For<ICommerceStore>();
    private readonly TemporaryFolder _folder = new();
    private readonly List<PolicyChange> _written = [];
    private readonly CommerceClient _client;

    public PolicyClientTests()
    {
        _client = new CommerceClient(_store);
        _store.Policies.GetProductPoliciesAsync(Policy, Arg.Any<CancellationToken>()).Returns(_ => new[]
        {
            Product("CFQ7TTC0H9MP", "Power BI Pro", PolicyValues.Enabled, trial: false),
            Product("CFQ7TTC0HD33", "Visio Plan 1", PolicyValues.Disabled, trial: true),
            Product("CFQ7TTC0NEW0", "Brand New", "SomethingNew", trial: null),
        }.StreamAsync());
        _store.Policies.GetOfferTypePoliciesAsync(Policy, Arg.Any<CancellationToken>()).Returns(_ => new[]
        {
            new OfferTypePolicy { PolicyId = Policy, Scope = "OfferType", ScopeId = "SaaS", PolicyValue = PolicyValues.Enabled },
        }.StreamAsync());
        _store.Policies.SetAsync(Arg.Any<IReadOnlyList<PolicyChange>>(), Arg.Any<IProgress<OperationProgress>?>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            var changes = call.Arg<IReadOnlyList<PolicyChange>>();
            _written.AddRange(changes);
            return changes.Select(change => change with { IsApplied = true }).StreamAsync();
        });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "P8")]
    public async Task A_wildcard_and_an_old_id_and_a_type_of_offers_are_one_plan_that_says_old_and_new_value()
    {
        var plan = await _client.Policies.PlanAsync(new() { Product = ["visio*", "CFQ7TTC0L3PB"], OfferType = ["saas"], Value = "disabled" });

        Assert.Equal(
            ["Power BI Pro: Enabled -> Disabled", "Visio Plan 1: Disabled -> Disabled", "SaaS: Enabled -> Disabled"],
            plan.Select(change => $"{change.Name}: {change.Current} -> {change.Wanted}"));
        Assert.Empty(_written);
    }

    [Fact]
    [Trait("Requirement", "P8")]
    public async Task A_value_that_is_so_already_is_answered_but_not_written_again()
    {
        var done = await _client.Policies.SetAsync(new() { Product = ["Power BI Pro", "Visio Plan 1"], Value = "Disabled" });

        Assert.Equal(["Power BI Pro"], _written.Select(change => change.Name));
        Assert.Equal([true, false], done.Select(change => change.IsApplied));
    }

    [Fact]
    public async Task A_value_that_nobody_knows_is_a_difference_and_not_taken_for_disabled()
    {
        await _client.Policies.SetAsync(new() { Product = ["Brand New"], Value = "Disabled" });

        Assert.Equal("SomethingNew", Assert.Single(_written).Current);
    }

    [Fact]
    [Trait("Requirement", "P8")]
    public async Task A_dry_run_writes_nothing()
    {
        var plan = await _client.Policies.SetAsync(new() { Product = ["*"], Value = "Disabled", DryRun = true });

        Assert.Equal(3, plan.Count);
        Assert.All(plan, change => Assert.False(change.IsApplied));
        Assert.Empty(_written);
    }

    [Theory]
    [InlineData("Viso Plan 1", "Disabled", "ProductNotFound", CommerceError.NotFound)]
    [InlineData("Zoom*", "Disabled", "PatternMatchedNothing", CommerceError.NotFound)]
    [InlineData("Power BI Pro", "Off", "PolicyValueUnknown", CommerceError.InvalidRequest)]
    [InlineData("Power BI Pro", "OnlyTrialsWithoutPaymentMethod", "PolicyValueNotAllowed", CommerceError.InvalidRequest)]
    public async Task Bad_input_is_refused_before_anything_is_written(string product, string value, string errorId, CommerceError kind)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.SetAsync(new() { Product = ["Visio Plan 1", product], Value = value }));

        Assert.Equal((errorId, kind), (error.ErrorId, error.Error));
        Assert.Empty(_written);
        await _store.Audit.DidNotReceiveWithAnyArgs().RecordRefusalAsync("", "", "", default);
    }

    [Fact]
    public async Task Naming_nothing_is_refused() =>
        Assert.Equal("NothingNamed", (await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.SetAsync(new() { Value = "Disabled" }))).ErrorId);

    [Theory]
    [Trait("Requirement", "N2")]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_refusal_by_role_is_recorded_unless_it_is_a_dry_run(bool dryRun, int recorded)
    {
        _store.DemandAsync(Permission.ChangePolicies, Arg.Any<CancellationToken>())
            .Returns(Task.FromException(CommerceErrors.Forbidden("reader@fabrikam.example", "change policies", ["global administrator"])));

        var error = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.SetAsync(new() { Product = ["Visio*"], Value = "Enabled", DryRun = dryRun }));

        Assert.Equal("RoleMissing", error.ErrorId);
        Assert.Empty(_written);
        await _store.Audit.Received(recorded).RecordRefusalAsync(AuditActions.PolicyChanged, "Visio*", error.Message, CancellationToken.None);
    }

    [Fact]
    public async Task A_refusal_that_cannot_be_recorded_says_both()
    {
        _store.DemandAsync(Permission.ChangePolicies, Arg.Any<CancellationToken>()).Returns(Task.FromException(CommerceErrors.Forbidden("r", "change policies", [])));
        _store.Audit.RecordRefusalAsync("", "", "", default).ReturnsForAnyArgs(Task.FromException(CommerceErrors.StoreReadOnly("t.db")));

        var error = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.SetAsync(new() { Product = ["Visio*"], Value = "Enabled" }));

        Assert.Equal("RoleMissing", error.ErrorId);
        Assert.Contains("could not be recorded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "P2")]
    public async Task A_list_gives_what_it_finds_before_it_says_what_is_missing()
    {
        var found = new List<string>();
        var error = await Assert.ThrowsAsync<CommerceException>(async () =>
        {
            await foreach (var product in _client.Policies.GetProductsAsync(new() { Product = ["Visio Plan 1", "Viso Plan 2"] }))
                found.Add(product.ProductName);
        });

        Assert.Equal(["Visio Plan 1"], found);
        Assert.Equal("ProductNotFound", error.ErrorId);
        Assert.Equal("Viso Plan 2", error.Target);
    }

    [Fact]
    public async Task A_wildcard_that_matches_nothing_is_silent_in_a_list() =>
        Assert.Empty(await _client.Policies.GetProductsAsync(new() { Product = ["Zoom*"] }).ListAsync());

    [Fact]
    [Trait("Requirement", "P9")]
    public async Task A_baseline_writes_only_the_differences()
    {
        var path = _folder.File("b.csv", "ProductId,PolicyValue\n*,Disabled\nPower BI Pro,Enabled\n");

        var plan = await _client.Policies.SetBaselineAsync(new() { Path = path });

        Assert.Equal(["Brand New"], _written.Select(change => change.Name));
        Assert.True(Assert.Single(plan).IsApplied);
    }

    [Fact]
    [Trait("Requirement", "P9")]
    public async Task A_baseline_that_names_a_product_the_tenant_does_not_have_is_refused_as_a_whole()
    {
        var path = _folder.File("b.csv", "ProductId,PolicyValue\n*,Disabled\nViso Plan 1,Enabled\n");

        var error = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.SetBaselineAsync(new() { Path = path }));

        Assert.Equal("ProductNotFound", error.ErrorId);
        Assert.Empty(_written);
    }

    [Fact]
    [Trait("Requirement", "P9")]
    public async Task An_exported_baseline_shows_no_drift_and_its_line_for_others_comes_first()
    {
        var path = _folder.File("b.csv");
        _store.Policies.GetProductPoliciesAsync(Policy, Arg.Any<CancellationToken>()).Returns(_ => new[] { Product("A", "A", "Enabled", null) }.StreamAsync());

        await _client.Policies.ExportBaselineAsync(new() { Path = path, OtherProducts = "disabled" });

        Assert.Equal("Product,*,Every other product,Disabled", (await File.ReadAllLinesAsync(path))[1]);
        Assert.Empty(await _client.Policies.CompareBaselineAsync(new() { Path = path }).ListAsync());
    }

    private static ProductPolicy Product(string id, string name, string value, bool? trial) =>
        new() { PolicyId = Policy, ProductId = id, ProductName = name, PolicyValue = value, HasTrialWithoutPaymentMethod = trial };
}
