namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "T3"), Trait("Requirement", "N1")]
    public async Task A_cancelled_subscription_is_deleted_its_users_are_former_ones_and_its_purchaser_is_written_to()
    {
        IReadOnlyList<SubscriptionCancellation> plan = [];
        await LeavesNoTraceAsync(async () => plan = await PlanCancelAsync(new() { SubscriptionId = [AdaPro, AdaPro.ToUpperInvariant()], Reason = CancellationReason.CentrallyProvided, Feedback = "  Thanks, Ada.  " }));
        var planned = Assert.Single(plan);
        Assert.Equal((AdaPro, 4, "Thanks, Ada.", false), (planned.Subscription.SubscriptionId, planned.Users, planned.Feedback, planned.IsApplied));

        Assert.True(Assert.Single(await Store.Subscriptions.CancelAsync(plan, Stop)).IsApplied);

        var subscription = await SubscriptionAsync(AdaPro);
        Assert.Equal((SubscriptionStatus.Deleted, 0, 5, Clock.Now), (subscription.Status, subscription.AssignedLicenses, subscription.TotalLicenses, subscription.CancelledAt));
        Assert.Empty(await HoldersAsync(AdaPro));
        Assert.Equal([Ada, Bob, Carol, Dan], (await FormerAsync(new() { SubscriptionId = [AdaPro] })).Select(user => user.UserPrincipalName));
        await RecordedAsync(AuditActions.SubscriptionCancelled, ("Active", "Deleted: CentrallyProvided: Thanks, Ada."));
        var removed = await RecordedAsync(AuditActions.LicenseRemoved, (AdaPro, null), (AdaPro, null), (AdaPro, null), (AdaPro, null));
        Assert.Equal([Ada, Bob, Carol, Dan], removed.Select(entry => entry.Target).Order(StringComparer.Ordinal));
        var notice = Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        Assert.Equal((NoticeKind.SubscriptionCancelled, Ada, removed[0].CorrelationId), (notice.Kind, notice.Recipient, notice.CorrelationId));
        Assert.Contains("lost their access", notice.Body, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "U5")]
    public async Task A_purchaser_cancels_his_own_and_is_not_written_to_about_it()
    {
        var ada = await AsAsync(Ada);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => ada.Subscriptions.PlanCancelAsync(Cancel(BobVisio), Stop));
            await FailAsync("RoleMissing", () => ada.Subscriptions.PlanCancelAsync(Cancel(CentralPro), Stop));
            await FailAsync("SubscriptionNotFound", () => ada.Subscriptions.PlanCancelAsync(Cancel("none"), Stop));
        });

        await ada.Subscriptions.CancelAsync(await ada.Subscriptions.PlanCancelAsync(Cancel(AdaPro), Stop), Stop);

        Assert.Equal(SubscriptionStatus.Deleted, (await SubscriptionAsync(AdaPro)).Status);
        Assert.Empty(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        Assert.Equal(Ada, Assert.Single(await RecordedAsync(AuditActions.SubscriptionCancelled, ("Active", "Deleted: TooExpensive"))).Actor);
    }

    [Fact, Trait("Requirement", "T4"), Trait("Requirement", "U5")]
    public async Task A_purchaser_no_longer_cancels_what_was_taken_over()
    {
        var ada = await AsAsync(Ada);
        var plan = await ada.Subscriptions.PlanCancelAsync(Cancel(AdaPro), Stop);
        await SetSubscriptionAsync(AdaPro, new() { TakeControl = true });

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => ada.Subscriptions.PlanCancelAsync(Cancel(AdaPro), Stop));
            await FailAsync("RoleMissing", () => ada.Subscriptions.CancelAsync(plan, Stop));
        });
        await CancelAsync(AdaPro);
    }

    [Fact, Trait("Requirement", "T3")]
    public async Task Several_subscriptions_are_cancelled_together_or_not_at_all()
    {
        var plan = await PlanCancelAsync(Cancel(BobVisio, AdaPro, CentralPremium));
        await ImportLicensesAsync(License(AdaPro, Eve));
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.CancelAsync(plan, Stop));
            await FailAsync("NamedTwice", () => Store.Subscriptions.CancelAsync([plan[0], plan[0]], Stop));
            await FailAsync("SubscriptionNotFound", () => PlanCancelAsync(Cancel(AdaPro, "none")));
        });

        plan = await PlanCancelAsync(Cancel(BobVisio, AdaPro, CentralPremium));
        await Store.Subscriptions.CancelAsync(plan, Stop);

        Assert.Equal([BobVisio, AdaPro, CentralPremium], plan.Select(entry => entry.Subscription.SubscriptionId));
        Assert.Equal([Ada, Bob], (await ListAsync(Store.Notices.GetAsync(new(), Stop))).Select(notice => notice.Recipient).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await IdsAsync(new() { Status = [SubscriptionStatus.Deleted] })).Count);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("SubscriptionDeleted", () => PlanCancelAsync(Cancel(AdaPro)));
            await FailAsync("SubscriptionDeleted", () => Store.Subscriptions.CancelAsync(plan, Stop));
        });
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(Carol), Trait("Requirement", "A")]
    public async Task Subscriptions_of_others_are_cancelled_by_those_alone_whose_role_allows_it(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await PlanCancelAsync(Cancel(AdaPro));

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Subscriptions.PlanCancelAsync(Cancel(AdaPro), Stop));
            await FailAsync("RoleMissing", () => store.Subscriptions.CancelAsync(plan, Stop));
        });
        await (await AsAsync(GrantedPartner)).Subscriptions.CancelAsync(plan, Stop);
    }

    [Fact, Trait("Requirement", "T5"), Trait("Requirement", "N1")]
    public async Task Purchasers_are_asked_to_cancel_with_a_warning_where_not_everyone_is_covered_yet()
    {
        await ImportSubscriptionsAsync(Central("expired", Pro, 2) with { AutoRenew = false, ExpiresAt = Clock.Now.AddDays(1) }, SelfService("other", Pro, Eve, 1));
        await ImportLicensesAsync(License(CentralPro, Bob), License("expired", Carol), License("other", Ada));
        Clock.Advance(TimeSpan.FromDays(2));
        IReadOnlyList<CancellationNotice> plan = [];
        await LeavesNoTraceAsync(async () => plan = await PlanRequestAsync(AdaPro, BobVisio));
        // Covered is Bob; Dan has left; Carol's has run out, and Ada's other one is none of the organisation's.
        Assert.Equal(
            [(AdaPro, Pro, Ada, 4, 2, false), (BobVisio, Visio, Bob, 1, 1, false)],
            plan.Select(notice => (notice.SubscriptionId, notice.ProductName, notice.Purchaser, notice.Users, notice.UsersNotCovered, notice.IsWaiting)));

        Assert.All(await Store.Subscriptions.WriteCancellationNoticesAsync(plan, Stop), notice => Assert.True(notice.IsApplied));

        var notices = await ListAsync(Store.Notices.GetAsync(new() { Kind = [NoticeKind.CancellationRequested] }, Stop));
        Assert.Equal([Bob, Ada], notices.Select(notice => notice.Recipient));
        Assert.Contains("2 of its 4 users", notices[1].Body, StringComparison.Ordinal);
        await RecordedAsync(AuditActions.CancellationRequested, (null, "4 users, 2 of them not covered"), (null, "1 users, 1 of them not covered"));
        Assert.Equal((SubscriptionStatus.Active, true), await StandsAsync(AdaPro));
    }

    [Fact, Trait("Requirement", "T5"), Trait("Requirement", "N1")]
    public async Task A_request_that_still_waits_is_brought_up_to_date_and_not_written_twice()
    {
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(BobVisio), Stop);
        await LeavesNoTraceAsync(async () =>
        {
            var again = Assert.Single(await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(BobVisio), Stop));
            Assert.Equal((true, true), (again.IsWaiting, again.IsApplied));
        });

        await ImportSubscriptionsAsync(Central("visio", Visio, 1));
        await ImportLicensesAsync(License("visio", Bob));
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(BobVisio), Stop);

        var notice = Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        Assert.Contains("All of its users (1)", notice.Body, StringComparison.Ordinal);
        await RecordedAsync(AuditActions.CancellationRequested, ("1 users, 1 of them not covered", "1 users, 0 of them not covered"));
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task Who_cannot_cancel_is_not_asked_to()
    {
        await ImportSubscriptionsAsync(SelfService("taken", Visio, Carol, 1), SelfService("left", Visio, Eve, 1), SelfService("gone", Visio, Carol, 1));
        await SetSubscriptionAsync("taken", new() { TakeControl = true });
        await CancelAsync("gone");
        await SetUsersAsync(enabled: false, Eve);
        var plan = await PlanRequestAsync(AdaPro, BobVisio);
        await ImportLicensesAsync(License(BobVisio, Carol));

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("SubscriptionIsCentral", () => PlanRequestAsync(AdaPro, CentralPro));
            await FailAsync("SubscriptionIsControlled", () => PlanRequestAsync("taken"));
            await FailAsync("PurchaserLeft", () => PlanRequestAsync("left"));
            await FailAsync("SubscriptionDeleted", () => PlanRequestAsync("gone"));
            await FailAsync("SubscriptionNotFound", () => PlanRequestAsync("none"));
            await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.WriteCancellationNoticesAsync(plan, Stop));
            await FailAsync("NamedTwice", () => Store.Subscriptions.WriteCancellationNoticesAsync([plan[0], plan[0]], Stop));
        });
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task Purchasers_are_asked_by_those_alone_whose_role_allows_it(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await PlanRequestAsync(AdaPro);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Subscriptions.PlanCancellationNoticesAsync(new() { SubscriptionId = [AdaPro] }, Stop));
            await FailAsync("RoleMissing", () => store.Subscriptions.WriteCancellationNoticesAsync(plan, Stop));
        });
        await (await AsAsync(Billing)).Subscriptions.WriteCancellationNoticesAsync(plan, Stop);
    }

    private static CancelSubscriptionRequest Cancel(params string[] ids) => new() { SubscriptionId = ids, Reason = CancellationReason.TooExpensive };

    private Task<IReadOnlyList<SubscriptionCancellation>> PlanCancelAsync(CancelSubscriptionRequest request) => Store.Subscriptions.PlanCancelAsync(request, Stop);

    private async Task CancelAsync(params string[] ids) => await Store.Subscriptions.CancelAsync(await PlanCancelAsync(Cancel(ids)), Stop);

    private Task<IReadOnlyList<CancellationNotice>> PlanRequestAsync(params string[] ids) =>
        Store.Subscriptions.PlanCancellationNoticesAsync(new() { SubscriptionId = ids }, Stop);
}
