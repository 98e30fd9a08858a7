namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "L1")]
    public async Task A_leavers_account_is_disabled_and_his_subscriptions_no_longer_renew()
    {
        IReadOnlyList<PropertyChange> plan = [];
        await LeavesNoTraceAsync(async () => plan = await PlanUsersAsync(enabled: false, Ada));
        var change = Assert.Single(plan);
        Assert.Equal((Ada, "Ada", "AccountEnabled", "True", "False"), (change.Target, change.Name, change.Property, change.Current, change.Wanted));
        Assert.Contains("1 subscription", change.Detail, StringComparison.Ordinal);

        Assert.True(Assert.Single(await Store.Tenant.ApplyUsersAsync(plan, Stop)).IsApplied);

        var ada = Assert.Single(await UsersAsync(new() { User = [Ada] }));
        Assert.Equal((false, Clock.Now), (ada.AccountEnabled, ada.DisabledAt));
        Assert.Equal((SubscriptionStatus.Active, false), await StandsAsync(AdaPro));
        Assert.Equal(Ada, Assert.Single(await RecordedAsync(AuditActions.UserChanged, ("AccountEnabled: True", "AccountEnabled: False"))).Target);
    }

    [Fact, Trait("Requirement", "L1")]
    public async Task Who_comes_back_within_the_term_renews_again_and_what_ended_meanwhile_stays_ended()
    {
        await SetUsersAsync(enabled: false, Ada, Bob);
        await SetUsersAsync(enabled: true, Ada);
        Assert.Equal((SubscriptionStatus.Active, true), await StandsAsync(AdaPro));
        Assert.Null(Assert.Single(await UsersAsync(new() { User = [Ada] })).DisabledAt);

        Clock.Advance(TimeSpan.FromDays(20));
        var expiry = (await SubscriptionAsync(BobVisio)).ExpiresAt;
        Assert.Equal((SubscriptionStatus.Expired, false), await StandsAsync(BobVisio));
        await SetUsersAsync(enabled: true, Bob);

        Assert.Equal((SubscriptionStatus.Expired, false), await StandsAsync(BobVisio));
        Assert.Equal(expiry, (await SubscriptionAsync(BobVisio)).ExpiresAt);
        Assert.Equal((SubscriptionStatus.Active, true), await StandsAsync(AdaPro));
    }

    [Fact, Trait("Requirement", "L1")]
    public async Task What_ended_while_a_purchaser_was_away_stays_ended_when_a_file_brings_him_back()
    {
        await ImportUsersAsync(User(Bob) with { AccountEnabled = false });
        Clock.Advance(TimeSpan.FromDays(20));

        await ImportUsersAsync(User(Bob) with { AccountEnabled = true });

        Assert.Equal((SubscriptionStatus.Expired, false), await StandsAsync(BobVisio));
    }

    [Fact, Trait("Requirement", "A")]
    public async Task Roles_are_set_as_a_whole_and_taken_away()
    {
        var plan = await Store.Tenant.PlanUsersAsync(new() { User = [IdOf(Ada), Reader, Billing], Role = [Role.GlobalReader, Role.BillingAdministrator, Role.GlobalReader] }, Stop);
        Assert.Equal(
            [(Ada, null, "BillingAdministrator;GlobalReader"), (Reader, "GlobalReader", "BillingAdministrator;GlobalReader"), (Billing, "BillingAdministrator", "BillingAdministrator;GlobalReader")],
            plan.Select(change => (change.Target, change.Current, change.Wanted)));
        await Store.Tenant.ApplyUsersAsync(plan, Stop);
        Assert.Equal([Role.BillingAdministrator, Role.GlobalReader], Assert.Single(await UsersAsync(new() { User = [Ada] })).Roles);

        await Store.Tenant.ApplyUsersAsync(await Store.Tenant.PlanUsersAsync(new() { User = [Ada], Role = [] }, Stop), Stop);

        Assert.Empty(Assert.Single(await UsersAsync(new() { User = [Ada] })).Roles);
        await RecordedAsync(AuditActions.UserChanged, ("Roles: BillingAdministrator;GlobalReader", "Roles: none"));
    }

    [Fact]
    public async Task What_stays_as_it_is_is_not_planned()
    {
        Assert.Empty(await Store.Tenant.PlanUsersAsync(new() { User = [Billing, Dan], AccountEnabled = null, Role = null }, Stop));
        Assert.Empty(await Store.Tenant.PlanUsersAsync(new() { User = [Billing], AccountEnabled = true, Role = [Role.BillingAdministrator] }, Stop));
        await LeavesNoTraceAsync(async () => Assert.Empty(await Store.Tenant.ApplyUsersAsync([], Stop)));
    }

    [Fact]
    public async Task Users_are_named_by_principal_name_object_id_and_wildcard_each_once()
    {
        var plan = await PlanUsersAsync(enabled: false, "B*@*", Bob.ToUpperInvariant(), IdOf(Carol));

        Assert.Equal([Billing, Bob, Carol], plan.Select(change => change.Target).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Users_who_are_not_there_are_an_error()
    {
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal("zoe@contoso.example", (await FailAsync("UserNotFound", () => PlanUsersAsync(enabled: false, Ada, "zoe@contoso.example"))).Target);
            Assert.Equal("z*", (await FailAsync("PatternMatchedNothing", () => PlanUsersAsync(enabled: false, "a*", "z*"))).Target);
            // A display name is not exact enough for a change.
            await FailAsync("UserNotFound", () => PlanUsersAsync(enabled: false, "Ada"));
            await FailAsync("UserNotFound", () => Store.Tenant.ApplyUsersAsync([new() { Target = "zoe@contoso.example", Name = "Zoe", Property = "AccountEnabled", Current = "True", Wanted = "False" }], Stop));
        });
    }

    [Fact, Trait("Requirement", "A")]
    public async Task The_last_enabled_global_administrator_stays_counted_over_the_whole_change()
    {
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal(CommerceError.Conflict, (await FailAsync("LastAdministrator", () => PlanUsersAsync(enabled: false, Admin))).Error);
            await FailAsync("LastAdministrator", () => PlanUsersAsync(enabled: false, "*"));
            await FailAsync("LastAdministrator", () => Store.Tenant.PlanUsersAsync(new() { User = [Admin], Role = [Role.BillingAdministrator] }, Stop));
            // A partner with the role is none of the tenant's own.
            await FailAsync("LastAdministrator", () => Store.Tenant.PlanUsersAsync(new() { User = [Admin], Role = [Role.GlobalAdministrator, Role.Partner] }, Stop));
        });

        await SetRolesAsync([Role.GlobalAdministrator], Ada, Bob);
        var first = await PlanUsersAsync(enabled: false, Admin, Ada);
        await SetUsersAsync(enabled: false, Bob);
        await LeavesNoTraceAsync(() => FailAsync("LastAdministrator", () => Store.Tenant.ApplyUsersAsync(first, Stop)));
        await SetUsersAsync(enabled: true, Bob);
        await Store.Tenant.ApplyUsersAsync(first, Stop);

        await FailAsync("ActorRefused", () => Store.GetContextAsync(Stop));
        var bob = await AsAsync(Bob);
        await FailAsync("LastAdministrator", () => bob.Tenant.PlanUsersAsync(new() { User = [Bob], AccountEnabled = false }, Stop));
        await bob.Tenant.ApplyUsersAsync(await bob.Tenant.PlanUsersAsync(new() { User = [Admin], AccountEnabled = true }, Stop), Stop);
    }

    [Fact, Trait("Requirement", "A")]
    public async Task An_administrator_hands_over_in_one_change_whatever_its_order()
    {
        IReadOnlyList<PropertyChange> handover =
        [
            new() { Target = Admin, Name = Admin, Property = "Roles", Current = "GlobalAdministrator" },
            new() { Target = Ada, Name = "Ada", Property = "Roles", Wanted = "GlobalAdministrator" },
        ];

        await Store.Tenant.ApplyUsersAsync(handover, Stop);

        Assert.Equal([Role.GlobalAdministrator], (await (await AsAsync(Ada)).GetContextAsync(Stop)).Roles);
        Assert.Empty((await Store.GetContextAsync(Stop)).Roles);
        var ada = await AsAsync(Ada);
        await ada.Tenant.ApplyUsersAsync([handover[0] with { Current = null, Wanted = "GlobalAdministrator" }], Stop);
    }

    [Fact]
    public async Task Accounts_that_changed_since_the_plan_are_not_overwritten_and_nobody_else_is_changed_either()
    {
        var plan = await PlanUsersAsync(enabled: false, Ada, Bob);
        await SetUsersAsync(enabled: false, Bob);
        var roles = await Store.Tenant.PlanUsersAsync(new() { User = [Ada, Carol], Role = [Role.GlobalReader] }, Stop);
        await SetRolesAsync([Role.BillingAdministrator], Carol);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChangedMeanwhile", () => Store.Tenant.ApplyUsersAsync(plan, Stop));
            await FailAsync("ChangedMeanwhile", () => Store.Tenant.ApplyUsersAsync(roles, Stop));
            await FailAsync("ValueInvalid", () => Store.Tenant.ApplyUsersAsync([roles[0] with { Wanted = "King" }], Stop));
            await FailAsync("ValueInvalid", () => Store.Tenant.ApplyUsersAsync([roles[0] with { Property = "DisplayName" }], Stop));
        });
    }

    private Task<IReadOnlyList<PropertyChange>> PlanUsersAsync(bool enabled, params string[] users) =>
        Store.Tenant.PlanUsersAsync(new() { User = users, AccountEnabled = enabled }, Stop);

    private async Task SetUsersAsync(bool enabled, params string[] users) => await Store.Tenant.ApplyUsersAsync(await PlanUsersAsync(enabled, users), Stop);

    private async Task SetRolesAsync(Role[] roles, params string[] users) =>
        await Store.Tenant.ApplyUsersAsync(await Store.Tenant.PlanUsersAsync(new() { User = users, Role = roles }, Stop), Stop);

    private async Task<(SubscriptionStatus, bool?)> StandsAsync(string id) => await SubscriptionAsync(id) is var subscription ? (subscription.Status, subscription.AutoRenew) : default;
}
