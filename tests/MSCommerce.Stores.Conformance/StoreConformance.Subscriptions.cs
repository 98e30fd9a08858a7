namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "S1")]
    public async Task A_subscription_is_shown_with_product_purchaser_price_expiry_and_licences()
    {
        var subscription = await SubscriptionAsync(AdaPro);

        Assert.Equal(
            new Subscription
            {
                SubscriptionId = AdaPro,
                ProductId = ProId,
                ProductName = Pro,
                Channel = SubscriptionChannel.SelfService,
                Purchaser = Ada,
                PurchaserName = "Ada",
                Status = SubscriptionStatus.Active,
                PurchasedAt = Clock.Now.AddDays(-50),
                // Bought on 24 January, renewed on 24 February.
                ExpiresAt = Clock.Now.AddDays(-50).AddMonths(2),
                Term = SubscriptionTerm.Month,
                AutoRenew = true,
                IsTrial = false,
                IsControlledByOrganization = false,
                PricePerLicense = 13.5m,
                Currency = "EUR",
                TotalLicenses = 5,
                AssignedLicenses = 4,
                OrderCount = 1,
            },
            subscription);
        var central = await SubscriptionAsync(CentralPro);
        Assert.Equal((SubscriptionChannel.Central, null, null, true), (central.Channel, central.Purchaser, central.PurchaserName, central.IsControlledByOrganization));
    }

    [Fact, Trait("Requirement", "L2")]
    public async Task A_subscription_that_does_not_renew_runs_out_by_the_calendar_alone()
    {
        await ImportSubscriptionsAsync(SelfService("runs-out", Visio, Ada, 1) with { ExpiresAt = Clock.Now.AddDays(1), AutoRenew = false });
        var expiry = Clock.Now.AddDays(1);
        foreach (var (days, status) in new[]
        {
            (0, SubscriptionStatus.Active), (1, SubscriptionStatus.Expired), (30, SubscriptionStatus.Expired), (31, SubscriptionStatus.Disabled),
            (120, SubscriptionStatus.Disabled), (121, SubscriptionStatus.Deleted),
        })
        {
            Clock.Now = expiry.AddDays(days - 1);
            var subscription = await SubscriptionAsync("runs-out");
            Assert.Equal((days, status, expiry), (days, subscription.Status, subscription.ExpiresAt));
        }
    }

    [Fact, Trait("Requirement", "U8")]
    public async Task A_subscription_renews_at_the_end_of_each_term()
    {
        Clock.Advance(TimeSpan.FromDays(400));

        var subscription = await SubscriptionAsync(AdaPro);

        Assert.Equal((SubscriptionStatus.Active, true), (subscription.Status, subscription.AutoRenew));
        Assert.InRange(subscription.ExpiresAt!.Value, Clock.Now, Clock.Now.AddDays(31));
    }

    [Fact, Trait("Requirement", "L1")]
    public async Task A_subscription_whose_purchaser_left_stays_until_its_term_ends_and_does_not_renew()
    {
        await ImportUsersAsync(User(Ada) with { AccountEnabled = false });
        var expiry = (await SubscriptionAsync(AdaPro)).ExpiresAt;
        Assert.Equal((SubscriptionStatus.Active, false), ((await SubscriptionAsync(AdaPro)).Status, (await SubscriptionAsync(AdaPro)).AutoRenew));

        Clock.Advance(TimeSpan.FromDays(20));

        var subscription = await SubscriptionAsync(AdaPro);
        Assert.Equal((SubscriptionStatus.Expired, expiry), (subscription.Status, subscription.ExpiresAt));
    }

    [Fact, Trait("Requirement", "U8")]
    public async Task A_trial_does_not_renew()
    {
        await ImportSubscriptionsAsync(SelfService("trial", Visio, Ada, 1) with { IsTrial = true, AutoRenew = null, PurchasedAt = Clock.Now.AddDays(-10) });
        Assert.Equal((true, false, SubscriptionStatus.Active), await TrialAsync());

        Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal((true, false, SubscriptionStatus.Expired), await TrialAsync());
        await FailAtLineAsync(2, "trial", () => ImportSubscriptionsAsync(SelfService("trial", Visio, Ada, 1) with { IsTrial = true, AutoRenew = true }));

        async Task<(bool?, bool?, SubscriptionStatus)> TrialAsync() => await SubscriptionAsync("trial") is var trial ? (trial.IsTrial, trial.AutoRenew, trial.Status) : default;
    }

    [Fact, Trait("Requirement", "S1")]
    public async Task Subscriptions_are_filtered()
    {
        Assert.Equal([CentralPremium, CentralPro], await IdsAsync(new() { Channel = SubscriptionChannel.Central }));
        Assert.Equal([AdaPro, BobVisio], await IdsAsync(new() { Channel = SubscriptionChannel.SelfService }));
        Assert.Equal([CentralPro, AdaPro], await IdsAsync(new() { Product = [Pro] }));
        Assert.Equal([CentralPro, AdaPro], await IdsAsync(new() { Product = [ProId.ToLowerInvariant()] }));
        Assert.Equal([CentralPro, AdaPro], await IdsAsync(new() { Product = [ProLegacyId] }));
        Assert.Equal([CentralPremium, CentralPro, AdaPro], await IdsAsync(new() { Product = ["power bi*"] }));
        Assert.Equal([AdaPro], await IdsAsync(new() { Purchaser = ["a*"] }));
        Assert.Equal([AdaPro], await IdsAsync(new() { Purchaser = ["Ada"], Product = ["Power*"] }));
        Assert.Equal([BobVisio], await IdsAsync(new() { Purchaser = [IdOf(Bob)] }));
        Assert.Equal([AdaPro, BobVisio], await IdsAsync(new() { ExpiringBefore = Clock.Now.AddDays(30) }));
        Assert.Equal([AdaPro], await IdsAsync(new() { SubscriptionId = [AdaPro.ToUpperInvariant()] }));
        Assert.Empty(await IdsAsync(new() { Status = [SubscriptionStatus.Deleted, SubscriptionStatus.Disabled] }));
        Assert.Equal(4, (await IdsAsync(new() { Status = [SubscriptionStatus.Active] })).Count);
    }

    [Theory, Trait("Requirement", "S1")]
    [InlineData(SubscriptionSort.Product, CentralPremium, CentralPro, AdaPro, BobVisio)]
    [InlineData(SubscriptionSort.Purchaser, CentralPremium, CentralPro, AdaPro, BobVisio)]
    [InlineData(SubscriptionSort.TotalLicenses, BobVisio, CentralPremium, AdaPro, CentralPro)]
    [InlineData(SubscriptionSort.AvailableLicenses, AdaPro, BobVisio, CentralPremium, CentralPro)]
    [InlineData(SubscriptionSort.ExpiresAt, AdaPro, BobVisio, CentralPremium, CentralPro)]
    public async Task Subscriptions_are_sorted_and_paged(SubscriptionSort order, params string[] expected)
    {
        Assert.Equal(expected, await IdsAsync(new() { SortBy = order }));
        Assert.Equal(Enumerable.Reverse(expected), await IdsAsync(new() { SortBy = order, Descending = true }));
        Assert.Equal(expected.Skip(1).Take(2), await IdsAsync(new() { SortBy = order, Skip = 1, First = 2 }));
        Assert.Empty(await IdsAsync(new() { SortBy = order, Skip = 10, First = long.MaxValue }));
        Assert.Equal(4, await Store.Subscriptions.CountAsync(new() { SortBy = order, Skip = 1, First = 2 }, Stop));
    }

    [Fact]
    public async Task What_is_named_exactly_and_is_not_there_is_an_error_after_what_is_found()
    {
        var (found, error) = await ListThenFailAsync("SubscriptionNotFound", Store.Subscriptions.GetAsync(new() { SubscriptionId = ["none", AdaPro] }, Stop));
        Assert.Equal([AdaPro], found.Select(subscription => subscription.SubscriptionId));
        Assert.Equal("none", error.Target);

        (found, _) = await ListThenFailAsync("ProductNotFound", Store.Subscriptions.GetAsync(new() { Product = ["Unknown", Visio] }, Stop));
        Assert.Equal([BobVisio], found.Select(subscription => subscription.SubscriptionId));
        (found, _) = await ListThenFailAsync("UserNotFound", Store.Subscriptions.GetAsync(new() { Purchaser = ["zoe@contoso.example", Ada] }, Stop));
        Assert.Equal([AdaPro], found.Select(subscription => subscription.SubscriptionId));

        Assert.Empty(await IdsAsync(new() { Product = ["Unknown*"] }));
        Assert.Empty(await IdsAsync(new() { Purchaser = ["z*"] }));
        Assert.Empty(await IdsAsync(new() { Purchaser = [Carol] }));
    }

    [Fact, Trait("Requirement", "U2")]
    public async Task A_purchaser_sees_his_own_subscriptions_alone()
    {
        var store = await AsAsync(Ada);

        Assert.Equal([AdaPro], (await ListAsync(store.Subscriptions.GetAsync(new(), Stop))).Select(subscription => subscription.SubscriptionId));
        Assert.Equal(1, await store.Subscriptions.CountAsync(new(), Stop));
        await FailAsync("SubscriptionNotFound", () => ListAsync(store.Subscriptions.GetAsync(new() { SubscriptionId = [CentralPro] }, Stop)));
        Assert.Empty(await ListAsync((await AsAsync(Carol)).Subscriptions.GetAsync(new(), Stop)));
    }

    [Fact]
    public async Task A_repeated_import_of_subscriptions_changes_nothing_and_leaves_no_trace()
    {
        var rows = new[] { Central("new-1", Pro, 2), SelfService("new-2", Visio, Ada, 1) with { AutoRenew = false, ExpiresAt = Clock.Now.AddDays(-40) } };
        var first = await ImportSubscriptionsAsync(rows);
        Assert.Equal((2, 2, 0, 0), (first.Rows, first.Created, first.Updated, first.Unchanged));
        Clock.Advance(TimeSpan.FromDays(1));

        await LeavesNoTraceAsync(async () =>
        {
            var again = await ImportSubscriptionsAsync(rows);
            Assert.Equal((2, 0, 0, 2), (again.Rows, again.Created, again.Updated, again.Unchanged));
        });
    }

    [Fact]
    public async Task Subscriptions_are_imported_by_the_thousand_with_who_bought_each_by_either_name_in_any_case()
    {
        var id = IdOf(Bob);
        string[] buyers = [Ada, Ada.ToUpperInvariant(), id, id.ToUpperInvariant()];
        SubscriptionRow[] rows = [.. Enumerable.Range(0, 1_100).Select(index => SelfService($"many-{index:0000}", Visio, buyers[index % 4], 1 + (index % 3)))];
        rows[700] = SelfService(BobVisio, Visio, id, 9);

        var result = await ImportSubscriptionsAsync(rows);

        Assert.Equal((1_100, 1_099, 1, 0), (result.Rows, result.Created, result.Updated, result.Unchanged));
        var listed = await ListAsync(Store.Subscriptions.GetAsync(new() { Product = [Visio] }, Stop));
        Assert.Equal(
            rows.Select((row, index) => (row.SubscriptionId, index % 4 < 2 && index != 700 ? Ada : Bob, row.TotalLicenses, index == 700 ? 2 : 1)).Order(),
            listed.Select(subscription => (subscription.SubscriptionId, subscription.Purchaser!, subscription.TotalLicenses, subscription.OrderCount!.Value)).Order());
    }

    [Fact]
    public async Task A_list_of_subscriptions_can_be_imported_as_it_is_shown()
    {
        Clock.Advance(TimeSpan.FromDays(200));
        var shown = await SubscriptionAsync(AdaPro);

        var result = await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 5) with { PurchasedAt = shown.PurchasedAt, ExpiresAt = shown.ExpiresAt });

        Assert.Equal(1, result.Unchanged);
    }

    [Fact, Trait("Requirement", "S4")]
    public async Task A_total_that_changes_is_an_order_and_what_a_row_does_not_say_stays()
    {
        var before = await SubscriptionAsync(AdaPro);

        var result = await ImportSubscriptionsAsync(new SubscriptionRow { Line = 1, SubscriptionId = AdaPro, Product = ProLegacyId, TotalLicenses = 7 });

        Assert.Equal(1, result.Updated);
        Assert.Equal(before with { TotalLicenses = 7, OrderCount = 2 }, await SubscriptionAsync(AdaPro));
    }

    [Fact]
    public async Task A_file_of_subscriptions_with_a_fault_is_refused_as_a_whole_and_the_line_is_told()
    {
        var good = Central("good", Pro, 1);
        async Task RefusedAsync(string why, SubscriptionRow bad) =>
            await LeavesNoTraceAsync(() => FailAtLineAsync(3, why, () => ImportSubscriptionsAsync(good, bad, bad with { SubscriptionId = "after" })));

        await RefusedAsync("line already", good);
        await RefusedAsync("no product", Central("bad", "Unknown", 1));
        await RefusedAsync("no product", Central("bad", "Power BI*", 1));
        await RefusedAsync("no user", SelfService("bad", Pro, "zoe@contoso.example", 1));
        await RefusedAsync("product cannot change", SelfService(AdaPro, Visio, Ada, 5));
        await RefusedAsync("purchaser cannot change", SelfService(AdaPro, Pro, Bob, 5));
        await RefusedAsync("purchaser cannot change", SelfService(CentralPro, Pro, Bob, 10));
        await RefusedAsync("4 licences are assigned", SelfService(AdaPro, Pro, Ada, 3));
        await RefusedAsync("at least 1", Central("bad", Pro, 0));
        await RefusedAsync("currency", Central("bad", Pro, 1) with { Currency = null });
        await RefusedAsync("negative", Central("bad", Pro, 1) with { PricePerLicense = -1 });
        await RefusedAsync("four decimal", Central("bad", Pro, 1) with { PricePerLicense = 0.00001m });
        await RefusedAsync("between 1900 and 2999", Central("bad", Pro, 1) with { ExpiresAt = DateTimeOffset.MaxValue });
        await RefusedAsync("between 1900 and 2999", Central("bad", Pro, 1) with { PurchasedAt = DateTimeOffset.MinValue });
        await RefusedAsync("null character", Central("b\0d", Pro, 1));
        await RefusedAsync("not after", Central("bad", Pro, 1) with { ExpiresAt = Clock.Now.AddYears(-1) });
    }

    [Fact]
    public async Task A_dry_run_of_subscriptions_writes_nothing()
    {
        await LeavesNoTraceAsync(async () =>
        {
            var result = await Store.Subscriptions.ImportAsync(Source, Rows([Central("new", Pro, 1), Central(CentralPro, Pro, 11)], (row, line) => row with { Line = line }), dryRun: true, null, Stop);
            Assert.Equal((1, 1, false), (result.Created, result.Updated, result.IsApplied));
        });
    }

    [Fact, Trait("Requirement", "T3")]
    public async Task A_subscription_that_a_file_cancels_is_deleted_and_its_licences_end()
    {
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 5) with { CancelledAt = Clock.Now });

        var subscription = await SubscriptionAsync(AdaPro);
        Assert.Equal((SubscriptionStatus.Deleted, 0, Clock.Now, false), (subscription.Status, subscription.AssignedLicenses, subscription.CancelledAt, subscription.AutoRenew));
        Assert.Empty(await HoldersAsync(AdaPro));
    }

    private async Task<List<string>> IdsAsync(SubscriptionQuery query) =>
        [.. (await ListAsync(Store.Subscriptions.GetAsync(query, Stop))).Select(subscription => subscription.SubscriptionId)];
}
