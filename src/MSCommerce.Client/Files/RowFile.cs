using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace MSCommerce.Files;

/// <summary>Reads the rows of a file that users bring: CSV by its header, or JSON lines by property names. Malformed input is refused, never repaired.</summary>
internal static class RowFile
{
    private static readonly CsvReaderOptions Options = new()
    {
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        TrackLineNumbers = true,
        SkipEmptyLines = true,
    };

    /// <summary>Whether a path names JSON lines.</summary>
    public static bool IsJsonLines(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".JSONL" or ".NDJSON";

    /// <summary>Reads a file row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">Columns that must be there: of each group, one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static IAsyncEnumerable<FileRow> ReadAsync(string path, IReadOnlyList<string[]> required, CancellationToken cancellationToken) =>
        IsJsonLines(path) ? ReadJsonLinesAsync(path, cancellationToken) : ReadCsvAsync(path, required, cancellationToken);

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
        while (await AdvanceAsync(path, csv, stop))
            yield return new FileRow(path, csv.LineNumber, name => columns.TryGetValue(Normalize(name), out var index) ? csv.GetString(index) : null);
    }

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
            columns.TryAdd(Normalize(csv.Headers[index]), index);
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
        for (var line = 1L; await ReadLineAsync(reader, path, line, stop) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var cells = ParseLine(path, line, text);
            yield return new FileRow(path, line, name => cells.GetValueOrDefault(Normalize(name)));
        }
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
            return Cells(document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw CommerceErrors.FileLineInvalid(path, line, $"it is not JSON ({malformed.Message.TrimEnd('.')})", malformed);
        }
    }

    /// <summary>The properties of a JSON object as cells: lists joined by semicolons, null left out.</summary>
    internal static Dictionary<string, string?> Cells(JsonElement item)
    {
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in item.EnumerateObject())
            cells[Normalize(property.Name)] = CellText(property.Value);
        return cells;
    }

    private static string? CellText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(';', value.EnumerateArray().Select(CellText)),
        _ => value.GetRawText(),
    };

    private static string Sentence(CsvFormatException malformed) => malformed.Message.Trim().TrimEnd('.');
}
