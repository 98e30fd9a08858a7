namespace MSCommerce.Cli.Output;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned text.</summary>
    Table,

    /// <summary>An array for a list, an object for one thing.</summary>
    Json,

    /// <summary>A header and a line for each row.</summary>
    Csv,
}
