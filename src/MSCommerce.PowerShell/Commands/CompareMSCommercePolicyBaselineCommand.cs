namespace MSCommerce.PowerShell;

/// <summary>Compares the tenant with a baseline file.</summary>
/// <remarks>
/// Writes one object a difference, and nothing where there is none. Different: the baseline wants another value. NotInBaseline: the tenant has a product
/// that the baseline does not name and no line for every other product covers. NotInTenant: the baseline names a product that the tenant does not have.
/// What Get-MSCommerceProductPolicies | Export-Csv writes is a baseline too.
/// </remarks>
/// <example>
/// <para>Writes a baseline, changes a product and shows the drift.</para>
/// <code>Export-MSCommercePolicyBaseline -Path baseline.csv -OtherProducts Disabled
/// $null = Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled
/// Compare-MSCommercePolicyBaseline -Path baseline.csv</code>
/// </example>
/// <example>
/// <para>Fails a scheduled check where there is drift.</para>
/// <code>Get-MSCommerceProductPolicies | Export-Csv -Path today.csv
/// if (Compare-MSCommercePolicyBaseline -Path today.csv) { throw 'The tenant has drifted from its baseline.' }</code>
/// </example>
/// <seealso cref="ExportMSCommercePolicyBaselineCommand"/>
/// <seealso cref="SetMSCommercePolicyBaselineCommand"/>
[Cmdlet(VerbsData.Compare, "MSCommercePolicyBaseline")]
[OutputType(typeof(PolicyDrift))]
public sealed class CompareMSCommercePolicyBaselineCommand : SessionCommand
{
    private string? _path;

    /// <summary>The baseline file: .csv or .json.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The policy.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string PolicyId { get; set; } = PolicyIds.AllowSelfServicePurchase;

    private protected override string Purpose => "Compare the values of policies with a baseline";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = ResolvePath(Path);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        // Not a list in which a name may be missing: what cannot be compared must not look like no drift.
        await foreach (var drift in client.Policies.CompareBaselineAsync(new() { Path = _path!, PolicyId = PolicyId }, stop))
            Write(drift);
    }
}
