namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "T1")]
    public async Task A_plan_says_who_moves_how_many_licences_that_takes_and_what_is_cancelled()
    {
        await ImportLicensesAsync(License(CentralPro, Bob));

        await LeavesNoTraceAsync(async () =>
        {
            var plan = await PlanMoveAsync(AdaPro, CentralPro);

            Assert.Equal((3, 2, 8, CentralPro), (plan.Users, plan.SeatsNeeded, plan.SeatsAvailable, plan.Target.SubscriptionId));
            var source = Assert.Single(plan.Sources);
            Assert.Equal((3, 1, 1, true, null), (source.Users, source.UsersAlreadyLicensed, source.UsersDisabled, source.IsCancelled, source.NamedUsers));
            Assert.Equal(Ada, source.Subscription.Purchaser);
        });
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_move_gives_every_user_a_licence_in_the_target_and_cancels_the_source()
    {
        await ImportLicensesAsync(License(CentralPro, Bob));

        var result = Assert.Single(await Store.Licenses.MoveAsync(await PlanMoveAsync(AdaPro, CentralPro), null, Stop));

        Assert.Equal(
            (AdaPro, Pro, CentralPro, Pro, 3, 1, 1, SubscriptionStatus.Deleted, true, 0),
            (result.SubscriptionId, result.ProductName, result.TargetSubscriptionId, result.TargetProductName, result.Users, result.UsersAlreadyLicensed, result.UsersDisabled,
                result.Status, result.IsApplied, result.Failures.Count));
        Assert.Equal([Ada, Bob, Carol, Eve], await HoldersAsync(CentralPro));
        Assert.Empty(await HoldersAsync(AdaPro));
        var source = await SubscriptionAsync(AdaPro);
        Assert.Equal((SubscriptionStatus.Deleted, Clock.Now, 0, 5), (source.Status, source.CancelledAt, source.AssignedLicenses, source.TotalLicenses));
        Assert.Equal(4, (await SubscriptionAsync(CentralPro)).AssignedLicenses);
    }

    [Fact, Trait("Requirement", "N2")]
    public async Task A_move_is_recorded_user_by_user_as_one_operation()
    {
        await Store.Licenses.MoveAsync(await PlanMoveAsync(AdaPro, CentralPro), null, Stop);

        var last = (await AuditAsync())[0];
        var entries = await AuditAsync(new() { CorrelationId = last.CorrelationId });
        Assert.All(entries, entry => Assert.Equal((Admin, Clock.Now, AuditOutcome.Succeeded), (entry.Actor, entry.OccurredAt, entry.Outcome)));
        Assert.Equal(
            [Ada, Bob, Carol],
            entries.Where(entry => entry.Action == AuditActions.LicenseMoved && entry.Before == AdaPro && entry.After == CentralPro).Select(entry => entry.Target).Order(StringComparer.Ordinal));
        var removed = Assert.Single(entries, entry => entry.Action == AuditActions.LicenseRemoved);
        Assert.Equal((Dan, AdaPro, null), (removed.Target, removed.Before, removed.After));
        Assert.Equal(AdaPro, Assert.Single(entries, entry => entry.Action == AuditActions.SubscriptionCancelled).Target);
        Assert.Equal(5, entries.Count);
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task The_purchaser_is_written_to_when_his_subscription_is_cancelled()
    {
        await Store.Licenses.MoveAsync(await PlanMoveAsync(AdaPro, CentralPremium), null, Stop);

        var notice = Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        Assert.Equal((Ada, NoticeKind.SubscriptionCancelled, NoticeStatus.Pending, 0, Clock.Now), (notice.Recipient, notice.Kind, notice.Status, notice.Attempts, notice.CreatedAt));
        Assert.Contains(Pro, notice.Subject, StringComparison.Ordinal);
        Assert.Contains("Hello Ada", notice.Body, StringComparison.Ordinal);
        Assert.Contains(Premium, notice.Body, StringComparison.Ordinal);
        Assert.Contains("(3)", notice.Body, StringComparison.Ordinal);
        Assert.Equal((await AuditAsync())[0].CorrelationId, notice.CorrelationId);
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_service_that_is_off_stays_off_where_both_products_have_it()
    {
        await ImportLicensesAsync(License(AdaPro, Carol, "Paginated Reports", "Power BI"));

        await Store.Licenses.MoveAsync(await PlanMoveAsync(AdaPro, CentralPremium), null, Stop);

        Assert.Equal(["Paginated Reports"], Assert.Single(await LicensedAsync(new() { User = [Carol] })).DisabledServices);
        Assert.Empty(Assert.Single(await LicensedAsync(new() { User = [Ada] })).DisabledServices);
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_service_that_one_of_two_licences_brings_stays_on_when_both_are_moved()
    {
        await ImportSubscriptionsAsync(SelfService("bob-pro", Pro, Bob, 3));
        await ImportLicensesAsync(License("bob-pro", Carol), License("bob-pro", Eve, "Paginated Reports"));

        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [AdaPro, "bob-pro"], TargetSubscriptionId = CentralPro }), null, Stop);

        Assert.Empty(Assert.Single(await LicensedAsync(new() { User = [Carol] })).DisabledServices);
        // Eve had a licence in the target, which stays as it was.
        Assert.Empty(Assert.Single(await LicensedAsync(new() { User = [Eve] })).DisabledServices);
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_user_who_comes_from_two_sources_needs_one_licence()
    {
        var plan = await PlanMoveAsync(new() { SubscriptionId = [AdaPro, BobVisio], TargetSubscriptionId = CentralPremium });
        Assert.Equal((4, 3), (plan.Users, plan.SeatsNeeded));

        var results = await Store.Licenses.MoveAsync(plan, null, Stop);

        Assert.Equal([AdaPro, BobVisio], results.Select(result => result.SubscriptionId));
        Assert.Equal([Ada, Bob, Carol], await HoldersAsync(CentralPremium));
        Assert.Equal(2, (await ListAsync(Store.Notices.GetAsync(new(), Stop))).Count);
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task Where_users_are_named_the_source_stays()
    {
        var plan = await PlanMoveAsync(new() { SubscriptionId = [AdaPro], User = [Bob.ToUpperInvariant(), IdOf(Carol)], TargetSubscriptionId = CentralPro });
        Assert.Equal((2, 0, false), (plan.Users, plan.Sources[0].UsersDisabled, plan.Sources[0].IsCancelled));
        Assert.Equal(2, plan.Sources[0].NamedUsers!.Count);

        var result = Assert.Single(await Store.Licenses.MoveAsync(plan, null, Stop));

        Assert.Equal((2, SubscriptionStatus.Active), (result.Users, result.Status));
        Assert.Equal([Ada, Dan], await HoldersAsync(AdaPro));
        var source = await SubscriptionAsync(AdaPro);
        Assert.Equal((SubscriptionStatus.Active, 5, 2), (source.Status, source.TotalLicenses, source.AssignedLicenses));
        Assert.Equal([Bob, Carol, Eve], await HoldersAsync(CentralPro));
        Assert.Empty(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task Named_users_of_a_central_subscription_move_too()
    {
        var plan = await PlanMoveAsync(new() { SubscriptionId = [CentralPro], User = [Eve], TargetSubscriptionId = CentralPremium });

        await Store.Licenses.MoveAsync(plan, null, Stop);

        Assert.Equal([Eve], await HoldersAsync(CentralPremium));
        Assert.Empty(await HoldersAsync(CentralPro));
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task Single_licences_of_several_subscriptions_are_one_transaction()
    {
        var plan = await PlanMoveAsync(new() { License = [new(AdaPro, Bob), new(BobVisio, Bob), new(AdaPro, Ada)], TargetSubscriptionId = CentralPro });
        Assert.Equal((3, 2), (plan.Users, plan.SeatsNeeded));

        await Store.Licenses.MoveAsync(plan, null, Stop);

        Assert.Equal([Ada, Bob, Eve], await HoldersAsync(CentralPro));
        Assert.Equal([Carol, Dan], await HoldersAsync(AdaPro));
        Assert.Empty(await HoldersAsync(BobVisio));
        Assert.Equal(SubscriptionStatus.Active, (await SubscriptionAsync(BobVisio)).Status);
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task Users_named_for_several_subscriptions_move_from_where_they_have_a_licence()
    {
        var plan = await PlanMoveAsync(new() { SubscriptionId = [AdaPro, BobVisio], User = [Carol, Bob], TargetSubscriptionId = CentralPro });
        Assert.Equal([2, 1], plan.Sources.Select(source => source.Users));

        await Store.Licenses.MoveAsync(plan, null, Stop);

        Assert.Equal([Bob, Carol, Eve], await HoldersAsync(CentralPro));
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_target_product_means_its_one_active_central_subscription()
    {
        Assert.Equal(CentralPro, (await PlanMoveAsync(new() { SubscriptionId = [AdaPro], TargetProduct = ProLegacyId })).Target.SubscriptionId);

        await FailAsync("ProductNotFound", () => PlanMoveAsync(new() { SubscriptionId = [AdaPro], TargetProduct = "Unknown" }));
        await FailAsync("TargetNotFound", () => PlanMoveAsync(new() { SubscriptionId = [AdaPro], TargetProduct = Visio }));
        await ImportSubscriptionsAsync(Central("second", Pro, 20));
        var error = await FailAsync("TargetAmbiguous", () => PlanMoveAsync(new() { SubscriptionId = [AdaPro], TargetProduct = Pro }));
        Assert.Equal(CommerceError.InvalidRequest, error.Error);
        Assert.Contains(CentralPro, error.Message, StringComparison.Ordinal);
        Assert.Contains("second", error.Message, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "T2")]
    public async Task A_move_that_is_stopped_has_not_taken_place()
    {
        var plan = await PlanMoveAsync(AdaPro, CentralPro);
        await LeavesNoTraceAsync(async () =>
        {
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Licenses.MoveAsync(plan, new StopAtFirstReport(stop), stop.Token));
        });

        await Store.Licenses.MoveAsync(plan, null, Stop);
        Assert.Equal([Ada, Bob, Carol, Eve], await HoldersAsync(CentralPro));
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task Users_can_be_moved_to_and_fro()
    {
        await ImportSubscriptionsAsync(Central("second", Pro, 20));
        for (var round = 0; round < 2; round++)
        {
            await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [CentralPro], User = [Eve], TargetSubscriptionId = "second" }), null, Stop);
            await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = ["second"], User = [Eve], TargetSubscriptionId = CentralPro }), null, Stop);
        }

        Assert.Equal([Eve], await HoldersAsync(CentralPro));
        Assert.Equal(4, (await AuditAsync(new() { Action = [AuditActions.LicenseMoved] })).Count);
    }

    private Task<MovePlan> PlanMoveAsync(string source, string target) => PlanMoveAsync(new() { SubscriptionId = [source], TargetSubscriptionId = target });

    private Task<MovePlan> PlanMoveAsync(MoveUsersRequest request) => Store.Licenses.PlanMoveAsync(request, Stop);

    private sealed class StopAtFirstReport(CancellationTokenSource stop) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => stop.Cancel();
    }
}
