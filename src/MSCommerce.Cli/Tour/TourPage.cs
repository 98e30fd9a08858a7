using MSCommerce.Cli.Help;
using MSCommerce.Cli.Output;

namespace MSCommerce.Cli.Tour;

/// <summary>What the tour prints: prose, PowerShell lines, tables, and checks that it counts.</summary>
internal sealed class TourPage(Terminal terminal)
{
    private const int Widest = 100;
    private const string Margin = "  ";

    private readonly Ink _ink = terminal.Ink;
    private readonly int _width = Math.Min(terminal.Width ?? Widest, Widest);
    private int _chapters;

    /// <summary>Checks that did not hold.</summary>
    public int Failures { get; private set; }

    /// <summary>Begins a chapter.</summary>
    public void Chapter(string title)
    {
        title = $"{++_chapters}. {title}";
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(_ink.Bold(title));
        terminal.Out.WriteLine(_ink.Bold(new string('=', title.Length)));
    }

    /// <summary>Tells something.</summary>
    public void Say(string text)
    {
        terminal.Out.WriteLine();
        foreach (var line in TextBlock.Wrap(text, _width))
            terminal.Out.WriteLine(line);
    }

    /// <summary>Shows a PowerShell line, unbroken so that it can be copied.</summary>
    public void PowerShell(string line)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{_ink.Faint("PS>")} {_ink.Command(line)}");
        // Who watches sees the line while it is at work.
        terminal.Out.Flush();
    }

    /// <summary>Shows rows.</summary>
    public void Table(IReadOnlyList<Heading> headings, IEnumerable<string[]> rows)
    {
        var cells = rows.ToList();
        var layout = new TableLayout(headings, cells, _width - Margin.Length);
        terminal.Out.WriteLine(Margin + _ink.Bold(layout.Header));
        terminal.Out.WriteLine(Margin + layout.Rule);
        foreach (var row in cells)
            terminal.Out.WriteLine(Margin + layout.Line(row));
    }

    /// <summary>Shows lines as they are, cut at the edge.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            terminal.Out.WriteLine(Margin + (line.Length > _width - Margin.Length ? line[..(_width - Margin.Length - 1)] + "…" : line));
    }

    /// <summary>Shows an error as PowerShell would.</summary>
    public void Error(CommerceException error)
    {
        foreach (var line in TextBlock.Wrap($"{error.ErrorId}: {error.Message}", _width - Margin.Length))
            terminal.Out.WriteLine(Margin + _ink.Bad(line));
    }

    /// <summary>Says whether what a step promised has come true.</summary>
    public void Check(bool holds, string what)
    {
        if (!holds)
            Failures++;
        var mark = holds ? _ink.Good("[ok]") : _ink.Bad("[FAILED]");
        var lines = TextBlock.Wrap(what, _width - 7);
        terminal.Out.WriteLine($"{Margin}{mark} {string.Join(Environment.NewLine + Margin + "     ", lines)}");
    }
}
