namespace MSCommerce.Cli.Output;

/// <summary>Writes what an operation answered.</summary>
internal abstract class ResultWriter
{
    /// <summary>The writer for a format.</summary>
    public static ResultWriter For(OutputFormat format, Terminal terminal) => format switch
    {
        OutputFormat.Json => new JsonResultWriter(terminal.Out),
        OutputFormat.Csv => new CsvResultWriter(terminal.Out),
        _ => new TableResultWriter(terminal.Out, terminal.Width, terminal.Ink),
    };

    /// <summary>Writes rows as they come.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="isList">Whether there may be any number of them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Stops between two of them.</param>
    public abstract Task WriteAsync(Type type, bool isList, IAsyncEnumerable<object> rows, CancellationToken cancellationToken);
}
