namespace MSCommerce.Stores.Sql.Imports;

/// <summary>Which texts and dates a store can keep.</summary>
internal static class ImportValues
{
    // Beyond these a term that is added, or a grace period, would leave the calendar.
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(3000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Why one of the texts cannot be kept; null where all can.</summary>
    public static string? RefuseTexts(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            // Text ends at it in SQLite, and PostgreSQL does not take it.
            if (text is not null && text.Contains('\0', StringComparison.Ordinal))
                return "a text has a null character in it";
        }

        return null;
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
