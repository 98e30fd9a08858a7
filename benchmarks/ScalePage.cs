namespace MSCommerce.Benchmarks;

/// <summary>The measured part of docs/scale.md, between its markers.</summary>
internal static class ScalePage
{
    private const string Begin = "<!-- measured: written by the benchmarks -->";
    private const string End = "<!-- end of measured -->";

    public static async Task WriteAsync(GrowthTable table, string command, CancellationToken stop)
    {
        var path = Path.Combine(Laboratory.Root, "docs", "scale.md");
        var page = await File.ReadAllTextAsync(path, stop);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{path} lacks its markers: {Begin} … {End}");
        await File.WriteAllTextAsync(
            path,
            $"""
            {page[..(begin + Begin.Length)]}
            Measured by `{command}`, which repeats it and writes this. {MachineFacts.InOneLine()}

            {table.ToMarkdown()}
            {page[end..]}
            """,
            stop);
    }
}
