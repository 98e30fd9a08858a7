using System.Xml.Linq;
using MSCommerce.Help;

namespace MSCommerce.PowerShell.Tests.Conventions;

public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    private static readonly string Written = Repository.Read("module", "en-US", "MSCommerce.PowerShell.dll-Help.xml");

    private static readonly string Manifest = Repository.Read("MSCommerce.psd1");

    public static TheoryData<Type> All => Cmdlets.Data;

    [Fact]
    public void It_is_what_the_documentation_comments_say() =>
        Assert.True(HelpFile.Compose(Manifest) == Written, "The help is older than the cmdlets. Write it anew: ./build.ps1 -Task Docs");

    [Fact]
    public void The_pages_say_what_the_documentation_comments_say()
    {
        var pages = CmdletPages.Compose(Manifest);
        var folder = Path.Combine(Repository.Root, "docs", "cmdlets");

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.True(File.ReadAllText(Path.Combine(folder, page.Key)) == page.Value, $"docs/cmdlets/{page.Key} is older than the cmdlet. Write it anew: ./build.ps1 -Task Docs"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_cmdlet_has_a_page_that_the_index_names_once_and_that_shows_its_parameters_and_examples(Type cmdlet)
    {
        var name = Cmdlets.Name(cmdlet);
        var page = Repository.Read("docs", "cmdlets", name + ".md");

        Assert.Single(Repository.Read("docs", "cmdlets", "README.md").Split('\n'), line => line.Contains($"({name}.md)", StringComparison.Ordinal));
        Assert.All(Cmdlets.Parameters(cmdlet), parameter => Assert.Contains($"| `-{parameter.Name}`", page, StringComparison.Ordinal));
        Assert.All(Help(cmdlet).Descendants(Command + "example"), example => Assert.Contains(example.Elements().ElementAt(1).Value, page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_cmdlet_has_an_article_to_open_online(Type cmdlet) =>
        Assert.StartsWith("https://learn.microsoft.com/microsoft-365/commerce/", Help(cmdlet).Element(Command + "relatedLinks")!.Descendants(Maml + "uri").First().Value, StringComparison.Ordinal);

    [Fact]
    public void The_cmdlet_s_own_page_is_what_opens_online_once_the_manifest_says_where_the_project_is()
    {
        var help = XDocument.Parse(HelpFile.Compose("    ProjectUri = 'https://code.example/commerce/'\n"));

        var first = help.Descendants(Command + "relatedLinks").Select(links => links.Descendants(Maml + "uri").First().Value);
        Assert.Contains("https://code.example/commerce/blob/main/docs/cmdlets/Get-SelfServiceUser.md", first);
        Assert.All(first, uri => Assert.StartsWith("https://code.example/commerce/blob/main/docs/cmdlets/", uri, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_cmdlet_and_parameter_is_described_and_has_two_examples(Type cmdlet)
    {
        var help = Help(cmdlet);

        Assert.NotEmpty(help.Element(Command + "details")!.Element(Maml + "description")!.Value);
        Assert.NotEmpty(help.Element(Maml + "description")!.Value);
        var described = help.Element(Command + "parameters")!.Elements().ToDictionary(
            parameter => parameter.Element(Maml + "name")!.Value, parameter => parameter.Element(Maml + "description")!.Value, StringComparer.Ordinal);
        Assert.All(Cmdlets.Parameters(cmdlet), parameter => Assert.NotEmpty(described[parameter.Name]));
        Assert.True(help.Descendants(Command + "example").Count() >= 2);
        Assert.All(help.Descendants(Command + "example"), example => Assert.Contains(Cmdlets.Name(cmdlet).Split('-')[1][..^1], example.Value, StringComparison.Ordinal));
        Assert.NotEmpty(help.Element(Maml + "alertSet")!.Value);
        Assert.NotEmpty(help.Descendants(Maml + "linkText"));
    }

    [Theory]
    [InlineData("about_MSCommerce")]
    [InlineData("about_MSCommerce_Authentication")]
    [InlineData("about_MSCommerce_Stores")]
    public void The_topics_are_there(string topic) =>
        Assert.StartsWith($"TOPIC\n    {topic}\n", Repository.Read("module", "en-US", topic + ".help.txt"), StringComparison.Ordinal);

    private static XElement Help(Type cmdlet) =>
        XDocument.Parse(Written).Descendants(Command + "command").Single(command => command.Element(Command + "details")!.Element(Command + "name")!.Value == Cmdlets.Name(cmdlet));
}
