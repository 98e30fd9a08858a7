using System.Xml.Linq;
using MSCommerce.Help;

namespace MSCommerce.PowerShell.Tests.Conventions;

public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    private static readonly string Written = Repository.Read("module", "en-US", "MSCommerce.PowerShell.dll-Help.xml");

    public static TheoryData<Type> All => Cmdlets.Data;

    [Fact]
    public void It_is_what_the_documentation_comments_say() =>
        Assert.True(HelpFile.Compose() == Written, "The help is older than the cmdlets. Write it anew: ./build.ps1 -Task Docs");

    [Theory]
    [MemberData(nameof(All))]
    public void Every_cmdlet_and_parameter_is_described_and_has_two_examples(Type cmdlet)
    {
        var help = XDocument.Parse(Written).Descendants(Command + "command").Single(command => command.Element(Command + "details")!.Element(Command + "name")!.Value == Cmdlets.Name(cmdlet));

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
}
