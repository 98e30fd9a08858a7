using System.Collections.Frozen;

namespace MSCommerce.Rules;

/// <summary>Old product ids and the products that replaced them (P5).</summary>
public static class ProductIds
{
    private static readonly FrozenDictionary<string, string> Replacements = Catalog.KnownProducts.All
        .Where(product => product.LegacyProductId is not null)
        .ToFrozenDictionary(product => product.LegacyProductId!, product => product.ProductId, StringComparer.OrdinalIgnoreCase);

    /// <summary>The id that replaced an old one.</summary>
    /// <param name="id">An id, any case.</param>
    /// <returns>The present id; null where the id is not an old one.</returns>
    public static string? Replacement(string id) => Replacements.GetValueOrDefault(id);
}
