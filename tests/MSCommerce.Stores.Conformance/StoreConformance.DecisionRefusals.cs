namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "R4")]
    public async Task What_cannot_be_approved_is_refused_and_nothing_changes()
    {
        await ImportSubscriptionsAsync(SelfService("own", Pro, Admin, 9), Central("expired", Pro, 9) with { AutoRenew = false, ExpiresAt = Clock.Now.AddDays(-1) });
        var raised = await BlockAndRaiseAsync(Carol, Bob, Carol);
        var id = raised.RequestId;
        var missing = Guid.NewGuid();
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal(missing.ToString(), (await FailAsync("RequestNotFound", () => PlanAsync(new() { RequestId = [id, missing] }))).Target);
            Assert.Equal(Eve, (await FailAsync("RequestUserNotFound", () => PlanAsync(new() { RequestId = [id], User = [Bob, Eve] }))).Target);
            Assert.Equal("zoe@contoso.example", (await FailAsync("RequestUserNotFound", () => PlanAsync(new() { RequestId = [id], User = [Bob, "zoe@contoso.example"] }))).Target);
            Assert.Equal("Exchange", (await FailAsync("ServiceNotFound", () => PlanAsync(new() { RequestId = [id], DisabledService = ["Power BI", "Exchange"] }))).Target);
            await FailAsync("ProductNotFound", () => PlanAsync(new() { RequestId = [id], Product = "none" }));
            await FailAsync("SubscriptionNotFound", () => PlanAsync(new() { RequestId = [id], SubscriptionId = "none" }));
            await FailAsync("SubscriptionNotControlled", () => PlanAsync(new() { RequestId = [id], SubscriptionId = AdaPro }));
            await FailAsync("SubscriptionNotControlled", () => PlanAsync(new() { RequestId = [id], SubscriptionId = "own" }));
            await FailAsync("SubscriptionNotActive", () => PlanAsync(new() { RequestId = [id], SubscriptionId = "expired" }));
            await FailAsync("MessageTooLong", () => PlanAsync(new() { RequestId = [id], Message = new('x', 1001) }));
            await FailAsync("MessageTooLong", () => Store.LicenseRequests.PlanDenyAsync(new() { RequestId = [id], Message = new('x', 1001) }, Stop));
        });
        await SetSubscriptionAsync(AdaPro, new() { TakeControl = true });
        Assert.Equal((0, 1), Assert.Single(await PlanAsync(new() { RequestId = [id], SubscriptionId = AdaPro })) is var taken ? (taken.SeatsNeeded, taken.SeatsAvailable) : default);

        Task<IReadOnlyList<LicenseRequestDecision>> PlanAsync(ApproveLicenseRequest request) => Store.LicenseRequests.PlanApproveAsync(request, Stop);
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task A_request_that_names_none_of_the_chosen_users_is_not_denied_by_approving_others()
    {
        var (bob, eve) = (await BlockAndRaiseAsync(Carol, Bob), await RaiseAsync(Bob, new() { Product = Pro, User = [Eve] }));

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("RequestUserNotFound", () => ApproveAsync(new() { RequestId = [bob.RequestId, eve.RequestId], User = [Bob] }));
            Assert.Contains(eve.RequestId.ToString(), error.Message, StringComparison.Ordinal);
        });

        Assert.All(await ApproveAsync(new() { RequestId = [bob.RequestId, eve.RequestId], User = [Bob, Eve] }), decision => Assert.Equal(LicenseRequestStatus.Approved, decision.Request.Status));
    }

    [Fact, Trait("Requirement", "R4"), Trait("Requirement", "L1")]
    public async Task A_leaver_is_given_no_licence_and_what_he_asked_for_others_is_decided_still()
    {
        var raised = await BlockAndRaiseAsync(Carol, Carol, Bob);
        await SetUsersAsync(enabled: false, Carol);
        await LeavesNoTraceAsync(async () => Assert.Equal(Carol, (await FailAsync("UserDisabled", () => ApproveAsync(new() { RequestId = [raised.RequestId] }))).Target));
        var plan = await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId], User = [Bob] }, Stop);
        await SetUsersAsync(enabled: false, Bob);
        await LeavesNoTraceAsync(() => FailAsync("UserDisabled", () => Store.LicenseRequests.DecideAsync(plan, Stop)));
        await SetUsersAsync(enabled: true, Bob);

        await Store.LicenseRequests.DecideAsync(plan, Stop);

        Assert.Equal([Bob, Eve], await HoldersAsync(CentralPro));
    }

    [Fact, Trait("Requirement", "R4"), Trait("Requirement", "R5")]
    public async Task What_was_decided_is_not_decided_again()
    {
        var raised = await BlockAndRaiseAsync(Carol, Bob);
        var (approve, deny) = (await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop), await Store.LicenseRequests.PlanDenyAsync(new() { RequestId = [raised.RequestId] }, Stop));
        await Store.LicenseRequests.DecideAsync(approve, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("RequestDecided", () => Store.LicenseRequests.DecideAsync(deny, Stop));
            Assert.Equal((CommerceError.Conflict, raised.RequestId.ToString()), (error.Error, error.Target));
            Assert.Contains($"by {Admin}: Approved", error.Message, StringComparison.Ordinal);
            await FailAsync("RequestDecided", () => Store.LicenseRequests.DecideAsync(approve, Stop));
            await FailAsync("RequestDecided", () => Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop));
            await FailAsync("RequestDecided", () => Store.LicenseRequests.PlanDenyAsync(new() { RequestId = [raised.RequestId] }, Stop));
        });
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task Of_two_who_decide_at_once_one_is_told_that_it_is_decided()
    {
        var raised = await BlockAndRaiseAsync(Carol, Bob);
        await SetRolesAsync([Role.GlobalAdministrator], Eve);
        var other = await AsAsync(Eve);
        var (approve, deny) = (await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop), await other.LicenseRequests.PlanDenyAsync(new() { RequestId = [raised.RequestId] }, Stop));

        var errors = await Task.WhenAll(TryAsync(Store, approve), TryAsync(other, deny));

        Assert.Equal("RequestDecided", Assert.Single(errors.OfType<string>()));
        Assert.Single(await AuditAsync(new() { Action = [AuditActions.LicenseRequestDecided] }));
        Assert.Equal(2, (await ListAsync(Store.Notices.GetAsync(new(), Stop))).Count);

        static Task<string?> TryAsync(ICommerceStore store, IReadOnlyList<LicenseRequestDecision> plan) => Task.Run(async () =>
        {
            try
            {
                await store.LicenseRequests.DecideAsync(plan, Stop);
                return null;
            }
            catch (CommerceException refused)
            {
                return refused.ErrorId;
            }
        });
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task A_decision_that_is_not_what_was_planned_changes_nothing()
    {
        var raised = await BlockAndRaiseAsync(Carol, Bob, Carol);
        var plan = (await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId], User = [Bob] }, Stop))[0];
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("NamedTwice", () => DecideAsync(plan, plan));
            await FailAsync("ChangedMeanwhile", () => DecideAsync(plan with { Approved = [Eve] }));
            await FailAsync("ChangedMeanwhile", () => DecideAsync(plan with { Approved = [Bob, Eve] }));
            await FailAsync("ChangedMeanwhile", () => DecideAsync(plan with { Refused = [] }));
            await FailAsync("ChangedMeanwhile", () => DecideAsync(plan with { Approved = [Bob, Carol] }));
            await FailAsync("MessageTooLong", () => DecideAsync(plan with { Message = new('x', 1001) }));
            await FailAsync("ServiceNotFound", () => DecideAsync(plan with { DisabledService = ["Exchange"] }));
            await FailAsync("SubscriptionNotControlled", () => DecideAsync(plan with { SubscriptionId = AdaPro }));
            await FailAsync("RequestNotFound", () => DecideAsync(plan with { Request = raised with { RequestId = Guid.NewGuid() } }));
        });
        await DecideAsync(plan);

        Task<IReadOnlyList<LicenseRequestDecision>> DecideAsync(params LicenseRequestDecision[] decisions) => Store.LicenseRequests.DecideAsync(decisions, Stop);
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task Of_several_decisions_all_are_made_or_none()
    {
        var (one, other) = (await BlockAndRaiseAsync(Carol, Bob), await RaiseAsync(Bob, new() { Product = Pro, User = [Carol] }));
        var plan = await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [one.RequestId, other.RequestId] }, Stop);
        await DenyAsync(other);

        await LeavesNoTraceAsync(() => FailAsync("RequestDecided", () => Store.LicenseRequests.DecideAsync(plan, Stop)));

        Assert.Equal(LicenseRequestStatus.Pending, Assert.Single(await RequestsAsync(new() { RequestId = [one.RequestId] })).Status);
    }

    [Theory, InlineData(Billing), InlineData(Reader), InlineData(Partner), InlineData(GrantedPartner), InlineData(Carol), Trait("Requirement", "R8")]
    public async Task Requests_are_decided_by_global_administrators_alone(string actor)
    {
        var raised = await BlockAndRaiseAsync(Carol, Bob);
        var store = await AsAsync(actor);
        var plan = await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop));
            await FailAsync("RoleMissing", () => store.LicenseRequests.PlanDenyAsync(new() { RequestId = [raised.RequestId] }, Stop));
            await FailAsync("RoleMissing", () => store.LicenseRequests.DecideAsync(plan, Stop));
        });
    }
}
