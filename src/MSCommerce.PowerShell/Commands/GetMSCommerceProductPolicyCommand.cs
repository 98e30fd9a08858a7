namespace MSCommerce.PowerShell;

/// <summary>Lists products, or types of third-party offers, with the value that a policy holds for each.</summary>
/// <remarks>
/// The values of AllowSelfServicePurchase are Enabled (people may buy and try the product themselves), Disabled, and OnlyTrialsWithoutPaymentMethod
/// (they may start a trial that needs no card, and nothing else). A value is shown as the store gives it: one that is unknown or empty is not Disabled.
/// IsExplicit tells a value that was decided for the product from one that follows the policy's default.
/// </remarks>
/// <example>
/// <para>Lists all products, as scripts for Microsoft's module do.</para>
/// <code>Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase</code>
/// </example>
/// <example>
/// <para>Lists the products that people may buy themselves.</para>
/// <code>Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase | Where-Object { $_.PolicyValue -eq 'Enabled' }</code>
/// </example>
/// <example>
/// <para>Shows products by wildcard, by name and by an id that has been replaced since.</para>
/// <code>Get-MSCommerceProductPolicy -ProductId 'Visio*', 'Power BI Pro', CFQ7TTC0KP0P</code>
/// </example>
/// <example>
/// <para>Lists the types of third-party offers.</para>
/// <code>Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase -Scope OfferType</code>
/// </example>
/// <seealso cref="UpdateMSCommerceProductPolicyCommand"/>
/// <seealso cref="CompareMSCommercePolicyBaselineCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceProductPolicy")]
[Alias("Get-MSCommerceProductPolicies")]
[OutputType(typeof(ProductPolicy), typeof(OfferTypePolicy))]
public sealed class GetMSCommerceProductPolicyCommand : PolicyReadCommand
{
    private readonly PolicySelection _selection = new();

    /// <summary>The policy.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string PolicyId { get; set; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Products by id, name or an id that has been replaced, with wildcards; all where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? ProductId { get; set; }

    /// <summary>Types of third-party offers, with wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ScopeId")]
    [ArgumentCompleter(typeof(OfferTypeCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? OfferType { get; set; }

    /// <summary>What is listed where neither products nor types of offers are named.</summary>
    [Parameter]
    public PolicyScope Scope { get; set; }

    private protected override string Purpose => "Read the values of policies";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Scope == PolicyScope.OfferType && ProductId is { Length: > 0 })
            Fail(CommandErrors.ScopeMismatch("OfferType", "-ProductId"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _selection.Add(PolicyId, ProductId, OfferType);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        foreach (var (policyId, names) in _selection.Policies)
        {
            if (names.Products.Count > 0 || (names.IsWhole && Scope == PolicyScope.Product))
                await WriteAsync(client.Policies.GetProductsAsync(new() { PolicyId = policyId, Product = names.IsWhole ? [] : names.Products }, stop), stop);
            if (names.OfferTypes.Count > 0 || (names.IsWhole && Scope == PolicyScope.OfferType))
                await WriteAsync(client.Policies.GetOfferTypesAsync(new() { PolicyId = policyId, OfferType = names.IsWhole ? [] : names.OfferTypes }, stop), stop);
        }
    }
}
