using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>The licences of each product (S2), as Graph counts them.</summary>
internal sealed class LicenseSummaryList(GraphService service, LicenseSummaryQuery query)
{
    /// <summary>All that the query means, sorted, and what was named or cannot be told apart.</summary>
    public async Task<(List<LicenseSummary> Found, CommerceException? Missing)> FindAsync(CancellationToken stop)
    {
        var skus = await service.GetSkusAsync(stop);
        var selection = Selection.Of(skus, query.Product, sku => sku.Identities, ProductAlias.NameOf);
        var missing = selection.Missing.Count > 0 ? CommerceErrors.ProductNotFound(selection.Missing) : null;
        var found = selection.Matches;
        if (query.Channel is { } channel)
        {
            var book = await SubscriptionBook.ReadAsync(service, stop, withPurchasers: false);
            var byChannel = found.ToLookup(sku => book.OfSku(sku.SkuId).Select(subscription => subscription.Subscription.Channel).Distinct().ToList() switch
            {
                [var only] => only == channel,
                [] => false,
                _ => (bool?)null,
            });
            found = [.. byChannel[true]];
            if (byChannel[null].Any())
                missing ??= GraphErrors.ChannelsMixed(byChannel[null].Select(sku => sku.Name));
        }

        var list = found.Select(sku => new LicenseSummary
        {
            ProductName = sku.Name,
            Subscriptions = sku.Subscriptions,
            TotalLicenses = sku.Enabled,
            AssignedLicenses = sku.Consumed,
        }).ToList();
        list.Sort(ListOrder.Of(query.SortBy, query.Descending));
        return (list, missing);
    }
}
