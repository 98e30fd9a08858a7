namespace MSCommerce.Rules;

/// <summary>Licences that one subscription gives.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Seats">How many.</param>
public sealed record SeatShare(string SubscriptionId, int Seats);

/// <summary>Which subscriptions' free licences serve a number of users (T5).</summary>
public static class SeatAllocation
{
    /// <summary>Whether a subscription provides its product on the organisation's behalf: who holds a licence of it needs no other.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <returns>True for one that is active and controlled by the organisation.</returns>
    public static bool Provides(Subscription subscription) => subscription is { Status: SubscriptionStatus.Active, IsControlledByOrganization: true };

    /// <summary>The subscriptions that provide a product, in the order in which their licences are taken: the organisation's own first, those that end last first.</summary>
    /// <param name="subscriptions">The subscriptions of the product.</param>
    /// <returns>Those that provide it.</returns>
    public static IReadOnlyList<Subscription> InOrder(IEnumerable<Subscription> subscriptions) =>
    [
        .. subscriptions.Where(Provides)
            .OrderByDescending(subscription => subscription.Channel == SubscriptionChannel.Central)
            .ThenByDescending(subscription => subscription.AutoRenew == true)
            .ThenByDescending(subscription => subscription.ExpiresAt)
            .ThenBy(subscription => subscription.SubscriptionId, StringComparer.Ordinal),
    ];

    /// <summary>Takes free licences of the organisation's active subscriptions, those that end last first, until all are served.</summary>
    /// <param name="subscriptions">The subscriptions of the product; those that cannot give are passed over.</param>
    /// <param name="seats">Licences needed.</param>
    /// <returns>What each gives, and how many are missing.</returns>
    public static (IReadOnlyList<SeatShare> Shares, int Missing) Allocate(IEnumerable<Subscription> subscriptions, int seats)
    {
        var shares = new List<SeatShare>();
        foreach (var giver in InOrder(subscriptions).Where(subscription => subscription.AvailableLicenses > 0))
        {
            if (seats == 0)
                break;
            var given = Math.Min(seats, giver.AvailableLicenses!.Value);
            shares.Add(new(giver.SubscriptionId, given));
            seats -= given;
        }

        return (shares, seats);
    }

    /// <summary>The subscription that is enlarged by what is missing: the central one, bought and not tried, that ends last.</summary>
    /// <param name="subscriptions">The subscriptions of the product.</param>
    /// <returns>The subscription; null where a new one is bought.</returns>
    public static Subscription? ToEnlarge(IEnumerable<Subscription> subscriptions) =>
        InOrder(subscriptions).FirstOrDefault(subscription => subscription.Channel == SubscriptionChannel.Central && subscription.IsTrial != true);
}
