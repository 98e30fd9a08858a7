using System.Globalization;
using System.Text;
using MSCommerce.Files;
using MSCommerce.Reports;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Reports of the whole tenant (X5), for whoever may see all of it.</summary>
public sealed class ReportClient
{
    private const string Action = "MakeReport";

    private readonly Gate _gate;

    internal ReportClient(Gate gate) => _gate = gate;

    /// <summary>Gathers a report: numbers alone, for a page of one's own.</summary>
    /// <param name="query">What of.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The report. What the store does not know is in its gaps.</returns>
    /// <exception cref="CommerceException"><c>RoleMissing</c>, <c>MonthsInvalid</c>, and for the baseline <c>FileUnreadable</c>, <c>FileLineInvalid</c>.</exception>
    public Task<CommerceReport> GetAsync(ReportQuery query, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.Report, Action, "", dryRun: false, stop => new ReportGatherer(_gate.Store, progress, stop).GatherAsync(query), cancellationToken);

    /// <summary>Writes a report for managers: one HTML file that needs nothing else, on a screen, on a phone and printed.</summary>
    /// <param name="request">What of, and where to.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Stops the call; the file is then as before.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="CommerceException">
    /// <c>RoleMissing</c>, <c>FileExists</c>, <c>FileUnwritable</c>, <c>FileFormatUnknown</c>, <c>MonthsInvalid</c>, <c>LanguageInvalid</c>, <c>TemplateInvalid</c>,
    /// <c>FileUnreadable</c>, <c>FileLineInvalid</c>.
    /// </exception>
    [Operation("report export", Permission.Report, Summary = "Writes a report for managers: one HTML file with spend, licences, what expires, policy and requests.", Cmdlet = "Export-MSCommerceReport")]
    public Task<ReportResult> ExportAsync(ExportReportRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(request).RunAsync(Permission.Report, Action, request.Path, dryRun: false, stop => WriteAsync(request, progress, stop), cancellationToken);

    private async Task<ReportResult> WriteAsync(ExportReportRequest request, IProgress<OperationProgress>? progress, CancellationToken stop)
    {
        RowFile.DemandFormat(request.Path, ".html", ".htm");
        var manner = new ReportManner(request.Language is { } language ? ReportManner.Find(language) : CultureInfo.CurrentCulture);
        var template = request.TemplatePath is { } path ? ReportTemplate.Read(path) : ReportTemplate.BuiltIn;

        CommerceReport? report = null;
        ReportPage? page = null;
        var file = await AtomicFile.WriteAsync(request.Path, request.Force, async stream =>
        {
            report = await new ReportGatherer(_gate.Store, progress, stop).GatherAsync(new() { Baseline = request.Baseline, Months = request.Months });
            page = ReportPages.Make(report, request.Title, manner);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(template.Render(page)), stop);
            return 1;
        });
        return new()
        {
            Path = file.Path,
            Bytes = file.Bytes,
            Title = page!.Title,
            MadeAt = report!.MadeAt,
            Spend = [.. report.Spend?.Currencies.Select(spend => new MoneySpent(spend.Total, spend.Currency)) ?? []],
            UnusedLicenses = report.Licenses?.All.Unused,
            ExpiringIn30Days = report.Expiring?.Periods[0].Subscriptions,
            Drift = report.Policy?.Drift?.Count,
            PendingRequests = report.Requests?.Pending,
            Gaps = report.Gaps,
        };
    }
}
