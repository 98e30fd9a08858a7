using System.Text.RegularExpressions;

namespace MSCommerce.Client.Tests;

/// <summary>docs/requirements.md tells which cmdlet serves a requirement and which test shows it; these tests keep it true.</summary>
public partial class RequirementsPageTests
{
    private const string NotYet = "not yet";

    internal static readonly string Root = FindRoot();

    private static readonly List<(string Id, string What, string[] Cmdlets, string[] Tests)> Rows = ReadRows();

    public static TheoryData<string> Ids => [.. Rows.Select(row => row.Id)];

    [Fact]
    public void Every_requirement_has_exactly_one_row()
    {
        var counts = new (string Area, int Count)[] { ("P", 10), ("E", 6), ("U", 8), ("S", 8), ("T", 5), ("L", 3), ("R", 8), ("N", 2), ("X", 8) };
        var expected = counts.SelectMany(area => Enumerable.Range(1, area.Count).Select(number => $"{area.Area}{number}")).Append("A").Order(StringComparer.Ordinal);

        Assert.Equal(expected, Rows.Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_row_names_exists(string id)
    {
        var row = Rows.Single(row => row.Id == id);
        var manifest = File.ReadAllText(Path.Combine(Root, "MSCommerce.psd1"));

        Assert.All(row.Cmdlets.Where(name => name.Contains('-', StringComparison.Ordinal)), name => Assert.Contains($"'{name}'", manifest, StringComparison.Ordinal));
        if (row.Tests is [NotYet])
            return;
        Assert.NotEmpty(row.Tests);
        Assert.All(row.Tests, test =>
        {
            var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(Root, "tests"), test.EndsWith(".ps1", StringComparison.Ordinal) ? test : $"{test}.cs", SearchOption.AllDirectories));
            Assert.Matches($@"(Requirement"", ""{id}""|-Tag [^\n]*'?\b{id}\b)", File.ReadAllText(file));
        });
    }

    private static List<(string, string, string[], string[])> ReadRows() =>
    [
        .. File.ReadLines(Path.Combine(Root, "docs", "requirements.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups["id"].Value, match.Groups["what"].Value, Names(match.Groups["cmdlets"].Value), Names(match.Groups["tests"].Value))),
    ];

    private static string[] Names(string cell) =>
        cell.Trim() == NotYet ? [NotYet] : [.. Code().Matches(cell).Select(match => match.Groups["name"].Value)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MSCommerce.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]\d*) \|(?<what>[^|]*)\|(?<cmdlets>[^|]*)\|(?<tests>[^|]*)\|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
