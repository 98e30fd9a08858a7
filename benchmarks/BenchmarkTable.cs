namespace MSCommerce.Benchmarks;

/// <summary>The table, as text and as Markdown.</summary>
internal static class BenchmarkTable
{
    private static readonly string[] Head = ["name", "against", "ours", "the other", "ratio", "bar", ""];

    public static string InOneLine(Comparison line) => string.Join("  ", Cells(line).Where(cell => cell.Length > 0));

    public static string ToText(IReadOnlyCollection<Comparison> lines)
    {
        var rows = lines.Select(Cells).Prepend(Head).ToList();
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()));
    }

    public static string ToMarkdown(IReadOnlyCollection<Comparison> lines) => string.Join('\n', lines.Select(Cells).Select(Row).Prepend("|---|---|--:|--:|--:|--:|---|").Prepend(Row(Head)));

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string[] Cells(Comparison line) =>
    [
        line.Note is null ? line.Name : $"{line.Name} ({line.Note})",
        line.Against,
        line.Needs is null ? $"{Comparison.Figure(line.Ours)} {line.Unit}".TrimEnd() : "",
        line is { Needs: null, Other: { } other } ? $"{Comparison.Figure(other)} {line.Unit}".TrimEnd() : "",
        line.Ratio is { } ratio ? Comparison.Figure(ratio) : "",
        line.Bar?.ToString() ?? "",
        line.Verdict,
    ];
}
