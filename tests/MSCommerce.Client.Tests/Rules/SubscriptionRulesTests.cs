using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "A")]
public class SubscriptionRulesTests
{
    private const string Ada = "ada@fabrikam.example";

    private static readonly Subscription Bought = new()
    {
        SubscriptionId = "s1",
        ProductName = "Power BI Pro",
        Channel = SubscriptionChannel.SelfService,
        Purchaser = Ada,
        Status = SubscriptionStatus.Active,
        IsControlledByOrganization = false,
        TotalLicenses = 10,
        AssignedLicenses = 4,
    };

    private static readonly Subscription TakenOver = Bought with { IsControlledByOrganization = true };
    private static readonly Subscription Central = TakenOver with { Channel = SubscriptionChannel.Central, Purchaser = null };

    /// <summary>Who may do what: subscription, actor, roles, and for assign, total, renewal, take control, cancel the refusal's id or a dash.</summary>
    public static TheoryData<string, string, string, string> Cases => new()
    {
        { "bought", Ada, "", "- - - RoleMissing -" },
        { "bought", "ben@fabrikam.example", "", "RoleMissing RoleMissing RoleMissing RoleMissing RoleMissing" },
        { "bought", "admin@f", "GlobalAdministrator", "SubscriptionNotControlled SubscriptionNotControlled SubscriptionNotControlled - -" },
        { "bought", "billing@f", "BillingAdministrator", "SubscriptionNotControlled SubscriptionNotControlled SubscriptionNotControlled - -" },
        { "bought", "reader@f", "GlobalReader", "RoleMissing RoleMissing RoleMissing RoleMissing RoleMissing" },
        { "bought", "agent@p", "Partner", "RoleMissing RoleMissing RoleMissing RoleMissing RoleMissing" },
        { "bought", "agent@p", "Partner GlobalAdministrator", "SubscriptionNotControlled SubscriptionNotControlled SubscriptionNotControlled - -" },
        { "takenover", Ada, "", "RoleMissing RoleMissing RoleMissing RoleMissing RoleMissing" },
        { "takenover", "billing@f", "BillingAdministrator", "- - - - -" },
        { "takenover", "reader@f", "GlobalReader", "RoleMissing RoleMissing RoleMissing RoleMissing RoleMissing" },
        { "central", "billing@f", "BillingAdministrator", "- - - - -" },
        { "central", Ada, "", "RoleMissing RoleMissing RoleMissing RoleMissing RoleMissing" },
    };

    [Theory]
    [Trait("Requirement", "S6")]
    [Trait("Requirement", "T4")]
    [MemberData(nameof(Cases))]
    public void Who_may_do_what_to_a_subscription(string which, string actor, string roles, string expected)
    {
        var subscription = which switch { "bought" => Bought, "takenover" => TakenOver, _ => Central };
        var held = roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToList();

        Assert.Equal(expected, string.Join(' ', Enum.GetValues<SubscriptionAction>().Select(
            action => SubscriptionRules.RefuseAction(subscription, action, actor, held)?.ErrorId ?? "-")));
    }

    [Theory]
    [Trait("Requirement", "U1")]
    [InlineData(25, null)]
    [InlineData(26, "LicensesInvalid")]
    public void A_trial_does_not_grow_beyond_what_a_trial_has(int total, string? errorId) =>
        Assert.Equal(errorId, SubscriptionRules.RefuseTotal(Bought with { IsTrial = true }, total, PolicyValues.Enabled, [])?.ErrorId);

    [Theory]
    [InlineData(SubscriptionStatus.Expired, "SubscriptionNotActive SubscriptionNotActive - - -")]
    [InlineData(SubscriptionStatus.Disabled, "SubscriptionNotActive SubscriptionNotActive - - -")]
    [InlineData(SubscriptionStatus.Deleted, "SubscriptionDeleted SubscriptionDeleted SubscriptionDeleted SubscriptionDeleted SubscriptionDeleted")]
    public void Licences_are_bought_and_assigned_while_a_subscription_is_active_and_nothing_is_done_to_a_deleted_one(SubscriptionStatus status, string expected) =>
        Assert.Equal(expected, string.Join(' ', Enum.GetValues<SubscriptionAction>().Select(
            action => SubscriptionRules.RefuseAction(Central with { Status = status }, action, "a", [Role.GlobalAdministrator])?.ErrorId ?? "-")));

    [Theory]
    [Trait("Requirement", "U3")]
    [InlineData(4, null)]
    [InlineData(3, "TotalBelowAssigned")]
    [InlineData(0, "TotalTooSmall")]
    [InlineData(-5, "TotalTooSmall")]
    public void A_total_is_never_below_the_number_assigned_and_never_below_1(int wanted, string? refusal) =>
        Assert.Equal(refusal, SubscriptionRules.RefuseTotal(Bought, wanted, PolicyValues.Enabled, [])?.ErrorId);

    [Theory]
    [Trait("Requirement", "P6")]
    [InlineData(PolicyValues.Disabled, 11, "PurchaseDisabled")]
    [InlineData(PolicyValues.OnlyTrialsWithoutPaymentMethod, 11, "PurchaseDisabled")]
    [InlineData(PolicyValues.Disabled, 9, null)]
    [InlineData(PolicyValues.Disabled, 10, null)]
    [InlineData(PolicyValues.Enabled, 11, null)]
    [InlineData("SomethingNew", 11, null)]
    public void While_a_product_is_disabled_a_subscription_can_be_reduced_and_not_enlarged(string policy, int wanted, string? refusal)
    {
        Assert.Equal(refusal, SubscriptionRules.RefuseTotal(Bought, wanted, policy, [])?.ErrorId);
        // A trial needs no card: where trials alone are allowed it may grow.
        Assert.Equal(policy == PolicyValues.OnlyTrialsWithoutPaymentMethod ? null : refusal, SubscriptionRules.RefuseTotal(Bought with { IsTrial = true }, wanted, policy, [])?.ErrorId);
    }

