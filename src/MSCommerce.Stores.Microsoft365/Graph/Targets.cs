using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Whose licences are given.</summary>
internal static class Targets
{
    /// <summary>The organisation's active subscription of a product. Of several of one SKU any serves: Graph assigns by SKU.</summary>
    public static GraphSubscription OfProduct(SubscriptionBook book, string name)
    {
        var named = Selection.Of(book.All, [name], subscription => subscription.ProductIdentities, ProductAlias.NameOf).Matches;
        if (named.Count == 0)
            throw CommerceErrors.ProductNotFound([name]);
        var central = named.Where(entry => entry.Subscription is { Channel: SubscriptionChannel.Central, Status: SubscriptionStatus.Active }).ToList();
        var skus = central.DistinctBy(entry => entry.SkuId, StringComparer.OrdinalIgnoreCase).ToList();
        return skus.Count switch
        {
            0 => throw CommerceErrors.TargetNotFound(named[0].Subscription.ProductName),
            1 => central.OrderByDescending(entry => entry.Subscription.ExpiresAt).ThenBy(entry => entry.Id, StringComparer.Ordinal).First(),
            _ => throw GraphErrors.TargetAmbiguous(name, skus.Select(entry => entry.PartNumber)),
        };
    }

    /// <summary>What the tenant has of a subscription's product.</summary>
    public static GraphSku SkuOf(IEnumerable<GraphSku> skus, GraphSubscription subscription) =>
        skus.FirstOrDefault(sku => sku.SkuId.Equals(subscription.SkuId, StringComparison.OrdinalIgnoreCase)) ?? new(subscription.SkuId, subscription.PartNumber);
}
