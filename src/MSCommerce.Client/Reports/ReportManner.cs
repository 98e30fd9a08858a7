using System.Globalization;
using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Reports;

/// <summary>How a report writes dates, numbers and money: as its reader does, in whole words of English.</summary>
internal sealed class ReportManner(CultureInfo culture)
{
    private const string WordsLanguage = "en";

    /// <summary>The language of the page: that of its words, in the reader's own kind of English where that is his language.</summary>
    public string Language => culture.TwoLetterISOLanguageName == WordsLanguage && culture.Name.Length > 0 ? culture.Name : WordsLanguage;

    /// <summary>The manner's own tag, for a template that has words of its own.</summary>
    public string Culture => culture.Name.Length > 0 ? culture.Name : WordsLanguage;

    /// <summary>The culture of a tag.</summary>
    /// <exception cref="CommerceException"><c>LanguageInvalid</c>.</exception>
    public static CultureInfo Find(string language)
    {
        try
        {
            return TemplateFolder.IsLanguage(language) ? CultureInfo.GetCultureInfo(language) : throw CommerceErrors.LanguageInvalid(language);
        }
        catch (CultureNotFoundException)
        {
            throw CommerceErrors.LanguageInvalid(language);
        }
    }

    /// <summary>A day (UTC). In no culture at all, as a runbook may be, it is that of ISO 8601: 11/12/2026 is two days in two countries.</summary>
    public string Date(DateTimeOffset at) => at.UtcDateTime.ToString(culture.Name.Length > 0 ? "d" : "yyyy-MM-dd", culture);

    /// <summary>A moment (UTC).</summary>
    public string Moment(DateTimeOffset at) => $"{Date(at)} {at.UtcDateTime.ToString(culture.Name.Length > 0 ? "t" : "HH:mm", culture)} UTC";

    /// <summary>A month with its year.</summary>
    public string Month(DateOnly month) => month.ToString("MMM yyyy", culture);

    /// <summary>A month without its year, as short as it is written.</summary>
    public string ShortMonth(DateOnly month) => month.ToString("MMM", culture).TrimEnd('.');

    /// <summary>A year.</summary>
    public string Year(DateOnly month) => month.ToString("yyyy", culture);

    /// <summary>A whole number.</summary>
    public string Number(long number) => number.ToString("N0", culture);

    /// <summary>An amount with its currency and as many decimals as that has.</summary>
    public string Money(decimal amount, string currency) => $"{Amount(amount, currency)}\u00A0{currency}";

    /// <summary>An amount without its currency, where a heading says it.</summary>
    public string Amount(decimal amount, string currency) => amount.ToString($"N{Proration.DecimalsOf(currency)}", culture);

    /// <summary>A round amount, for the axis of a chart: <c>800</c>, <c>20k</c>, <c>1.5M</c>.</summary>
    public string Rounded(decimal amount) => Math.Abs(amount) switch
    {
        >= 1_000_000 => $"{(amount / 1_000_000).ToString("#,0.##", culture)}M",
        >= 10_000 => $"{(amount / 1_000).ToString("#,0.##", culture)}k",
        _ => amount.ToString("#,0.##", culture),
    };

    /// <summary>A share.</summary>
    public string Percent(long part, long whole) => whole == 0 ? "–" : ((decimal)part / whole).ToString("P0", culture);

    /// <summary>A number with what is counted: <c>1 licence</c>, <c>2,000 licences</c>.</summary>
    public string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";
}
