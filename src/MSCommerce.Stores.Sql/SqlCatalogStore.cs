using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>The catalogue (S8).</summary>
internal sealed class SqlCatalogStore(SqlStore store) : ICatalogStore
{
    public IAsyncEnumerable<Product> GetProductsAsync(CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ReadCatalog, ReadAsync, cancellationToken);

    public Task<ImportResult> ImportAsync(string source, IReadOnlyList<Product> products, CancellationToken cancellationToken) => store.ChangeAsync(
        Permission.AdministerTenant,
        async session =>
        {
            ProductWriter.Check(source, products);
            var (created, updated) = await ProductWriter.WriteAsync(session, products);
            return await ImportRecord.CloseAsync(session, AuditActions.ProductsImported, source, products.Count, created, updated, dryRun: false);
        },
        dryRun: false, cancellationToken);

    private static async IAsyncEnumerable<Product> ReadAsync(SqlSession session)
    {
        foreach (var product in await ProductReader.ReadAsync(session))
            yield return product.Product;
    }
}
