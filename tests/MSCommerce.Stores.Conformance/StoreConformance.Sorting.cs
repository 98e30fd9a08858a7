namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Theory, Trait("Requirement", "S4")]
    [InlineData(OrderSort.Subscription), InlineData(OrderSort.OrderedAt), InlineData(OrderSort.Product), InlineData(OrderSort.OrderedBy), InlineData(OrderSort.Quantity)]
    public async Task Orders_are_sorted_paged_and_counted(OrderSort sort)
    {
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 9), SelfService("third", Visio, Carol, 5) with { PurchasedAt = Clock.Now.AddDays(-1) });
        Clock.Advance(TimeSpan.FromDays(1));
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 4), Central(CentralPremium, Premium, 4));
        var key = (Comparison<SubscriptionOrder>)(sort switch
        {
            OrderSort.OrderedAt => (left, right) => left.OrderedAt.CompareTo(right.OrderedAt),
            OrderSort.Product => (left, right) => Compare(left.ProductName, right.ProductName),
            OrderSort.OrderedBy => (left, right) => Compare(left.OrderedBy, right.OrderedBy),
            OrderSort.Quantity => (left, right) => left.Quantity.CompareTo(right.Quantity),
            _ => (_, _) => 0,
        });

        await SortsAndPagesAsync(
            (descending, skip, first) => Store.Subscriptions.GetOrdersAsync(new() { SortBy = sort, Descending = descending, Skip = skip, First = first }, Stop),
            () => Store.Subscriptions.CountOrdersAsync(new() { SortBy = sort, Skip = 1, First = 1 }, Stop),
            (left, right) => First(key(left, right), Compare(left.SubscriptionId, right.SubscriptionId), left.OrderNumber.CompareTo(right.OrderNumber)));
    }

    [Fact, Trait("Requirement", "S4")]
    public async Task Orders_of_named_subscriptions_and_products_are_counted_and_a_missing_name_is_left_to_the_list()
    {
        Assert.Equal(2, await Store.Subscriptions.CountOrdersAsync(new() { SubscriptionId = [BobVisio.ToUpperInvariant(), AdaPro, "none"] }, Stop));
        Assert.Equal(1, await Store.Subscriptions.CountOrdersAsync(new() { Product = [Visio, "none"] }, Stop));
        Assert.Equal(0, await Store.Subscriptions.CountOrdersAsync(new() { Product = ["none"] }, Stop));
        Assert.Equal(2, await Store.Subscriptions.CountOrdersAsync(new() { Since = Clock.Now.AddDays(-60) }, Stop));
        Assert.Equal(1, await (await AsAsync(Ada)).Subscriptions.CountOrdersAsync(new(), Stop));
        var (page, _) = await ListThenFailAsync("SubscriptionNotFound", Store.Subscriptions.GetOrdersAsync(new() { SubscriptionId = [BobVisio, AdaPro, "none"], SortBy = OrderSort.OrderedAt, First = 1 }, Stop));
        Assert.Single(page);
    }

    [Theory, Trait("Requirement", "S2")]
    [InlineData(LicenseSummarySort.Product), InlineData(LicenseSummarySort.Subscriptions), InlineData(LicenseSummarySort.TotalLicenses)]
    [InlineData(LicenseSummarySort.AssignedLicenses), InlineData(LicenseSummarySort.AvailableLicenses)]
    public async Task A_summary_is_sorted_paged_and_counted(LicenseSummarySort sort)
    {
        // As many as there are of Visio, so that the names have something to settle.
        await ImportSubscriptionsAsync(SelfService("third", "Visio Plan 2", Carol, 2));
        var key = (Func<LicenseSummary, long>)(sort switch
        {
            LicenseSummarySort.Subscriptions => line => line.Subscriptions,
            LicenseSummarySort.TotalLicenses => line => line.TotalLicenses,
            LicenseSummarySort.AssignedLicenses => line => line.AssignedLicenses,
            LicenseSummarySort.AvailableLicenses => line => line.AvailableLicenses,
            _ => _ => 0,
        });

        await SortsAndPagesAsync(
            (descending, skip, first) => Store.Licenses.GetSummaryAsync(new() { SortBy = sort, Descending = descending, Skip = skip, First = first }, Stop),
            () => Store.Licenses.CountSummaryAsync(new() { Product = ["*"], Skip = 1, First = 1 }, Stop),
            (left, right) => First(key(left).CompareTo(key(right)), Compare(left.ProductName, right.ProductName)));
        Assert.Equal(1, await Store.Licenses.CountSummaryAsync(new() { Channel = SubscriptionChannel.Central, Product = [Pro, "none"] }, Stop));
    }

    [Theory, Trait("Requirement", "S5")]
    [InlineData(CapacitySort.Product), InlineData(CapacitySort.Licenses), InlineData(CapacitySort.DatabaseCapacityMB), InlineData(CapacitySort.FileCapacityMB)]
    public async Task Capacity_is_sorted_paged_and_counted(CapacitySort sort)
    {
        await ImportSubscriptionsAsync(SelfService("third", Premium, Carol, 2), SelfService("fourth", "Visio Plan 2", Carol, 9));
        await SetCapacityAsync(Pro, 10, 400);
        await SetCapacityAsync(Premium, 200, 100);
        await SetCapacityAsync(Visio, 25, 100);
        var key = (Func<ProductCapacity, long>)(sort switch
        {
            CapacitySort.Licenses => line => line.Licenses,
            CapacitySort.DatabaseCapacityMB => line => line.DatabaseCapacityMB,
            CapacitySort.FileCapacityMB => line => line.FileCapacityMB,
            _ => _ => 0,
        });

        await SortsAndPagesAsync(
            (descending, skip, first) => Store.Licenses.GetCapacityAsync(new() { SortBy = sort, Descending = descending, Skip = skip, First = first }, Stop),
            () => Store.Licenses.CountCapacityAsync(new() { Skip = 1, First = 1 }, Stop),
            (left, right) => First(key(left).CompareTo(key(right)), Compare(left.ProductName, right.ProductName)));
    }

    [Theory, Trait("Requirement", "S3")]
    [InlineData(LicensedUserSort.Purchaser), InlineData(LicensedUserSort.Product), InlineData(LicensedUserSort.User), InlineData(LicensedUserSort.DisplayName), InlineData(LicensedUserSort.AssignedAt)]
    public async Task Licensed_users_are_sorted_paged_and_counted(LicensedUserSort sort)
    {
        await MakeNamesAndDatesDifferAsync();

        foreach (var named in new string[][] { [], [Ada, Bob, Carol, Eve], ["*o*"] })
        {
            // Within a subscription the order of the groups is the store's own.
            var groups = sort is LicensedUserSort.Purchaser or LicensedUserSort.Product;
            await SortsAndPagesAsync(
                (descending, skip, first) => Store.Licenses.GetUsersAsync(new() { User = named, SortBy = sort, Descending = descending, Skip = skip, First = first }, Stop),
                () => Store.Licenses.CountUsersAsync(new() { User = named, SortBy = sort, Skip = 1, First = 1 }, Stop),
                (left, right) => First(
                    sort == LicensedUserSort.AssignedAt ? left.AssignedAt!.Value.CompareTo(right.AssignedAt!.Value) : 0,
                    sort == LicensedUserSort.DisplayName ? Compare(left.DisplayName, right.DisplayName) : 0,
                    groups ? 0 : Compare(left.UserPrincipalName, right.UserPrincipalName),
                    sort == LicensedUserSort.Product ? Compare(left.ProductName, right.ProductName) : 0,
                    Compare(left.Purchaser, right.Purchaser), Compare(left.ProductName, right.ProductName), Compare(left.SubscriptionId, right.SubscriptionId)));
        }
    }

    [Theory, Trait("Requirement", "L3")]
    [InlineData(LicensedUserSort.Purchaser), InlineData(LicensedUserSort.Product), InlineData(LicensedUserSort.User), InlineData(LicensedUserSort.DisplayName)]
    [InlineData(LicensedUserSort.AssignedAt), InlineData(LicensedUserSort.EndedAt)]
    public async Task Former_users_are_sorted_paged_and_counted(LicensedUserSort sort)
    {
        await MakeNamesAndDatesDifferAsync();
        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [AdaPro], User = [Carol], TargetSubscriptionId = CentralPro }), null, Stop);
        Clock.Advance(TimeSpan.FromHours(1));
        await CancelAsync(AdaPro, CentralPro);
        // Deleted by its dates alone.
        await ImportSubscriptionsAsync(SelfService(BobVisio, Visio, Bob, 2) with { AutoRenew = false });
        Clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal(8, await Store.Licenses.CountFormerUsersAsync(new(), Stop));

        foreach (var named in new string[][] { [], [Ada, Bob, Carol], ["*o*"] })
        {
            var groups = sort is LicensedUserSort.Purchaser or LicensedUserSort.Product;
            await SortsAndPagesAsync(
                (descending, skip, first) => Store.Licenses.GetFormerUsersAsync(new() { User = named, SortBy = sort, Descending = descending, Skip = skip, First = first }, Stop),
                () => Store.Licenses.CountFormerUsersAsync(new() { User = named, SortBy = sort, Skip = 1, First = 1 }, Stop),
                (left, right) => First(
                    sort == LicensedUserSort.EndedAt ? left.EndedAt.CompareTo(right.EndedAt) : 0,
                    sort == LicensedUserSort.AssignedAt ? left.AssignedAt!.Value.CompareTo(right.AssignedAt!.Value) : 0,
                    sort == LicensedUserSort.DisplayName ? Compare(left.DisplayName, right.DisplayName) : 0,
                    groups ? 0 : Compare(left.UserPrincipalName, right.UserPrincipalName),
                    sort == LicensedUserSort.Product ? Compare(left.ProductName, right.ProductName) : 0,
                    Compare(left.Purchaser, right.Purchaser), Compare(left.ProductName, right.ProductName), Compare(left.FormerSubscriptionId, right.FormerSubscriptionId),
                    // Newest first within a subscription.
                    right.EndedAt.CompareTo(left.EndedAt), Compare(left.UserPrincipalName, right.UserPrincipalName)));
        }
    }

    [Fact, Trait("Requirement", "A")]
    public async Task A_purchaser_pages_and_counts_his_own_and_whoever_is_on_another_page_is_no_stranger()
    {
        var ada = await AsAsync(Ada);
        var page = new LicensedUserQuery { User = ["Bob", "Carol", Ada], SortBy = LicensedUserSort.User, First = 1 };

        Assert.Equal(Ada, Assert.Single(await ListAsync(ada.Licenses.GetUsersAsync(page, Stop))).UserPrincipalName);
        Assert.Equal(3, await ada.Licenses.CountUsersAsync(page, Stop));
        Assert.Equal(4, await ada.Licenses.CountUsersAsync(new(), Stop));
        await FailAsync("UserNotFound", () => ListAsync(ada.Licenses.GetUsersAsync(page with { User = [Ada, Eve] }, Stop)));
        Assert.Equal((1, 1), (await ada.Licenses.CountSummaryAsync(new(), Stop), await ada.Subscriptions.CountAsync(new(), Stop)));

        await CancelAsync(AdaPro);
        Assert.Equal(Ada, Assert.Single(await ListAsync(ada.Licenses.GetFormerUsersAsync(page, Stop))).UserPrincipalName);
        Assert.Equal(4, await ada.Licenses.CountFormerUsersAsync(new(), Stop));
        Assert.Equal(1, await (await AsAsync(Carol)).Licenses.CountFormerUsersAsync(new(), Stop));
        await FailAsync("UserNotFound", () => ListAsync(ada.Licenses.GetFormerUsersAsync(page with { User = [Ada, Eve] }, Stop)));
    }

    [Fact, Trait("Requirement", "S3")]
    public async Task An_export_of_a_page_has_the_rows_of_the_page()
    {
        var page = new LicensedUserQuery { SortBy = LicensedUserSort.User, Descending = true, Skip = 1, First = 2 };
        var sink = new TextSink();

        Assert.Equal(2, await Store.Licenses.ExportUsersAsync(page, sink, null, Stop));

        Assert.Equal([Dan, Carol], sink.Rows.Select(row => row.Split('|')[1]));
    }

    /// <summary>Display names in another order than principal names, upper and lower case mixed, and a licence that is older than the others.</summary>
    private async Task MakeNamesAndDatesDifferAsync()
    {
        await ImportUsersAsync(User(Bob) with { DisplayName = "zack" }, User(Carol) with { DisplayName = "Abel" }, User(Dan) with { DisplayName = "abel", AccountEnabled = false });
        await ImportLicensesAsync(License(CentralPremium, Bob) with { AssignedAt = Clock.Now.AddDays(-9) }, License(CentralPro, Ada) with { AssignedAt = Clock.Now.AddDays(-9) });
        await ImportLicensesAsync(License(CentralPro, Carol) with { AssignedAt = Clock.Now.AddDays(-8) });
    }

    /// <summary>Holds a list to an order that leaves nothing open but what the order takes for equal, to its reverse, to its pages and to its number.</summary>
    private static async Task SortsAndPagesAsync<T>(Func<bool, long, long?, IAsyncEnumerable<T>> list, Func<Task<long>> count, Comparison<T> order)
        where T : notnull
    {
        var items = await ListAsync(list(false, 0, null));
        var rows = items.ConvertAll(row => row.ToString()!);
        Assert.True(items.Count > 1, "Too few to tell an order.");
        Assert.All(items.Zip(items.Skip(1)), pair => Assert.True(order(pair.First, pair.Second) <= 0, $"{pair.First}\n{pair.Second}"));
        Assert.Equal(items.Count, await count());
        foreach (var descending in new[] { false, true })
        {
            var all = descending ? Enumerable.Reverse(rows).ToList() : rows;
            Assert.Equal(all, await TextsAsync(list(descending, 0, null)));
            Assert.Equal(all.Skip(1).Take(2), await TextsAsync(list(descending, 1, 2)));
            Assert.Equal(all.Skip(2), await TextsAsync(list(descending, 2, null)));
            Assert.Empty(await TextsAsync(list(descending, 0, 0)));
            Assert.Empty(await TextsAsync(list(descending, all.Count, 5)));
        }

        static async Task<List<string>> TextsAsync(IAsyncEnumerable<T> items) => [.. (await ListAsync(items)).Select(item => item.ToString()!)];
    }

    private static int Compare(string? left, string? right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    private static int First(params ReadOnlySpan<int> results)
    {
        foreach (var result in results)
        {
            if (result != 0)
                return result;
        }

        return 0;
    }
}
