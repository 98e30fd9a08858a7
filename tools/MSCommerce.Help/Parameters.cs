using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace MSCommerce.Help;

/// <summary>Describes the parameters of a cmdlet.</summary>
/// <param name="comments">Where the words are.</param>
internal sealed class Parameters(XmlComments comments)
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Cmd = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The parameters of a set, or all of them.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="set">The set; null for all.</param>
    public IEnumerable<XElement> Of(Command command, string? set)
    {
        var defaults = Activator.CreateInstance(command.Type)!;
        foreach (var parameter in command.OwnParameters)
        {
            var declaration = set is null ? Command.Declarations(parameter).First() : Command.In(parameter, set);
            if (declaration is not null)
                yield return Own(parameter, declaration, defaults, isSyntax: set is not null);
        }

        if (command.SupportsPaging)
        {
            yield return Common("First", typeof(ulong), "Gets only so many objects.");
            yield return Common("Skip", typeof(ulong), "Leaves out so many objects at the beginning.");
            yield return Common("IncludeTotalCount", typeof(SwitchParameter), "Writes the number of all objects first, whatever -First and -Skip say.");
        }

        if (command.SupportsShouldProcess)
        {
            yield return Common("WhatIf", typeof(SwitchParameter), "Shows what would happen; nothing is changed.", "wi");
            yield return Common("Confirm", typeof(SwitchParameter), "Asks before each change; -Confirm:$false never asks.", "cf");
        }
    }

    /// <summary>A type as help writes it.</summary>
    public static string TypeName(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.Namespace == "System" || inner.IsArray || inner == typeof(SwitchParameter) ? inner.Name : inner.FullName!;
    }

    private XElement Own(PropertyInfo parameter, ParameterAttribute declaration, object defaults, bool isSyntax)
    {
        var type = Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType;
        var element = type.IsArray ? type.GetElementType()! : type;
        var words = element.IsEnum ? Enum.GetNames(element) : parameter.GetCustomAttribute<ValidateSetAttribute>()?.ValidValues ?? [];
        return Describe(
            parameter.Name, type, comments.Summary(parameter), string.Join(", ", parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []), declaration,
            parameter.IsDefined(typeof(SupportsWildcardsAttribute)), Default(parameter, defaults), isSyntax ? words : []);
    }

    private static XElement Common(string name, Type type, string about, string alias = "") =>
        Describe(name, type, about, alias, new(), globbing: false, "None", []);

    private static XElement Describe(
        string name, Type type, string about, string aliases, ParameterAttribute declaration, bool globbing, string defaultValue, IEnumerable<string> words)
    {
        var shown = TypeName(type).Split('.')[^1];
        var values = words.ToList();
        return new(
            Cmd + "parameter",
            new XAttribute("required", Word(declaration.Mandatory)), new XAttribute("variableLength", Word(type.IsArray)), new XAttribute("globbing", Word(globbing)),
            new XAttribute("pipelineInput", Pipeline(declaration)),
            new XAttribute("position", declaration.Position >= 0 ? declaration.Position.ToString(CultureInfo.InvariantCulture) : "named"),
            new XAttribute("aliases", aliases.Length > 0 ? aliases : "none"),
            new XElement(Maml + "name", name),
            new XElement(Maml + "description", new XElement(Maml + "para", about)),
            values.Count > 0 ? new XElement(Cmd + "parameterValueGroup", values.Select(value => Value(value, type))) : null,
            type == typeof(SwitchParameter) || values.Count > 0 ? null : Value(shown, type),
            new XElement(Dev + "type", new XElement(Maml + "name", shown), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", type == typeof(SwitchParameter) ? "False" : defaultValue));
    }

    private static XElement Value(string text, Type type) =>
        new(Cmd + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", Word(type.IsArray)), text);

    private static string Pipeline(ParameterAttribute declaration) => (declaration.ValueFromPipeline, declaration.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string Default(PropertyInfo parameter, object instance) => parameter.GetValue(instance) switch
    {
        null or "" or ICollection { Count: 0 } => "None",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Word(bool value) => value ? "true" : "false";
}
