using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>The catalogue (S8).</summary>
public sealed class ProductClient
{
    private readonly Gate _gate;

    internal ProductClient(Gate gate) => _gate = gate;

    /// <summary>The products of the catalogue.</summary>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>All of them, by name.</returns>
    public IAsyncEnumerable<Product> GetAsync(CancellationToken cancellationToken = default) =>
        _gate.ListAsync(Permission.ReadCatalog, "ReadCatalog", _gate.Store.Catalog.GetProductsAsync, cancellationToken);

    /// <summary>Adds products and replaces the facts of those that exist; all or nothing.</summary>
    /// <param name="source">Where they come from, for the audit log.</param>
    /// <param name="products">The products.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    public Task<ImportResult> ImportAsync(string source, IReadOnlyList<Product> products, CancellationToken cancellationToken = default) =>
        _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.ProductsImported, source, dryRun: false,
            stop => _gate.Store.Catalog.ImportAsync(source, products, stop), cancellationToken);
}
