namespace MSCommerce.Reports;

/// <summary>How much a report shows, so that a browser opens it and somebody reads it, however large the tenant is. What is beyond is counted and said.</summary>
internal static class ReportLimits
{
    /// <summary>The most months of spend.</summary>
    public const int Months = 60;

    /// <summary>Purchasers of each currency.</summary>
    public const int Purchasers = 25;

    /// <summary>Subscriptions of each list of what expires.</summary>
    public const int Expiring = 50;

    /// <summary>Licence requests that wait.</summary>
    public const int Requests = 50;

    /// <summary>Bars of a chart; the table beside it has more.</summary>
    public const int Bars = 10;

    /// <summary>The periods of what expires, in days.</summary>
    public static IReadOnlyList<int> ExpiryDays { get; } = [30, 60, 90];
}
