using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;

namespace MSCommerce.Files;

/// <summary>
/// A baseline of policy values (P9): CSV or JSON with ProductId, PolicyValue and optionally Scope and ProductName. The id <c>*</c> stands for every
/// other product. What <c>Get-MSCommerceProductPolicies | Export-Csv</c> writes is a baseline too.
/// </summary>
internal static class BaselineFile
{
    private const string CsvEnding = ".csv";

    private static readonly string[] IdColumns = ["ProductId", "ScopeId", "OfferType", "Product", "Id"];
    private static readonly string[] ValueColumns = ["PolicyValue", "Value"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileInvalid</c>, <c>FileLineInvalid</c>.</exception>
    public static async Task<IReadOnlyList<BaselineEntry>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        RowFile.DemandFormat(path, CsvEnding, RowFile.JsonEnding);
        var entries = new List<BaselineEntry>();
        var seen = new HashSet<(PolicyScope, string)>();
        await foreach (var row in IsJson(path) ? ReadJsonAsync(path, cancellationToken) : RowFile.ReadAsync(path, [IdColumns, ValueColumns], cancellationToken))
        {
            var entry = Parse(row);
            if (!seen.Add((entry.Scope, entry.Id.ToUpperInvariant())))
                throw row.Invalid($"'{entry.Id}' has a line already");
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Writes a baseline; the file is there whole, or not at all.</summary>
    /// <exception cref="CommerceException"><c>FileExists</c>, <c>FileUnwritable</c>.</exception>
    public static Task<ExportResult> WriteAsync(string path, IReadOnlyList<BaselineEntry> entries, bool force, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, force, async stream =>
        {
            RowFile.DemandFormat(path, CsvEnding, RowFile.JsonEnding);
            if (IsJson(path))
                await JsonSerializer.SerializeAsync(stream, entries.Select(Fields), Json, cancellationToken);
            else
                WriteCsv(stream, entries);
            return entries.Count;
        });

    private static bool IsJson(string path) => Path.GetExtension(path).Equals(RowFile.JsonEnding, StringComparison.OrdinalIgnoreCase);

    private static BaselineEntry Parse(FileRow row)
    {
        var text = row.Required(ValueColumns);
        var value = PolicyValues.Known.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw row.Invalid($"'{text}' is not a policy value; use {string.Join(", ", PolicyValues.Known)}");
        return new()
        {
            Scope = row.Enum<PolicyScope>("Scope") ?? (row.Text("ProductId", "Product") is null && row.Text("OfferType") is not null ? PolicyScope.OfferType : PolicyScope.Product),
            Id = row.Required(IdColumns),
            Name = row.Text("ProductName", "Name"),
            PolicyValue = value,
            Line = (int)row.Line,
        };
    }

    private static async IAsyncEnumerable<FileRow> ReadJsonAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var stream = RowFile.Open(path);
        using var document = await ParseAsync(path, stream, stop);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw CommerceErrors.FileInvalid(path, "it is not a JSON array of objects with ProductId and PolicyValue");

        var number = 0;
        foreach (var item in document.RootElement.EnumerateArray())
        {
            number++;
            if (item.ValueKind != JsonValueKind.Object)
                throw CommerceErrors.FileInvalid(path, $"entry {number} is not an object with ProductId and PolicyValue");
            var cells = RowFile.Cells(path, number, item, "entry");
            yield return new FileRow(path, number, name => cells.GetValueOrDefault(RowFile.Normalize(name)), "entry");
        }

        if (number == 0)
            throw CommerceErrors.FileInvalid(path, "it is an empty array, and a baseline that wants nothing is taken for a mistake");
    }

    private static async Task<JsonDocument> ParseAsync(string path, FileStream stream, CancellationToken stop)
    {
        try
        {
            await using var text = AsUtf8(stream);
            return await JsonDocument.ParseAsync(text, default, stop);
        }
        catch (JsonException malformed)
        {
            throw CommerceErrors.FileLineInvalid(path, (malformed.LineNumber ?? 0) + 1, "it is not JSON", malformed);
        }
    }

    /// <summary>The text of a file as UTF-8; a mark at its beginning says where it is UTF-16, which some editors write.</summary>
    private static Stream AsUtf8(FileStream stream)
    {
        Span<byte> mark = stackalloc byte[2];
        var read = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return mark[..read] switch
        {
            [0xFF, 0xFE] => Encoding.CreateTranscodingStream(stream, Encoding.Unicode, Encoding.UTF8, leaveOpen: true),
            [0xFE, 0xFF] => Encoding.CreateTranscodingStream(stream, Encoding.BigEndianUnicode, Encoding.UTF8, leaveOpen: true),
            _ => stream,
        };
    }

    private static void WriteCsv(Stream stream, IReadOnlyList<BaselineEntry> entries)
    {
        using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteRecord("Scope", "ProductId", "ProductName", "PolicyValue");
        foreach (var entry in entries)
            csv.WriteRecord(entry.Scope.ToString(), entry.Id, entry.Name ?? "", entry.PolicyValue);
    }

    private static Dictionary<string, string?> Fields(BaselineEntry entry) => new(StringComparer.Ordinal)
    {
        ["Scope"] = entry.Scope.ToString(),
        ["ProductId"] = entry.Id,
        ["ProductName"] = entry.Name,
        ["PolicyValue"] = entry.PolicyValue,
    };
}
