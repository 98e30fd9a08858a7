namespace MSCommerce.Reports;

/// <summary>Counts what expires soon; it is given soonest first.</summary>
internal sealed class ExpiryLedger(DateTimeOffset now)
{
    private readonly ExpiryPeriod[] _periods = [.. ReportLimits.ExpiryDays.Select(days => new ExpiryPeriod(days, 0, 0, 0, 0, 0, 0))];
    private readonly List<Subscription> _ending = [];
    private readonly List<Subscription> _renewing = [];

    /// <summary>The first moment that is too late to count.</summary>
    public DateTimeOffset Until { get; } = now.AddDays(ReportLimits.ExpiryDays[^1]);

    public void Add(Subscription subscription)
    {
        for (var index = 0; index < _periods.Length; index++)
        {
            if (subscription.ExpiresAt < now.AddDays(_periods[index].Days))
                _periods[index] = Counted(_periods[index], subscription);
        }

        var list = subscription.AutoRenew == true ? _renewing : _ending;
        if (list.Count < ReportLimits.Expiring)
            list.Add(subscription);
    }

    public ExpiryReport ToReport() => new() { Periods = _periods, Ending = _ending, Renewing = _renewing };

    private static ExpiryPeriod Counted(ExpiryPeriod period, Subscription subscription) => subscription.AutoRenew switch
    {
        true => period with { Renewing = period.Renewing + 1, RenewingLicenses = period.RenewingLicenses + subscription.TotalLicenses },
        false => period with { Ending = period.Ending + 1, EndingLicenses = period.EndingLicenses + subscription.TotalLicenses },
        null => period with { Unknown = period.Unknown + 1, UnknownLicenses = period.UnknownLicenses + subscription.TotalLicenses },
    };
}
