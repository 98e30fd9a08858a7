using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace MSCommerce.Help;

/// <summary>Sets the help of the cmdlets as pages to read in a browser: docs/cmdlets.</summary>
/// <remarks>What they say is <see cref="HelpFile"/>'s: here it only takes another form.</remarks>
public static class CmdletPages
{
    private const string Generated = "<!-- Written by ./build.ps1 -Task Docs from the documentation comments: change those. -->\n";

    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Cmd = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>All pages and their index.</summary>
    /// <param name="manifest">The text of the module's manifest.</param>
    /// <returns>The text of each file, by its name.</returns>
    public static IReadOnlyDictionary<string, string> Compose(string manifest)
    {
        var commands = HelpFile.Describe(manifest).Elements().ToDictionary(NameOf, StringComparer.Ordinal);
        var pages = commands.ToDictionary(pair => $"{pair.Key}.md", pair => Page(pair.Value, commands.ContainsKey), StringComparer.Ordinal);
        pages["README.md"] = Index([.. commands.Values]);
        return pages;
    }

    private static string Index(IReadOnlyList<XElement> commands)
    {
        var text = new StringBuilder(Generated);
        Add(text, "# Cmdlets", "What `Get-Help` says in PowerShell, to read here.");
        foreach (var (area, title) in Areas.All)
        {
            Add(text, $"## {title}");
            text.Append("| cmdlet | what it does |\n|---|---|\n");
            foreach (var command in commands.Where(command => Areas.Of(NameOf(command)) == area))
                text.Append(CultureInfo.InvariantCulture, $"| {PageLink(NameOf(command))} | {Cell(Synopsis(command))} |\n");
        }
        return text.ToString();
    }

    private static string Page(XElement command, Func<string, bool> hasPage)
    {
        var text = new StringBuilder(Generated);
        Add(text, $"# {NameOf(command)}", Escape(Synopsis(command)), "## Syntax", Fenced(string.Join('\n', command.Element(Cmd + "syntax")!.Elements().Select(Syntax)), "text"));
        Add(text, ["## Description", .. Paras(command.Element(Maml + "description")!)]);
        Add(text, ["## Permissions", .. Paras(command.Element(Maml + "alertSet")!)]);
        Add(text, "## Examples");
        foreach (var example in command.Element(Cmd + "examples")!.Elements())
            Add(text, [.. Paras(example.Element(Dev + "remarks")!), Fenced(example.Element(Dev + "code")!.Value, "powershell")]);

        Add(text, "## Parameters");
        text.Append("| parameter | type | what it is | required | from the pipeline |\n|---|---|---|---|---|\n");
        foreach (var parameter in command.Element(Cmd + "parameters")!.Elements())
            text.Append(Row(parameter));

        Add(text, "## Inputs");
        text.AppendJoin("", command.Element(Cmd + "inputTypes")!.Elements().Select(Item));
        Add(text, "## Outputs");
        text.AppendJoin("", command.Element(Cmd + "returnValues")!.Elements().Select(Item));
        Add(text, "## See also");
        text.AppendJoin("", command.Element(Cmd + "relatedLinks")!.Elements().Select(link => $"- {Link(link, hasPage)}\n"));
        return text.ToString();
    }

    private static string Syntax(XElement item) =>
        string.Join(' ', [item.Element(Maml + "name")!.Value, .. item.Elements(Cmd + "parameter").Select(Given), "[<CommonParameters>]"]);

    /// <summary>A parameter as syntax shows it: <c>-Name &lt;Type&gt;</c>, in brackets where it may be left out.</summary>
    private static string Given(XElement parameter)
    {
        var words = parameter.Element(Cmd + "parameterValueGroup")?.Elements().Select(value => value.Value).ToList();
        var value = words is null ? parameter.Element(Cmd + "parameterValue") is { } type ? $" <{type.Value}>" : "" : $" {{{string.Join(" | ", words)}}}";
        var name = parameter.Attribute("position")!.Value == "named" ? $"-{NameIn(parameter)}" : $"[-{NameIn(parameter)}]";
        return parameter.Attribute("required")!.Value == "true" ? name + value : $"[{name}{value}]";
    }

    private static string Row(XElement parameter)
    {
        var aliases = parameter.Attribute("aliases")!.Value;
        var name = aliases == "none" ? $"`-{NameIn(parameter)}`" : $"`-{NameIn(parameter)}` (alias {aliases})";
        var piped = parameter.Attribute("pipelineInput")!.Value switch
        {
            "False" => "no",
            var how => how["True (".Length..^1] switch { "ByValue" => "as such", "ByPropertyName" => "by name", _ => "as such, by name" },
        };
        var wildcards = parameter.Attribute("globbing")!.Value == "true" ? " Takes wildcards." : "";
        var preset = parameter.Element(Dev + "defaultValue")!.Value is var value and not ("None" or "False") ? $" Otherwise {value}." : "";
        var about = parameter.Element(Maml + "description")!.Value + wildcards + preset;
        return $"| {name} | {parameter.Element(Dev + "type")!.Element(Maml + "name")!.Value} | {Cell(about)} | {(parameter.Attribute("required")!.Value == "true" ? "yes" : "no")} | {piped} |\n";
    }

    private static string Item(XElement type) => $"- `{type.Element(Dev + "type")!.Element(Maml + "name")!.Value}`: {Escape(type.Element(Maml + "description")!.Value)}\n";

    private static string Link(XElement link, Func<string, bool> hasPage) => (link.Element(Maml + "linkText")!.Value, link.Element(Maml + "uri")!.Value) switch
    {
        (var text, { Length: > 0 } uri) => $"[{Escape(text)}]({uri})",
        var (name, _) when hasPage(name) => PageLink(name),
        var (topic, _) => $"[{Escape(topic)}](../../module/en-US/{topic}.help.txt)",
    };

    private static string NameOf(XElement command) => command.Element(Cmd + "details")!.Element(Cmd + "name")!.Value;

    private static string Synopsis(XElement command) => command.Element(Cmd + "details")!.Element(Maml + "description")!.Value;

    private static string NameIn(XElement parameter) => parameter.Element(Maml + "name")!.Value;

    private static string PageLink(string cmdlet) => $"[{cmdlet}]({cmdlet}.md)";

    private static string Fenced(string code, string language) => $"```{language}\n{code}\n```";

    private static string Cell(string text) => Escape(text).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Keeps what reads as markup, wildcards for instance, as it is written.</summary>
    private static string Escape(string text) =>
        text.Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static IEnumerable<string> Paras(XElement parent) => parent.Descendants(Maml + "para").Select(para => Escape(para.Value));

    private static void Add(StringBuilder text, params ReadOnlySpan<string> blocks)
    {
        foreach (var block in blocks)
            text.Append(text[^1] == '\n' && text.Length > 1 && text[^2] == '\n' ? "" : "\n").Append(block).Append("\n\n");
    }
}
