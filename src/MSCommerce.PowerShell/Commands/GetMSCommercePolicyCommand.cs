namespace MSCommerce.PowerShell;

/// <summary>Lists the policies of the tenant.</summary>
/// <remarks>The policy AllowSelfServicePurchase exists in every tenant. Its default is the value of every product that nobody decided on.</remarks>
/// <example>
/// <para>Lists all policies.</para>
/// <code>Get-MSCommercePolicies</code>
/// </example>
/// <example>
/// <para>Shows what a product without a decision of its own may do.</para>
/// <code>(Get-MSCommercePolicy -PolicyId AllowSelfServicePurchase).DefaultValue</code>
/// </example>
/// <seealso cref="GetMSCommerceProductPolicyCommand"/>
/// <seealso cref="UpdateMSCommerceProductPolicyCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommercePolicy")]
[Alias("Get-MSCommercePolicies")]
[OutputType(typeof(Policy))]
public sealed class GetMSCommercePolicyCommand : PolicyReadCommand
{
    private readonly List<string> _wanted = [];

    /// <summary>Ids of policies, with wildcards; all where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] PolicyId { get; set; } = [];

    private protected override string Purpose => "Read policies";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _wanted.AddRange(PolicyId);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop) =>
        ExpectsInput && _wanted.Count == 0
            ? Task.CompletedTask
            : WriteAsync(client.Policies.GetAsync(new() { PolicyId = _wanted }, stop), stop);
}
