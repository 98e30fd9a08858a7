using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;

namespace MSCommerce.Files;

/// <summary>Reads the rows of a file that users bring: CSV by its header, or JSON lines by property names. Malformed input is refused, never repaired.</summary>
internal static class RowFile
{
    /// <summary>In place of the index of a column that is there twice.</summary>
    private const int Ambiguous = -1;

    /// <summary>What a cell begins with that a spreadsheet would run.</summary>
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@\t\r");

    private static readonly CsvReaderOptions Options = new()
    {
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        TrackLineNumbers = true,
        SkipEmptyLines = true,
    };

    /// <summary>The ending that names JSON, for a file that is an array.</summary>
    public const string JsonEnding = ".json";

    private static readonly string[] CsvEndings = [".csv", ".txt", ".tsv"];
    private static readonly string[] JsonLinesEndings = [".jsonl", ".ndjson"];

    /// <summary>Whether a path names JSON lines.</summary>
    public static bool IsJsonLines(string path) => Has(path, JsonLinesEndings);

    /// <summary>Refuses an ending that names no format: a file must not come out as something else than its name says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="endings">The endings that will do.</param>
    /// <exception cref="CommerceException"><c>FileFormatUnknown</c>.</exception>
    public static void DemandFormat(string path, params string[] endings)
    {
        // A device, such as /dev/stdout, has no ending and takes CSV.
        if (!Has(path, endings) && !path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw CommerceErrors.InvalidRequest(
                "FileFormatUnknown", $"The ending of {path} names no format that is known here. Give the file one of {string.Join(", ", endings)}.", path);
        }
    }

    /// <summary>Refuses an ending that is neither CSV nor JSON lines.</summary>
    /// <exception cref="CommerceException"><c>FileFormatUnknown</c>.</exception>
    public static void DemandRows(string path) => DemandFormat(path, [.. CsvEndings, .. JsonLinesEndings]);

    /// <summary>Reads a file row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">Columns that must be there: of each group, one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static IAsyncEnumerable<FileRow> ReadAsync(string path, IReadOnlyList<string[]> required, CancellationToken cancellationToken) =>
        IsJsonLines(path) ? ReadJsonLinesAsync(path, cancellationToken) : ReadCsvAsync(path, required, cancellationToken);

