using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MSCommerce.Help;

/// <summary>The XML documentation comments that the compiler left beside an assembly.</summary>
internal sealed partial class XmlComments
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads the comments of assemblies.</summary>
    public XmlComments(params ReadOnlySpan<Assembly> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            foreach (var member in XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
                _members[member.Attribute("name")!.Value] = member;
        }
    }

    /// <summary>A type's summary, in one line.</summary>
    public string Summary(Type type) => Line(Of($"T:{type.FullName}").Element("summary"));

    /// <summary>A property's summary, in one line; a value's, for a member of an enumeration.</summary>
    public string Summary(MemberInfo member) =>
        Line(Of($"{(member is PropertyInfo ? 'P' : 'F')}:{member.DeclaringType!.FullName}.{member.Name}").Element("summary"));

    /// <summary>A type's remarks, a paragraph an entry.</summary>
    public IEnumerable<string> Remarks(Type type)
    {
        var remarks = Of($"T:{type.FullName}").Element("remarks")?.Value ?? "";
        return BlankLine().Split(remarks.Trim()).Select(Join).Where(paragraph => paragraph.Length > 0);
    }

    /// <summary>A type's examples: what each is about, and its code.</summary>
    public IEnumerable<(string About, string Code)> Examples(Type type) =>
        Of($"T:{type.FullName}").Elements("example").Select(example => (Line(example.Element("para")), Code(example.Element("code")!.Value)));

    /// <summary>The types that a type's comments refer to for more.</summary>
    public IEnumerable<string> Related(Type type) =>
        Of($"T:{type.FullName}").Elements("seealso").Select(link => link.Attribute("cref")!.Value[2..]);

    private XElement Of(string member) =>
        _members.TryGetValue(member, out var found) ? found : throw new InvalidOperationException($"{member} has no documentation comment.");

    private static string Line(XElement? element) => element is null ? "" : Join(string.Concat(element.DescendantNodes().Select(Text)));

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } cref => cref.Value[(cref.Value.LastIndexOf('.') + 1)..],
        _ => "",
    };

    private static string Join(string text) => Blanks().Replace(text, " ").Trim();

    /// <summary>Takes away the indent that the comment adds to every line.</summary>
    private static string Code(string text)
    {
        var lines = text.Trim().Split('\n');
        var indent = lines.Skip(1).Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select((line, index) => index == 0 || line.Length < indent ? line.TrimEnd() : line[indent..].TrimEnd()));
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n[ \t]*\n", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlankLine();
}
