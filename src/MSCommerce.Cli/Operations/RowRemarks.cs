namespace MSCommerce.Cli.Operations;

/// <summary>What is said of a row besides the table, which has no room for it: whom a change failed for, and what is left to do elsewhere.</summary>
internal static class RowRemarks
{
    /// <summary>The remarks of a row, one a line.</summary>
    public static IEnumerable<string> Of(object row) => row switch
    {
        MoveResult move => [.. move.Failures.Select(failure => failure.Message), .. move.Note is { } note ? [note] : Array.Empty<string>()],
        LicenseResult licenses => licenses.Failures.Select(failure => failure.Message),
        _ => [],
    };
}
