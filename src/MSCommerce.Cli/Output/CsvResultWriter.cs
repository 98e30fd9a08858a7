using CsvHelper;

namespace MSCommerce.Cli.Output;

/// <summary>CSV for programs and spreadsheets: every column, dates in ISO 8601 (UTC), lists joined by semicolons.</summary>
internal sealed class CsvResultWriter(TextWriter output) : ResultWriter
{
    // Cells that a spreadsheet would run become text there, as in the files that exports write.
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n", Injection = CsvInjection.Escape };

    /// <inheritdoc/>
    public override async Task WriteAsync(Type type, bool isList, IAsyncEnumerable<object> rows, CancellationToken cancellationToken)
    {
        var columns = Column.Of(type);
        await using var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        csv.WriteRecord([.. columns.Select(column => column.Name)]);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var column in columns)
            {
                if (column.IsNumber)
                    csv.WriteField(column.Value(row));
                else
                    csv.WriteField(column.Exact(row));
            }

            csv.EndRecord();
        }
    }
}
