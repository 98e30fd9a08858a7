using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Reports;

/// <summary>Makes the cells of tables. What is not known says so, and sorts behind everything.</summary>
internal sealed class Cells(ReportManner manner)
{
    public const string Unknown = "unknown";

    public static ReportCell Text(string? text) => new(text ?? Unknown, text ?? "");

    public ReportCell Number(long? number) =>
        number is { } known ? new(manner.Number(known), known.ToString(CultureInfo.InvariantCulture), IsNumber: true) : new(Unknown, "", IsNumber: true);

    public ReportCell Money(decimal? amount, string? currency) => amount is { } known && currency is not null
        ? new(manner.Money(known, currency), known.ToString(CultureInfo.InvariantCulture), IsNumber: true)
        : new(Unknown, "", IsNumber: true);

    public ReportCell Date(DateTimeOffset? at) =>
        at is { } known ? new(manner.Date(known), known.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)) : new(Unknown, "");

    public ReportCell Month(DateOnly month) => new(manner.Month(month), month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public ReportCell Percent(long part, long whole) =>
        new(manner.Percent(part, whole), whole == 0 ? "" : ((decimal)part / whole).ToString(CultureInfo.InvariantCulture), IsNumber: true);

    /// <summary>What a subscription costs for a term.</summary>
    public ReportCell TermPrice(Subscription subscription) => subscription.IsTrial == true
        ? new("trial", "0", IsNumber: true)
        : Money(subscription.Currency is { } currency && subscription.PricePerLicense * subscription.TotalLicenses is { } price ? Proration.Round(price, currency) : null, subscription.Currency);
}
