namespace MSCommerce.Rules;

/// <summary>Licences that one subscription gives.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Seats">How many.</param>
public sealed record SeatShare(string SubscriptionId, int Seats);

/// <summary>Which subscriptions' free licences serve a number of users (T5).</summary>
public static class SeatAllocation
{
    /// <summary>Takes free licences of the organisation's active subscriptions, those that end last first, until all are served.</summary>
    /// <param name="subscriptions">The subscriptions of the product; those that cannot give are passed over.</param>
    /// <param name="seats">Licences needed.</param>
    /// <returns>What each gives, and how many are missing.</returns>
    public static (IReadOnlyList<SeatShare> Shares, int Missing) Allocate(IEnumerable<Subscription> subscriptions, int seats)
    {
        var shares = new List<SeatShare>();
        var givers = subscriptions
            .Where(subscription => subscription is { Status: SubscriptionStatus.Active, IsControlledByOrganization: true, AvailableLicenses: > 0 })
            .OrderByDescending(subscription => subscription.Channel == SubscriptionChannel.Central)
            .ThenByDescending(subscription => subscription.AutoRenew == true)
            .ThenByDescending(subscription => subscription.ExpiresAt)
            .ThenBy(subscription => subscription.SubscriptionId, StringComparer.Ordinal);
        foreach (var giver in givers)
        {
            if (seats == 0)
                break;
            var given = Math.Min(seats, giver.AvailableLicenses!.Value);
            shares.Add(new(giver.SubscriptionId, given));
            seats -= given;
        }

        return (shares, seats);
    }
}
