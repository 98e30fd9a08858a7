namespace MSCommerce.PowerShell;

/// <summary>Writes a report for managers: one HTML file with spend, licences, what expires, policy and requests.</summary>
/// <remarks>
/// The file is whole: it loads nothing from anywhere, and works offline, on a phone and printed. Spend by product, purchaser and month, each currency by
/// itself; licences bought, assigned and unused; what expires within 30, 60 and 90 days; the policy, and what differs from a baseline; licence requests that
/// wait. What the store does not know is said, never shown as 0. It takes a role that sees the whole tenant. What each number means is told in docs/reports.md.
/// </remarks>
/// <example>
/// <para>Writes a report of the last twelve months.</para>
/// <code>Export-MSCommerceReport -Path report.html</code>
/// </example>
/// <example>
/// <para>Compares the policy with a baseline, covers half a year, replaces last week's file, and shows what a script would look at.</para>
/// <code>Export-MSCommercePolicyBaseline -Path baseline.csv -OtherProducts Disabled
/// $report = Export-MSCommerceReport -Path report.html -Title 'Licences, weekly' -Baseline baseline.csv -Months 6 -Force -PassThru
/// if ($report.Drift -gt 0) { Write-Warning "$($report.Drift) products differ from the baseline." }
/// $report</code>
/// </example>
/// <seealso cref="CompareMSCommercePolicyBaselineCommand"/>
/// <seealso cref="GetSelfServiceLicenseSummaryCommand"/>
/// <seealso cref="GetSelfServiceOrderCommand"/>
[Cmdlet(VerbsData.Export, "MSCommerceReport", SupportsShouldProcess = true)]
[OutputType(typeof(ReportResult))]
public sealed class ExportMSCommerceReportCommand : SessionCommand
{
    private string? _path;
    private string? _baseline;
    private string? _template;

    /// <summary>The file to write: .html or .htm.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The page's title; the tenant's name and what it is about where it is left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>A baseline file, .csv or .json, that the policy is compared with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>How many calendar months (UTC) of spend, 1 to 60: the present one, as far as it has come, and those before it.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, 60)]
    public int Months { get; set; } = ExportReportRequest.UsualMonths;

    /// <summary>A template of your own (Handlebars) in place of the one built in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplatePath { get; set; }

    /// <summary>In whose manner dates and numbers are written, for instance de-CH; the session's culture where it is left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Language { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes what was made: path, spend, unused licences, what expires, drift, requests, and what the store does not know.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Make a report";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = ResolvePath(Path);
        _baseline = Baseline is null ? null : ResolvePath(Baseline);
        _template = TemplatePath is null ? null : ResolvePath(TemplatePath);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (!await ShouldProcessAsync(_path!, "Write a report", stop))
            return;

        var request = new ExportReportRequest
        {
            Path = _path!,
            Title = Title,
            Baseline = _baseline,
            Months = Months,
            TemplatePath = _template,
            Language = Language,
            Force = Force,
        };
        var result = await client.Reports.ExportAsync(request, Progress, stop);
        Tell($"Report written to {result.Path}: {result.Bytes} bytes.");
        foreach (var gap in result.Gaps)
            Tell($"Not known: {gap}");
        if (PassThru)
            Write(result);
    }
}
