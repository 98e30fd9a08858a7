namespace MSCommerce.Stores.Sql;

/// <summary>The orders of a list. The organisation's own, which nobody bought, come before everybody's; the id settles what is left.</summary>
internal static class ListOrder
{
    /// <summary>The order that licensed users are grouped in; by purchaser unless by product.</summary>
    public static Comparison<StoredSubscription> Of(LicensedUserSort sort, bool descending)
    {
        Comparison<Subscription> order = sort == LicensedUserSort.Product ? ByProduct : ByPurchaser;
        return (left, right) => descending ? order(right.Subscription, left.Subscription) : order(left.Subscription, right.Subscription);
    }

    public static int ByProduct(Subscription left, Subscription right) =>
        First(Compare(left.ProductName, right.ProductName), Compare(left.Purchaser, right.Purchaser), Compare(left.SubscriptionId, right.SubscriptionId));

    public static int ByPurchaser(Subscription left, Subscription right) =>
        First(Compare(left.Purchaser, right.Purchaser), Compare(left.ProductName, right.ProductName), Compare(left.SubscriptionId, right.SubscriptionId));

    public static int Compare(string? left, string? right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first comparison that tells two apart.</summary>
    public static int First(params ReadOnlySpan<int> results)
    {
        foreach (var result in results)
        {
            if (result != 0)
                return result;
        }

        return 0;
    }
}
