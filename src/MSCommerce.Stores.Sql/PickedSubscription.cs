namespace MSCommerce.Stores.Sql;

/// <summary>What a list of licences needs of a subscription, and no more: all that are meant are held until the list has ended.</summary>
internal sealed class PickedSubscription
{
    /// <summary>Takes what is needed.</summary>
    public static PickedSubscription Of(StoredSubscription stored) => new()
    {
        Key = stored.Key,
        PurchaserKey = stored.PurchaserKey ?? 0,
        AssignedLicenses = stored.Subscription.AssignedLicenses!.Value,
        SubscriptionId = stored.Subscription.SubscriptionId,
        Purchaser = stored.Subscription.Purchaser,
        ProductName = stored.Subscription.ProductName,
        ProductId = stored.Subscription.ProductId,
    };

    public required long Key { get; init; }

    /// <summary>0 where nobody bought it himself.</summary>
    public required long PurchaserKey { get; init; }

    public required int AssignedLicenses { get; init; }

    public required string SubscriptionId { get; init; }

    public required string? Purchaser { get; init; }

    public required string ProductName { get; init; }

    public required string? ProductId { get; init; }
}
