namespace MSCommerce.Reports;

/// <summary>What expires within 30, 60 and 90 days.</summary>
internal static class ExpirySection
{
    public static ReportSection Fill(ReportSection section, ExpiryReport expiring, ReportManner manner) => section with
    {
        Lead = "Active subscriptions whose present term ends soon. What ends is lost to its users unless somebody acts; what renews is paid anew by itself. Each period counts those before it as well.",
        Blocks =
        [
            Periods(expiring, manner),
            List("What ends", "Subscriptions that end", expiring.Ending, expiring.Periods[^1].Ending + expiring.Periods[^1].Unknown, "Nothing ends", manner),
            List("What renews", "Subscriptions that renew", expiring.Renewing, expiring.Periods[^1].Renewing, "Nothing renews", manner),
        ],
    };

    private static ReportBlock Periods(ExpiryReport expiring, ReportManner manner)
    {
        var cells = new Cells(manner);
        var hasUnknown = expiring.Periods.Any(period => period.Unknown > 0);
        string[] fates = hasUnknown ? ["Ends", "Renews", "Not known"] : ["Ends", "Renews"];
        return new()
        {
            Heading = "Within 30, 60 and 90 days",
            Svg = Charts.Bars(new()
            {
                Id = "expiring-periods",
                Title = "Subscriptions that expire soon",
                Description = string.Join(". ", expiring.Periods.Select(period => $"Within {period.Days} days {manner.Count(period.Subscriptions, "subscription")}, of which {manner.Number(period.Ending)} end")) + ".",
                Series = fates,
                Bars =
                [
                    .. expiring.Periods.Select(period => new ChartBar(
                        $"Within {period.Days} days", [.. Fates(period.Ending, period.Renewing, period.Unknown).Select(count => (decimal)count)], manner.Count(period.Subscriptions, "subscription"))),
                ],
            }),
            Table = new()
            {
                Caption = "Subscriptions, and their licences, that expire soon",
                Columns =
                [
                    new("Within"), .. fates.SelectMany(fate => new ReportColumn[] { new(fate, IsNumber: true), new($"{fate} (licences)", IsNumber: true) }),
                ],
                Rows =
                [
                    .. expiring.Periods.Select(period => new ReportRow(
                        new($"{period.Days} days", $"{period.Days}"),
                        [
                            .. Fates(period.Ending, period.Renewing, period.Unknown).Zip(Fates(period.EndingLicenses, period.RenewingLicenses, period.UnknownLicenses))
                                .SelectMany(pair => new[] { cells.Number(pair.First), cells.Number(pair.Second) }),
                        ])),
                ],
            },
        };

        IEnumerable<long> Fates(long ending, long renewing, long unknown) => hasUnknown ? [ending, renewing, unknown] : [ending, renewing];
    }

    private static ReportBlock List(string heading, string caption, IReadOnlyList<Subscription> subscriptions, int all, string none, ReportManner manner)
    {
        var cells = new Cells(manner);
        return new()
        {
            Heading = heading,
            IsWide = true,
            Table = new()
            {
                Caption = $"{caption} within {ReportLimits.ExpiryDays[^1]} days, soonest first",
                Columns =
                [
                    new("Product"), new("Purchaser"), new("Expires"), new("Renews"), new("Licences", IsNumber: true), new("Assigned", IsNumber: true), new("Price of a term", IsNumber: true),
                ],
                Rows = [.. subscriptions.Select(subscription => Row(subscription, cells))],
                Empty = $"{none} within {ReportLimits.ExpiryDays[^1]} days.",
                More = all > subscriptions.Count ? $"and {manner.Count(all - subscriptions.Count, "more subscription")}" : null,
            },
        };
    }

    private static ReportRow Row(Subscription subscription, Cells cells) => new(
        Cells.Text(subscription.ProductName),
        [
            Cells.Text(subscription.Channel == SubscriptionChannel.Central ? "the organisation" : subscription.PurchaserName ?? subscription.Purchaser),
            cells.Date(subscription.ExpiresAt),
            Cells.Text(subscription.AutoRenew switch { true => "yes", false => "no", null => null }),
            cells.Number(subscription.TotalLicenses),
            cells.Number(subscription.AssignedLicenses),
            cells.TermPrice(subscription),
        ]);
}
