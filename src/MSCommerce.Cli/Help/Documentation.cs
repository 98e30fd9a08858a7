using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MSCommerce.Cli.Operations;

namespace MSCommerce.Cli.Help;

/// <summary>The XML documentation of the client, in the words of a command line. It is read for help alone.</summary>
internal sealed partial class Documentation
{
    private readonly Dictionary<string, XElement> _summaries;

    private Documentation(Dictionary<string, XElement> summaries) => _summaries = summaries;

    /// <summary>Reads the documentation that lies beside an assembly; empty where there is none.</summary>
    public static Documentation Beside(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(path))
            return new([]);

        var members = from member in XDocument.Load(path).Descendants("member")
                      let summary = member.Element("summary")
                      where summary is not null
                      select (Name: member.Attribute("name")!.Value, summary);
        return new(members.ToDictionary(member => member.Name, member => member.summary, StringComparer.Ordinal));
    }

    /// <summary>What a property of a request means.</summary>
    public string Of(RequestProperty property)
    {
        if (property.IsDryRun)
            return "Show what would change, and write nothing.";
        if (!_summaries.TryGetValue(property.DocumentationId, out var summary))
            return "";

        var text = Spaces().Replace(Text(summary), " ").Trim();
        text = RequirementNumbers().Replace(text, "");
        return text.Replace("where null", "where not given", StringComparison.Ordinal).Replace("where empty", "where not given", StringComparison.Ordinal);
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" } see => Reference(see.Attribute("cref")?.Value ?? see.Value),
                XElement inner => Text(inner),
                _ => "",
            });
        }

        return text.ToString();
    }

    private static string Reference(string target)
    {
        var name = target[(target.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) ? $"--{KebabCase.Of(name)}" : name;
    }

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();

    /// <summary>The numbers of the requirements mean nothing to whoever uses the program.</summary>
    [GeneratedRegex(@"\s*\([A-Z]\d+(, [A-Z]\d+)*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequirementNumbers();
}
