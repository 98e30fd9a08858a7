namespace MSCommerce.PowerShell;

/// <summary>Imports users from the files that an administrator already has.</summary>
/// <remarks>
/// Takes what the Microsoft 365 admin centre's Export users and Entra's Download users write, told apart by their headers, and this module's own columns, as CSV or
/// JSON lines: UserPrincipalName, UserId, DisplayName, UserType, AccountEnabled, DisabledAt, UsageLocation, OnPremisesSyncEnabled, CreatedAt, Roles (joined by ;).
/// Columns may be in any order and case; others are passed over. New users are added, known ones changed; what a file does not say stays. A line that
/// cannot be taken refuses its whole file, with its number. Importing a file again changes nothing. With -WhatIf the whole file is checked.
/// </remarks>
/// <example>
/// <para>Imports a file as Entra's Download users writes it.</para>
/// <code>'userPrincipalName,displayName,userType,accountEnabled', 'mia@fabrikam.example,Mia Berg,Member,True' | Set-Content -Path entra.csv
/// Import-MSCommerceUser -Path entra.csv -PassThru</code>
/// </example>
/// <example>
/// <para>Checks a file with this module's own columns, roles included, without importing it.</para>
/// <code>'UserPrincipalName,DisplayName,Roles', 'tom@fabrikam.example,Tom Hale,BillingAdministrator' | Set-Content -Path people.csv
/// Get-Item -Path people.csv | Import-MSCommerceUser -WhatIf -PassThru</code>
/// </example>
/// <seealso cref="GetMSCommerceUserCommand"/>
/// <seealso cref="ImportSelfServiceSubscriptionCommand"/>
/// <seealso cref="ImportSelfServiceLicenseCommand"/>
[Cmdlet(VerbsData.Import, "MSCommerceUser", SupportsShouldProcess = true)]
[Alias("Import-MSCommerceUsers")]
[OutputType(typeof(ImportResult))]
public sealed class ImportMSCommerceUserCommand : ImportCommand
{
    private protected override string What => "users";

    private protected override Task<ImportResult> ImportAsync(
        CommerceClient client, string path, bool dryRun, IProgress<OperationProgress> progress, CancellationToken stop) =>
        client.Tenant.ImportUsersAsync(new() { Path = path, DryRun = dryRun }, progress, stop);
}
