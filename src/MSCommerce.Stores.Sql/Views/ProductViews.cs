using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Views;

/// <summary>What there is of each product over its subscriptions: licences (S2) and capacity (S5). Which subscriptions count, the calendar says.</summary>
internal static class ProductViews
{
    public static async IAsyncEnumerable<LicenseSummary> SummaryAsync(SqlSession session, LicenseSummaryQuery query)
    {
        var filter = await SubscriptionFilter.MakeAsync(session, new() { Product = query.Product, Channel = query.Channel });
        foreach (var group in await GroupAsync(session, filter, subscription => subscription.Status != SubscriptionStatus.Deleted))
        {
            yield return new LicenseSummary
            {
                ProductId = group[0].ProductId,
                ProductName = group[0].ProductName,
                Subscriptions = group.Count,
                TotalLicenses = group.Sum(subscription => (long)subscription.TotalLicenses),
                AssignedLicenses = group.Sum(subscription => (long)subscription.AssignedLicenses!.Value),
            };
        }

        if (await filter.MissingAsync(session) is { } missing)
            throw missing;
    }

    public static async IAsyncEnumerable<ProductCapacity> CapacityAsync(SqlSession session, CapacityQuery query)
    {
        var filter = await SubscriptionFilter.MakeAsync(session, new() { Product = query.Product, Channel = SubscriptionChannel.SelfService });
        var products = (await ProductReader.ReadAsync(session)).ToDictionary(product => product.Product.ProductId, product => product.Product, StringComparer.OrdinalIgnoreCase);
        foreach (var group in await GroupAsync(session, filter, subscription => SubscriptionCalendar.UsersHaveAccess(subscription.Status)))
        {
            var product = products[group[0].ProductId!];
            var licenses = group.Sum(subscription => (long)subscription.TotalLicenses);
            var (database, file) = (licenses * (product.DatabaseCapacityMB ?? 0), licenses * (product.FileCapacityMB ?? 0));
            if (database + file == 0)
                continue;
            yield return new ProductCapacity
            {
                ProductId = product.ProductId,
                ProductName = product.ProductName,
                Licenses = licenses,
                DatabaseCapacityMB = database,
                FileCapacityMB = file,
            };
        }

        if (await filter.MissingAsync(session) is { } missing)
            throw missing;
    }

    /// <summary>The subscriptions that count, by product in the order of their names.</summary>
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

        return groups.Values.OrderBy(group => group[0].ProductName, StringComparer.OrdinalIgnoreCase).ThenBy(group => group[0].ProductId, StringComparer.OrdinalIgnoreCase);
    }

    private static IAsyncEnumerable<StoredSubscription> Visible(SqlSession session, SubscriptionFilter filter)
    {
        if (session.ReachOf(Permission.View) != Reach.All)
            return SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey);
        return filter.ProductKeys is { } products ? SubscriptionReader.OfProductsAsync(session, products) : SubscriptionReader.AllAsync(session);
    }
}
