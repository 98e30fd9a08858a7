using System.Text.RegularExpressions;

namespace MSCommerce.Client.Tests;

/// <summary>A link from one page of the repository to another leads somewhere: to a file that is there, and to a heading that it has.</summary>
public partial class DocumentationLinkTests
{
    private static readonly string[] Apart = ["artifacts", "bin", "obj", "out", "node_modules", ".git"];

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(RequirementsPageTests.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RequirementsPageTests.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(Apart.Contains)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        var path = Path.Combine(RequirementsPageTests.Root, page);

        foreach (var target in Links().Matches(File.ReadAllText(path)).Select(link => link.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)))
        {
            var (name, heading) = target.Split('#') is [var file, var anchor] ? (file, anchor) : (target, null);
            var linked = name.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, name);
            Assert.True(Path.Exists(linked), $"{page} links to {target}, which is not there.");
            if (heading is not null)
                Assert.True(Headings().Matches(File.ReadAllText(linked)).Any(found => Anchor(found.Groups["text"].Value) == heading), $"{page} links to {target}, a heading that is not there.");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_holds_both_sides_of_a_merge(string page) =>
        Assert.DoesNotContain(File.ReadLines(Path.Combine(RequirementsPageTests.Root, page)), line => line.StartsWith("<<<<<<<", StringComparison.Ordinal) || line.StartsWith(">>>>>>>", StringComparison.Ordinal));

    /// <summary>A heading's anchor, as GitHub makes it.</summary>
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
