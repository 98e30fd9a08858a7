namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>The orders of lists, those of every store: the organisation's own before everybody's; the id settles what is left.</summary>
internal static class ListOrder
{
    public static int Compare(string? left, string? right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    public static Comparison<Subscription> Of(SubscriptionSort sort, bool descending)
    {
        Comparison<Subscription> order = sort switch
        {
            SubscriptionSort.Product => ByProduct,
            SubscriptionSort.Purchaser => ByPurchaser,
            SubscriptionSort.ExpiresAt => (left, right) => Then(Nullable.Compare(left.ExpiresAt, right.ExpiresAt), left, right),
            SubscriptionSort.TotalLicenses => (left, right) => Then(left.TotalLicenses.CompareTo(right.TotalLicenses), left, right),
            _ => throw GraphErrors.SortNotKnown("how many licences of a subscription are available, but of a product (Get-SelfServiceLicenseSummary)"),
        };
        return descending ? (left, right) => order(right, left) : order;
    }

    public static Comparison<LicenseSummary> Of(LicenseSummarySort sort, bool descending)
    {
        Comparison<LicenseSummary> order = sort switch
        {
            LicenseSummarySort.Subscriptions => (left, right) => left.Subscriptions.CompareTo(right.Subscriptions),
            LicenseSummarySort.TotalLicenses => (left, right) => left.TotalLicenses.CompareTo(right.TotalLicenses),
            LicenseSummarySort.AssignedLicenses => (left, right) => left.AssignedLicenses.CompareTo(right.AssignedLicenses),
            LicenseSummarySort.AvailableLicenses => (left, right) => left.AvailableLicenses.CompareTo(right.AvailableLicenses),
            _ => (left, right) => Compare(left.ProductName, right.ProductName),
        };
        return (left, right) => (descending ? order(right, left) : order(left, right)) is var result and not 0 ? result : Compare(left.ProductName, right.ProductName);
    }

    public static int ByProduct(Subscription left, Subscription right) => First(
        Compare(left.ProductName, right.ProductName), Compare(left.Purchaser, right.Purchaser), Compare(left.SubscriptionId, right.SubscriptionId));

    public static int ByPurchaser(Subscription left, Subscription right) => First(
        Compare(left.Purchaser, right.Purchaser), Compare(left.ProductName, right.ProductName), Compare(left.SubscriptionId, right.SubscriptionId));

    private static int Then(int result, Subscription left, Subscription right) => result != 0 ? result : ByProduct(left, right);

    private static int First(params ReadOnlySpan<int> results)
    {
        foreach (var result in results)
        {
            if (result != 0)
                return result;
        }

        return 0;
    }
}