    private static bool Has(string path, string[] endings) => endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>A column's name as it is compared.</summary>
    public static string Normalize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (character is not (' ' or '_' or '-' or '\uFEFF'))
                text.Append(char.ToUpperInvariant(character));
        }

        return text.ToString();
    }

    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommerceErrors.FileUnreadable(path, cause);
        }
    }

    private static async IAsyncEnumerable<FileRow> ReadCsvAsync(string path, IReadOnlyList<string[]> required, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var stream = Open(path);
        if (stream.Length == 0)
            throw CommerceErrors.FileInvalid(path, "it is empty; its first line must name the columns");
        await using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
        var columns = await ReadHeaderAsync(path, csv, required, stop);
        var rows = 0L;
        while (await AdvanceAsync(path, csv, stop))
        {
            if (!Utf8.IsValid(csv.RawRecord))
                throw CommerceErrors.FileLineInvalid(path, csv.LineNumber, "it is not UTF-8 text; save the file as \"CSV UTF-8\"");
            rows++;
            yield return new FileRow(
                path, csv.LineNumber, name => columns.TryGetValue(Normalize(name), out var index) ? Plain(csv.GetString(Single(path, name, index))) : null,
                takesDecimalComma: csv.Separator == ';');
        }

        if (rows == 0)
            throw CommerceErrors.FileInvalid(path, "it names its columns and has no lines after them");
    }

    private static int Single(string path, string column, int index) =>
        index >= 0 ? index : throw CommerceErrors.FileInvalid(path, $"it has the column {column} more than once");

    /// <summary>A cell without the apostrophe that keeps a spreadsheet from running it, as this module's exports have it.</summary>
    private static string Plain(string cell) => cell.Length > 1 && cell[0] == '\'' && Formulas.Contains(cell[1]) ? cell[1..] : cell;

    private static async Task<Dictionary<string, int>> ReadHeaderAsync(string path, CsvReader csv, IReadOnlyList<string[]> required, CancellationToken stop)
    {
        try
        {
            await csv.ReadHeaderAsync(stop);
        }
        catch (CsvFormatException malformed)
        {
            throw CommerceErrors.FileLineInvalid(path, Math.Max(malformed.LineNumber, 1), Sentence(malformed), malformed);
        }

        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < csv.Headers.Count; index++)
        {
            if (!columns.TryAdd(Normalize(csv.Headers[index]), index))
                columns[Normalize(csv.Headers[index])] = Ambiguous;
        }

        var missing = required.Where(group => !group.Any(name => columns.ContainsKey(Normalize(name)))).Select(group => group[0]).ToList();
        return missing.Count == 0
            ? columns
            : throw CommerceErrors.FileInvalid(path, $"its first line has no column {string.Join(", ", missing)} (it has {string.Join(", ", csv.Headers)})");
    }

    private static async Task<bool> AdvanceAsync(string path, CsvReader csv, CancellationToken stop)
    {
        try
        {
            return await csv.ReadAsync(stop);
        }
        catch (CsvFormatException malformed)
        {
            throw CommerceErrors.FileLineInvalid(path, malformed.LineNumber, Sentence(malformed), malformed);
        }
    }

    private static async IAsyncEnumerable<FileRow> ReadJsonLinesAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var stream = Open(path);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var rows = 0L;
        for (var line = 1L; await ReadLineAsync(reader, path, line, stop) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var cells = ParseLine(path, line, text);
            rows++;
            yield return new FileRow(path, line, name => cells.GetValueOrDefault(Normalize(name)));
        }

        if (rows == 0)
            throw CommerceErrors.FileInvalid(path, "it is empty");
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, string path, long line, CancellationToken stop)
    {
        try
        {
            return await reader.ReadLineAsync(stop);
        }
        catch (DecoderFallbackException malformed)
        {
            throw CommerceErrors.FileLineInvalid(path, line, "it, or a line after it, is not UTF-8 text", malformed);
        }
    }

    private static Dictionary<string, string?> ParseLine(string path, long line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw CommerceErrors.FileLineInvalid(path, line, "it is not a JSON object");
            return Cells(path, line, document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw CommerceErrors.FileLineInvalid(path, line, $"it is not JSON ({malformed.Message.TrimEnd('.')})", malformed);
        }
    }

    /// <summary>The properties of a JSON object as cells: lists joined by semicolons, null left out.</summary>
    internal static Dictionary<string, string?> Cells(string path, long number, JsonElement item, string unit = "line")
    {
        try
        {
            var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var property in item.EnumerateObject())
                cells[Normalize(property.Name)] = CellText(property.Value);
            return cells;
        }
        catch (InvalidOperationException malformed)
        {
            // The reader takes strings as they are, and only now finds bytes that are not UTF-8, or half a character written as \ud800.
            throw CommerceErrors.FileLineInvalid(path, number, "it has a string that is no text", malformed, unit);
        }
    }

    private static string? CellText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(';', value.EnumerateArray().Select(CellText)),
        _ => value.GetRawText(),
    };

    /// <summary>The reader's own words, without the number of the record, which is no line, and of the line, which is said already.</summary>
    private static string Sentence(CsvFormatException malformed)
    {
        var text = malformed.Message.Trim().TrimEnd('.');
        if (text.StartsWith("Record ", StringComparison.Ordinal) && text.IndexOf(" has ", StringComparison.Ordinal) is > 0 and var has)
            return $"it{text[has..]}";
        return text.StartsWith("Malformed ", StringComparison.Ordinal) && text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? text[(colon + 2)..] : text;
    }
}
