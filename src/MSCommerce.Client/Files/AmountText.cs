using System.Globalization;

namespace MSCommerce.Files;

/// <summary>
/// Amounts as files have them: with a point, and with a decimal comma too where columns are separated by semicolons, as programs write CSV in countries that use
/// one. What could be two amounts is none: <c>1.234</c> is 1234 to whoever groups by points.
/// </summary>
internal static class AmountText
{
    private const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    /// <summary>Reads an amount.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="takesComma">Whether the file's columns are separated by semicolons.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="how">How to write it, where it is none.</param>
    public static bool TryRead(string text, bool takesComma, out decimal amount, out string how)
    {
        (amount, how) = (0, "");
        if (!takesComma)
        {
            if (decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out amount))
                return true;
            how = "write it like 1234.50, with a point and without currency or grouping";
            if (IsPlain(text.Replace(',', '.')) && !text.Contains('.', StringComparison.Ordinal))
                how += "; a comma is understood where semicolons separate the columns";
            return false;
        }

        if (!text.Contains(',', StringComparison.Ordinal) && IsGroupedByPoint(text))
            how = "the point may be one of grouping; write it with a comma, like 1234,50";
        else if (!text.Contains(',', StringComparison.Ordinal) || !text.Contains('.', StringComparison.Ordinal))
            how = decimal.TryParse(text.Replace(',', '.'), Styles, CultureInfo.InvariantCulture, out amount) ? "" : "write it like 1234,50 or 1234.50, without currency or grouping";
        else
            how = "it has a comma and a point; write it like 1234,50 or 1234.50, without grouping";
        return how.Length == 0;
    }

    private static bool IsPlain(string text) => decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether groups of three digits follow the points: 1.234, but neither 0.123 nor 1234.500.</summary>
    private static bool IsGroupedByPoint(string text)
    {
        var groups = text.TrimStart('-', '+').Split('.');
        return groups.Length > 1 && groups[0].Length is > 0 and <= 3 && groups[0] != "0" && groups.Skip(1).All(group => group.Length == 3);
    }
}
