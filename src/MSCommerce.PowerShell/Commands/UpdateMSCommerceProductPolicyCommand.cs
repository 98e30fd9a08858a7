namespace MSCommerce.PowerShell;

/// <summary>Sets whether people may buy products, or types of third-party offers, themselves.</summary>
/// <remarks>
/// A change acts from now on: subscriptions and trials that exist stay. A value that is as wanted already is not written again. What is piped is one change,
/// made as a whole or not at all, policy by policy; the value wanted is never taken from the piped object. In a Microsoft 365 tenant, whose service has no transactions, each
/// product is set by itself, several at a time; those that could not be set are errors, one each.
///
/// Enabling several products at once, or by a wildcard, asks for confirmation. In a runbook say -Confirm:$false.
///
/// The objects that were named are written as they stand afterwards, as Microsoft's module does.
/// </remarks>
/// <example>
/// <para>Blocks one product.</para>
/// <code>Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Enabled $false</code>
/// </example>
/// <example>
/// <para>Shows what blocking every product would change, and blocks them.</para>
/// <code>Update-MSCommerceProductPolicy -ProductId * -Value Disabled -WhatIf
/// Update-MSCommerceProductPolicy -ProductId * -Value Disabled</code>
/// </example>
/// <example>
/// <para>Blocks every product that people may still buy, by way of the list.</para>
/// <code>Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase | Where-Object { $_.PolicyValue -eq 'Enabled' } | Update-MSCommerceProductPolicy -Value Disabled</code>
/// </example>
/// <example>
/// <para>Allows trials that need no card, and nothing else.</para>
/// <code>Update-MSCommerceProductPolicy -ProductId 'Visio Plan 1', 'Planner Plan 1' -Value OnlyTrialsWithoutPaymentMethod</code>
/// </example>
/// <example>
/// <para>Blocks a type of third-party offers.</para>
/// <code>Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -OfferType SaaS -Enabled "False"</code>
/// </example>
/// <seealso cref="GetMSCommerceProductPolicyCommand"/>
/// <seealso cref="SetMSCommercePolicyBaselineCommand"/>
/// <seealso cref="GetMSCommerceAuditLogCommand"/>
[Cmdlet(VerbsData.Update, "MSCommerceProductPolicy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ValueSet)]
[Alias("Update-MSCommerceProductPolicies")]
[OutputType(typeof(ProductPolicy), typeof(OfferTypePolicy))]
public sealed class UpdateMSCommerceProductPolicyCommand : PolicyChangeCommand
{
    private const string ValueSet = "Value";
    private const string EnabledSet = "Enabled";

    private readonly PolicySelection _selection = new();

    /// <summary>The policy.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string PolicyId { get; set; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Products by id, name or an id that has been replaced, with wildcards.</summary>
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

    /// <summary>The value wanted: Enabled, Disabled or OnlyTrialsWithoutPaymentMethod. Types of offers take the first two, and the third only products with a trial that needs no card.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [ArgumentCompleter(typeof(PolicyValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Value { get; set; }

    /// <summary>$true for Enabled, $false for Disabled; the words True and False do as well.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnabledSet)]
    [ValidateSet("True", "False")]
    public string? Enabled { get; set; }

    private string Wanted => Value ?? (bool.Parse(Enabled!) ? PolicyValues.Enabled : PolicyValues.Disabled);

    /// <inheritdoc/>
    protected override void ProcessRecord() => _selection.Add(PolicyId, ProductId, OfferType);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_selection.Policies.Count()))
            return;

        // Everything is planned before anything is written.
        var plans = new List<(string PolicyId, IReadOnlyList<PolicyChange> Changes, bool HasWildcard)>();
        foreach (var (policyId, names) in _selection.Policies)
        {
            var request = new SetPolicyRequest { PolicyId = policyId, Product = names.Products, OfferType = names.OfferTypes, Value = Wanted, DryRun = IsWhatIf };
            plans.Add((policyId, await client.Policies.PlanAsync(request, stop), names.HasWildcard));
        }

        foreach (var (policyId, plan, hasWildcard) in plans)
        {
            var confirmed = await ConfirmAsync(plan, hasWildcard, stop);
            var applied = await client.Policies.ApplyAsync(confirmed, Progress, stop);
            var written = TellWritten(applied);
            if (!IsWhatIf)
                await WriteUpdatedAsync(client, policyId, written, stop);
        }
    }

    private async Task WriteUpdatedAsync(CommerceClient client, string policyId, IReadOnlyList<PolicyChange> changes, CancellationToken stop)
    {
        var products = changes.Where(change => change.Scope == PolicyScope.Product).Select(change => change.Id).ToList();
        if (products.Count > 0)
            await WriteAsync(client.Policies.GetProductsAsync(new() { PolicyId = policyId, Product = products }, stop), stop);
        var offerTypes = changes.Where(change => change.Scope == PolicyScope.OfferType).Select(change => change.Id).ToList();
        if (offerTypes.Count > 0)
            await WriteAsync(client.Policies.GetOfferTypesAsync(new() { PolicyId = policyId, OfferType = offerTypes }, stop), stop);
    }
}
