namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Theory, Trait("Requirement", "E6")]
    [InlineData("E1", "TenantNotManaged"), InlineData("E1", "TenantIsGovernment"), InlineData("E1", "TenantIsEducation")]
    [InlineData("E1", "TenantInExcludedCountry"), InlineData("E1", "TenantCountryUnknown"), InlineData("E2", "ProductNotSoldInCountry")]
    [InlineData("E3", "BuyerIsGuest"), InlineData("E4", "PurchaseDisabled"), InlineData("E4", "OnlyTrialsAllowed"), InlineData("E5", "PaymentMethodExpired")]
    [Trait("Requirement", "E1"), Trait("Requirement", "E2"), Trait("Requirement", "E3"), Trait("Requirement", "E4"), Trait("Requirement", "E5")]
    public async Task Who_may_not_buy_is_told_which_rule_refuses_and_the_organisation_buys_all_the_same(string rule, string errorId)
    {
        var buyer = await BuyerAsync(Ada, country: errorId == "TenantCountryUnknown" ? null : "DE");
        await PriceAsync(Visio, 5m, 4m);
        await ForbidAsync(errorId);

        var answer = Assert.Single(await ListAsync(buyer.Client.Products.TestEligibilityAsync(new() { Product = [Visio], PaymentMethodId = buyer.Card.PaymentMethodId }, Stop)));
        var refusal = Assert.Single(answer.Refusals);
        Assert.Equal((rule, errorId, false), (refusal.Rule, refusal.ErrorId, answer.IsEligible));
        Assert.Equal((rule == "E4", refusal.Reason, refusal.Advice), (answer.MayRequest, answer.Reason, answer.Advice));
        await LeavesNoTraceAsync(() => FailAsync(errorId, () => buyer.Store.Subscriptions.PlanSelfServicePurchaseAsync(Of(buyer, Visio, 1), Stop)));
        Assert.Equal(12, (await Store.Subscriptions.PurchaseAsync(await PlanPurchaseAsync(Visio, 12), Stop)).TotalLicenses);
    }

    [Fact, Trait("Requirement", "E4"), Trait("Requirement", "E5"), Trait("Requirement", "U1")]
    public async Task A_trial_is_for_a_product_that_has_one_and_whom_the_policy_lets_and_once()
    {
        var ada = await BuyerAsync(Ada);
        await WithTrialAsync(Pro);
        await SetAsync(PolicyValues.OnlyTrialsWithoutPaymentMethod, Pro);

        Assert.True((await EligibilityAsync(ada, Pro, trial: true)).IsEligible);
        Assert.Equal("OnlyTrialsAllowed", (await EligibilityAsync(ada, Pro, trial: false)).Refusals[0].ErrorId);
        Assert.Equal(("U1", "ProductHasNoTrial", false), await EligibilityAsync(ada, Premium, trial: true) is var none ? (none.Refusals[0].Rule, none.Refusals[0].ErrorId, none.MayRequest) : default);
        await FailAsync("ProductHasNoTrial", () => PlanBuyAsync(ada, new() { Product = Premium, Licenses = 1, Trial = true }));
        await FailAsync("TrialNeedsNoCard", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(Of(ada, Pro, 1) with { Trial = true }, Stop));
        await FailAsync("LicensesInvalid", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(new() { Product = Pro, Licenses = 26, Trial = true }, Stop));

        var plan = await PlanBuyAsync(ada, new() { Product = Pro, Licenses = 25, Trial = true, Term = SubscriptionTerm.Year });
        var trial = await ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop);
        Assert.Equal("TrialUsed", (await EligibilityAsync(ada, Pro, trial: true)).Refusals[0].ErrorId);
        await FailAsync("TrialUsed", () => ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop));
        await SetAsync(PolicyValues.Disabled, Pro);
        Assert.Equal(["PurchaseDisabled", "TrialUsed"], (await EligibilityAsync(ada, Pro, trial: true)).Refusals.Select(refusal => refusal.ErrorId));
        Assert.Equal(["PurchaseDisabled"], Assert.Single(await ListAsync(Store.Catalog.GetEligibilityAsync(new() { Product = [Pro], User = [Bob], Trial = true }, Stop))).Refusals.Select(refusal => refusal.ErrorId));

        Assert.Equal(
            (SubscriptionChannel.SelfService, Ada, SubscriptionStatus.Active, true, false, false, 25, 0m, Clock.Now.AddMonths(1)),
            (trial.Channel, trial.Purchaser, trial.Status, trial.IsTrial, trial.AutoRenew, trial.IsControlledByOrganization, trial.TotalLicenses, trial.PricePerLicense, trial.ExpiresAt));
        Assert.Empty(ada.Provider.Calls);
        Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(SubscriptionStatus.Expired, (await SubscriptionAsync(trial.SubscriptionId)).Status);
        Assert.Empty(await InvoicesAsync(ada));
    }

    [Fact, Trait("Requirement", "S8"), Trait("Requirement", "E3"), Trait("Requirement", "A")]
    public async Task Everybody_asks_about_himself_and_those_about_others_who_see_them()
    {
        await SetTenantAsync(new() { Country = "DE" });
        var eve = await AsAsync(Eve);

        Assert.Equal(Eve, Assert.Single(await ListAsync(eve.Catalog.GetEligibilityAsync(new() { Product = [ProLegacyId] }, Stop))).UserPrincipalName);
        Assert.Single(await ListAsync(eve.Catalog.GetEligibilityAsync(new() { Product = [Pro], User = [IdOf(Eve), Eve.ToUpperInvariant()] }, Stop)));
        foreach (var other in new[] { Ada, "nobody@contoso.example" })
        {
            var refusal = await FailAsync("RoleMissing", () => ListAsync(eve.Catalog.GetEligibilityAsync(new() { Product = [Pro], User = [Eve, other] }, Stop)));
            Assert.Contains("global reader", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("a user of the tenant", refusal.Message, StringComparison.Ordinal);
        }

        var reader = await AsAsync(Reader);
        var answers = await ListAsync(reader.Catalog.GetEligibilityAsync(new() { Product = ["Power BI Pro", "Visio*"], User = [Dan, Guest, Ada] }, Stop));
        Assert.Equal(
            [(Dan, "BuyerDisabled"), (Guest, "BuyerIsGuest"), (Ada, null)],
            answers.Where(answer => answer.ProductName == Pro).Select(answer => (answer.UserPrincipalName, answer.Refusals.Count > 0 ? answer.Refusals[0].ErrorId : null)));
        Assert.Equal([Pro, "Visio Plan 1", "Visio Plan 2"], answers.Select(answer => answer.ProductName).Distinct());
        Assert.Equal((await ListAsync(Store.Catalog.GetProductsAsync(Stop))).Count, (await ListAsync(reader.Catalog.GetEligibilityAsync(new(), Stop))).Count);
        Assert.Empty(await ListAsync(reader.Catalog.GetEligibilityAsync(new() { Product = ["none*"] }, Stop)));
        Assert.Single((await ListThenFailAsync("ProductNotFound", reader.Catalog.GetEligibilityAsync(new() { Product = [Pro, "none"] }, Stop))).Items);
        Assert.Single((await ListThenFailAsync("UserNotFound", reader.Catalog.GetEligibilityAsync(new() { Product = [Pro], User = [Ada, "none@x.example"] }, Stop))).Items);
        await FailAsync("PaymentMethodNotFound", () => ListAsync(reader.Catalog.GetEligibilityAsync(new() { Product = [Pro], PaymentMethodId = "none" }, Stop)));
    }

    [Fact, Trait("Requirement", "R7"), Trait("Requirement", "E6")]
    public async Task Where_the_policy_refuses_the_organisations_own_process_is_the_advice()
    {
        var ada = await BuyerAsync(Ada);
        await SetAsync(PolicyValues.Disabled, Pro);
        Assert.Contains("New-SelfServiceLicenseRequest", (await EligibilityAsync(ada, Pro, trial: false)).Advice, StringComparison.Ordinal);

        await SetProcessAsync(OwnProcess);

        var told = await EligibilityAsync(ada, Pro, trial: false);
        Assert.Contains(OwnProcess.Message!, told.Advice, StringComparison.Ordinal);
        Assert.False(told.MayRequest);
        await FailAsync("OwnRequestProcess", () => ada.Store.LicenseRequests.PlanRaiseAsync(new() { Product = Pro }, Stop));
    }

    [Theory, InlineData(Partner), InlineData(GrantedPartner), Trait("Requirement", "A"), Trait("Requirement", "S8")]
    public async Task A_partner_is_told_that_he_does_not_buy_by_himself_and_by_others(string actor)
    {
        await SetTenantAsync(new() { Country = "DE" });
        await SetAsync(PolicyValues.Disabled, Visio);
        var partner = await AsAsync(actor);

        Eligibility[] answers =
        [
            .. await ListAsync(partner.Catalog.GetEligibilityAsync(new() { Product = [Pro, Visio] }, Stop)),
            .. await ListAsync(Store.Catalog.GetEligibilityAsync(new() { Product = [Pro, Visio], User = [actor] }, Stop)),
        ];

        Assert.Equal(4, answers.Length);
        Assert.All(answers, answer => Assert.Equal((actor, false, false), (answer.UserPrincipalName, answer.IsEligible, answer.MayRequest)));
        Assert.All(answers, answer => Assert.Equal(("A", "RoleMissing"), (answer.Refusals[0].Rule, answer.Refusals[0].ErrorId)));
        await FailAsync("RoleMissing", () => partner.Subscriptions.PlanSelfServicePurchaseAsync(new() { Product = Pro, Licenses = 1, Trial = true }, Stop));
    }

    private static async Task<Eligibility> EligibilityAsync(BuyerPlace buyer, string product, bool trial) =>
        Assert.Single(await ListAsync(buyer.Store.Catalog.GetEligibilityAsync(new() { Product = [product], Trial = trial }, Stop)));

    private async Task ForbidAsync(string errorId)
    {
        switch (errorId)
        {
            case "TenantNotManaged":
                await SetTenantAsync(new() { IsManaged = false });
                break;
            case "TenantIsGovernment":
                await SetTenantAsync(new() { Sector = TenantSector.Government });
                break;
            case "TenantIsEducation":
                await SetTenantAsync(new() { Sector = TenantSector.Education });
                break;
            case "TenantInExcludedCountry":
                await SetTenantAsync(new() { Country = "IN" });
                break;
            case "ProductNotSoldInCountry":
                await SetTenantAsync(new() { Country = "BR" });
                break;
            case "PurchaseDisabled":
                await SetAsync(PolicyValues.Disabled, Visio);
                break;
            case "OnlyTrialsAllowed":
                await WithTrialAsync(Visio);
                await SetAsync(PolicyValues.OnlyTrialsWithoutPaymentMethod, Visio);
                break;
            case "BuyerIsGuest":
                await ImportUsersAsync(User(Ada) with { UserType = UserType.Guest });
                break;
            case "PaymentMethodExpired":
                Clock.Now = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
                break;
        }
    }

    private async Task SetTenantAsync(SetTenantRequest request) => await Store.Tenant.ApplyTenantAsync(await Store.Tenant.PlanTenantAsync(request, Stop), Stop);

    private async Task WithTrialAsync(string product) =>
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [product], HasTrialWithoutPaymentMethod = true }), Stop);
}
