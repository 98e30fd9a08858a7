namespace MSCommerce.Stores.Sql;

/// <summary>The orders of a list. The organisation's own, which nobody bought, come before everybody's; the id settles what is left.</summary>
internal static class ListOrder
{
    /// <summary>The order that licensed users are grouped in; by purchaser unless by product.</summary>
    public static Comparison<StoredSubscription> Of(LicensedUserSort sort, bool descending) => Of<StoredSubscription>(sort, descending, Names);

    /// <summary>The same of what was picked.</summary>
    public static Comparison<PickedSubscription> OfPicked(LicensedUserSort sort, bool descending) =>
        Of<PickedSubscription>(sort, descending, picked => new(picked.ProductName, picked.Purchaser, picked.SubscriptionId));

    public static int ByProduct(Subscription left, Subscription right) => ByProduct(Names(left), Names(right));

    public static int ByPurchaser(Subscription left, Subscription right) => ByPurchaser(Names(left), Names(right));

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

    private static Comparison<T> Of<T>(LicensedUserSort sort, bool descending, Func<T, SubscriptionNames> names)
    {
        Comparison<SubscriptionNames> order = sort == LicensedUserSort.Product ? ByProduct : ByPurchaser;
        return (left, right) => descending ? order(names(right), names(left)) : order(names(left), names(right));
    }

    private static SubscriptionNames Names(StoredSubscription stored) => Names(stored.Subscription);

    private static SubscriptionNames Names(Subscription subscription) => new(subscription.ProductName, subscription.Purchaser, subscription.SubscriptionId);

    private static int ByProduct(SubscriptionNames left, SubscriptionNames right) =>
        Compare(left.Product, right.Product) is var product and not 0 ? product
        : Compare(left.Purchaser, right.Purchaser) is var purchaser and not 0 ? purchaser
        : Compare(left.Id, right.Id);

    private static int ByPurchaser(SubscriptionNames left, SubscriptionNames right) =>
        Compare(left.Purchaser, right.Purchaser) is var purchaser and not 0 ? purchaser
        : Compare(left.Product, right.Product) is var product and not 0 ? product
        : Compare(left.Id, right.Id);

    /// <summary>What subscriptions are sorted by.</summary>
    private readonly record struct SubscriptionNames(string Product, string? Purchaser, string Id);
}
