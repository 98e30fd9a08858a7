namespace MSCommerce.PowerShell;

/// <summary>Imports who holds which licence from CSV or JSON lines.</summary>
/// <remarks>
/// Columns: SubscriptionId, UserPrincipalName (or UserId); optionally AssignedAt and DisabledServices (joined by ;). What Export-SelfServiceUser writes can be read
/// back. An assignment that exists stays. A line that cannot be taken refuses its whole file, with its number, and so do too few licences. With -WhatIf
/// the whole file is checked.
/// </remarks>
/// <example>
/// <para>Gives somebody a licence of a central subscription.</para>
/// <code>$planner = Get-SelfServiceSubscription -Central -ProductId 'Planner Plan 1'
/// 'SubscriptionId,UserPrincipalName', "$($planner.SubscriptionId),billing@fabrikam.example" | Set-Content -Path licences.csv
/// Import-SelfServiceLicense -Path licences.csv -PassThru</code>
/// </example>
/// <example>
/// <para>Reads an export back: nothing is new.</para>
/// <code>Export-SelfServiceUser -Path all.csv -Central
/// Import-SelfServiceLicense -Path all.csv -WhatIf -PassThru</code>
/// </example>
/// <seealso cref="ExportSelfServiceUserCommand"/>
/// <seealso cref="ImportSelfServiceSubscriptionCommand"/>
[Cmdlet(VerbsData.Import, "SelfServiceLicense", SupportsShouldProcess = true)]
[Alias("Import-SelfServiceLicenses")]
[OutputType(typeof(ImportResult))]
public sealed class ImportSelfServiceLicenseCommand : ImportCommand
{
    private protected override string What => "assignments";

    private protected override Task<ImportResult> ImportAsync(
        CommerceClient client, string path, bool dryRun, IProgress<OperationProgress> progress, CancellationToken stop) =>
        client.Licenses.ImportAsync(new() { Path = path, DryRun = dryRun }, progress, stop);
}
