using MSCommerce.Catalog;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Product ids of the policies, present or replaced, as the names under which Graph's SKUs are found.</summary>
internal static class ProductAlias
{
    /// <summary>The name of a product; null for what is no known id.</summary>
    public static string? NameOf(string id) => KnownProducts.All
        .FirstOrDefault(product => product.ProductId.Equals(id, StringComparison.OrdinalIgnoreCase) || string.Equals(product.LegacyProductId, id, StringComparison.OrdinalIgnoreCase))?.ProductName;
}
