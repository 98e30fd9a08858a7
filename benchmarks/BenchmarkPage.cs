namespace MSCommerce.Benchmarks;

/// <summary>docs/benchmarks.md.</summary>
internal static class BenchmarkPage
{
    private const string Introduction =
        """
        # How fast

        Written by `dotnet run -c Release --project benchmarks`, which repeats it; it exits with 1 where a bar is missed. To be run on a quiet machine: absolute times
        are this machine's, the ratios are what counts. Each line is one run in which both sides took turns (A B, B A, …) after one round to warm up; the figures are
        medians. What each line does, and why it is a fair comparison: [benchmarks/README.md](../benchmarks/README.md). How it grows: [scale.md](scale.md).
        """;

    public static Task WriteAsync(IReadOnlyCollection<Comparison> lines, CancellationToken stop)
    {
        var missed = lines.Count(line => line.IsMet == false);
        var met = lines.Count(line => line.IsMet == true);
        var unmeasured = lines.Count(line => line.Needs is not null);
        return File.WriteAllTextAsync(
            Path.Combine(Laboratory.Root, "docs", "benchmarks.md"),
            $"""
            {Introduction}

            {MachineFacts.InOneLine()}

            **{met} bars met, {missed} missed, {unmeasured} not measured.**

            {BenchmarkTable.ToMarkdown(lines)}

            """,
            stop);
    }
}
