using System.Globalization;
using System.Text.RegularExpressions;

namespace MSCommerce.Client.Tests.Reports;

/// <summary>
/// The contrast of the report's colours, light, dark and printed, computed from its stylesheet as WCAG 2.2 does (1.4.3: 4.5 for text, 1.4.11: 3 for graphics). A browser's checker
/// leaves the text in charts undecided.
/// </summary>
[Trait("Requirement", "X5")]
public sealed partial class ReportContrastTests
{
    private const double ForText = 4.5;
    private const double ForGraphics = 3;

    /// <summary>What lies beneath the charts: they stand in blocks and in nothing else.</summary>
    private const string BeneathCharts = "surface";

    private static readonly string Style = ReadStyle();

    public static TheoryData<string> Themes => ["light", "dark", "print"];

    [Theory, MemberData(nameof(Themes))]
    public void Text_in_charts_can_be_read(string theme)
    {
        var inks = ChartInks().Where(ink => ink.IsText).Select(ink => ink.Color).Distinct().ToList();

        Assert.Equal(["text", "quiet"], inks);
        Assert.All(inks, ink => DemandContrast(theme, ink, BeneathCharts, ForText));
    }

    [Theory, MemberData(nameof(Themes))]
    public void Bars_and_axes_stand_out_from_what_they_stand_on(string theme)
    {
        // Grid lines and the empty rest of a bar carry nothing that is not written beside them.
        var inks = ChartInks().Where(ink => !ink.IsText).Select(ink => ink.Color).Except(["rule", "track", BeneathCharts]).ToList();

        Assert.Equal(["quiet", "part-0", "part-1", "part-2"], inks);
        Assert.All(inks, ink => DemandContrast(theme, ink, BeneathCharts, ForGraphics));
        // A bar ends where its rest begins, and the pattern that tells its parts is seen on them.
        Assert.All(inks.Where(ink => ink.StartsWith("part", StringComparison.Ordinal)), ink => DemandContrast(theme, ink, "track", ForGraphics));
        Assert.Contains((false, BeneathCharts), ChartInks());
    }

    [Theory, MemberData(nameof(Themes))]
    public void The_page_around_the_charts_can_be_read(string theme)
    {
        foreach (var beneath in new[] { "ground", "surface", "stripe" })
            Assert.All(["text", "quiet", "link"], ink => DemandContrast(theme, ink, beneath, ForText));
        DemandContrast(theme, "alert", "alert-ground", ForText);
        Assert.All(["part-0", "part-1"], ink => DemandContrast(theme, ink, "surface", ForGraphics));
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#ffffff", "#ffffff", 1)]
    [InlineData("#777777", "#ffffff", 4.48)]
    public void Contrast_is_what_the_guidelines_compute(string ink, string beneath, double ratio) => Assert.Equal(ratio, Contrast(ink, beneath), tolerance: 0.005);

    private static void DemandContrast(string theme, string ink, string beneath, double least)
    {
        var colors = Colors(theme);
        var ratio = Contrast(colors[ink], colors[beneath]);
        Assert.True(ratio >= least, string.Create(CultureInfo.InvariantCulture, $"{theme}: --{ink} {colors[ink]} on --{beneath} {colors[beneath]} has {ratio:0.00}, and {least} is needed."));
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string color)
    {
        var parts = Convert.FromHexString(color.AsSpan(1)).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    /// <summary>The colours of a theme: the three lists stand in the order light, dark, print.</summary>
    private static Dictionary<string, string> Colors(string theme)
    {
        var lists = RootRules().Matches(Style);
        Assert.Equal(3, lists.Count);
        Assert.Matches(@"prefers-color-scheme: dark\) \{\s*$", Style[..lists[1].Index]);
        Assert.Matches(@"@media print \{\s*$", Style[..lists[2].Index]);
        var list = lists[theme switch { "light" => 0, "dark" => 1, _ => 2 }].Value;
        return Variables().Matches(list).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["color"].Value, StringComparer.Ordinal);
    }

    /// <summary>The colours that the rules of the charts name, and whether it is text that has them.</summary>
    private static IEnumerable<(bool IsText, string Color)> ChartInks() => ChartRules().Matches(Style)
        .Select(match => (match.Groups["what"].Value is "text" or ".tick" or ".value", match.Groups["color"].Value));

    private static string ReadStyle()
    {
        using var text = new StreamReader(typeof(Invoice).Assembly.GetManifestResourceStream("Reports/Report.html.hbs")!);
        return text.ReadToEnd();
    }

    [GeneratedRegex(@":root \{(?<list>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootRules();

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<color>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variables();

    [GeneratedRegex(@"\.chart (?<what>[.a-z0-9]+) \{ (fill|stroke): var\(--(?<color>[a-z0-9-]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChartRules();
}
