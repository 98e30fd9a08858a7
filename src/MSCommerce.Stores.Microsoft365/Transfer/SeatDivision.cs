using MSCommerce.Stores.Microsoft365.Graph;

namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>
/// Which subscription a licence counts against, where Graph knows only its product: a purchaser's is of what he bought; the others, by object id, fill what is Active
/// before what is not, and the older before the newer. Never more than a subscription has.
/// </summary>
internal static class SeatDivision
{
    /// <summary>Divides the holders of a product among its subscriptions.</summary>
    /// <param name="subscriptions">The subscriptions.</param>
    /// <param name="holders">The object ids of the users, each once.</param>
    /// <returns>The subscription of each holder, in their order; null for whom no subscription has a licence left.</returns>
    public static GraphSubscription?[] Divide(IEnumerable<GraphSubscription> subscriptions, IReadOnlyList<string> holders)
    {
        var places = subscriptions.Where(subscription => subscription.IsLiving)
            .OrderBy(subscription => Rank(subscription.Subscription.Status)).ThenBy(subscription => subscription.Subscription.PurchasedAt).ThenBy(subscription => subscription.Id, StringComparer.OrdinalIgnoreCase)
            .Select(subscription => new Place(subscription)).ToList();
        var divided = new GraphSubscription?[holders.Count];
        foreach (var index in InOrder(holders))
            divided[index] = places.Find(place => place.Free > 0 && holders[index].Equals(place.Subscription.OwnerId, StringComparison.OrdinalIgnoreCase))?.Take();
        foreach (var index in InOrder(holders).Where(index => divided[index] is null))
            divided[index] = places.Find(place => place.Free > 0)?.Take();
        return divided;
    }

    private static IEnumerable<int> InOrder(IReadOnlyList<string> holders) => Enumerable.Range(0, holders.Count).OrderBy(index => holders[index], StringComparer.OrdinalIgnoreCase);

    private static int Rank(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Active => 0,
        SubscriptionStatus.Unknown => 1,
        SubscriptionStatus.Expired => 2,
        _ => 3,
    };

    private sealed class Place(GraphSubscription subscription)
    {
        public GraphSubscription Subscription => subscription;

        public int Free { get; private set; } = subscription.Subscription.TotalLicenses;

        public GraphSubscription Take()
        {
            Free--;
            return subscription;
        }
    }
}
