namespace MSCommerce.Stores.Sql;

/// <summary>What a list of licences needs of a subscription, and no more: all that are meant are held until the list has ended.</summary>
internal sealed class PickedSubscription
{
    private PickedSubscription(StoredSubscription stored, string productName, string? productId)
    {
        Key = stored.Key;
        PurchaserKey = stored.PurchaserKey ?? 0;
        AssignedLicenses = stored.Subscription.AssignedLicenses!.Value;
        SubscriptionId = stored.Subscription.SubscriptionId;
        Purchaser = stored.Subscription.Purchaser;
        ProductName = productName;
        ProductId = productId;
    }

    public long Key { get; }

    /// <summary>0 where nobody bought it himself.</summary>
    public long PurchaserKey { get; }

    public int AssignedLicenses { get; }

    public string SubscriptionId { get; }

    public string? Purchaser { get; }

    public string ProductName { get; }

    public string? ProductId { get; }

    /// <summary>Takes what is needed.</summary>
    /// <param name="stored">The subscription.</param>
    /// <param name="products">One of each product that was picked before: there are few, and their names are held once.</param>
    public static PickedSubscription Of(StoredSubscription stored, Dictionary<long, PickedSubscription> products)
    {
        if (products.TryGetValue(stored.ProductKey, out var same))
            return new(stored, same.ProductName, same.ProductId);
        var first = new PickedSubscription(stored, stored.Subscription.ProductName, stored.Subscription.ProductId);
        products.Add(stored.ProductKey, first);
        return first;
    }
}
