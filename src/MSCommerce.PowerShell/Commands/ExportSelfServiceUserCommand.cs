namespace MSCommerce.PowerShell;

/// <summary>Writes the users who hold licences to a CSV or JSON lines file.</summary>
/// <remarks>
/// The file's ending says the format: .csv, or .jsonl for JSON lines. It is there whole or not at all. A cell that a spreadsheet would run as a formula is
/// written so that it does not; -Raw leaves it as it is. What is exported can be read back with Import-SelfServiceLicense.
/// </remarks>
/// <example>
/// <para>Exports everybody who holds a licence that somebody bought himself.</para>
/// <code>Export-SelfServiceUser -Path users.csv -SelfService</code>
/// </example>
/// <example>
/// <para>Exports the users of chosen subscriptions as JSON lines, and shows how many there are.</para>
/// <code>Get-SelfServiceSubscription -SelfService -ProductId 'Visio*' | Export-SelfServiceUser -Path visio.jsonl -Force -PassThru</code>
/// </example>
/// <seealso cref="GetSelfServiceUserCommand"/>
/// <seealso cref="ImportSelfServiceLicenseCommand"/>
[Cmdlet(VerbsData.Export, "SelfServiceUser", SupportsShouldProcess = true)]
[Alias("Export-SelfServiceUsers")]
[OutputType(typeof(ExportResult))]
public sealed class ExportSelfServiceUserCommand : LicensedUserListCommand
{
    private string? _path;

    /// <summary>The file to write: .csv, or .jsonl for JSON lines.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Leaves cells that a spreadsheet would run as formulas as they are.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes what was exported: path, rows, bytes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Read licensed users";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = ResolvePath(Path);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        // No subscription piped in must not become all subscriptions.
        if (IsNothingPiped(Ids.Count, "no file was written"))
            return;
        if (!await ShouldProcessAsync(_path!, "Write licensed users", stop))
            return;

        var request = new ExportUsersRequest
        {
            Path = _path!,
            SubscriptionId = Ids,
            Product = ProductId,
            Purchaser = Purchaser,
            User = User,
            Channel = Channel,
            Raw = Raw,
            Force = Force,
        };
        var result = await client.Licenses.ExportUsersAsync(request, Progress, stop);
        Tell($"Rows written to {result.Path}: {result.Rows}.");
        if (PassThru)
            Write(result);
    }
}
