namespace MSCommerce.PowerShell;

/// <summary>Writes the present values of a policy to a baseline file.</summary>
/// <remarks>
/// A baseline says which value is wanted for which product and, on a line of its own, for every other one: new products are caught by that line.
/// Edit the file, keep it under version control, compare the tenant with it and apply it. CSV and JSON are told apart by the file's ending.
/// </remarks>
/// <example>
/// <para>Writes the values, and wants every other product blocked.</para>
/// <code>Export-MSCommercePolicyBaseline -Path baseline.csv -OtherProducts Disabled</code>
/// </example>
/// <example>
/// <para>Writes JSON in place of a file that exists, and shows how many lines it has.</para>
/// <code>(Export-MSCommercePolicyBaseline -Path baseline.json -Force -PassThru).Rows</code>
/// </example>
/// <seealso cref="CompareMSCommercePolicyBaselineCommand"/>
/// <seealso cref="SetMSCommercePolicyBaselineCommand"/>
[Cmdlet(VerbsData.Export, "MSCommercePolicyBaseline", SupportsShouldProcess = true)]
[OutputType(typeof(ExportResult))]
public sealed class ExportMSCommercePolicyBaselineCommand : SessionCommand
{
    private string? _path;

    /// <summary>The file to write: .csv or .json.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The policy.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string PolicyId { get; set; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>The value wanted for every product that has no line of its own: Enabled, Disabled or OnlyTrialsWithoutPaymentMethod.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string? OtherProducts { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes what was exported: path, lines, bytes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Read the values of policies";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = ResolvePath(Path);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (!await ShouldProcessAsync(_path!, $"Write the values of {PolicyId}", stop))
            return;

        var result = await client.Policies.ExportBaselineAsync(new() { Path = _path!, PolicyId = PolicyId, OtherProducts = OtherProducts, Force = Force }, stop);
        Tell($"Lines written to {result.Path}: {result.Rows}.");
        if (PassThru)
            Write(result);
    }
}
