using MSCommerce.Catalog;
using MSCommerce.Stores.Microsoft365.Graph;

namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>A product of the copy.</summary>
/// <param name="ProductId">Its id: the licensing service's, or the SKU's where no product of that service has its name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sku">The SKU that it is bought and assigned as; null where the tenant has none of it.</param>
/// <param name="IsGoverned">Whether a policy lists it.</param>
/// <param name="HasTrial">Whether it is known to have a trial that needs no payment method.</param>
internal sealed record CopiedProduct(string ProductId, string Name, GraphSku? Sku, bool IsGoverned, bool HasTrial)
{
    private const string UnknownFamily = "Other";

    private readonly Product? _known = KnownProducts.All.FirstOrDefault(product => product.ProductId.Equals(ProductId, StringComparison.OrdinalIgnoreCase) || product.ProductName.Equals(Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The family, where Microsoft's documentation names the product.</summary>
    public string Family => _known?.Family ?? UnknownFamily;

    /// <summary>The other id that it answers to: the one it had before, or else the part number of its SKU.</summary>
    public string? OtherId => _known?.LegacyProductId ?? Sku?.PartNumber;

    /// <summary>Its services, each name once, numbered from 1.</summary>
    public IReadOnlyList<ServicePlan> Services { get; } = [.. (Sku?.Services ?? []).DistinctBy(service => service.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The number of a service.</summary>
    /// <param name="planId">Its id.</param>
    /// <returns>The number; 0 where the product has no such service.</returns>
    public int NumberOf(string planId)
    {
        for (var index = 0; index < Services.Count; index++)
        {
            if (Services[index].Id.Equals(planId, StringComparison.OrdinalIgnoreCase))
                return index + 1;
        }

        return 0;
    }
}

/// <summary>
/// The catalogue of the copy. The licensing service knows products and Graph knows SKUs, and no interface says which is which: a SKU is the product that has its name, and
/// else a product of its own.
/// </summary>
internal sealed class CopiedProducts
{
    private readonly Dictionary<string, CopiedProduct> _bySku = new(StringComparer.OrdinalIgnoreCase);

    public CopiedProducts(IEnumerable<ProductPolicy> governed, IReadOnlyList<GraphSku> skus, IReadOnlyList<GraphSubscription> subscriptions)
    {
        // A subscription may be of what the tenant has no licences of any more.
        var left = skus.Concat(subscriptions.Select(subscription => new GraphSku(subscription.SkuId, subscription.PartNumber)))
            .DistinctBy(sku => sku.SkuId, StringComparer.OrdinalIgnoreCase).OrderBy(sku => sku.PartNumber, StringComparer.Ordinal).ToList();
        var all = new List<CopiedProduct>();
        foreach (var product in governed.GroupBy(product => product.ProductId, StringComparer.OrdinalIgnoreCase))
        {
            var (id, name) = (product.Key, product.First().ProductName);
            var sku = left.Find(sku => sku.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? left.Find(sku => sku.Name.Equals(ProductAlias.NameOf(id), StringComparison.OrdinalIgnoreCase));
            if (sku is not null)
                left.Remove(sku);
            var hasTrial = product.Any(policy => policy.PolicyValue == PolicyValues.OnlyTrialsWithoutPaymentMethod)
                || KnownProducts.All.Any(known => known.HasTrialWithoutPaymentMethod && known.ProductId.Equals(id, StringComparison.OrdinalIgnoreCase));
            all.Add(new(id, name, sku, IsGoverned: true, hasTrial));
        }

        all.AddRange(left.Select(sku => new CopiedProduct(sku.SkuId, sku.Name, sku, IsGoverned: false, HasTrial: false)));
        All = [.. all.OrderBy(product => product.Name, StringComparer.OrdinalIgnoreCase).ThenBy(product => product.ProductId, StringComparer.OrdinalIgnoreCase)];
        foreach (var product in All.Where(product => product.Sku is not null))
            _bySku[product.Sku!.SkuId] = product;
    }

    /// <summary>All products, by name.</summary>
    public IReadOnlyList<CopiedProduct> All { get; }

    /// <summary>The product of a SKU of the tenant, or of one of its subscriptions.</summary>
    public CopiedProduct OfSku(string skuId) => _bySku[skuId];
}
