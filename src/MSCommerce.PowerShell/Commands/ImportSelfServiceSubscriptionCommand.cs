namespace MSCommerce.PowerShell;

/// <summary>Imports subscriptions from CSV or JSON lines.</summary>
/// <remarks>
/// Columns: SubscriptionId, ProductId (or ProductName), TotalLicenses; optionally Purchaser (empty for the organisation's own), PurchasedAt, Term (Month or Year),
/// ExpiresAt, AutoRenew, IsTrial, PricePerLicense with Currency, CancelledAt. Dates are written like 2026-01-31, amounts like 12.50, or 12,50 where semicolons
/// separate the columns. New subscriptions are added, known ones
/// changed; their product and purchaser cannot. A line that cannot be taken refuses its whole file, with its number. Importing a file again changes
/// nothing. With -WhatIf the whole file is checked.
/// </remarks>
/// <example>
/// <para>Imports a central subscription and one that somebody bought himself.</para>
/// <code>@'
/// SubscriptionId,ProductId,Purchaser,TotalLicenses,Term,ExpiresAt,PricePerLicense,Currency
/// central-1,CFQ7TTC0H9MP,,100,Year,2099-01-31,96.00,EUR
/// own-1,CFQ7TTC0H9MP,billing@fabrikam.example,5,Month,2099-01-31,13.50,EUR
/// '@ | Set-Content -Path subscriptions.csv
/// Import-SelfServiceSubscription -Path subscriptions.csv</code>
/// </example>
/// <example>
/// <para>Imports JSON lines, and shows what was new and what was there already.</para>
/// <code>'{"SubscriptionId":"trial-1","ProductId":"CFQ7TTC0HD33","TotalLicenses":25,"IsTrial":true}' | Set-Content -Path trial.jsonl
/// Import-SelfServiceSubscription -Path trial.jsonl -PassThru</code>
/// </example>
/// <seealso cref="GetSelfServiceSubscriptionCommand"/>
/// <seealso cref="ImportSelfServiceLicenseCommand"/>
[Cmdlet(VerbsData.Import, "SelfServiceSubscription", SupportsShouldProcess = true)]
[Alias("Import-SelfServiceSubscriptions")]
[OutputType(typeof(ImportResult))]
public sealed class ImportSelfServiceSubscriptionCommand : ImportCommand
{
    private protected override string What => "subscriptions";

    private protected override Task<ImportResult> ImportAsync(
        CommerceClient client, string path, bool dryRun, IProgress<OperationProgress> progress, CancellationToken stop) =>
        client.Subscriptions.ImportAsync(new() { Path = path, DryRun = dryRun }, progress, stop);
}
