using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>Adds products and replaces the facts of those that exist.</summary>
internal static class ProductWriter
{
    /// <summary>Refuses products that cannot be kept.</summary>
    public static void Check(string source, IReadOnlyList<Product> products)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < products.Count; index++)
        {
            var product = products[index];
            var why = product switch
            {
                _ when string.IsNullOrWhiteSpace(product.ProductId) => "the product has no id",
                _ when string.IsNullOrWhiteSpace(product.ProductName) => "the product has no name",
                _ when !seen.Add(product.ProductId) => $"the product '{product.ProductId}' comes twice",
                _ when ImportValues.RefuseTexts([product.ProductId, product.ProductName, product.Family, product.LegacyProductId, product.Currency, .. product.Services]) is { } refusal => refusal,
                _ when Money.Refuse(product.ListPrice) is { } refusal => refusal,
                _ when Money.Refuse(product.OrganizationPrice) is { } refusal => refusal,
                _ when product.Currency is null && (product.ListPrice ?? product.OrganizationPrice) is not null => "the product has a price and no currency",
                _ when product.DatabaseCapacityMB < 0 || product.FileCapacityMB < 0 => "the capacity is negative",
                _ when product.Services.Any(service => string.IsNullOrWhiteSpace(service) || service.Contains(';', StringComparison.Ordinal)) => "a service has no name, or a semicolon in it",
                _ when product.Services.Distinct(StringComparer.OrdinalIgnoreCase).Count() != product.Services.Count => "a service comes twice",
                _ => null,
            };
            if (why is not null)
                throw CommerceErrors.FileLineInvalid(source, index + 1, why);
        }
    }

    /// <summary>Writes them.</summary>
    /// <returns>How many were new, and how many differed.</returns>
    public static async Task<(int Created, int Updated)> WriteAsync(SqlSession session, IReadOnlyList<Product> products)
    {
        var held = (await ProductReader.ReadAsync(session)).ToDictionary(product => product.Product.ProductId, StringComparer.OrdinalIgnoreCase);
        var created = products.Count(product => !held.ContainsKey(product.ProductId));
        var key = await session.TakeKeysAsync("product", created);
        var updated = 0;
        foreach (var product in products)
        {
            if (!held.TryGetValue(product.ProductId, out var stored))
            {
                await PutAsync(session, Insert, ++key, product);
                await SetServicesAsync(session, key, new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase), product.Services);
            }
            else if (!Same(stored.Product, product))
            {
                updated++;
                await ReplaceAsync(session, stored, product);
            }
        }

        return (created, updated);
    }

    /// <summary>Replaces the facts of a product that exists.</summary>
    /// <exception cref="CommerceException"><c>ServiceInUse</c>.</exception>
    public static async Task ReplaceAsync(SqlSession session, StoredProduct stored, Product product)
    {
        await DemandServicesUnusedAsync(session, stored, product.Services);
        await PutAsync(session, Update, stored.Key, product);
        await SetServicesAsync(session, stored.Key, stored.ServiceKeys, product.Services);
    }

    /// <summary>Refuses to let a service vanish that somebody has switched off: under another name it would be on again.</summary>
    /// <exception cref="CommerceException"><c>ServiceInUse</c>.</exception>
    public static async Task DemandServicesUnusedAsync(SqlSession session, StoredProduct stored, IReadOnlyList<string> wanted)
    {
        foreach (var (name, serviceKey) in stored.ServiceKeys.Where(service => !wanted.Contains(service.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var users = await session.ScalarAsync<long>(
                "SELECT count(*) FROM license_service_off WHERE tenant_id = @t AND product_key = @productKey AND service_key = @serviceKey", new { productKey = stored.Key, serviceKey });
            if (users > 0)
                throw CommerceErrors.ServiceInUse(stored.Product.ProductName, name, users);
        }
    }

    private const string Insert =
        """
        INSERT INTO product (tenant_id, product_key, product_id, name, family, legacy_product_id, has_trial_without_payment_method,
                             list_price_e4, organization_price_e4, currency, database_capacity_mb, file_capacity_mb)
        VALUES (@t, @key, @ProductId, @ProductName, @Family, @LegacyProductId, @trial, @listPrice, @organizationPrice, @Currency, @DatabaseCapacityMB, @FileCapacityMB)
        """;

    private const string Update =
        """
        UPDATE product SET name = @ProductName, family = @Family, legacy_product_id = @LegacyProductId, has_trial_without_payment_method = @trial,
                           list_price_e4 = @listPrice, organization_price_e4 = @organizationPrice, currency = @Currency,
                           database_capacity_mb = @DatabaseCapacityMB, file_capacity_mb = @FileCapacityMB
        WHERE tenant_id = @t AND product_key = @key
        """;

    private static Task<int> PutAsync(SqlSession session, string sql, long key, Product product) => session.ExecuteAsync(sql, new
    {
        key,
        product.ProductId,
        product.ProductName,
        product.Family,
        product.LegacyProductId,
        trial = product.HasTrialWithoutPaymentMethod ? 1 : 0,
        listPrice = Money.ToStore(product.ListPrice),
        organizationPrice = Money.ToStore(product.OrganizationPrice),
        product.Currency,
        product.DatabaseCapacityMB,
        product.FileCapacityMB,
    });

    /// <summary>A service keeps its key while it keeps its name: who has it switched off keeps that too.</summary>
    private static async Task SetServicesAsync(SqlSession session, long productKey, IReadOnlyDictionary<string, long> held, IReadOnlyList<string> wanted)
    {
        foreach (var (_, serviceKey) in held.Where(service => !wanted.Contains(service.Key, StringComparer.OrdinalIgnoreCase)))
        {
            await session.ExecuteAsync(
                "DELETE FROM product_service WHERE tenant_id = @t AND product_key = @productKey AND service_key = @serviceKey", new { productKey, serviceKey });
        }

        var last = held.Values.DefaultIfEmpty().Max();
        foreach (var name in wanted.Where(name => !held.ContainsKey(name)))
        {
            await session.ExecuteAsync(
                "INSERT INTO product_service (tenant_id, product_key, service_key, name) VALUES (@t, @productKey, @serviceKey, @name)",
                new { productKey, serviceKey = ++last, name });
        }
    }

    private static bool Same(Product left, Product right)
    {
        // Records compare lists by reference, so these are compared by themselves.
        IReadOnlyList<string> none = [];
        return left with { ProductId = "", Services = none } == right with { ProductId = "", Services = none }
            && left.Services.Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(right.Services.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }
}
