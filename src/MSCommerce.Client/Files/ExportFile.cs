using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using MSCommerce.Stores;

namespace MSCommerce.Files;

/// <summary>Writes an export: CSV, safe to open in a spreadsheet, or JSON lines.</summary>
internal static class ExportFile
{
    /// <summary>Writes an export to a file; it is there whole, or not at all.</summary>
    /// <param name="path">Where to; its ending says the format.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="raw">Whether cells that a spreadsheet would run are left as they are.</param>
    /// <param name="force">Whether a file that exists is replaced.</param>
    /// <param name="write">Fills the sink and answers how many rows it wrote.</param>
    /// <param name="cancellationToken">Stops the export.</param>
    /// <returns>What was written.</returns>
    public static Task<ExportResult> WriteAsync(
        string path, IReadOnlyList<string> columns, bool raw, bool force, Func<IRowSink, Task<long>> write, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, force, async stream =>
        {
            RowFile.DemandRows(path);
            cancellationToken.ThrowIfCancellationRequested();
            if (RowFile.IsJsonLines(path))
            {
                using var json = new JsonLinesSink(stream, columns);
                return await write(json);
            }

            using var csv = new CsvSink(stream, columns, raw);
            return await write(csv);
        });

    private sealed class CsvSink : IRowSink, IDisposable
    {
        private readonly CsvWriter _csv;

        public CsvSink(Stream stream, IReadOnlyList<string> columns, bool raw)
        {
            var options = new CsvWriterOptions { NewLine = "\n", Injection = raw ? CsvInjection.None : CsvInjection.Escape };
            _csv = CsvWriter.Create(stream, options, leaveOpen: true);
            _csv.WriteRecord(columns.ToArray());
        }

        public void WriteField(ReadOnlySpan<byte> utf8) => _csv.WriteField(utf8);

        public void EndRow() => _csv.EndRecord();

        public void Dispose() => _csv.Dispose();
    }

    private sealed class JsonLinesSink(Stream stream, IReadOnlyList<string> columns) : IRowSink, IDisposable
    {
        private readonly JsonEncodedText[] _names = [.. columns.Select(column => JsonEncodedText.Encode(column))];
        private readonly Utf8JsonWriter _json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        private readonly HashSet<int> _truthValues =
            [.. columns.Select((column, index) => (column, index)).Where(entry => LicensedUserColumns.TruthValues.Contains(entry.column)).Select(entry => entry.index)];
        private int _column;

        public void WriteField(ReadOnlySpan<byte> utf8)
        {
            if (_column == 0)
                _json.WriteStartObject();
            var name = _names[_column++];
            if (utf8.IsEmpty)
                _json.WriteNull(name);
            else if (_truthValues.Contains(_column - 1))
                _json.WriteBoolean(name, utf8.SequenceEqual("True"u8));
            else
                _json.WriteString(name, utf8);
        }

        public void EndRow()
        {
            _json.WriteEndObject();
            _json.Flush();
            _json.Reset();
            stream.WriteByte((byte)'\n');
            _column = 0;
        }

        public void Dispose() => _json.Dispose();
    }
}
