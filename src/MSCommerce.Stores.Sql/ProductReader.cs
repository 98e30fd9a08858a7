using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>A product with its keys.</summary>
internal sealed record StoredProduct(long Key, Product Product, IReadOnlyDictionary<string, long> ServiceKeys);

/// <summary>Reads the catalogue. It is small, so whoever needs products reads them all and picks by the rules.</summary>
internal static class ProductReader
{
    /// <summary>The products, by name.</summary>
    public static Task<List<StoredProduct>> ReadAsync(SqlSession session) => ReadAsync(session, "", null);

    /// <summary>One product, by its key.</summary>
    public static async Task<StoredProduct> ReadAsync(SqlSession session, long key) => (await ReadAsync(session, " AND product_key = @key", new { key }))[0];

    private static async Task<List<StoredProduct>> ReadAsync(SqlSession session, string condition, object? parameters)
    {
        var services = (await session.QueryAsync<ServiceRow>(
                $"SELECT product_key AS ProductKey, service_key AS ServiceKey, name AS Name FROM product_service WHERE tenant_id = @t{condition} ORDER BY product_key, service_key", parameters))
            .ToLookup(service => service.ProductKey);
        var products = await session.QueryAsync<ProductRow>(
            $"""
            SELECT product_key AS ProductKey, product_id AS ProductId, name AS Name, family AS Family, legacy_product_id AS LegacyProductId,
                   has_trial_without_payment_method AS HasTrial, list_price_e4 AS ListPrice, organization_price_e4 AS OrganizationPrice, currency AS Currency,
                   database_capacity_mb AS DatabaseCapacity, file_capacity_mb AS FileCapacity
            FROM product WHERE tenant_id = @t{condition}
            """,
            parameters);
        return
        [
            .. products.Select(product => Make(product, [.. services[product.ProductKey]]))
                .OrderBy(product => product.Product.ProductName, StringComparer.OrdinalIgnoreCase)
                .ThenBy(product => product.Product.ProductId, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Picks products by id, name, old id or wildcard (P5).</summary>
    public static Selection<StoredProduct> Select(IReadOnlyList<StoredProduct> products, IReadOnlyList<string> names) => Selection.Of(
        products, names, product => [product.Product.ProductId, product.Product.ProductName],
        name => products.FirstOrDefault(product => name.Equals(product.Product.LegacyProductId, StringComparison.OrdinalIgnoreCase))?.Product.ProductId
            ?? ProductIds.Replacement(name));

    /// <summary>Picks the one product that a name means.</summary>
    /// <exception cref="CommerceException"><c>ProductNotFound</c>, <c>ProductAmbiguous</c>.</exception>
    public static async Task<StoredProduct> FindAsync(SqlSession session, string name) => Select(await ReadAsync(session), [name]).Matches switch
    {
        [var only] => only,
        [] => throw CommerceErrors.ProductNotFound([name]),
        var several => throw CommerceErrors.ProductAmbiguous(name, [.. several.Select(product => product.Product.ProductId)]),
    };

    private static StoredProduct Make(ProductRow row, List<ServiceRow> services) => new(
        row.ProductKey,
        new()
        {
            ProductId = row.ProductId,
            ProductName = row.Name,
            Family = row.Family,
            LegacyProductId = row.LegacyProductId,
            HasTrialWithoutPaymentMethod = row.HasTrial,
            ListPrice = Money.FromStore(row.ListPrice),
            OrganizationPrice = Money.FromStore(row.OrganizationPrice),
            Currency = row.Currency,
            Services = [.. services.Select(service => service.Name)],
            DatabaseCapacityMB = row.DatabaseCapacity,
            FileCapacityMB = row.FileCapacity,
        },
        services.ToDictionary(service => service.Name, service => service.ServiceKey, StringComparer.OrdinalIgnoreCase));

    private sealed class ProductRow
    {
        public long ProductKey { get; init; }

        public string ProductId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Family { get; init; } = "";

        public string? LegacyProductId { get; init; }

        public bool HasTrial { get; init; }

        public long? ListPrice { get; init; }

        public long? OrganizationPrice { get; init; }

        public string? Currency { get; init; }

        public int? DatabaseCapacity { get; init; }

        public int? FileCapacity { get; init; }
    }

    private sealed class ServiceRow
    {
        public long ProductKey { get; init; }

        public long ServiceKey { get; init; }

        public string Name { get; init; } = "";
    }
}
