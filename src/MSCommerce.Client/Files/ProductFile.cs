using MSCommerce.Rules;

namespace MSCommerce.Files;

/// <summary>Products from CSV or JSON lines, with the columns of <see cref="Product"/>.</summary>
internal static class ProductFile
{
    private static readonly string[][] Required = [["ProductId"], ["ProductName"], ["Family"]];

    public static async Task<IReadOnlyList<Product>> ReadAsync(string path, CancellationToken stop)
    {
        RowFile.DemandRows(path);
        var products = new List<Product>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var row in RowFile.ReadAsync(path, Required, stop))
        {
            var product = Parse(row);
            if (!seen.Add(product.ProductId))
                throw row.Invalid($"the product '{product.ProductId}' has a line already");
            products.Add(product);
        }

        return products;
    }

    private static Product Parse(FileRow row)
    {
        var product = new Product
        {
            ProductId = row.Required("ProductId"),
            ProductName = row.Required("ProductName"),
            Family = row.Required("Family"),
            LegacyProductId = row.Text("LegacyProductId"),
            HasTrialWithoutPaymentMethod = row.Boolean("HasTrialWithoutPaymentMethod") ?? row.Boolean("TrialWithoutPaymentMethod") ?? false,
            ListPrice = row.Decimal("ListPrice"),
            OrganizationPrice = row.Decimal("OrganizationPrice"),
            Currency = row.Text("Currency")?.ToUpperInvariant(),
            Services = row.List("Services") ?? [],
            DatabaseCapacityMB = row.Int32("DatabaseCapacityMB"),
            FileCapacityMB = row.Int32("FileCapacityMB"),
        };
        if (product.Currency is null && (product.ListPrice ?? product.OrganizationPrice) is not null)
            throw row.Invalid("a price has no Currency; add the column, with codes such as EUR");
        var facts = new SetProductRequest
        {
            ListPrice = product.ListPrice,
            OrganizationPrice = product.OrganizationPrice,
            Currency = product.Currency,
            Service = product.Services,
            DatabaseCapacityMB = product.DatabaseCapacityMB,
            FileCapacityMB = product.FileCapacityMB,
        };
        return TenantRules.Refuse(facts) is { } refusal ? throw row.Invalid(refusal.Message.TrimEnd('.')) : product;
    }
}
