using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class EligibilityRulesTests
{
    private static readonly Tenant Fabrikam = new()
    {
        TenantId = "t", Name = "Fabrikam", Country = "DE", Sector = TenantSector.Commercial, IsManaged = true, LicenseRequestRetentionDays = 30, IsSample = true,
    };

    private static readonly TenantUser Ada = new() { UserPrincipalName = "ada@fabrikam.example", DisplayName = "Ada", UserId = "1", UserType = UserType.Member, AccountEnabled = true };

    private static readonly Product Visio = new() { ProductId = "V1", ProductName = "Visio Plan 1", Family = "Visio", HasTrialWithoutPaymentMethod = true };

    private static readonly EligibilityFacts Purchase = new() { Tenant = Fabrikam, Buyer = Ada, Product = Visio, PolicyValue = PolicyValues.Enabled, IsTrial = false };

    [Fact]
    [Trait("Requirement", "E1")]
    public void A_member_of_a_managed_commercial_tenant_may_buy_what_the_policy_allows() => Assert.Empty(EligibilityRules.Refuse(Purchase));

    [Theory]
    [Trait("Requirement", "E1")]
    [InlineData(false, TenantSector.Commercial, "DE", "TenantNotManaged")]
    [InlineData(true, TenantSector.Government, "DE", "TenantIsGovernment")]
    [InlineData(true, TenantSector.Education, "DE", "TenantIsEducation")]
    [InlineData(true, TenantSector.Commercial, "IN", "TenantInExcludedCountry")]
    [InlineData(true, TenantSector.Commercial, "in", "TenantInExcludedCountry")]
    [InlineData(true, TenantSector.Commercial, null, "TenantCountryUnknown")]
    public void A_tenant_that_may_not_is_told_why(bool managed, TenantSector sector, string? country, string errorId)
    {
        var refusal = Assert.Single(EligibilityRules.Refuse(Purchase with { Tenant = Fabrikam with { IsManaged = managed, Sector = sector, Country = country } }));

        Assert.Equal(("E1", errorId), (refusal.Rule, refusal.ErrorId));
        Assert.Contains("dministrator", refusal.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "E2")]
    [InlineData("Project", "BR", true)]
    [InlineData("Visio", "CD", true)]
    [InlineData("visio", "br", true)]
    [InlineData("PowerPlatform", "BR", false)]
    [InlineData("Visio", "CG", false)]
    [InlineData("Visio", "DE", false)]
    public void Project_and_Visio_are_not_sold_in_Brazil_and_the_Democratic_Republic_of_the_Congo(string family, string country, bool refused) => Assert.Equal(
        refused ? ["E2 ProductNotSoldInCountry"] : [],
        EligibilityRules.Refuse(Purchase with { Product = Visio with { Family = family }, Tenant = Fabrikam with { Country = country } }).Select(refusal => refusal.ToString()));

    [Theory]
    [Trait("Requirement", "E3")]
    [InlineData(UserType.Guest, true, "E3 BuyerIsGuest")]
    [InlineData(UserType.Member, false, "E3 BuyerDisabled")]
    [InlineData(UserType.Guest, false, "E3 BuyerIsGuest|E3 BuyerDisabled")]
    public void A_guest_and_a_disabled_account_never_buy(UserType type, bool enabled, string refusals) => Assert.Equal(
        refusals.Split('|'), EligibilityRules.Refuse(Purchase with { Buyer = Ada with { UserType = type, AccountEnabled = enabled } }).Select(refusal => refusal.ToString()));

    [Theory]
    [Trait("Requirement", "A")]
    [InlineData(Role.Partner, false)]
    [InlineData(Role.GlobalReader, true)]
    [InlineData(Role.GlobalAdministrator, true)]
    public void Everybody_but_a_partners_agent_may_buy_for_himself(Role role, bool may) =>
        Assert.Equal(may ? [] : ["A RoleMissing"], EligibilityRules.Refuse(Purchase with { Buyer = Ada with { Roles = [role] } }).Select(refusal => refusal.ToString()));

    [Theory]
    [Trait("Requirement", "E3")]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)]
    public void Whether_an_account_is_synchronised_does_not_matter(bool? synced) => Assert.Empty(EligibilityRules.Refuse(Purchase with { Buyer = Ada with { OnPremisesSyncEnabled = synced } }));

    [Theory]
    [Trait("Requirement", "E4")]
    [InlineData(PolicyValues.Enabled, false, "")]
    [InlineData(PolicyValues.Enabled, true, "")]
    [InlineData(PolicyValues.Disabled, false, "E4 PurchaseDisabled")]
    [InlineData(PolicyValues.Disabled, true, "E4 PurchaseDisabled")]
    [InlineData(PolicyValues.OnlyTrialsWithoutPaymentMethod, false, "E4 OnlyTrialsAllowed")]
    [InlineData(PolicyValues.OnlyTrialsWithoutPaymentMethod, true, "")]
    [InlineData("SomethingNew", false, "")]
    public void The_policy_must_allow_it_and_trials_alone_means_nothing_that_needs_a_card(string value, bool trial, string refusals) => Assert.Equal(
        refusals, string.Join('|', EligibilityRules.Refuse(Purchase with { PolicyValue = value, IsTrial = trial })));

    [Fact]
    [Trait("Requirement", "R7")]
    public void Whom_the_policy_refuses_is_pointed_to_a_request_or_to_the_organisations_own_process()
    {
        var blocked = Purchase with { PolicyValue = PolicyValues.Disabled };
        var own = new RequestProcess { IsOwnProcess = true, Message = "Ask IT.", Link = new("https://it.fabrikam.example/"), PendingRequests = 0 };

        Assert.Contains("New-SelfServiceLicenseRequest -ProductId V1", EligibilityRules.Refuse(blocked)[0].Advice, StringComparison.Ordinal);
        Assert.Equal("Ask IT. https://it.fabrikam.example/", EligibilityRules.Refuse(blocked with { OwnProcess = own })[0].Advice);
    }

    [Theory]
    [Trait("Requirement", "U1")]
    [InlineData(true, false, "")]
    [InlineData(false, false, "U1 ProductHasNoTrial")]
    [InlineData(true, true, "U1 TrialUsed")]
    public void There_is_one_trial_of_a_product_that_has_one_for_each_user(bool hasTrial, bool hadTrial, string refusals) => Assert.Equal(
        refusals, string.Join('|', EligibilityRules.Refuse(Purchase with { IsTrial = true, HadTrial = hadTrial, Product = Visio with { HasTrialWithoutPaymentMethod = hasTrial } })));

    [Theory]
    [Trait("Requirement", "E5")]
    [InlineData(true, null)]
    [InlineData(false, "E5 PaymentMethodNotCard")]
    [InlineData(null, "E5 PaymentMethodMissing")]
    public void A_credit_card_is_the_only_payment_method(bool? isCreditCard, string? refusal) => Assert.Equal(refusal, EligibilityRules.RefusePayment(isCreditCard)?.ToString());

    [Fact]
    [Trait("Requirement", "E6")]
    public void Every_rule_that_refuses_is_told_and_the_first_one_gives_id_and_advice()
    {
        var refusals = EligibilityRules.Refuse(Purchase with { Tenant = Fabrikam with { Country = "IN" }, PolicyValue = PolicyValues.Disabled });

        var failure = EligibilityRules.ToException("Visio Plan 1", refusals);

        Assert.Equal((CommerceError.NotEligible, "TenantInExcludedCountry"), (failure.Error, failure.ErrorId));
        Assert.Contains("(E1)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(E4)", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Contact your administrator.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "R1")]
    [InlineData("DE", PolicyValues.Disabled, true)]
    [InlineData("DE", PolicyValues.Enabled, false)]
    [InlineData("IN", PolicyValues.Disabled, false)]
    public void Licences_can_be_requested_where_nothing_but_the_policy_refuses(string country, string value, bool mayRequest)
    {
        var eligibility = Answer(Purchase with { Tenant = Fabrikam with { Country = country }, PolicyValue = value });

        Assert.Equal(mayRequest, eligibility.MayRequest);
    }

    internal static Eligibility Answer(EligibilityFacts facts) => new()
    {
        ProductId = facts.Product.ProductId,
        ProductName = facts.Product.ProductName,
        UserPrincipalName = facts.Buyer.UserPrincipalName,
        IsTrial = facts.IsTrial,
        PolicyValue = facts.PolicyValue,
        Refusals = EligibilityRules.Refuse(facts),
        MayRequest = LicenseRequestRules.MayRequest(EligibilityRules.Refuse(facts), facts.OwnProcess),
    };
}
