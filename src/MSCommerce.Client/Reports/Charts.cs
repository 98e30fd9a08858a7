using System.Globalization;
using System.Xml.Linq;

namespace MSCommerce.Reports;

/// <summary>A chart's data: what is drawn, each with the text that is written at it.</summary>
internal sealed record ChartData
{
    /// <summary>An id that no other chart of the page has.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What it shows, for whoever does not see it.</summary>
    public required string Description { get; init; }

    /// <summary>What the parts of a bar are, at most three.</summary>
    public required IReadOnlyList<string> Series { get; init; }

    public required IReadOnlyList<ChartBar> Bars { get; init; }

    /// <summary>The unit, at the axis.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>One bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Values">Its parts, one a series.</param>
/// <param name="Text">What is written at its end.</param>
/// <param name="Below">A second line below its label; empty for none.</param>
internal sealed record ChartBar(string Label, IReadOnlyList<decimal> Values, string Text = "", string Below = "");

/// <summary>
/// Draws charts as SVG. They are drawn when the report is made and not by a script in it, so that they print, and are there where scripts are off; colours are the
/// stylesheet's, light and dark; parts of a bar differ in their pattern too, not in colour alone. Every text is encoded by the XML writer.
/// </summary>
internal static class Charts
{
    private const int Width = 520;
    private const int LegendHeight = 32;

    /// <summary>Letters are drawn larger where the chart is smaller, on a phone and printed: as wide as this.</summary>
    private const decimal LetterWidth = 10.4m;
    private const int LettersALine = (int)(Width / LetterWidth);
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Bars from left to right, one below the other, each with its label above.</summary>
    public static string Bars(ChartData data)
    {
        const int rowHeight = 46;
        var top = data.Series.Count > 1 ? LegendHeight : 0;
        var most = data.Bars.Select(bar => bar.Values.Sum(Positive)).DefaultIfEmpty().Max();
        var content = new List<XElement>();
        foreach (var (bar, index) in data.Bars.Select((bar, index) => (bar, index)))
        {
            var y = top + (index * rowHeight);
            content.Add(Text(0, y + 17, Shortened(bar.Label, LettersALine - bar.Text.Length), "label"));
            content.Add(Text(Width, y + 17, bar.Text, "value", "end"));
            content.Add(Rectangle(0, y + 25, Width, 12, "track"));
            var x = 0m;
            foreach (var (value, series) in bar.Values.Select((value, series) => (Positive(value), series)))
            {
                var width = most == 0 ? 0 : value / most * Width;
                if (width > 0)
                    content.AddRange(Part(data.Id, x, y + 25, width, 12, series));
                x += width;
            }
        }

        return Draw(data, top + (data.Bars.Count * rowHeight), content);
    }

    /// <summary>Bars from the bottom up, side by side, over an axis; what is negative goes down.</summary>
    public static string Columns(ChartData data, Func<decimal, string> tick)
    {
        const int height = 250, left = 64, axisHeight = 40;
        var top = LegendHeight + 34;
        var axis = ChartAxis.Of(data.Bars.Select(bar => bar.Values.Sum(Negative)).DefaultIfEmpty().Min(), data.Bars.Select(bar => bar.Values.Sum(Positive)).DefaultIfEmpty().Max());
        var content = new List<XElement>();
        foreach (var value in axis.Ticks)
        {
            content.Add(Line(left, Y(value), Width, value == 0 ? "axis" : "grid"));
            content.Add(Text(left - 8, Y(value) + 4, tick(value), "tick", "end"));
        }

        var step = (Width - left) / (decimal)Math.Max(1, data.Bars.Count);
        // As many labels as fit beside one another.
        var every = (int)Math.Ceiling(32 / step);
        foreach (var (bar, index) in data.Bars.Select((bar, index) => (bar, index)))
        {
            var x = left + (index * step) + (step * 0.14m);
            var (up, down) = (0m, 0m);
            foreach (var (value, series) in bar.Values.Select((value, series) => (value, series)))
            {
                var from = value > 0 ? up : down;
                var (high, low) = (Y(Math.Max(from, from + value)), Y(Math.Min(from, from + value)));
                if (low > high)
                    content.AddRange(Part(data.Id, x, high, step * 0.72m, low - high, series));
                (up, down) = (up + Positive(value), down + Negative(value));
            }

            if (index % every == 0)
                content.Add(Text(x + (step * 0.36m), top + height + 18, bar.Label, "tick", "middle"));
            if (bar.Below.Length > 0)
                content.Add(Text(x + (step * 0.36m), top + height + 34, bar.Below, "tick", "middle"));
        }

        content.Add(Text(left - 8, top - 14, data.Unit, "tick", "end"));
        return Draw(data, top + height + axisHeight, content);

        decimal Y(decimal value) => top + ((axis.Most - value) / (axis.Most - axis.Least) * height);
    }

