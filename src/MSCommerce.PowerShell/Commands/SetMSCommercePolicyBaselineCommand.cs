namespace MSCommerce.PowerShell;

/// <summary>Applies a baseline file: only differences are written.</summary>
/// <remarks>
/// A line that names a product which the tenant does not have refuses the whole file, for it may be a misspelling. Products that the baseline does not
/// name stay as they are, unless it has a line for every other product (ProductId *).
///
/// Enabling several products at once asks for confirmation. In a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Blocks whatever is not in the baseline, and shows what changed.</para>
/// <code>'ProductId,PolicyValue', 'Power BI Pro,Enabled', '*,Disabled' | Set-Content -Path baseline.csv
/// Set-MSCommercePolicyBaseline -Path baseline.csv -PassThru</code>
/// </example>
/// <example>
/// <para>Shows what a baseline would change.</para>
/// <code>Export-MSCommercePolicyBaseline -Path baseline.json -OtherProducts Disabled
/// Set-MSCommercePolicyBaseline -Path baseline.json -WhatIf</code>
/// </example>
/// <seealso cref="ExportMSCommercePolicyBaselineCommand"/>
/// <seealso cref="CompareMSCommercePolicyBaselineCommand"/>
[Cmdlet(VerbsCommon.Set, "MSCommercePolicyBaseline", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PolicyChange))]
public sealed class SetMSCommercePolicyBaselineCommand : PolicyChangeCommand
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

    /// <summary>Writes the changes that were made.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = ResolvePath(Path);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        var plan = await client.Policies.PlanBaselineAsync(new() { Path = _path!, PolicyId = PolicyId, DryRun = IsWhatIf }, stop);
        var confirmed = await ConfirmAsync(plan, hasWildcard: false, stop);
        var applied = await client.Policies.ApplyAsync(confirmed, Progress, stop);
        var written = TellWritten(applied);
        if (PassThru)
        {
            foreach (var change in written)
                Write(change);
        }
    }
}
