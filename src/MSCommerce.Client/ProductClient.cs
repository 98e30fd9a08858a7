using System.Runtime.CompilerServices;
using MSCommerce.Files;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>The catalogue (S8).</summary>
public sealed class ProductClient
{
    private readonly Gate _gate;

    internal ProductClient(Gate gate) => _gate = gate;

    /// <summary>The products of the catalogue with prices, services, trial and capacity; everybody may read them.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>The products, by name; an exact name that does not exist is <c>ProductNotFound</c>, after those that do.</returns>
    [Operation("product list", Permission.ReadCatalog, Summary = "Lists the products of the catalogue with prices, services and capacity.", Cmdlet = "Get-SelfServiceProduct")]
    public IAsyncEnumerable<Product> GetAsync(ProductQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.ReadCatalog, "ReadCatalog", stop => SelectAsync(query, stop), cancellationToken);

    /// <summary>Whether somebody may buy products through self-service, and if not, why (S8, E): oneself, or those whom one may see.</summary>
    /// <param name="query">Which products, and who.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One answer a user and product.</returns>
    /// <exception cref="CommerceException"><c>ProductNotFound</c>, <c>UserNotFound</c>, <c>RoleMissing</c> for others than oneself.</exception>
    [Operation("product eligibility", Permission.ReadCatalog, Summary = "Tells whether a user may buy products through self-service, and if not, why.", Cmdlet = "Test-SelfServiceEligibility")]
    public IAsyncEnumerable<Eligibility> TestEligibilityAsync(EligibilityQuery query, CancellationToken cancellationToken = default)
    {
        Gate.Demand(query);
        PaymentMethodRules.DemandIds(query.PaymentMethodId);
        return _gate.ListAsync(Permission.ReadCatalog, "ReadEligibility", stop => _gate.Store.Catalog.GetEligibilityAsync(query, stop), cancellationToken);
    }

    /// <summary>What setting facts of products would change. Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a product and property; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>NothingToSet</c>, <c>ProductNotFound</c>, <c>PatternMatchedNothing</c>, <c>PriceInvalid</c>, <c>CurrencyInvalid</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetAsync(SetProductRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.Product.Count == 0)
            throw CommerceErrors.NothingNamed("product");
        if (request is { ListPrice: null, OrganizationPrice: null, Currency: null, Service: null, HasTrialWithoutPaymentMethod: null, DatabaseCapacityMB: null, FileCapacityMB: null })
            throw CommerceErrors.NothingToSet("a price, the currency, the services, the trial, or the capacity");
        var facts = request with { Currency = request.Currency?.ToUpperInvariant() };
        return _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.ProductChanged, string.Join(", ", request.Product), request.DryRun,
            stop => TenantRules.Refuse(facts) is { } refusal ? throw refusal : _gate.Store.Catalog.PlanAsync(facts, stop), cancellationToken);
    }

    /// <summary>Writes changes of products.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> ApplySetAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.AdministerTenant, AuditActions.ProductChanged, string.Join(", ", plan.Select(change => change.Target).Distinct(StringComparer.OrdinalIgnoreCase)), dryRun: false,
        stop => _gate.Store.Catalog.ApplyAsync(plan, stop), cancellationToken);

    /// <summary>Sets facts of products: prices, currency, services, trial, capacity (S8).</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetAsync"/> and <see cref="ApplySetAsync"/>.</exception>
    [Operation(
        "product set", Permission.AdministerTenant, Changes = true, Plan = nameof(PlanSetAsync), Apply = nameof(ApplySetAsync),
        Summary = "Sets prices, services, trial and capacity of products.", Cmdlet = "Set-SelfServiceProduct")]
    public async Task<IReadOnlyList<PropertyChange>> SetAsync(SetProductRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplySetAsync(plan, cancellationToken);
    }

    /// <summary>Imports products from a file: new ones appear under the policy's default (P7), known ones take the file's facts; all or nothing.</summary>
    /// <param name="request">The file.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c> with the line, <c>RoleMissing</c>.</exception>
    [Operation("product import", Permission.AdministerTenant, Changes = true, Summary = "Imports products from CSV or JSON lines.", Cmdlet = "Import-SelfServiceProduct")]
    public Task<ImportResult> ImportAsync(ImportProductsRequest request, CancellationToken cancellationToken = default) => _gate.For(request).RunAsync(
        Permission.AdministerTenant, AuditActions.ProductsImported, request.Path, request.DryRun,
        async stop => await _gate.Store.Catalog.ImportAsync(request.Path, await ProductFile.ReadAsync(request.Path, stop), request.DryRun, stop), cancellationToken);

    private async IAsyncEnumerable<Product> SelectAsync(ProductQuery query, [EnumeratorCancellation] CancellationToken stop)
    {
        var families = NamePattern.All(query.Family);
        var products = new List<Product>();
        await foreach (var product in _gate.Store.Catalog.GetProductsAsync(stop))
        {
            if (families.Count == 0 || families.Any(family => family.IsMatch(product.Family)))
                products.Add(product);
        }

        var selection = Selection.Of(products, query.Product, product => [product.ProductId, product.ProductName], ProductIds.Replacement);
        foreach (var product in selection.Matches)
            yield return product;
        if (selection.Missing.Count > 0)
            throw CommerceErrors.ProductNotFound(selection.Missing);
    }
}
