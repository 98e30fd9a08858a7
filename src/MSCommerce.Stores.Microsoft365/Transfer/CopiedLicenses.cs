using MSCommerce.Stores.Microsoft365.Graph;

namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>A licence of the copy.</summary>
/// <param name="SubscriptionId">Its subscription.</param>
/// <param name="UserId">Who holds it.</param>
/// <param name="Product">Its product.</param>
/// <param name="Off">The numbers of the services that are switched off.</param>
internal readonly record struct CopiedLicense(string SubscriptionId, string UserId, CopiedProduct Product, int[] Off);

/// <summary>
/// Who holds what, read once: subscriptions, licences and services of the copy rest on the same answers, though the tenant goes on changing. Some 40 bytes a licence.
/// </summary>
internal sealed class CopiedLicenses
{
    private readonly List<CopiedLicense> _all = [];
    private readonly List<(CopiedProduct Product, int Count)> _beyond = [];

    /// <summary>All licences.</summary>
    public IReadOnlyList<CopiedLicense> All => _all;

    /// <summary>Products with more licences than their subscriptions have, and how many more: what ended and is still assigned, or came through a partner.</summary>
    public IReadOnlyList<(CopiedProduct Product, int Count)> Beyond => _beyond;

    /// <summary>Reads them.</summary>
    /// <param name="service">Graph.</param>
    /// <param name="products">The products.</param>
    /// <param name="book">The subscriptions.</param>
    /// <param name="users">The users of the copy; who came since they were read is left out.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<CopiedLicenses> ReadAsync(GraphService service, CopiedProducts products, SubscriptionBook book, HashSet<string> users, CancellationToken stop)
    {
        var licenses = new CopiedLicenses();
        foreach (var product in products.All)
        {
            if (product.Sku is not { } sku)
                continue;
            var holders = new Dictionary<string, int[]>(StringComparer.OrdinalIgnoreCase);
            await foreach (var user in service.GetHoldersAsync(sku.SkuId, stop))
            {
                if (user.LicenseOf(sku.SkuId) is { } license && users.TryGetValue(user.Id, out var id))
                    holders[id] = [.. license.DisabledPlans.Select(product.NumberOf).Where(number => number > 0).Distinct()];
            }

            licenses.Add(product, sku.SkuId, book, holders);
        }

        return licenses;
    }

    private void Add(CopiedProduct product, string skuId, SubscriptionBook book, Dictionary<string, int[]> holders)
    {
        string[] ids = [.. holders.Keys];
        var divided = SeatDivision.Divide(book.OfSku(skuId), ids);
        for (var index = 0; index < ids.Length; index++)
            _all.Add(new(divided[index]?.Id ?? skuId, ids[index], product, holders[ids[index]]));
        if (divided.Count(subscription => subscription is null) is var beyond and > 0)
            _beyond.Add((product, beyond));
    }
}
