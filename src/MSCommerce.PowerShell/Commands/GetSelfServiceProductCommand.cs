namespace MSCommerce.PowerShell;

/// <summary>Lists the products of the catalogue with prices, services, trial and capacity.</summary>
/// <remarks>
/// Prices are of one licence a month: the list price, which people pay themselves, and the organisation's. What the catalogue does not know is empty, never a
/// guess. The prices, services and capacity of a sample tenant are made up. Whether people may buy a product is listed by Get-MSCommerceProductPolicy.
/// </remarks>
/// <example>
/// <para>Lists all products.</para>
/// <code>Get-SelfServiceProduct</code>
/// </example>
/// <example>
/// <para>Shows all that is known of a family's products.</para>
/// <code>Get-SelfServiceProduct -Family Power* | Format-List</code>
/// </example>
/// <example>
/// <para>Lists what the organisation pays less for than people do themselves.</para>
/// <code>Get-SelfServiceProduct | Where-Object { $_.OrganizationPrice -lt $_.ListPrice } | Format-Table ProductName, ListPrice, OrganizationPrice, Currency</code>
/// </example>
/// <seealso cref="SetSelfServiceProductCommand"/>
/// <seealso cref="ImportSelfServiceProductCommand"/>
/// <seealso cref="GetMSCommerceProductPolicyCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceProduct")]
[Alias("Get-SelfServiceProducts")]
[OutputType(typeof(Product))]
public sealed class GetSelfServiceProductCommand : SessionCommand
{
    private readonly List<string> _products = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>Families of products, for instance Visio, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FamilyCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Family { get; set; } = [];

    private protected override string Purpose => "Read the catalogue";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _products.AddRange(ProductId);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop) => ExpectsInput && _products.Count == 0
        ? Task.CompletedTask
        : WriteAsync(client.Products.GetAsync(new() { Product = [.. _products.Distinct(StringComparer.OrdinalIgnoreCase)], Family = Family }, stop), stop);
}
