using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>The licences of one product, and of which subscriptions they may be.</summary>
/// <param name="Sku">The product.</param>
/// <param name="SubscriptionId">The subscription; null where the product has several, and Graph does not tell which.</param>
/// <param name="Purchaser">Who bought it; null for the organisation, and where several did.</param>
internal sealed record LicenseGroup(GraphSku Sku, string? SubscriptionId, string? Purchaser)
{
    /// <summary>What a user's licence looks like in a list.</summary>
    public LicensedUser Show(GraphUser user, GraphLicense license) => new()
    {
        Purchaser = Purchaser,
        UserPrincipalName = user.Upn,
        DisplayName = user.DisplayName,
        UserId = user.Id,
        ProductName = Sku.Name,
        SubscriptionId = SubscriptionId,
        AccountEnabled = user.Enabled,
        DisabledServices = [.. license.DisabledPlans.Select(Sku.ServiceName)],
        AssignedBy = license.Path,
        Groups = license.Groups,
    };
}

/// <summary>The groups that a list of licensed users is made of, in its order.</summary>
internal static class LicenseGroups
{
    /// <summary>The products whose licences a query means: those with a subscription that it picks.</summary>
    public static async Task<(IReadOnlyList<LicenseGroup> Groups, CommerceException? Missing)> FindAsync(GraphService service, LicensedUserQuery query, CancellationToken stop)
    {
        var skus = await service.GetSkusAsync(stop);
        var book = await SubscriptionBook.ReadAsync(service, stop);
        var (picked, missing) = await book.PickAsync(service, query.SubscriptionId, query.Product, query.Purchaser, query.Channel, stop);
        var pickedSkus = picked.Where(subscription => subscription.IsLiving).Select(subscription => subscription.SkuId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (query is { SubscriptionId.Count: 0, Purchaser.Count: 0, Channel: null })
        {
            // Licences may come without a subscription that is listed, through a partner for instance.
            var byName = Selection.Of(skus, query.Product, sku => sku.Identities, ProductAlias.NameOf);
            pickedSkus.UnionWith(byName.Matches.Select(sku => sku.SkuId));
            if (missing?.ErrorId == "ProductNotFound")
                missing = byName.Missing.Count > 0 ? CommerceErrors.ProductNotFound(byName.Missing) : null;
        }

        var groups = skus.Where(sku => pickedSkus.Contains(sku.SkuId)).Select(sku => Of(sku, [.. book.OfSku(sku.SkuId)])).ToList();
        Comparison<LicenseGroup> order = query.SortBy == LicensedUserSort.Product ? ByProduct : ByPurchaser;
        groups.Sort(query.Descending ? (left, right) => order(right, left) : order);
        return (groups, missing);
    }

    private static LicenseGroup Of(GraphSku sku, IReadOnlyList<GraphSubscription> subscriptions)
    {
        var purchasers = subscriptions.Select(subscription => subscription.Subscription.Purchaser).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return new(sku, subscriptions is [var only] ? only.Id : null, purchasers is [var purchaser] ? purchaser : null);
    }

    private static int ByPurchaser(LicenseGroup left, LicenseGroup right) =>
        ListOrder.Compare(left.Purchaser, right.Purchaser) is var result and not 0 ? result : ListOrder.Compare(left.Sku.Name, right.Sku.Name);

    private static int ByProduct(LicenseGroup left, LicenseGroup right) =>
        ListOrder.Compare(left.Sku.Name, right.Sku.Name) is var result and not 0 ? result : ListOrder.Compare(left.Purchaser, right.Purchaser);
}
