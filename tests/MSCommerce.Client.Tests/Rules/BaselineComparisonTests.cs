using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "P9")]
public class BaselineComparisonTests
{
    private static readonly ProductPolicy[] Products = [Product("CFQ7TTC0H9MP", "Power BI Pro", "Enabled"), Product("CFQ7TTC0HD33", "Visio Plan 1", "Disabled")];

    [Fact]
    public void A_tenant_that_is_as_the_baseline_wants_it_has_no_drift() =>
        Assert.Empty(Compare(Line("Power BI Pro", "enabled"), Line("CFQ7TTC0HD33", "Disabled")));

    [Fact]
    public void A_value_that_differs_is_reported_with_both_values()
    {
        var drift = Assert.Single(Compare(Line("CFQ7TTC0H9MP", "Disabled"), Line("CFQ7TTC0HD33", "Disabled")));

        Assert.Equal((DriftKind.Different, "Power BI Pro", "Enabled", "Disabled"), (drift.Kind, drift.Name, drift.Actual, drift.Expected));
    }

    [Fact]
    public void A_product_that_the_baseline_does_not_name_is_reported()
    {
        var drift = Assert.Single(Compare(Line("Visio Plan 1", "Disabled")));

        Assert.Equal((DriftKind.NotInBaseline, "CFQ7TTC0H9MP", null), (drift.Kind, drift.Id, drift.Expected));
    }

    [Fact]
    public void The_line_for_every_other_product_covers_new_ones()
    {
        var drift = Assert.Single(Compare(Line("Visio Plan 1", "Disabled"), Line("*", "Disabled")));

        Assert.Equal((DriftKind.Different, "CFQ7TTC0H9MP", "Disabled"), (drift.Kind, drift.Id, drift.Expected));
    }

    [Fact]
    public void A_product_that_the_tenant_does_not_have_is_reported()
    {
        var drift = Assert.Single(Compare(Line("Viva Goals", "Disabled"), Line("*", "Enabled"), Line("CFQ7TTC0HD33", "Disabled")));

        Assert.Equal((DriftKind.NotInTenant, "Viva Goals"), (drift.Kind, drift.Id));
    }

    [Fact]
    [Trait("Requirement", "P5")]
    public void An_old_product_id_in_a_baseline_means_the_product_that_replaced_it() =>
        Assert.Equal("Power BI Pro", Assert.Single(Compare(Line("CFQ7TTC0L3PB", "Disabled"), Line("Visio Plan 1", "Disabled"))).Name);

    [Theory]
    [InlineData("")]
    [InlineData("SomethingNew")]
    public void A_value_that_is_empty_or_unknown_is_never_taken_for_disabled(string value)
    {
        var drift = Assert.Single(BaselineComparison.Compare("p", [Line("*", "Disabled")], [Product("X", "X", value)], []));

        Assert.Equal((value, "Disabled"), (drift.Actual, drift.Expected));
    }

    [Theory]
    [InlineData("Power BI Pro")]
    [InlineData("CFQ7TTC0L3PB")]
    [InlineData("Power*")]
    public void Two_lines_that_mean_one_product_are_refused(string other)
    {
        var error = Assert.Throws<CommerceException>(() => Compare(Line("CFQ7TTC0H9MP", "Enabled"), Line(other, "Disabled"), Line("Visio Plan 1", "Disabled")).ToList());

        Assert.Equal("BaselineNamesTwice", error.ErrorId);
        Assert.Contains("Power BI Pro", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "P4")]
    public void Offer_types_are_compared_where_the_baseline_speaks_of_them()
    {
        var offers = new[] { new OfferTypePolicy { PolicyId = "p", Scope = "OfferType", ScopeId = "SaaS", PolicyValue = "Enabled" } };
        var baseline = new[] { Line("*", "Enabled"), Line("CFQ7TTC0HD33", "Disabled") };

        Assert.Empty(BaselineComparison.Compare("p", baseline, Products, offers));
        var drift = Assert.Single(BaselineComparison.Compare("p", [.. baseline, Line("SaaS", "Disabled") with { Scope = PolicyScope.OfferType }], Products, offers));
        Assert.Equal((PolicyScope.OfferType, "SaaS"), (drift.Scope, drift.Id));
    }

    private static IEnumerable<PolicyDrift> Compare(params BaselineEntry[] lines) => BaselineComparison.Compare("p", lines, Products, []);

    private static BaselineEntry Line(string id, string value) => new() { Id = id, PolicyValue = value };

    private static ProductPolicy Product(string id, string name, string value) =>
        new() { PolicyId = "p", ProductId = id, ProductName = name, PolicyValue = value };
}
