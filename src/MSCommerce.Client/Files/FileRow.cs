using System.Globalization;

namespace MSCommerce.Files;

/// <summary>One row of a file that users bring, its cells found by column name: any case, spaces and underscores left out.</summary>
/// <param name="path">The file.</param>
/// <param name="line">The row's place, counted from 1.</param>
/// <param name="cell">Finds a cell; null where the column is not there.</param>
/// <param name="unit">What the place counts: lines, or the entries of an array.</param>
/// <param name="takesDecimalComma">Whether amounts may have a decimal comma: columns are separated by semicolons.</param>
internal sealed class FileRow(string path, long line, Func<string, string?> cell, string unit = "line", bool takesDecimalComma = false)
{
    private static readonly string[] DateFormats =
    [
        "O", "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ssZ", "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz",
    ];

    private const string OfSomeCulture =
        " that reads the same everywhere: Export-Csv writes dates as the session's culture has them. A list that is to be read back goes into JSON lines"
        + " (| ForEach-Object { ConvertTo-Json $_ -Compress -EnumsAsStrings } | Set-Content list.jsonl). In CSV";

    public long Line => line;

    /// <summary>The text of the first of these columns that has one; null where none has.</summary>
    public string? Text(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (cell(column) is { } text && !string.IsNullOrWhiteSpace(text))
                return text.Trim();
        }

        return null;
    }

    public string Required(params ReadOnlySpan<string> columns) =>
        Text(columns) ?? throw Invalid($"the column {columns[0]} is empty");

    public int RequiredInt32(string column) => ParseInt32(column, Required(column));

    public int? Int32(string column) => Text(column) is { } text ? ParseInt32(column, text) : null;

    public decimal? Decimal(string column)
    {
        if (Text(column) is not { } text)
            return null;
        return AmountText.TryRead(text, takesDecimalComma, out var amount, out var how) ? amount : throw Invalid($"'{text}' in {column} is not an amount; {how}");
    }

    public DateTimeOffset? Date(params ReadOnlySpan<string> columns)
    {
        if (Text(columns) is not { } text)
            return null;
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, Styles, out var date)
            ? date
            : throw Invalid($"'{text}' in {columns[0]} is not a date{(IsOfSomeCulture(text) ? OfSomeCulture : ";")} write it like 2026-01-31 or 2026-01-31T12:00:00Z");
    }

    public bool? Boolean(string column) => Text(column)?.ToUpperInvariant() switch
    {
        null => null,
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => throw Invalid($"'{Text(column)}' in {column} is neither True nor False"),
    };

    public T? Enum<T>(string column) where T : struct, Enum => Text(column) is { } text ? Enum<T>(column, text) : null;

    public T Enum<T>(string column, string text) where T : struct, Enum =>
        System.Enum.TryParse<T>(text.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var value) && System.Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw Invalid($"'{text}' in {column} is none of {string.Join(", ", System.Enum.GetNames<T>())}");

    /// <summary>A list, joined by semicolons; null where the column is not there at all, empty where it is and holds nothing.</summary>
    public IReadOnlyList<string>? List(string column) =>
        cell(column)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether it ends with a distance to UTC, as Export-Csv has it after a date in the session's culture, where 02/07 is July or February.</summary>
    private static bool IsOfSomeCulture(string text) => text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':';

    private int ParseInt32(string column, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid($"'{text}' in {column} is not a whole number");

    public CommerceException Invalid(string why) => CommerceErrors.FileLineInvalid(path, line, why, unit: unit);
}
