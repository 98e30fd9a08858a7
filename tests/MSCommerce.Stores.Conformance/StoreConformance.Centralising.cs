namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "T5")]
    public async Task Free_central_licences_are_used_first_those_that_end_last_first_and_nobody_gets_a_second_one()
    {
        await ImportSubscriptionsAsync(
            Central("later", Pro, 2) with { ExpiresAt = Clock.Now.AddYears(2) }, Central("ending", Pro, 5) with { AutoRenew = false },
            SelfService("other", Pro, Carol, 5));

        var plan = await PlanAssignAsync(new() { Product = Pro, User = [Ada, Eve, Bob, Carol, Guest] });

        Assert.Equal((4, 16, null), (plan.SeatsNeeded, plan.SeatsAvailable, plan.Purchase));
        Assert.Equal(
            [(Ada, "later", LicenseAction.Assign), (Eve, CentralPro, LicenseAction.None), (Bob, "later", LicenseAction.Assign), (Carol, CentralPro, LicenseAction.Assign), (Guest, CentralPro, LicenseAction.Assign)],
            plan.Changes.Select(change => (change.User, change.SubscriptionId, change.Action)));
        var results = await ApplyAsync(plan);
        Assert.Equal([("later", 2, 0), (CentralPro, 2, 1)], results.Select(result => (result.SubscriptionId, result.Assigned, result.Unchanged)));
        Assert.Equal([Ada, Bob], await HoldersAsync("later"));
        // A user may hold both meanwhile.
        Assert.Equal([Ada, Bob, Carol, Dan], await HoldersAsync(AdaPro));
        await LeavesNoTraceAsync(async () => Assert.Equal(0, (await PlanAssignAsync(new() { Product = ProLegacyId, User = [Ada, Eve, Bob, Carol, Guest], BuyShortfall = true })).SeatsNeeded));
    }

    [Fact, Trait("Requirement", "T5"), Trait("Requirement", "T4")]
    public async Task Free_licences_of_what_was_taken_over_serve_after_the_organisations_own()
    {
        await SetSubscriptionAsync(AdaPro, new() { TakeControl = true });
        await SetSubscriptionAsync(CentralPro, new() { TotalLicenses = 1 });

        var plan = await PlanAssignAsync(new() { Product = Pro, User = [Guest, Bob] });

        Assert.Equal([(Guest, AdaPro, LicenseAction.Assign), (Bob, AdaPro, LicenseAction.None)], plan.Changes.Select(change => (change.User, change.SubscriptionId, change.Action)));
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task The_shortfall_enlarges_the_central_subscription_that_ends_last_at_the_organisations_price()
    {
        await PriceAsync(Premium, 10m, 9m);
        await ImportSubscriptionsAsync(Central("trial", Premium, 1) with { IsTrial = true, AutoRenew = null, PurchasedAt = Clock.Now.AddDays(-1), ExpiresAt = Clock.Now.AddYears(3) });
        // The trial ends after the one that was bought, and is not enlarged all the same.
        await SetSubscriptionAsync(CentralPremium, new() { AutoRenew = false });
        var request = new AssignLicensesRequest { Product = Premium, User = [Ada, Bob, Carol, Eve, Guest, Reader] };
        await LeavesNoTraceAsync(() => FailAsync("TooFewLicenses", () => PlanAssignAsync(request)));
        LicensePlan plan = null!;
        await LeavesNoTraceAsync(async () => plan = await PlanAssignAsync(request with { BuyShortfall = true }));
        Assert.Equal((6, 4), (plan.SeatsNeeded, plan.SeatsAvailable));
        Assert.Equal(
            (CentralPremium, SubscriptionChannel.Central, 2, SubscriptionTerm.Year, 108m, "EUR", 216m),
            (plan.Purchase!.SubscriptionId, plan.Purchase.Channel, plan.Purchase.Licenses, plan.Purchase.Term, plan.Purchase.PricePerLicense, plan.Purchase.Currency, plan.Purchase.TotalPrice));

        var results = await ApplyAsync(plan);

        Assert.Equal([("trial", 1, 0), (CentralPremium, 5, 2)], results.Select(result => (result.SubscriptionId, result.Assigned, result.Bought)));
        Assert.Equal((5, 5), await SeatsAsync(CentralPremium));
        Assert.Equal([(3, 120.5m), (2, 108m)], (await OrdersAsync(new() { SubscriptionId = [CentralPremium] })).Select(order => (order.Quantity, order.PricePerLicense)));
        await RecordedAsync(AuditActions.SubscriptionChanged, ("TotalLicenses: 3", "TotalLicenses: 5"));
        Assert.Equal(7, (await AuditAsync(new() { CorrelationId = (await AuditAsync())[0].CorrelationId })).Count);
    }

    [Fact, Trait("Requirement", "T5"), Trait("Requirement", "P6")]
    public async Task The_shortfall_buys_a_new_subscription_where_there_is_none_whatever_the_policy_says()
    {
        await PriceAsync(Visio, 5m, null);
        await SetAsync(PolicyValues.Disabled, Visio);
        var plan = await PlanAssignAsync(new() { Product = Visio, User = [Bob, Ada], BuyShortfall = true });
        Assert.Equal((null, 2, 60m), (plan.Purchase!.SubscriptionId, plan.Purchase.Licenses, plan.Purchase.PricePerLicense));
        Assert.All(plan.Changes, change => Assert.Null(change.SubscriptionId));

        var result = Assert.Single(await ApplyAsync(plan));

        Assert.Equal((2, 2, true), (result.Assigned, result.Bought, result.IsApplied));
        var bought = await SubscriptionAsync(result.SubscriptionId!);
        Assert.Equal((Visio, SubscriptionChannel.Central, 2, 2, 60m), (bought.ProductName, bought.Channel, bought.TotalLicenses, bought.AssignedLicenses, bought.PricePerLicense));
        Assert.Equal([Ada, Bob], await HoldersAsync(bought.SubscriptionId));
        Assert.Equal(3, (await AuditAsync(new() { CorrelationId = (await AuditAsync())[0].CorrelationId })).Count);
        Assert.Equal(0, Assert.Single(await PlanRequestAsync(BobVisio)).UsersNotCovered);
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task The_purchase_and_the_assignment_are_one_transaction()
    {
        await PriceAsync(Premium, 10m, 9m);
        var plan = await PlanAssignAsync(new() { Product = Premium, User = [Ada, Bob, Carol, Eve], BuyShortfall = true });
        var visio = await PlanAssignAsync(new() { Product = Visio, User = [Ada], BuyShortfall = true });
        await SetUsersAsync(enabled: false, Ada);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("UserDisabled", () => ApplyAsync(plan));
            await FailAsync("UserDisabled", () => ApplyAsync(visio));
        });
        await SetUsersAsync(enabled: true, Ada);
        await PriceAsync(Premium, 10m, 9.5m);
        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => ApplyAsync(plan)));
        await PriceAsync(Premium, 10m, 9m);
        var reader = await AsAsync(Reader);
        await LeavesNoTraceAsync(() => FailAsync("RoleMissing", () => reader.Licenses.ApplyAsync(visio, null, Stop)));

        await SetSubscriptionAsync(CentralPremium, new() { TotalLicenses = 4 });
        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => ApplyAsync(plan)));
    }

    [Fact, Trait("Requirement", "L3")]
    public async Task Former_users_of_a_cancelled_subscription_are_given_a_central_licence()
    {
        await CancelAsync(AdaPro);
        var former = await FormerAsync(new() { SubscriptionId = [AdaPro] });
        var enabled = (await UsersAsync(new() { AccountEnabled = true })).Select(user => user.UserPrincipalName).ToHashSet(StringComparer.OrdinalIgnoreCase);

        await ApplyAsync(await PlanAssignAsync(new() { Product = Pro, User = [.. former.Select(user => user.UserPrincipalName).Where(enabled.Contains)] }));

        Assert.Equal([Ada, Bob, Carol, Eve], await HoldersAsync(CentralPro));
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task Thousands_of_users_are_centralised_at_once()
    {
        const int Many = 3000;
        await ImportUsersAsync([.. Enumerable.Range(0, Many).Select(number => User($"user{number:d5}@contoso.example"))]);
        await PriceAsync(Pro, 13.5m, 12m);
        var names = Enumerable.Range(0, Many).Select(number => $"user{number:d5}@contoso.example").ToList();

        var result = await ApplyAsync(await PlanAssignAsync(new() { Product = Pro, User = names, BuyShortfall = true, DisabledService = ["Paginated Reports"] }));

        Assert.Equal((Many, Many - 9), (result.Sum(line => line.Assigned), result.Sum(line => line.Bought)));
        Assert.Equal((Many + 1, Many + 1), await SeatsAsync(CentralPro));
        Assert.Equal(Many + 1, (await AuditAsync(new() { CorrelationId = (await AuditAsync())[0].CorrelationId })).Count);
        await ApplyAsync(await PlanUnassignAsync(new() { SubscriptionId = CentralPro, User = names }));
        Assert.Equal([Eve], await HoldersAsync(CentralPro));
    }
}
