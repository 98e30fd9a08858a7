namespace MSCommerce.Stores;

/// <summary>The products of the catalogue (S8).</summary>
public interface ICatalogStore
{
    /// <summary>The products.</summary>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>All of them, by name.</returns>
    IAsyncEnumerable<Product> GetProductsAsync(CancellationToken cancellationToken);

    /// <summary>Whether users may buy products through self-service, and if not, why (S8, E).</summary>
    /// <param name="query">Which products and users.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One answer a user and product, by product name.</returns>
    /// <exception cref="CommerceException"><c>ProductNotFound</c>, <c>UserNotFound</c>, <c>PaymentMethodNotFound</c>; <c>RoleMissing</c> for others than oneself.</exception>
    IAsyncEnumerable<Eligibility> GetEligibilityAsync(EligibilityQuery query, CancellationToken cancellationToken);

    /// <summary>Adds products and replaces the facts of those that exist; all or nothing.</summary>
    /// <param name="source">Where the rows come from, for the audit log and for errors.</param>
    /// <param name="products">The products.</param>
    /// <param name="dryRun">Whether to undo everything at the end.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    Task<ImportResult> ImportAsync(string source, IReadOnlyList<Product> products, bool dryRun, CancellationToken cancellationToken);

    /// <summary>What setting facts of products would change. Writes nothing.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a product and property, in the order of the products; those that stay are left out.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanAsync(SetProductRequest request, CancellationToken cancellationToken);

    /// <summary>Writes changes of products, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes, with ids of products as targets.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>, <c>ServiceInUse</c>.</exception>
    Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);
}
