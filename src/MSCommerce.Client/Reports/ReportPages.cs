namespace MSCommerce.Reports;

/// <summary>Makes the page of a report: the same report, at the same manner, is always the same page.</summary>
internal static class ReportPages
{
    public const string SpendId = "spend";
    public const string LicensesId = "licences";
    public const string ExpiringId = "expiring";
    public const string PolicyId = "policy";
    public const string RequestsId = "requests";

    public static ReportPage Make(CommerceReport report, string? title, ReportManner manner)
    {
        var parts = new (string Part, string Id, string Heading, Func<ReportSection, ReportSection>? Fill)[]
        {
            (nameof(report.Spend), SpendId, "Spend", report.Spend is { } spend ? section => SpendSection.Fill(section, report, spend, manner) : null),
            (nameof(report.Licenses), LicensesId, "Licences", report.Licenses is { } licenses ? section => LicenseSection.Fill(section, licenses, manner) : null),
            (nameof(report.Expiring), ExpiringId, "What expires soon", report.Expiring is { } expiring ? section => ExpirySection.Fill(section, expiring, manner) : null),
            (nameof(report.Policy), PolicyId, "Who may buy what", report.Policy is { } policy ? section => PolicySection.Fill(section, policy, manner) : null),
            (nameof(report.Requests), RequestsId, "Licence requests", report.Requests is { } requests ? section => RequestSection.Fill(section, requests, report.MadeAt, manner) : null),
        };
        return new()
        {
            Title = string.IsNullOrWhiteSpace(title) ? $"{report.Context.TenantName}: self-service purchases" : title.Trim(),
            Tenant = report.Context.TenantName,
            Language = manner.Language,
            Culture = manner.Culture,
            MadeAt = manner.Moment(report.MadeAt),
            Period = Period(report, manner),
            Actor = report.Context.Actor,
            Store = report.Context.Store,
            IsSample = report.Context.IsSample,
            Figures = [.. Figures(report, manner)],
            Sections = [.. parts.Select(part => Section(part.Id, part.Heading, part.Fill, report.Gaps.FirstOrDefault(gap => gap.Part == part.Part)))],
        };
    }

    /// <summary>The months of the spend, in words.</summary>
    public static string Period(CommerceReport report, ReportManner manner) => report.Months == 1
        ? $"{manner.Month(report.FirstMonth)}, up to {manner.Date(report.MadeAt)}"
        : $"{manner.Month(report.FirstMonth)} to {manner.Month(report.FirstMonth.AddMonths(report.Months - 1))}, up to {manner.Date(report.MadeAt)}";

    private static ReportSection Section(string id, string heading, Func<ReportSection, ReportSection>? fill, ReportGap? gap)
    {
        var section = new ReportSection { Id = id, Heading = heading, Lead = "" };
        return fill is null ? section with { Gap = gap?.Reason ?? "The store does not know." } : fill(section);
    }

    private static IEnumerable<ReportFigure> Figures(CommerceReport report, ReportManner manner)
    {
        foreach (var spend in report.Spend?.Currencies ?? [])
        {
            yield return new(
                $"Spent in {manner.Count(report.Months, "month")}", manner.Money(spend.Total, spend.Currency),
                $"{manner.Money(spend.SelfService, spend.Currency)} by users; at present {manner.Money(spend.PresentMonthlyCost, spend.Currency)} a month");
        }

        if (report.Spend is { Currencies.Count: 0 })
            yield return new($"Spent in {manner.Count(report.Months, "month")}", report.Spend.WithoutPrice.Count > 0 ? Cells.Unknown : "nothing", "no price is known of anything that was bought");
        if (report.Licenses is { } licenses)
        {
            var all = licenses.All;
            var cost = string.Join(" and ", licenses.UnusedCost?.Select(unused => $"{manner.Money(unused.Amount, unused.Currency)} a month") ?? []);
            yield return new("Licences unused", manner.Number(all.Unused), $"of {manner.Number(all.Bought)} bought{(cost.Length > 0 ? $"; {cost}" : "")}", NeedsAttention: all.Unused > 0);
        }

        if (report.Expiring is { } expiring)
        {
            var soonest = expiring.Periods[0];
            yield return new(
                $"Expire within {manner.Count(soonest.Days, "day")}", manner.Number(soonest.Subscriptions),
                $"{manner.Number(soonest.Ending)} of them {(soonest.Ending == 1 ? "ends" : "end")}; within {manner.Count(expiring.Periods[^1].Days, "day")}: {manner.Number(expiring.Periods[^1].Subscriptions)}",
                NeedsAttention: soonest.Ending > 0);
        }

        if (report.Policy is { } policy)
        {
            var open = policy.Products.Count(product => PolicySection.IsEnabled(product.PolicyValue));
            yield return new(
                "Products enabled", manner.Number(open),
                $"of {manner.Number(policy.Products.Count)}; " + (policy.Drift is { } drift ? $"{manner.Count(drift.Count, "difference")} from the baseline" : "compared with no baseline"),
                NeedsAttention: policy.Drift?.Count > 0);
        }

        if (report.Requests is { } requests)
            yield return new("Licence requests waiting", manner.Number(requests.Pending), RequestSection.OldestInWords(requests, report.MadeAt, manner), NeedsAttention: requests.Pending > 0);
    }
}
