using CsvHelper;

namespace MSCommerce.Catalog;

/// <summary>
/// The products and types of offers that Microsoft's documentation names: what a new embedded store starts with, and where old ids
/// are looked up. A tenant of Microsoft 365 has its own list; this one is never taken for it.
/// </summary>
public static class KnownProducts
{
    /// <summary>The products, without prices: those are the administrator's to set.</summary>
    public static IReadOnlyList<Product> All { get; } = [.. Read("products.csv", row => new Product
    {
        ProductId = row.GetString("ProductId"),
        ProductName = row.GetString("ProductName"),
        Family = row.GetString("Family"),
        LegacyProductId = row.GetString("LegacyProductId") is { Length: > 0 } legacy ? legacy : null,
        HasTrialWithoutPaymentMethod = bool.Parse(row.GetString("TrialWithoutPaymentMethod")),
    })];

    /// <summary>The types of third-party offers.</summary>
    public static IReadOnlyList<string> OfferTypes { get; } = [.. Read("offer-types.csv", row => row.GetString("OfferType"))];

    private static IEnumerable<T> Read<T>(string resource, Func<CsvReader, T> map)
    {
        using var stream = typeof(KnownProducts).Assembly.GetManifestResourceStream(resource)!;
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',' }, leaveOpen: false);
        while (csv.Read())
            yield return map(csv);
    }
}
