namespace MSCommerce.PowerShell;

/// <summary>Imports products from CSV or JSON lines.</summary>
/// <remarks>
/// Columns: ProductId, ProductName, Family; optionally LegacyProductId, HasTrialWithoutPaymentMethod, ListPrice and OrganizationPrice (of one licence a month,
/// written like 12.50) with Currency, Services (joined by ;), DatabaseCapacityMB, FileCapacityMB. New products are added and follow the policy's default; known
/// ones take the file's facts. Where semicolons separate the columns, as Export-Csv -UseCulture writes them in many countries, a price may have a decimal comma
/// (12,50). A line that cannot be taken refuses its whole file, with its number. Importing a file again changes nothing. With -WhatIf the whole
/// file is checked.
/// </remarks>
/// <example>
/// <para>Adds a product, which people may then buy as far as the policy's default says.</para>
/// <code>@'
/// ProductId,ProductName,Family,ListPrice,OrganizationPrice,Currency,Services
/// CFQ7TTC0NEW1,Contoso Insights,Insights,12.50,9.90,EUR,Insights;Insights Export
/// '@ | Set-Content -Path products.csv
/// Import-SelfServiceProduct -Path products.csv
/// Get-MSCommerceProductPolicy -ProductId CFQ7TTC0NEW1</code>
/// </example>
/// <example>
/// <para>Checks a file of JSON lines without importing it.</para>
/// <code>'{"ProductId":"CFQ7TTC0NEW2","ProductName":"Contoso Boards","Family":"Boards","ListPrice":4.5,"Currency":"EUR"}' | Set-Content -Path products.jsonl
/// Import-SelfServiceProduct -Path products.jsonl -WhatIf -PassThru</code>
/// </example>
/// <seealso cref="GetSelfServiceProductCommand"/>
/// <seealso cref="SetSelfServiceProductCommand"/>
[Cmdlet(VerbsData.Import, "SelfServiceProduct", SupportsShouldProcess = true)]
[Alias("Import-SelfServiceProducts")]
[OutputType(typeof(ImportResult))]
public sealed class ImportSelfServiceProductCommand : ImportCommand
{
    private protected override string What => "products";

    private protected override Task<ImportResult> ImportAsync(
        CommerceClient client, string path, bool dryRun, IProgress<OperationProgress> progress, CancellationToken stop) =>
        client.Products.ImportAsync(new() { Path = path, DryRun = dryRun }, stop);
}
