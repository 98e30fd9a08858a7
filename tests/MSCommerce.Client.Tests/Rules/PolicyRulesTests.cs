using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class PolicyRulesTests
{
    [Theory]
    [Trait("Requirement", "P3")]
    [InlineData("disabled", "Disabled")]
    [InlineData(" ENABLED ", "Enabled")]
    [InlineData("onlytrialswithoutpaymentmethod", "OnlyTrialsWithoutPaymentMethod")]
    public void A_value_is_understood_in_any_case(string written, string value) => Assert.Equal(value, PolicyRules.Parse(written));

    [Theory]
    [InlineData("")]
    [InlineData("Off")]
    [InlineData("True")]
    public void A_value_that_is_none_is_refused_and_the_three_are_named(string written)
    {
        var error = Assert.Throws<CommerceException>(() => PolicyRules.Parse(written));

        Assert.Equal("PolicyValueUnknown", error.ErrorId);
        Assert.Contains("Enabled, Disabled, OnlyTrialsWithoutPaymentMethod", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "P3")]
    public void Trials_alone_are_refused_for_products_without_such_a_trial_and_those_are_named()
    {
        var refusal = PolicyRules.Refuse(PolicyValues.OnlyTrialsWithoutPaymentMethod, [Product("Visio Plan 1", true), Product("Visio Plan 2", false)]);

        Assert.Equal("PolicyValueNotAllowed", refusal?.ErrorId);
        Assert.Contains("'Visio Plan 2'", refusal!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Visio Plan 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "P3")]
    public void Where_the_store_does_not_know_of_trials_the_service_decides() =>
        Assert.Null(PolicyRules.Refuse(PolicyValues.OnlyTrialsWithoutPaymentMethod, [Product("Visio Plan 2", null)]));

    [Theory]
    [InlineData(PolicyValues.Enabled)]
    [InlineData(PolicyValues.Disabled)]
    public void Every_product_takes_the_two_other_values(string value) => Assert.Null(PolicyRules.Refuse(value, [Product("Visio Plan 2", false)]));

    [Fact]
    [Trait("Requirement", "P4")]
    public void Types_of_offers_take_enabled_or_disabled_alone()
    {
        Assert.Equal("PolicyValueNotAllowed", PolicyRules.RefuseForOfferTypes(PolicyValues.OnlyTrialsWithoutPaymentMethod, ["SaaS"])?.ErrorId);
        Assert.Null(PolicyRules.RefuseForOfferTypes(PolicyValues.Disabled, ["SaaS"]));
    }

    [Fact]
    [Trait("Requirement", "P7")]
    public void A_product_without_a_decision_follows_the_default()
    {
        Assert.Equal("Enabled", PolicyRules.Effective(null, "Enabled"));
        Assert.Equal("Disabled", PolicyRules.Effective("Disabled", "Enabled"));
        Assert.Equal("", PolicyRules.Effective("", "Enabled"));
    }

    private static ProductPolicy Product(string name, bool? trial) => new()
    {
        PolicyId = PolicyIds.AllowSelfServicePurchase,
        ProductId = name,
        ProductName = name,
        PolicyValue = PolicyValues.Enabled,
        HasTrialWithoutPaymentMethod = trial,
    };
}
