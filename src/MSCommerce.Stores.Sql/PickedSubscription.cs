namespace MSCommerce.Stores.Sql;

/// <summary>What a list of licences needs of a subscription, and no more: all that are meant are held until the list has ended.</summary>
internal sealed class PickedSubscription
{
    /// <summary>Takes what is needed.</summary>
    public PickedSubscription(StoredSubscription stored)
    {
        Key = stored.Key;
        PurchaserKey = stored.PurchaserKey ?? 0;
        AssignedLicenses = stored.Subscription.AssignedLicenses!.Value;
        SubscriptionId = stored.Subscription.SubscriptionId;
        Purchaser = stored.Subscription.Purchaser;
        ProductName = stored.Subscription.ProductName;
        ProductId = stored.Subscription.ProductId;
    }

    public long Key { get; }

    /// <summary>0 where nobody bought it himself.</summary>
    public long PurchaserKey { get; }

    public int AssignedLicenses { get; }

    public string SubscriptionId { get; }

    public string? Purchaser { get; }

    public string ProductName { get; }

    public string? ProductId { get; }
}
