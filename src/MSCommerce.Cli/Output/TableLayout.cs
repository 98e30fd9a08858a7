namespace MSCommerce.Cli.Output;

/// <summary>The head of a column of text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AlignsRight">Whether its cells do: numbers.</param>
/// <param name="StaysWhole">Whether half of a cell is of no use: ids, numbers, dates.</param>
internal sealed record Heading(string Name, bool AlignsRight = false, bool StaysWhole = false);

/// <summary>Lines of aligned cells. The widths come from the first rows, so that a stream need not end before it is shown.</summary>
internal sealed class TableLayout
{
    private const string Gap = "  ";
    private const string Cut = "…";

    /// <summary>Text is cut down to this and no further.</summary>
    private const int NarrowText = 10;

    /// <summary>The name of a column is.</summary>
    private const int NarrowName = 5;

    /// <summary>So many columns are shown in the narrowest of terminals.</summary>
    private const int FewestColumns = 2;

    private readonly IReadOnlyList<Heading> _headings;
    private readonly int[] _widths;
    private readonly bool _cuts;

    /// <summary>Measures.</summary>
    /// <param name="headings">The columns.</param>
    /// <param name="sample">The cells of the first rows.</param>
    /// <param name="width">The columns of the terminal; null for no end.</param>
    public TableLayout(IReadOnlyList<Heading> headings, IReadOnlyList<string[]> sample, int? width)
    {
        _headings = headings;
        _cuts = width is not null;
        _widths = [.. headings.Select((heading, index) => sample.Select(row => row[index].Length).Append(heading.Name.Length).Max())];
        if (width is { } available)
            _widths = Fit(sample, available);
    }

    public string Header => Line([.. _headings.Select(heading => heading.Name)]);

    public string Rule => string.Join(Gap, _widths.Select(width => new string('-', width)));

    /// <summary>A row's line.</summary>
    public string Line(IReadOnlyList<string> cells) => string.Join(Gap, cells.Take(_widths.Length).Select(Cell)).TrimEnd();

    /// <summary>Takes from the widest, one by one; where that does not suffice, the last columns go.</summary>
    private int[] Fit(IReadOnlyList<string[]> sample, int available)
    {
        int[] widths = [.. _widths];
        int[] least = [.. _headings.Select((heading, index) => Math.Min(widths[index], heading.StaysWhole ? sample.Select(row => row[index].Length).Append(NarrowName).Max() : NarrowText))];
        for (var count = widths.Length; ; count--)
        {
            var gaps = Gap.Length * (count - 1);
            if (least.Take(count).Sum() + gaps > available && count > FewestColumns)
                continue;
            while (widths.Take(count).Sum() + gaps > available)
            {
                var widest = Enumerable.Range(0, count).Where(index => widths[index] > least[index]).OrderByDescending(index => widths[index]).FirstOrDefault(-1);
                if (widest < 0)
                    break;
                widths[widest]--;
            }

            return widths[..count];
        }
    }

    private string Cell(string text, int index)
    {
        var width = _widths[index];
        if (_cuts && text.Length > width)
            text = text[..(width - Cut.Length)] + Cut;
        return _headings[index].AlignsRight ? text.PadLeft(width) : text.PadRight(width);
    }
}
