namespace MSCommerce.Cli.Output;

/// <summary>Text for people: a table of a list, name and value of one thing. No borders; a pipe gets it whole and without colours.</summary>
internal sealed class TableResultWriter(TextWriter output, int? width, Ink ink) : ResultWriter
{
    /// <summary>Rows that are measured before the first is shown.</summary>
    private const int Sampled = 200;

    /// <inheritdoc/>
    public override async Task WriteAsync(Type type, bool isList, IAsyncEnumerable<object> rows, CancellationToken cancellationToken)
    {
        if (isList)
        {
            await WriteListAsync(ListColumns.Of(type), rows, cancellationToken);
            return;
        }

        await foreach (var row in rows.WithCancellation(cancellationToken))
            WriteOne(Column.Of(type), row);
    }

    private void WriteOne(IReadOnlyList<Column> columns, object row)
    {
        var longest = columns.Max(column => column.Name.Length);
        foreach (var column in columns)
            output.WriteLine($"{column.Name.PadRight(longest)} : {column.Readable(row)}");
    }

    private async Task WriteListAsync(IReadOnlyList<Column> columns, IAsyncEnumerable<object> rows, CancellationToken cancellationToken)
    {
        var sample = new List<string[]>();
        TableLayout? layout = null;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                string[] cells = [.. columns.Select(column => column.Readable(row))];
                if (layout is not null)
                {
                    output.WriteLine(layout.Line(cells));
                    continue;
                }

                sample.Add(cells);
                if (sample.Count == Sampled)
                    layout = Begin(columns, sample);
            }
        }
        finally
        {
            // What came before a failure is shown as well.
            if (layout is null && sample.Count > 0)
                Begin(columns, sample);
        }
    }

    private TableLayout Begin(IReadOnlyList<Column> columns, IReadOnlyList<string[]> sample)
    {
        var layout = new TableLayout([.. columns.Select(column => column.Heading)], sample, width);
        output.WriteLine(ink.Bold(layout.Header));
        output.WriteLine(layout.Rule);
        foreach (var cells in sample)
            output.WriteLine(layout.Line(cells));
        output.Flush();
        return layout;
    }
}