    private static string Draw(ChartData data, decimal height, IEnumerable<XElement> content)
    {
        var (title, description) = ($"{data.Id}-title", $"{data.Id}-description");
        var chart = new XElement(
            Svg + "svg",
            new XAttribute("class", "chart"), new XAttribute("viewBox", $"0 0 {Width} {Number(height)}"), new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{title} {description}"),
            new XElement(Svg + "title", new XAttribute("id", title), data.Title),
            new XElement(Svg + "desc", new XAttribute("id", description), data.Description),
            new XElement(Svg + "defs", Pattern($"{data.Id}-1", "M0 6 L6 0 M-1.5 1.5 L1.5 -1.5 M4.5 7.5 L7.5 4.5"), Pattern($"{data.Id}-2", "M3 0 V6")));
        if (data.Series.Count > 1)
            chart.Add(Legend(data));
        chart.Add(content);
        return chart.ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<XElement> Legend(ChartData data)
    {
        var x = 0m;
        foreach (var (name, series) in data.Series.Select((name, series) => (name, series)))
        {
            foreach (var part in Part(data.Id, x, 3, 14, 14, series))
                yield return part;
            yield return Text(x + 20, 15, name, "label");
            x += 44 + (name.Length * LetterWidth);
        }
    }

    /// <summary>A part of a bar: its colour and, from the second series on, its pattern.</summary>
    private static IEnumerable<XElement> Part(string id, decimal x, decimal y, decimal width, decimal height, int series)
    {
        yield return Rectangle(x, y, width, height, $"part s{series}");
        if (series > 0)
        {
            var pattern = Rectangle(x, y, width, height, "pattern");
            pattern.Add(new XAttribute("fill", $"url(#{id}-{series})"));
            yield return pattern;
        }
    }

    private static XElement Pattern(string id, string path) => new(
        Svg + "pattern",
        new XAttribute("id", id), new XAttribute("width", 6), new XAttribute("height", 6), new XAttribute("patternUnits", "userSpaceOnUse"),
        new XElement(Svg + "path", new XAttribute("class", "hatch"), new XAttribute("d", path)));

    private static XElement Rectangle(decimal x, decimal y, decimal width, decimal height, string style) => new(
        Svg + "rect",
        new XAttribute("class", style), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)), new XAttribute("height", Number(height)));

    private static XElement Line(decimal left, decimal y, decimal right, string style) => new(
        Svg + "line",
        new XAttribute("class", style), new XAttribute("x1", Number(left)), new XAttribute("x2", Number(right)), new XAttribute("y1", Number(y)), new XAttribute("y2", Number(y)));

    private static XElement Text(decimal x, decimal y, string text, string style, string anchor = "start") => new(
        Svg + "text",
        new XAttribute("class", style), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), Printable(text));

    /// <summary>A text without what XML cannot hold, such as a lone surrogate; in its place stands U+FFFD.</summary>
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune => System.Xml.XmlConvert.IsXmlChar((char)Math.Min(rune.Value, 0xFFFD)) ? rune.ToString() : "\uFFFD"));

    private static string Shortened(string text, int length)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= length ? text : elements.SubstringByTextElements(0, Math.Max(1, length - 1)) + "…";
    }

    private static decimal Positive(decimal value) => Math.Max(0, value);

    private static decimal Negative(decimal value) => Math.Min(0, value);

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
