namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Users_who_cannot_be_moved_are_named()
    {
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal("zoe@contoso.example", (await FailAsync("UserNotFound", () => PlanNamedAsync("zoe@contoso.example"))).Target);
            Assert.Equal(Eve, (await FailAsync("UserNotLicensed", () => PlanNamedAsync(Eve))).Target);
            Assert.Equal(Dan, (await FailAsync("UserDisabled", () => PlanNamedAsync(Dan))).Target);
            await FailAsync("UserNotLicensed", () => PlanMoveAsync(new() { License = [new(AdaPro, Bob), new(BobVisio, Ada)], TargetSubscriptionId = CentralPro }));
        });

        Task<MovePlan> PlanNamedAsync(string user) => PlanMoveAsync(new() { SubscriptionId = [AdaPro], User = [Bob, user], TargetSubscriptionId = CentralPro });
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_move_with_too_few_licences_is_refused_before_anything_changes_and_the_shortfall_is_told()
    {
        await ImportLicensesAsync(License(CentralPremium, Eve));

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("TooFewLicenses", () => PlanMoveAsync(AdaPro, CentralPremium));
            Assert.Equal((CommerceError.NoLicensesAvailable, CentralPremium), (error.Error, error.Target));
            Assert.Contains("1 are missing", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_move_that_makes_no_sense_is_refused()
    {
        await ImportSubscriptionsAsync(
            SelfService("gone", Pro, Ada, 2) with { CancelledAt = Clock.Now.AddDays(-1) },
            Central("expired", Pro, 20) with { AutoRenew = false, ExpiresAt = Clock.Now.AddDays(-1) });

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("MoveOntoItself", () => PlanMoveAsync(AdaPro, AdaPro.ToUpperInvariant()));
            await FailAsync("SourceDeleted", () => PlanMoveAsync("gone", CentralPro));
            await FailAsync("TargetNotActive", () => PlanMoveAsync(AdaPro, "gone"));
            await FailAsync("TargetNotActive", () => PlanMoveAsync(AdaPro, "expired"));
            await FailAsync("TargetNotControlled", () => PlanMoveAsync(AdaPro, BobVisio));
            await FailAsync("SourceIsCentral", () => PlanMoveAsync(CentralPro, CentralPremium));
            await FailAsync("SubscriptionNotFound", () => PlanMoveAsync("none", CentralPro));
            await FailAsync("SubscriptionNotFound", () => PlanMoveAsync(AdaPro, "none"));
            await FailAsync("SourceNamedTwice", () => PlanMoveAsync(new() { SubscriptionId = [AdaPro], License = [new(AdaPro, Bob)], TargetSubscriptionId = CentralPro }));
        });
    }

    [Fact, Trait("Requirement", "T2")]
    public async Task A_move_is_refused_when_its_source_changed_since_the_plan()
    {
        var plan = await PlanMoveAsync(AdaPro, CentralPro);
        await ImportLicensesAsync(License(AdaPro, Eve));
        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => Store.Licenses.MoveAsync(plan, null, Stop)));

        plan = await PlanMoveAsync(AdaPro, CentralPro);
        await ImportUsersAsync(User(Bob) with { AccountEnabled = false });
        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => Store.Licenses.MoveAsync(plan, null, Stop)));

        plan = await PlanMoveAsync(AdaPro, CentralPro);
        await Store.Licenses.MoveAsync(plan, null, Stop);
        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => Store.Licenses.MoveAsync(plan, null, Stop)));
    }

    [Fact, Trait("Requirement", "T2")]
    public async Task A_move_is_refused_when_the_licences_of_the_target_were_taken_meanwhile()
    {
        var plan = await PlanMoveAsync(AdaPro, CentralPremium);
        await ImportLicensesAsync(License(CentralPremium, Eve));

        await LeavesNoTraceAsync(() => FailAsync("TooFewLicenses", () => Store.Licenses.MoveAsync(plan, null, Stop)));
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task Users_are_moved_by_those_alone_whose_role_allows_it(string actor)
    {
        var plan = await PlanMoveAsync(AdaPro, CentralPro);
        var store = await AsAsync(actor);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Licenses.PlanMoveAsync(new() { SubscriptionId = [AdaPro], TargetSubscriptionId = CentralPro }, Stop));
            await FailAsync("RoleMissing", () => store.Licenses.MoveAsync(plan, null, Stop));
        });
    }

    [Theory, InlineData(Billing), InlineData(GrantedPartner), Trait("Requirement", "A")]
    public async Task Billing_administrators_and_partners_with_the_grant_move_users(string actor)
    {
        var store = await AsAsync(actor);

        await store.Licenses.MoveAsync(await PlanMoveAsync(AdaPro, CentralPro), null, Stop);

        Assert.Equal(actor, (await AuditAsync(new() { Action = [AuditActions.SubscriptionCancelled] }))[0].Actor);
    }

    [Fact, Trait("Requirement", "A")]
    public async Task A_role_that_was_taken_away_after_the_plan_no_longer_helps()
    {
        var billing = await AsAsync(Billing);
        var plan = await billing.Licenses.PlanMoveAsync(new() { SubscriptionId = [AdaPro], TargetSubscriptionId = CentralPro }, Stop);
        await ImportUsersAsync(User(Billing));

        await LeavesNoTraceAsync(() => FailAsync("RoleMissing", () => billing.Licenses.MoveAsync(plan, null, Stop)));
    }
}