    [Fact]
    [Trait("Requirement", "P6")]
    public void Who_administers_is_told_what_he_can_do_himself()
    {
        Assert.Contains("ask an administrator", SubscriptionRules.RefuseTotal(Bought, 11, PolicyValues.Disabled, [])!.Message, StringComparison.Ordinal);
        var controlled = SubscriptionRules.RefuseTotal(Bought with { IsControlledByOrganization = true }, 11, PolicyValues.Disabled, [])!.Message;
        Assert.Contains("New-SelfServiceSubscription", controlled, StringComparison.Ordinal);
        Assert.DoesNotContain("ask an administrator", controlled, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "U3")]
    [InlineData(11, true)]
    [InlineData(10, false)]
    [InlineData(9, false)]
    public void Only_a_purchaser_who_enlarges_his_own_is_asked_again_what_buying_asks(int wanted, bool asked)
    {
        Assert.Equal(asked, SubscriptionRules.BuysMore(Bought, wanted));
        Assert.False(SubscriptionRules.BuysMore(Central, wanted));
        Assert.False(SubscriptionRules.BuysMore(Bought with { IsControlledByOrganization = true }, wanted));
    }

    [Fact]
    [Trait("Requirement", "U3")]
    public void What_buying_refuses_enlarging_refuses_with_the_same_words()
    {
        EligibilityRefusal refusal = new() { Rule = "E1", ErrorId = "TenantIsGovernment", Reason = "It is a government.", Advice = "Ask somebody." };

        var error = SubscriptionRules.RefuseTotal(Bought, 11, PolicyValues.Enabled, [refusal]);

        Assert.Equal((CommerceError.NotEligible, "TenantIsGovernment"), (error!.Error, error.ErrorId));
        Assert.Contains("cannot be enlarged: It is a government. (E1) Ask somebody.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "LicensesInvalid")]
    [InlineData(1, null)]
    [InlineData(SubscriptionRules.MaximumLicenses, null)]
    [InlineData(SubscriptionRules.MaximumLicenses + 1L, "LicensesInvalid")]
    [InlineData(long.MaxValue, "LicensesInvalid")]
    public void A_subscription_has_1_licence_to_ten_million(long wanted, string? errorId) =>
        Assert.Equal(errorId, SubscriptionRules.RefuseLicenses(wanted, "it")?.ErrorId);

    [Fact]
    [Trait("Requirement", "P6")]
    public void Central_purchases_are_exempt_from_the_policy() =>
        Assert.Null(SubscriptionRules.RefuseTotal(Central, 11, PolicyValues.Disabled, []));

    [Fact]
    [Trait("Requirement", "U8")]
    public void Renewal_can_be_switched_on_for_an_active_subscription_of_somebody_who_is_there()
    {
        Assert.Null(SubscriptionRules.RefuseRenewal(Bought, true, purchaserEnabled: true));
        Assert.Null(SubscriptionRules.RefuseRenewal(Bought with { IsTrial = true }, false, purchaserEnabled: false));
        Assert.Equal("TrialDoesNotRenew", SubscriptionRules.RefuseRenewal(Bought with { IsTrial = true }, true, true)?.ErrorId);
        Assert.Equal("SubscriptionNotActive", SubscriptionRules.RefuseRenewal(Bought with { Status = SubscriptionStatus.Expired }, true, true)?.ErrorId);
        Assert.Equal("PurchaserLeft", SubscriptionRules.RefuseRenewal(Bought, true, purchaserEnabled: false)?.ErrorId);
    }

    [Fact]
    [Trait("Requirement", "T5")]
    public void Who_can_cancel_is_asked_to()
    {
        Assert.Null(SubscriptionRules.RefuseCancellationRequest(Bought, purchaserEnabled: true));
        Assert.Null(SubscriptionRules.RefuseCancellationRequest(Bought with { Status = SubscriptionStatus.Expired }, purchaserEnabled: true));
        Assert.Equal("PurchaserLeft", SubscriptionRules.RefuseCancellationRequest(Bought, purchaserEnabled: false)?.ErrorId);
        Assert.Equal("SubscriptionIsControlled", SubscriptionRules.RefuseCancellationRequest(TakenOver, true)?.ErrorId);
        Assert.Equal("SubscriptionIsCentral", SubscriptionRules.RefuseCancellationRequest(Central, true)?.ErrorId);
        Assert.Equal("SubscriptionDeleted", SubscriptionRules.RefuseCancellationRequest(Bought with { Status = SubscriptionStatus.Deleted }, true)?.ErrorId);
    }

    [Fact]
    [Trait("Requirement", "T4")]
    public void Control_of_a_central_subscription_cannot_be_taken()
    {
        Assert.Equal("SubscriptionIsCentral", SubscriptionRules.RefuseTakeControl(Central)?.ErrorId);
        Assert.Null(SubscriptionRules.RefuseTakeControl(Bought));
    }
}
