using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Views;

/// <summary>What there is of each product over its subscriptions: licences (S2) and capacity (S5). Which subscriptions count, the calendar says.</summary>
internal static class ProductViews
{
    public static async IAsyncEnumerable<LicenseSummary> SummaryAsync(SqlSession session, LicenseSummaryQuery query)
    {
        var filter = await FilterAsync(session, query);
        var lines = await SummariesAsync(session, filter);
        Sort(lines, Key(query.SortBy), line => (line.ProductName, line.ProductId), query.Descending);
        foreach (var line in new Page(query.Skip, query.First).Of(lines))
            yield return line;
        if (await filter.MissingAsync(session) is { } missing)
            throw missing;
    }

    public static async Task<long> CountSummaryAsync(SqlSession session, LicenseSummaryQuery query) =>
        (await SummariesAsync(session, await FilterAsync(session, query))).Count;

    public static async IAsyncEnumerable<ProductCapacity> CapacityAsync(SqlSession session, CapacityQuery query)
    {
        var filter = await FilterAsync(session, query);
        var lines = await CapacitiesAsync(session, filter);
        Sort(lines, Key(query.SortBy), line => (line.ProductName, line.ProductId), query.Descending);
        foreach (var line in new Page(query.Skip, query.First).Of(lines))
            yield return line;
        if (await filter.MissingAsync(session) is { } missing)
            throw missing;
    }

    public static async Task<long> CountCapacityAsync(SqlSession session, CapacityQuery query) =>
        (await CapacitiesAsync(session, await FilterAsync(session, query))).Count;

    private static Task<SubscriptionFilter> FilterAsync(SqlSession session, LicenseSummaryQuery query) =>
        SubscriptionFilter.MakeAsync(session, new() { Product = query.Product, Channel = query.Channel });

    private static Task<SubscriptionFilter> FilterAsync(SqlSession session, CapacityQuery query) =>
        SubscriptionFilter.MakeAsync(session, new() { Product = query.Product, Channel = SubscriptionChannel.SelfService });

    /// <summary>One line a product that has subscriptions which are not deleted.</summary>
    private static async Task<List<LicenseSummary>> SummariesAsync(SqlSession session, SubscriptionFilter filter)
    {
        var lines = new List<LicenseSummary>();
        foreach (var group in await GroupAsync(session, filter, subscription => subscription.Status != SubscriptionStatus.Deleted))
        {
            lines.Add(new()
            {
                ProductId = group[0].ProductId,
                ProductName = group[0].ProductName,
                Subscriptions = group.Count,
                TotalLicenses = group.Sum(subscription => (long)subscription.TotalLicenses),
                AssignedLicenses = group.Sum(subscription => (long)subscription.AssignedLicenses!.Value),
            });
        }

        return lines;
    }

    /// <summary>One line a product that brings any capacity.</summary>
    private static async Task<List<ProductCapacity>> CapacitiesAsync(SqlSession session, SubscriptionFilter filter)
    {
        var products = (await ProductReader.ReadAsync(session)).ToDictionary(product => product.Product.ProductId, product => product.Product, StringComparer.OrdinalIgnoreCase);
        var lines = new List<ProductCapacity>();
        foreach (var group in await GroupAsync(session, filter, subscription => SubscriptionCalendar.UsersHaveAccess(subscription.Status)))
        {
            var product = products[group[0].ProductId!];
            var licenses = group.Sum(subscription => (long)subscription.TotalLicenses);
            var (database, file) = (licenses * (product.DatabaseCapacityMB ?? 0), licenses * (product.FileCapacityMB ?? 0));
            if (database + file == 0)
                continue;
            lines.Add(new()
            {
                ProductId = product.ProductId,
                ProductName = product.ProductName,
                Licenses = licenses,
                DatabaseCapacityMB = database,
                FileCapacityMB = file,
            });
        }

        return lines;
    }

    /// <summary>What a list is sorted by before the name, which alone settles it where there is nothing else.</summary>
    private static Func<LicenseSummary, long> Key(LicenseSummarySort sort) => sort switch
    {
        LicenseSummarySort.Subscriptions => line => line.Subscriptions,
        LicenseSummarySort.TotalLicenses => line => line.TotalLicenses,
        LicenseSummarySort.AssignedLicenses => line => line.AssignedLicenses,
        LicenseSummarySort.AvailableLicenses => line => line.AvailableLicenses,
        _ => _ => 0,
    };

    private static Func<ProductCapacity, long> Key(CapacitySort sort) => sort switch
    {
        CapacitySort.Licenses => line => line.Licenses,
        CapacitySort.DatabaseCapacityMB => line => line.DatabaseCapacityMB,
        CapacitySort.FileCapacityMB => line => line.FileCapacityMB,
        _ => _ => 0,
    };

    private static void Sort<T>(List<T> lines, Func<T, long> key, Func<T, (string Name, string? Id)> product, bool descending) => lines.Sort((left, right) =>
    {
        var ((leftName, leftId), (rightName, rightId)) = (product(left), product(right));
        var result = ListOrder.First(key(left).CompareTo(key(right)), ListOrder.Compare(leftName, rightName), ListOrder.Compare(leftId, rightId));
        return descending ? -result : result;
    });

    /// <summary>The subscriptions that count, by product.</summary>
    private static async Task<IEnumerable<List<Subscription>>> GroupAsync(SqlSession session, SubscriptionFilter filter, Func<Subscription, bool> counts)
    {
        var groups = new Dictionary<long, List<Subscription>>();
        await foreach (var stored in filter.ReadAsync(session, Visible(session, filter)))
        {
            if (!counts(stored.Subscription))
                continue;
            if (!groups.TryGetValue(stored.ProductKey, out var group))
                groups.Add(stored.ProductKey, group = []);
            group.Add(stored.Subscription);
        }

        return groups.Values;
    }

    private static IAsyncEnumerable<StoredSubscription> Visible(SqlSession session, SubscriptionFilter filter)
    {
        if (session.ReachOf(Permission.View) != Reach.All)
            return SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey);
        return filter.ProductKeys is { } products ? SubscriptionReader.OfProductsAsync(session, products) : SubscriptionReader.AllAsync(session);
    }
}
