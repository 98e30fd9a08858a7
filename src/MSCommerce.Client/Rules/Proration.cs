using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>
/// What a part of a term costs (U1, U3). A term's price is spread evenly over its days, by UTC dates; the day of a change belongs to what comes after it. An amount is
/// rounded once, half away from zero, to the currency's smallest unit.
/// </summary>
public static class Proration
{
    /// <summary>Currencies without a smaller unit (ISO 4217).</summary>
    private static readonly HashSet<string> WithoutMinorUnit = new(StringComparer.OrdinalIgnoreCase)
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    /// <summary>Currencies whose smaller unit is a thousandth (ISO 4217).</summary>
    private static readonly HashSet<string> WithThousandths = new(StringComparer.OrdinalIgnoreCase) { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };

    /// <summary>What licences cost for the rest of a term: a line of an invoice.</summary>
    /// <param name="description">What the line is for.</param>
    /// <param name="licenses">Licences (seats); negative for those given back.</param>
    /// <param name="price">The price of one licence for the whole term.</param>
    /// <param name="currency">The price's currency.</param>
    /// <param name="termStart">When the term began.</param>
    /// <param name="termEnd">When it ends.</param>
    /// <param name="from">From when the licences are had, or given back; the term's beginning for all of it.</param>
    /// <returns>The line.</returns>
    public static InvoiceLine Line(string description, int licenses, decimal price, string currency, DateTimeOffset termStart, DateTimeOffset termEnd, DateTimeOffset from)
    {
        var (start, end, first) = (Day(termStart), Day(termEnd), Day(from));
        first = first < start ? start : first > end ? end : first;
        var daysInTerm = end.DayNumber - start.DayNumber;
        return new()
        {
            Description = description,
            Licenses = Math.Abs(licenses),
            PricePerLicense = price,
            PeriodStart = first,
            PeriodEnd = end,
            DaysInTerm = daysInTerm,
            Amount = daysInTerm == 0 ? 0 : Round(price * licenses * (end.DayNumber - first.DayNumber) / daysInTerm, currency),
        };
    }

    /// <summary>Rounds an amount to the smallest unit of its currency.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">The currency (ISO 4217); one that is not known has hundredths.</param>
    /// <returns>The amount, rounded half away from zero.</returns>
    public static decimal Round(decimal amount, string currency) =>
        Math.Round(amount, DecimalsOf(currency), MidpointRounding.AwayFromZero);

    /// <summary>An amount with the decimals of its currency: <c>12.30 EUR</c>, <c>1234 JPY</c>.</summary>
    /// <param name="amount">The amount, rounded.</param>
    /// <param name="currency">The currency (ISO 4217).</param>
    /// <returns>The words.</returns>
    public static string InWords(decimal amount, string currency) =>
        $"{amount.ToString($"F{DecimalsOf(currency)}", CultureInfo.InvariantCulture)} {currency}";

    /// <summary>How many decimals amounts of a currency have.</summary>
    /// <param name="currency">The currency (ISO 4217); one that is not known has two.</param>
    /// <returns>0, 2 or 3.</returns>
    public static int DecimalsOf(string currency) => WithoutMinorUnit.Contains(currency) ? 0 : WithThousandths.Contains(currency) ? 3 : 2;

    private static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
