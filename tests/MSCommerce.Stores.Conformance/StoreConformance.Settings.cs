namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "U3")]
    public async Task A_total_is_set_and_the_difference_ordered_at_the_subscriptions_price()
    {
        IReadOnlyList<PropertyChange> plan = [];
        await LeavesNoTraceAsync(async () => plan = await PlanSetAsync(CentralPro, new() { TotalLicenses = 15 }));
        var change = Assert.Single(plan);
        Assert.Equal((CentralPro, Pro, "TotalLicenses", "10", "15"), (change.Target, change.Name, change.Property, change.Current, change.Wanted));
        Assert.Equal("5 licences at 120.50 EUR a year each", change.Detail);

        Assert.True(Assert.Single(await Store.Subscriptions.ApplyAsync(plan, Stop)).IsApplied);
        Clock.Advance(TimeSpan.FromDays(1));
        await SetSubscriptionAsync(CentralPro, new() { TotalLicenses = 1 });

        Assert.Equal((1, 1, 3), await SubscriptionAsync(CentralPro) is var now ? (now.TotalLicenses, now.AssignedLicenses, now.OrderCount) : default);
        Assert.Equal(
            [(10, 120.5m), (5, 120.5m), (-14, 120.5m)],
            (await OrdersAsync(new() { SubscriptionId = [CentralPro] })).Select(order => (order.Quantity, order.PricePerLicense)));
        Assert.Equal(CentralPro, Assert.Single(await RecordedAsync(AuditActions.SubscriptionChanged, ("TotalLicenses: 15", "TotalLicenses: 1"))).Target);
    }

    [Fact, Trait("Requirement", "U3")]
    public async Task A_total_below_the_assigned_or_below_1_is_refused()
    {
        var ada = await AsAsync(Ada);
        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("TotalBelowAssigned", () => PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 3 }));
            Assert.Contains("Take 1 licences away", error.Message, StringComparison.Ordinal);
            await FailAsync("TotalTooSmall", () => PlanSetAsync(CentralPremium, new() { TotalLicenses = 0 }));
            await FailAsync("TotalTooSmall", () => PlanSetAsync(CentralPremium, new() { TotalLicenses = -1 }));
        });
        var plan = await PlanSetAsync(CentralPremium, new() { TotalLicenses = 1 });
        await ImportLicensesAsync(License(CentralPremium, Bob), License(CentralPremium, Eve));
        await LeavesNoTraceAsync(() => FailAsync("TotalBelowAssigned", () => Store.Subscriptions.ApplyAsync(plan, Stop)));
    }

    [Fact, Trait("Requirement", "P6")]
    public async Task While_a_product_is_disabled_its_self_service_subscriptions_are_reduced_and_not_enlarged()
    {
        await SetTenantAsync(new() { Country = "DE" });
        var ada = await AsAsync(Ada);
        var enlarge = await PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 6 });
        await SetAsync(PolicyValues.Disabled, Pro);

        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal(CommerceError.NotEligible, (await FailAsync("PurchaseDisabled", () => PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 6 }))).Error);
            await FailAsync("PurchaseDisabled", () => ada.Subscriptions.ApplyAsync(enlarge, Stop));
            Assert.Empty(await PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 5 }));
        });
        await ada.Subscriptions.ApplyAsync(await PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 4 }), Stop);
        await SetSubscriptionAsync(CentralPro, new() { TotalLicenses = 11 });
        Assert.Equal(4, (await SubscriptionAsync(AdaPro)).TotalLicenses);
    }

    [Theory, Trait("Requirement", "U3"), Trait("Requirement", "E1"), Trait("Requirement", "E2")]
    [InlineData("TenantNotManaged")]
    [InlineData("TenantIsGovernment")]
    [InlineData("TenantInExcludedCountry")]
    public async Task Who_enlarges_his_own_is_asked_again_what_buying_asks_and_who_reduces_is_not(string errorId)
    {
        await SetTenantAsync(new() { Country = "DE" });
        var ada = await AsAsync(Ada);
        var enlarge = await PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 6 });
        await ForbidAsync(errorId);

        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal(CommerceError.NotEligible, (await FailAsync(errorId, () => PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 6 }))).Error);
            await FailAsync(errorId, () => ada.Subscriptions.ApplyAsync(enlarge, Stop));
        });
        await ada.Subscriptions.ApplyAsync(await PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 4 }), Stop);
        await SetSubscriptionAsync(AdaPro, new() { TakeControl = true, TotalLicenses = 6 });
        Assert.Equal(6, (await SubscriptionAsync(AdaPro)).TotalLicenses);
    }

    [Fact, Trait("Requirement", "U3")]
    public Task More_licences_than_any_organisation_has_people_are_refused() => LeavesNoTraceAsync(async () =>
    {
        await FailAsync("LicensesInvalid", () => PlanSetAsync(CentralPro, new() { TotalLicenses = 10_000_001 }));
        await FailAsync("FileLineInvalid", () => ImportSubscriptionsAsync(Central("vast", Pro, 10_000_001)));
    });

    [Fact, Trait("Requirement", "U8")]
    public async Task Renewal_is_switched_off_and_on_again_and_the_term_ends_when_it_did()
    {
        var expiry = (await SubscriptionAsync(CentralPro)).ExpiresAt;
        var change = Assert.Single(await PlanSetAsync(CentralPro, new() { AutoRenew = false }));
        Assert.Equal(("AutoRenew", "True", "False"), (change.Property, change.Current, change.Wanted));
        await Store.Subscriptions.ApplyAsync([change], Stop);
        Assert.Equal((SubscriptionStatus.Active, false), await StandsAsync(CentralPro));
        Assert.Equal(expiry, (await SubscriptionAsync(CentralPro)).ExpiresAt);
        Assert.Empty(await PlanSetAsync(CentralPro, new() { AutoRenew = false }));

        Clock.Advance(TimeSpan.FromDays(3));
        change = Assert.Single(await PlanSetAsync(CentralPro, new() { AutoRenew = true }));
        Assert.Contains("10 licences at 120.50 EUR a year each", change.Detail, StringComparison.Ordinal);
        await Store.Subscriptions.ApplyAsync([change], Stop);

        Assert.Equal((SubscriptionStatus.Active, true), await StandsAsync(CentralPro));
        Assert.Equal(expiry, (await SubscriptionAsync(CentralPro)).ExpiresAt);
        Clock.Now = expiry!.Value.AddDays(1);
        Assert.Equal(expiry.Value.AddYears(1), (await SubscriptionAsync(CentralPro)).ExpiresAt);
    }

    [Fact, Trait("Requirement", "U8"), Trait("Requirement", "L1")]
    public async Task What_cannot_renew_is_not_switched_on()
    {
        await ImportSubscriptionsAsync(
            SelfService("trial", Visio, Ada, 1) with { IsTrial = true, AutoRenew = null, PurchasedAt = Clock.Now.AddDays(-10) },
            Central("expired", Pro, 2) with { AutoRenew = false, ExpiresAt = Clock.Now.AddDays(-1) },
            Central("gone", Pro, 2) with { AutoRenew = false, PurchasedAt = Clock.Now.AddDays(-500), ExpiresAt = Clock.Now.AddDays(-400) });
        await SetSubscriptionAsync(BobVisio, new() { TakeControl = true });
        await SetUsersAsync(enabled: false, Bob);
        var ada = await AsAsync(Ada);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("TrialDoesNotRenew", () => PlanSetAsync(ada, "trial", new() { AutoRenew = true }));
            await FailAsync("SubscriptionNotActive", () => PlanSetAsync("expired", new() { AutoRenew = true }));
            await FailAsync("SubscriptionNotActive", () => PlanSetAsync("expired", new() { TotalLicenses = 3 }));
            await FailAsync("SubscriptionDeleted", () => PlanSetAsync("gone", new() { AutoRenew = false }));
            await FailAsync("SubscriptionDeleted", () => PlanSetAsync("gone", new() { TakeControl = true }));
            await FailAsync("PurchaserLeft", () => PlanSetAsync(BobVisio, new() { AutoRenew = true }));
        });
    }

    [Fact, Trait("Requirement", "T4")]
    public async Task Control_is_taken_renewal_is_off_and_the_purchaser_is_written_to()
    {
        IReadOnlyList<PropertyChange> plan = [];
        await LeavesNoTraceAsync(async () => plan = await PlanSetAsync(AdaPro, new() { TakeControl = true }));
        var change = Assert.Single(plan);
        Assert.Equal((AdaPro, "IsControlledByOrganization", "False", "True"), (change.Target, change.Property, change.Current, change.Wanted));
        Assert.Contains(Ada, change.Detail, StringComparison.Ordinal);
        var before = await SubscriptionAsync(AdaPro);

        await Store.Subscriptions.ApplyAsync(plan, Stop);

        Assert.Equal(before with { IsControlledByOrganization = true, AutoRenew = false }, await SubscriptionAsync(AdaPro));
        var notice = Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        Assert.Equal((NoticeKind.ControlTaken, Ada, NoticeStatus.Pending), (notice.Kind, notice.Recipient, notice.Status));
        var entry = Assert.Single(await RecordedAsync(AuditActions.SubscriptionChanged, ("IsControlledByOrganization: False", "IsControlledByOrganization: True")));
        Assert.Equal(notice.CorrelationId, entry.CorrelationId);
        Assert.Empty(await PlanSetAsync(AdaPro, new() { TakeControl = true }));
        Clock.Now = before.ExpiresAt!.Value;
        Assert.Equal((SubscriptionStatus.Expired, false), await StandsAsync(AdaPro));
    }

    [Fact, Trait("Requirement", "S6"), Trait("Requirement", "T4")]
    public async Task An_administrator_changes_a_purchasers_subscription_once_it_was_taken_over_and_the_purchaser_no_more()
    {
        var ada = await AsAsync(Ada);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("SubscriptionNotControlled", () => PlanSetAsync(AdaPro, new() { TotalLicenses = 6 }));
            await FailAsync("SubscriptionNotControlled", () => PlanSetAsync(AdaPro, new() { AutoRenew = false }));
            await FailAsync("SubscriptionIsCentral", () => PlanSetAsync(CentralPro, new() { TakeControl = true }));
        });

        var plan = await PlanSetAsync(AdaPro, new() { TakeControl = true, TotalLicenses = 6, AutoRenew = true });
        Assert.Equal(
            [("IsControlledByOrganization", "False", "True"), ("TotalLicenses", "5", "6"), ("AutoRenew", "False", "True")],
            plan.Select(change => (change.Property, change.Current, change.Wanted)));
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("SubscriptionNotControlled", () => Store.Subscriptions.ApplyAsync([plan[1]], Stop));
            await FailAsync("RoleMissing", () => ada.Subscriptions.ApplyAsync(plan, Stop));
        });
        await Store.Subscriptions.ApplyAsync(plan, Stop);

        Assert.Equal((SubscriptionStatus.Active, true), await StandsAsync(AdaPro));
        Assert.Equal((6, true), await SubscriptionAsync(AdaPro) is var now ? (now.TotalLicenses, now.IsControlledByOrganization) : default);
        Assert.Equal(AdaPro, Assert.Single(await ListAsync(ada.Subscriptions.GetAsync(new(), Stop))).SubscriptionId);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 7 }));
            await FailAsync("RoleMissing", () => PlanSetAsync(ada, AdaPro, new() { AutoRenew = false }));
            await FailAsync("RoleMissing", () => PlanSetAsync(ada, AdaPro, new() { TakeControl = true }));
        });
    }

    [Fact, Trait("Requirement", "U2"), Trait("Requirement", "U3")]
    public async Task A_purchaser_changes_his_own_and_nobody_elses()
    {
        await SetTenantAsync(new() { Country = "DE" });
        var ada = await AsAsync(Ada);

        await ada.Subscriptions.ApplyAsync(await PlanSetAsync(ada, AdaPro, new() { TotalLicenses = 8, AutoRenew = false }), Stop);

        Assert.Equal((8, false), await SubscriptionAsync(AdaPro) is var now ? (now.TotalLicenses, now.AutoRenew) : default);
        Assert.Equal(Ada, (await OrdersAsync(new() { SubscriptionId = [AdaPro] }))[1].OrderedBy);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => PlanSetAsync(ada, BobVisio, new() { TotalLicenses = 8 }));
            await FailAsync("RoleMissing", () => PlanSetAsync(ada, CentralPro, new() { TotalLicenses = 8 }));
            await FailAsync("RoleMissing", () => PlanSetAsync(ada, AdaPro, new() { TakeControl = true }));
            await FailAsync("SubscriptionNotFound", () => PlanSetAsync(ada, "none", new() { TotalLicenses = 8 }));
        });
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(Carol), Trait("Requirement", "A")]
    public async Task Subscriptions_are_changed_by_those_alone_whose_role_allows_it(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await Store.Subscriptions.PlanAsync(new() { SubscriptionId = [CentralPro], TotalLicenses = 11, AutoRenew = false }, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => PlanSetAsync(store, CentralPro, new() { TotalLicenses = 11 }));
            await FailAsync("RoleMissing", () => PlanSetAsync(store, AdaPro, new() { TakeControl = true }));
            await FailAsync("RoleMissing", () => store.Subscriptions.ApplyAsync(plan, Stop));
        });
        await (await AsAsync(Billing)).Subscriptions.ApplyAsync(plan, Stop);
    }

    [Fact, Trait("Requirement", "U3")]
    public async Task Settings_that_changed_since_the_plan_are_not_overwritten_and_nothing_else_is_written_either()
    {
        var plan = await Store.Subscriptions.PlanAsync(new() { SubscriptionId = [CentralPremium, CentralPro], TotalLicenses = 20 }, Stop);
        Assert.Equal([CentralPremium, CentralPro], plan.Select(change => change.Target));
        await SetSubscriptionAsync(CentralPro, new() { TotalLicenses = 12 });
        var control = await PlanSetAsync(AdaPro, new() { TakeControl = true });
        await Store.Subscriptions.ApplyAsync(control, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.ApplyAsync(plan, Stop));
            await FailAsync("ChangedMeanwhile", () => Store.Subscriptions.ApplyAsync(control, Stop));
            await FailAsync("NamedTwice", () => Store.Subscriptions.ApplyAsync([plan[0], plan[0]], Stop));
            await FailAsync("ValueInvalid", () => Store.Subscriptions.ApplyAsync([plan[0] with { Wanted = "many" }], Stop));
            await FailAsync("ValueInvalid", () => Store.Subscriptions.ApplyAsync([plan[0] with { Property = "Status" }], Stop));
            await FailAsync("SubscriptionNotFound", () => Store.Subscriptions.PlanAsync(new() { SubscriptionId = [CentralPro, "none"], TotalLicenses = 20 }, Stop));
        });
    }

    private Task<IReadOnlyList<PropertyChange>> PlanSetAsync(string id, SetSubscriptionRequest request) => PlanSetAsync(Store, id, request);

    private static Task<IReadOnlyList<PropertyChange>> PlanSetAsync(ICommerceStore store, string id, SetSubscriptionRequest request) =>
        store.Subscriptions.PlanAsync(request with { SubscriptionId = [id] }, Stop);

    private async Task SetSubscriptionAsync(string id, SetSubscriptionRequest request) => await Store.Subscriptions.ApplyAsync(await PlanSetAsync(id, request), Stop);
}
