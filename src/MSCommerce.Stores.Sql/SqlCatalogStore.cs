using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql;

/// <summary>The catalogue (S8).</summary>
internal sealed class SqlCatalogStore(SqlStore store) : ICatalogStore
{
    public IAsyncEnumerable<Product> GetProductsAsync(CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ReadCatalog, ReadAsync, cancellationToken);

    public IAsyncEnumerable<Eligibility> GetEligibilityAsync(EligibilityQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ReadCatalog, session => EligibilityReader.ListAsync(session, query), cancellationToken);

    public Task<ImportResult> ImportAsync(string source, IReadOnlyList<Product> products, bool dryRun, CancellationToken cancellationToken) => store.ChangeAsync(
        Permission.AdministerTenant,
        async session =>
        {
            ProductWriter.Check(source, products);
            var (created, updated) = await ProductWriter.WriteAsync(session, products);
            return await ImportRecord.CloseAsync(session, AuditActions.ProductsImported, source, products.Count, created, updated, dryRun);
        },
        dryRun, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanAsync(SetProductRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.AdministerTenant, session => ProductChanges.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.AdministerTenant, session => ProductChanges.ApplyAsync(session, changes), dryRun: false, cancellationToken);

    private static async IAsyncEnumerable<Product> ReadAsync(SqlSession session)
    {
        foreach (var product in await ProductReader.ReadAsync(session))
            yield return product.Product;
    }
}
