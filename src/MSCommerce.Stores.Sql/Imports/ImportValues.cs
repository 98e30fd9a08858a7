namespace MSCommerce.Stores.Sql.Imports;

/// <summary>Which texts and dates a store can keep.</summary>
internal static class ImportValues
{
    // Beyond these a term that is added, or a grace period, would leave the calendar.
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(3000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether a text can be kept, and so looked for: PostgreSQL takes neither a null character nor half a character.</summary>
    public static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal) && !HasLoneSurrogate(text);

    /// <summary>Why one of the texts cannot be kept; null where all can.</summary>
    public static string? RefuseTexts(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            // Text ends at it in SQLite, and PostgreSQL does not take it.
            if (text is not null && text.Contains('\0', StringComparison.Ordinal))
                return "a text has a null character in it";
            if (text is not null && HasLoneSurrogate(text))
                return "a text has half a character in it";
        }

        return null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        // Few texts have any, and these are found at the speed of memory.
        for (var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            at++;
        }

        return false;
    }

    /// <summary>Why one of the dates cannot be kept; null where all can.</summary>
    public static string? RefuseDates(params ReadOnlySpan<DateTimeOffset?> dates)
    {
        foreach (var date in dates)
        {
            if (date < Earliest || date >= Latest)
                return $"the date {date:yyyy-MM-dd} is not between 1900 and 2999";
        }

        return null;
    }
}
