namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "U4")]
    public async Task Licences_are_assigned_to_members_and_guests_with_services_switched_off()
    {
        LicensePlan plan = null!;
        await LeavesNoTraceAsync(async () => plan = await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Guest, IdOf(Bob)], DisabledService = ["paginated reports"] }));
        Assert.Equal((2, 9), (plan.SeatsNeeded, plan.SeatsAvailable));
        Assert.Null(plan.Purchase);
        Assert.Equal([(Guest, LicenseAction.Assign), (Bob, LicenseAction.Assign)], plan.Changes.Select(change => (change.User, change.Action)));

        var result = Assert.Single(await ApplyAsync(plan));

        Assert.Equal((CentralPro, Pro, 2, 0, 0, 0, 0, true), (result.SubscriptionId, result.ProductName, result.Assigned, result.ServicesChanged, result.Unassigned, result.Unchanged, result.Bought, result.IsApplied));
        Assert.Equal([Bob, Eve, Guest], await HoldersAsync(CentralPro));
        Assert.All(await LicensedAsync(new() { SubscriptionId = [CentralPro], User = [Bob, Guest] }), user => Assert.Equal(["Paginated Reports"], user.DisabledServices));
        Assert.Equal((10, 3), await SeatsAsync(CentralPro));
        var entries = await RecordedAsync(AuditActions.LicenseAssigned, (null, $"{CentralPro} without Paginated Reports"), (null, $"{CentralPro} without Paginated Reports"));
        Assert.Equal([Bob, Guest], entries.Select(entry => entry.Target).Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task An_assignment_that_exists_is_no_error_and_its_services_change_where_others_are_named()
    {
        var request = new AssignLicensesRequest { SubscriptionId = CentralPro, User = [Eve, Bob, Eve.ToUpperInvariant()] };
        await ApplyAsync(await PlanAssignAsync(request));
        await LeavesNoTraceAsync(async () =>
        {
            var same = await PlanAssignAsync(request with { DisabledService = [] });
            Assert.Equal([LicenseAction.None, LicenseAction.None], same.Changes.Select(change => change.Action));
            Assert.Equal((0, 2), Assert.Single(await ApplyAsync(same)) is var unchanged ? (unchanged.Assigned, unchanged.Unchanged) : default);
        });

        var plan = await PlanAssignAsync(request with { User = [Eve, Bob, Carol], DisabledService = ["Power BI"] });
        Assert.Equal([LicenseAction.ChangeServices, LicenseAction.ChangeServices, LicenseAction.Assign], plan.Changes.Select(change => change.Action));
        Assert.Equal(1, plan.SeatsNeeded);
        var result = Assert.Single(await ApplyAsync(plan));

        Assert.Equal((1, 2), (result.Assigned, result.ServicesChanged));
        Assert.Equal((10, 3), await SeatsAsync(CentralPro));
        await RecordedAsync(AuditActions.LicenseAssigned, (CentralPro, $"{CentralPro} without Power BI"), (CentralPro, $"{CentralPro} without Power BI"), (null, $"{CentralPro} without Power BI"));
        await ApplyAsync(await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Eve], DisabledService = [] }));
        Assert.Empty((await LicensedAsync(new() { SubscriptionId = [CentralPro], User = [Eve] }))[0].DisabledServices);
        await RecordedAsync(AuditActions.LicenseAssigned, ($"{CentralPro} without Power BI", CentralPro));
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Too_few_licences_are_refused_for_all_and_the_shortfall_is_told()
    {
        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("TooFewLicenses", () => PlanAssignAsync(new() { SubscriptionId = CentralPremium, User = [Ada, Bob, Carol, Eve, Guest] }));
            Assert.Equal((CommerceError.NoLicensesAvailable, CentralPremium), (error.Error, error.Target));
            Assert.Contains("2 are missing", error.Message, StringComparison.Ordinal);
            error = await FailAsync("TooFewLicenses", () => PlanAssignAsync(new() { Product = Premium, User = [Ada, Bob, Carol, Eve, Guest] }));
            Assert.Contains("2 are missing", error.Message, StringComparison.Ordinal);
            Assert.Contains("5 are missing", (await FailAsync("TooFewLicenses", () => PlanAssignAsync(new() { Product = Visio, User = [Ada, Bob, Carol, Eve, Guest] }))).Message, StringComparison.Ordinal);
        });
        var plan = await PlanAssignAsync(new() { SubscriptionId = CentralPremium, User = [Ada, Bob, Carol] });
        Assert.Equal((3, 3), (plan.SeatsNeeded, plan.SeatsAvailable));
        await LeavesNoTraceAsync(() => FailAsync("TooFewLicenses", () => ApplyAsync(plan with { Changes = [.. plan.Changes, plan.Changes[0] with { User = Eve }] })));
        await ApplyAsync(plan);
    }

    [Fact, Trait("Requirement", "U4"), Trait("Requirement", "L1")]
    public async Task Users_who_cannot_be_given_a_licence_are_named()
    {
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal("zoe@fabrikam.example", (await FailAsync("UserNotFound", () => PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob, "zoe@fabrikam.example"] }))).Target);
            Assert.Equal(Dan, (await FailAsync("UserDisabled", () => PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob, Dan] }))).Target);
            Assert.Equal("Exchange", (await FailAsync("ServiceNotFound", () => PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob], DisabledService = ["Power BI", "Exchange"] }))).Target);
            await FailAsync("SubscriptionNotFound", () => PlanAssignAsync(new() { SubscriptionId = "none", User = [Bob] }));
            await FailAsync("ProductNotFound", () => PlanAssignAsync(new() { Product = "none", User = [Bob] }));
        });
        var ada = await AsAsync(Ada);
        Assert.Equal(LicenseAction.None, Assert.Single((await ada.Licenses.PlanAssignAsync(new() { SubscriptionId = AdaPro, User = [Dan] }, Stop)).Changes).Action);
    }

    [Fact, Trait("Requirement", "S6"), Trait("Requirement", "T4")]
    public async Task Licences_of_a_purchaser_are_his_to_assign_until_they_are_taken_over()
    {
        var ada = await AsAsync(Ada);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("SubscriptionNotControlled", () => PlanAssignAsync(new() { SubscriptionId = AdaPro, User = [Eve] }));
            await FailAsync("SubscriptionNotControlled", () => PlanUnassignAsync(new() { SubscriptionId = AdaPro, User = [Bob] }));
            await FailAsync("RoleMissing", () => ada.Licenses.PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob] }, Stop));
            await FailAsync("RoleMissing", () => ada.Licenses.PlanAssignAsync(new() { SubscriptionId = BobVisio, User = [Ada] }, Stop));
            await FailAsync("RoleMissing", () => ada.Licenses.PlanAssignAsync(new() { Product = Pro, User = [Bob] }, Stop));
        });
        await ada.Licenses.ApplyAsync(await ada.Licenses.PlanUnassignAsync(new() { SubscriptionId = AdaPro, User = [Bob] }, Stop), null, Stop);
        var plan = await ada.Licenses.PlanAssignAsync(new() { SubscriptionId = AdaPro, User = [Guest, Eve] }, Stop);
        await LeavesNoTraceAsync(() => FailAsync("SubscriptionNotControlled", () => ApplyAsync(plan)));
        await ada.Licenses.ApplyAsync(plan, null, Stop);
        Assert.Equal([Ada, Carol, Dan, Eve, Guest], await HoldersAsync(AdaPro));

        await SetSubscriptionAsync(AdaPro, new() { TakeControl = true });
        await LeavesNoTraceAsync(() => FailAsync("RoleMissing", () => ada.Licenses.PlanUnassignAsync(new() { SubscriptionId = AdaPro, User = [Eve] }, Stop)));
        await ApplyAsync(await PlanUnassignAsync(new() { SubscriptionId = AdaPro, User = [Eve] }));
        Assert.Equal([Ada, Carol, Dan, Guest], await HoldersAsync(AdaPro));
    }

    [Fact, Trait("Requirement", "L2")]
    public async Task Licences_are_assigned_while_a_subscription_is_active()
    {
        await ImportSubscriptionsAsync(Central("expired", Visio, 9) with { AutoRenew = false, ExpiresAt = Clock.Now.AddDays(-1) }, Central("gone", Visio, 9) with { CancelledAt = Clock.Now.AddDays(-1) });

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("SubscriptionNotActive", () => PlanAssignAsync(new() { SubscriptionId = "expired", User = [Bob] }));
            await FailAsync("SubscriptionDeleted", () => PlanAssignAsync(new() { SubscriptionId = "gone", User = [Bob] }));
            await FailAsync("SubscriptionDeleted", () => PlanUnassignAsync(new() { SubscriptionId = "gone", User = [Bob] }));
            await FailAsync("TooFewLicenses", () => PlanAssignAsync(new() { Product = Visio, User = [Bob] }));
        });
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Licences_are_taken_away_by_subscription_or_one_by_one_and_who_has_none_is_no_error()
    {
        await SetSubscriptionAsync(AdaPro, new() { TakeControl = true });
        LicensePlan plan = null!;
        await LeavesNoTraceAsync(async () => plan = await PlanUnassignAsync(new()
        {
            SubscriptionId = AdaPro, User = [Carol, Eve, Dan, IdOf(Carol)], License = [new(CentralPro, Eve), new(AdaPro.ToUpperInvariant(), Carol)],
        }));
        Assert.Equal(
            [(CentralPro, Eve, LicenseAction.Unassign), (AdaPro, Carol, LicenseAction.Unassign), (AdaPro, Eve, LicenseAction.None), (AdaPro, Dan, LicenseAction.Unassign)],
            plan.Changes.Select(change => (change.SubscriptionId, change.User, change.Action)));

        var results = await ApplyAsync(plan);

        Assert.Equal([(CentralPro, 1, 0), (AdaPro, 2, 1)], results.Select(result => (result.SubscriptionId, result.Unassigned, result.Unchanged)));
        Assert.Equal([Ada, Bob], await HoldersAsync(AdaPro));
        Assert.Equal((5, 2), await SeatsAsync(AdaPro));
        Assert.Empty(await HoldersAsync(CentralPro));
        await RecordedAsync(AuditActions.LicenseRemoved, (CentralPro, null), (AdaPro, null), (AdaPro, null));
        // Taken away on purpose: not among those who lost it with its subscription, and are given another (L3).
        Assert.Empty(await FormerAsync(new()));
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("UserNotFound", () => PlanUnassignAsync(new() { SubscriptionId = AdaPro, User = [Ada, "zoe@contoso.example"] }));
            await FailAsync("SubscriptionNotFound", () => PlanUnassignAsync(new() { License = [new("none", Ada)] }));
            await FailAsync("SubscriptionMissing", () => PlanUnassignAsync(new() { License = [new(AdaPro, Ada)], User = [Bob] }));
        });
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Who_else_assigns_meanwhile_is_no_reason_to_refuse_where_there_is_room()
    {
        var first = await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Ada] });
        var second = await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob] });
        await ApplyAsync(first);

        Assert.All(await ApplyAsync(second), result => Assert.True(result.IsApplied));
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Many_licences_change_by_the_rules_of_few()
    {
        var people = Enumerable.Range(1, 25).Select(number => $"user{number:00}@contoso.example").ToArray();
        await ImportUsersAsync([.. people.Select(name => User(name))]);
        await ImportSubscriptionsAsync(Central("large", Pro, 30));
        var request = new AssignLicensesRequest { SubscriptionId = "large", User = people, DisabledService = ["Power BI"] };
        var plan = await PlanAssignAsync(request);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("UserNotFound", () => PlanAssignAsync(request with { User = [.. people, "zoe@fabrikam.example"] }));
            await FailAsync("UserDisabled", () => PlanAssignAsync(request with { User = [.. people, Dan] }));
            foreach (var (error, user) in new[] { ("UserNotFound", "zoe@contoso.example"), ("NamedTwice", people[3]), ("UserDisabled", Dan) })
                await FailAsync(error, () => ApplyAsync(plan with { Changes = [.. plan.Changes, plan.Changes[0] with { User = user }] }));
        });

        Assert.Equal(25, Assert.Single(await ApplyAsync(plan)).Assigned);

        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => ApplyAsync(plan)));
        Assert.All(await LicensedAsync(new() { SubscriptionId = ["large"] }), user => Assert.Equal(["Power BI"], user.DisabledServices));
        Assert.Equal(25, Assert.Single(await ApplyAsync(await PlanAssignAsync(request with { DisabledService = [] }))).ServicesChanged);
        Assert.All(await LicensedAsync(new() { SubscriptionId = ["large"] }), user => Assert.Empty(user.DisabledServices));
        Assert.Equal(24, Assert.Single(await ApplyAsync(await PlanUnassignAsync(new() { SubscriptionId = "large", User = people[1..] }))).Unassigned);
        Assert.Equal([people[0]], await HoldersAsync("large"));
        Assert.Equal((30, 1), await SeatsAsync("large"));
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task A_plan_of_licences_that_no_longer_holds_changes_nothing()
    {
        var assign = await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Ada, Bob] });
        var unassign = await PlanUnassignAsync(new() { SubscriptionId = CentralPro, User = [Eve] });
        var disabled = await PlanAssignAsync(new() { SubscriptionId = CentralPremium, User = [Carol] });
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("NamedTwice", () => ApplyAsync(assign with { Changes = [.. assign.Changes, assign.Changes[0] with { User = IdOf(Ada) }] }));
            await FailAsync("ChangedMeanwhile", () => ApplyAsync(assign with { Changes = [assign.Changes[0] with { User = Eve }] }));
            await FailAsync("ChangedMeanwhile", () => ApplyAsync(unassign with { Changes = [unassign.Changes[0] with { User = Bob }] }));
            await FailAsync("ChangedMeanwhile", () => ApplyAsync(assign with { Versions = new Dictionary<string, string>() }));
            await FailAsync("UserNotFound", () => ApplyAsync(assign with { Changes = [assign.Changes[0] with { User = "zoe@contoso.example" }] }));
            await FailAsync("SubscriptionMissing", () => ApplyAsync(assign with { Changes = [assign.Changes[0] with { SubscriptionId = null }] }));
        });
        await ImportLicensesAsync(License(CentralPro, Bob));
        await SetUsersAsync(enabled: false, Carol);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChangedMeanwhile", () => ApplyAsync(assign));
            await FailAsync("ChangedMeanwhile", () => ApplyAsync(unassign));
            await FailAsync("UserDisabled", () => ApplyAsync(disabled));
        });
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task An_assignment_that_is_stopped_has_not_taken_place()
    {
        var plan = await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Ada, Bob] });

        await LeavesNoTraceAsync(async () =>
        {
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Licenses.ApplyAsync(plan, new StopAtFirstReport(stop), stop.Token));
        });
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(Carol), Trait("Requirement", "A")]
    public async Task Central_licences_are_assigned_by_those_alone_whose_role_allows_it(string actor)
    {
        var store = await AsAsync(actor);
        var assign = await PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob] });
        var unassign = await PlanUnassignAsync(new() { SubscriptionId = CentralPro, User = [Eve] });

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Licenses.PlanAssignAsync(new() { SubscriptionId = CentralPro, User = [Bob] }, Stop));
            await FailAsync("RoleMissing", () => store.Licenses.PlanUnassignAsync(new() { SubscriptionId = CentralPro, User = [Eve] }, Stop));
            await FailAsync("RoleMissing", () => store.Licenses.ApplyAsync(assign, null, Stop));
            await FailAsync("RoleMissing", () => store.Licenses.ApplyAsync(unassign, null, Stop));
        });
        await (await AsAsync(Billing)).Licenses.ApplyAsync(assign, null, Stop);
    }

    private Task<LicensePlan> PlanAssignAsync(AssignLicensesRequest request) => Store.Licenses.PlanAssignAsync(request, Stop);

    private Task<LicensePlan> PlanUnassignAsync(UnassignLicensesRequest request) => Store.Licenses.PlanUnassignAsync(request, Stop);

    private Task<IReadOnlyList<LicenseResult>> ApplyAsync(LicensePlan plan) => Store.Licenses.ApplyAsync(plan, null, Stop);

    private async Task<(int Total, int? Assigned)> SeatsAsync(string id) => await SubscriptionAsync(id) is var subscription ? (subscription.TotalLicenses, subscription.AssignedLicenses) : default;
}
