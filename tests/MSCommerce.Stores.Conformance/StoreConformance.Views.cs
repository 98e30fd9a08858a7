namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "S4")]
    public async Task Orders_are_listed_by_subscription_and_number_and_add_up()
    {
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 9));
        Clock.Advance(TimeSpan.FromDays(1));
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 6));

        var orders = await OrdersAsync(new() { SubscriptionId = [AdaPro] });

        Assert.Equal([(1, 5), (2, 4), (3, -3)], orders.Select(order => (order.OrderNumber, order.Quantity)));
        Assert.Equal(
            (AdaPro, Pro, Clock.Now, Admin, 13.5m, "EUR"),
            (orders[2].SubscriptionId, orders[2].ProductName, orders[2].OrderedAt, orders[2].OrderedBy, orders[2].PricePerLicense, orders[2].Currency));
        var all = await OrdersAsync(new());
        Assert.Equal([CentralPro, CentralPremium, AdaPro, AdaPro, AdaPro, BobVisio], all.Select(order => order.SubscriptionId));
    }

    [Fact, Trait("Requirement", "S4")]
    public async Task Orders_are_filtered()
    {
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 9));

        Assert.Equal([AdaPro], Ids(await OrdersAsync(new() { Since = Clock.Now })));
        Assert.Equal([CentralPro, CentralPremium], Ids(await OrdersAsync(new() { Until = Clock.Now.AddDays(-60) })));
        Assert.Equal([AdaPro, BobVisio], Ids(await OrdersAsync(new() { Since = Clock.Now.AddDays(-60), Until = Clock.Now })));
        Assert.Equal([CentralPro, AdaPro, AdaPro], Ids(await OrdersAsync(new() { Product = [ProLegacyId] })));
        Assert.Equal([CentralPremium], Ids(await OrdersAsync(new() { Product = ["power*"], SubscriptionId = [CentralPremium.ToUpperInvariant(), BobVisio] })));
        Assert.Empty(await OrdersAsync(new() { Product = ["z*"] }));
        Assert.Empty(await OrdersAsync(new() { SubscriptionId = [BobVisio], Since = Clock.Now }));

        static IEnumerable<string> Ids(List<SubscriptionOrder> orders) => orders.Select(order => order.SubscriptionId);
    }

    [Fact]
    public async Task Orders_of_what_is_not_there_are_an_error_after_those_that_are()
    {
        var (found, error) = await ListThenFailAsync("SubscriptionNotFound", Store.Subscriptions.GetOrdersAsync(new() { SubscriptionId = ["none", BobVisio] }, Stop));
        Assert.Equal((BobVisio, "none"), (Assert.Single(found).SubscriptionId, error.Target));
        (found, _) = await ListThenFailAsync("ProductNotFound", Store.Subscriptions.GetOrdersAsync(new() { Product = [Visio, "none"] }, Stop));
        Assert.Equal(BobVisio, Assert.Single(found).SubscriptionId);
        await FailAsync("ProductNotFound", () => OrdersAsync(new() { Product = ["none"] }));
    }

    [Fact, Trait("Requirement", "A")]
    public async Task A_purchaser_sees_orders_licences_and_capacity_of_his_own_alone()
    {
        await SetCapacityAsync(Pro, 10, 20);
        var ada = await AsAsync(Ada);

        Assert.Equal(AdaPro, Assert.Single(await ListAsync(ada.Subscriptions.GetOrdersAsync(new(), Stop))).SubscriptionId);
        await FailAsync("SubscriptionNotFound", () => ListAsync(ada.Subscriptions.GetOrdersAsync(new() { SubscriptionId = [CentralPro] }, Stop)));
        var summary = Assert.Single(await ListAsync(ada.Licenses.GetSummaryAsync(new(), Stop)));
        Assert.Equal((Pro, 1, 5L, 4L), (summary.ProductName, summary.Subscriptions, summary.TotalLicenses, summary.AssignedLicenses));
        Assert.Equal(5, Assert.Single(await ListAsync(ada.Licenses.GetCapacityAsync(new(), Stop))).Licenses);
        Assert.Empty(await ListAsync((await AsAsync(Carol)).Licenses.GetSummaryAsync(new(), Stop)));
        Assert.Equal(4, (await ListAsync((await AsAsync(Reader)).Subscriptions.GetOrdersAsync(new(), Stop))).Count);
    }

    [Fact, Trait("Requirement", "S2")]
    public async Task A_product_bought_several_times_is_one_line_with_the_total_of_its_subscriptions()
    {
        var summary = await ListAsync(Store.Licenses.GetSummaryAsync(new(), Stop));

        Assert.Equal(
            [(Premium, 1, 3L, 0L, 3L), (Pro, 2, 15L, 5L, 10L), (Visio, 1, 2L, 1L, 1L)],
            summary.Select(line => (line.ProductName, line.Subscriptions, line.TotalLicenses, line.AssignedLicenses, line.AvailableLicenses)));
        Assert.Equal(ProId, summary[1].ProductId);
        Assert.Equal((1, 5L), await TotalAsync(new() { Product = [ProId], Channel = SubscriptionChannel.SelfService }));
        Assert.Equal((1, 10L), await TotalAsync(new() { Product = [ProLegacyId], Channel = SubscriptionChannel.Central }));
        Assert.Empty(await ListAsync(Store.Licenses.GetSummaryAsync(new() { Product = ["z*"] }, Stop)));
        await FailAsync("ProductNotFound", () => ListAsync(Store.Licenses.GetSummaryAsync(new() { Product = ["none"] }, Stop)));

        async Task<(int, long)> TotalAsync(LicenseSummaryQuery query) =>
            Assert.Single(await ListAsync(Store.Licenses.GetSummaryAsync(query, Stop))) is var line ? (line.Subscriptions, line.TotalLicenses) : default;
    }

    [Fact, Trait("Requirement", "S2"), Trait("Requirement", "L2")]
    public async Task Subscriptions_that_are_deleted_by_their_dates_are_not_summed_up()
    {
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 5) with { AutoRenew = false });
        Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(2, (await ListAsync(Store.Licenses.GetSummaryAsync(new() { Product = [Pro] }, Stop)))[0].Subscriptions);

        Clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(1, (await ListAsync(Store.Licenses.GetSummaryAsync(new() { Product = [Pro] }, Stop)))[0].Subscriptions);
    }

    [Fact, Trait("Requirement", "S5")]
    public async Task Capacity_is_that_of_all_licences_of_self_service_subscriptions_while_users_have_access()
    {
        Assert.Empty(await CapacityAsync());
        await SetCapacityAsync(Pro, 50, 400);
        await SetCapacityAsync(Premium, 1000, 1000);
        await SetCapacityAsync(Visio, 0, 0);
        await ImportSubscriptionsAsync(SelfService("second", Pro, Bob, 3) with { ExpiresAt = Clock.Now.AddDays(1), AutoRenew = false });

        Assert.Equal([(Pro, 8L, 400L, 3200L)], await CapacityAsync());
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal([(Pro, 8L, 400L, 3200L)], await CapacityAsync());
        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal([(Pro, 5L, 250L, 2000L)], await CapacityAsync());
        Assert.Equal([(Pro, 5L, 250L, 2000L)], await CapacityAsync("power bi p*"));
        Assert.Empty(await CapacityAsync(Visio));
        await FailAsync("ProductNotFound", () => CapacityAsync("none"));

        async Task<IEnumerable<(string, long, long, long)>> CapacityAsync(params string[] products) =>
            (await ListAsync(Store.Licenses.GetCapacityAsync(new() { Product = products }, Stop))).Select(line => (line.ProductName, line.Licenses, line.DatabaseCapacityMB, line.FileCapacityMB));
    }

    [Fact, Trait("Requirement", "L3"), Trait("Requirement", "T3")]
    public async Task Former_users_are_those_of_moves_cancellations_and_of_what_has_run_out_for_good()
    {
        Assert.Empty(await FormerAsync(new()));
        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [AdaPro], User = [Bob], TargetSubscriptionId = CentralPro }), null, Stop);
        Clock.Advance(TimeSpan.FromHours(1));
        await CancelAsync(AdaPro);
        await ImportSubscriptionsAsync(SelfService(BobVisio, Visio, Bob, 2) with { AutoRenew = false });
        var disabled = (await SubscriptionAsync(BobVisio)).ExpiresAt!.Value.AddDays(30);
        Clock.Advance(TimeSpan.FromDays(200));

        var former = await FormerAsync(new());

        Assert.Equal(
            [(Ada, Ada, null), (Ada, Carol, null), (Ada, Dan, null), (Ada, Bob, CentralPro), (Bob, Bob, null)],
            former.Select(user => (user.Purchaser, user.UserPrincipalName, user.MovedTo)));
        Assert.Equal(Clock.Now.AddDays(-200), former[0].EndedAt);
        Assert.Equal((BobVisio, Visio, disabled), (former[4].FormerSubscriptionId, former[4].ProductName, former[4].EndedAt));
        Assert.Equal((Pro, ProId, "Carol", IdOf(Carol)), (former[1].ProductName, former[1].ProductId, former[1].DisplayName, former[1].UserId));
    }

    [Fact, Trait("Requirement", "L3")]
    public async Task Former_users_are_filtered()
    {
        await CancelAsync(AdaPro, BobVisio);

        Assert.Equal([Ada, Bob, Carol, Dan], await NamesAsync(new() { SubscriptionId = [AdaPro] }));
        Assert.Equal([Bob], await NamesAsync(new() { Product = ["Visio*"] }));
        Assert.Equal([Bob], await NamesAsync(new() { Purchaser = ["b*@*"] }));
        Assert.Equal([Bob, Carol, Bob], await NamesAsync(new() { User = [Carol, "Bob"] }));
        Assert.Empty(await NamesAsync(new() { Channel = SubscriptionChannel.Central }));
        Assert.Empty(await NamesAsync(new() { SubscriptionId = [CentralPro] }));
        await FailAsync("SubscriptionNotFound", () => NamesAsync(new() { SubscriptionId = ["none"] }));
        await FailAsync("UserNotFound", () => NamesAsync(new() { User = ["zoe@contoso.example"] }));
        Assert.Equal([Bob, Bob], (await ListAsync((await AsAsync(Bob)).Licenses.GetFormerUsersAsync(new(), Stop))).Select(user => user.UserPrincipalName));
        Assert.Equal(4, (await ListAsync((await AsAsync(Ada)).Licenses.GetFormerUsersAsync(new(), Stop))).Count);
        await FailAsync("UserNotFound", async () => await ListAsync((await AsAsync(Carol)).Licenses.GetFormerUsersAsync(new() { User = [Ada] }, Stop)));

        async Task<IEnumerable<string>> NamesAsync(LicensedUserQuery query) => (await FormerAsync(query)).Select(user => user.UserPrincipalName);
    }

    [Fact, Trait("Requirement", "L3")]
    public async Task Who_was_moved_away_and_came_back_is_no_former_user()
    {
        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [CentralPro], User = [Eve], TargetSubscriptionId = CentralPremium }), null, Stop);
        Assert.Equal(Eve, Assert.Single(await FormerAsync(new() { SubscriptionId = [CentralPro] })).UserPrincipalName);

        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [CentralPremium], User = [Eve], TargetSubscriptionId = CentralPro }), null, Stop);

        Assert.Empty(await FormerAsync(new() { SubscriptionId = [CentralPro] }));
    }

    private Task<List<SubscriptionOrder>> OrdersAsync(OrderQuery query) => ListAsync(Store.Subscriptions.GetOrdersAsync(query, Stop));

    private Task<List<FormerLicensedUser>> FormerAsync(LicensedUserQuery query) => ListAsync(Store.Licenses.GetFormerUsersAsync(query, Stop));

    private async Task SetCapacityAsync(string product, int database, int file) =>
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [product], DatabaseCapacityMB = database, FileCapacityMB = file }), Stop);
}
