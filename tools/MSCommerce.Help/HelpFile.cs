using System.Xml;
using System.Xml.Linq;
using MSCommerce.PowerShell;
using MSCommerce.Rules;

namespace MSCommerce.Help;

/// <summary>
/// Composes the help that <c>Get-Help</c> shows (MAML) of the cmdlets' attributes, their documentation comments and the role table, so that nothing is
/// said twice.
/// </summary>
public static class HelpFile
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Cmd = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help of all cmdlets.</summary>
    /// <param name="manifest">The text of the module's manifest, which says where the project is.</param>
    /// <returns>An XML document; the same for the same sources.</returns>
    public static string Compose(string manifest)
    {
        var root = Describe(manifest);
        var text = new StringWriter { NewLine = "\n" };
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None, OmitXmlDeclaration = true }))
            root.Save(writer);
        return $"""<?xml version="1.0" encoding="utf-8"?>{'\n'}{text}{'\n'}""";
    }

    /// <summary>The help of all cmdlets, as elements.</summary>
    internal static XElement Describe(string manifest)
    {
        var assembly = typeof(CommerceCommand).Assembly;
        var comments = new XmlComments(assembly, typeof(CommerceClient).Assembly);
        var commands = Command.All(assembly);
        var links = new OnlineLinks(manifest);
        return new(Msh + "helpItems", new XAttribute("schema", "maml"), commands.Select(command => Describe(command, commands, comments, links)));
    }

    private static XElement Describe(Command command, IReadOnlyList<Command> commands, XmlComments comments, OnlineLinks links)
    {
        var parameters = new Parameters(comments);
        return new(
            Cmd + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Cmd), new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Cmd + "details",
                new XElement(Cmd + "name", command.Name), new XElement(Cmd + "verb", command.Verb), new XElement(Cmd + "noun", command.Noun),
                new XElement(Maml + "description", Para(comments.Summary(command.Type)))),
            new XElement(Maml + "description", comments.Remarks(command.Type).Select(Para)),
            new XElement(Cmd + "syntax", command.ParameterSets.Select(set => new XElement(
                Cmd + "syntaxItem", new XElement(Maml + "name", command.Name), parameters.Of(command, set)))),
            new XElement(Cmd + "parameters", parameters.Of(command, set: null)),
            new XElement(Cmd + "inputTypes", Inputs(command)),
            new XElement(Cmd + "returnValues", Outputs(command, comments)),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Notes(command).Select(Para))),
            new XElement(Cmd + "examples", comments.Examples(command.Type).Select((example, index) => new XElement(
                Cmd + "example", new XElement(Maml + "title", $"Example {index + 1}"), new XElement(Dev + "code", example.Code), new XElement(Dev + "remarks", Para(example.About))))),
            new XElement(
                Cmd + "relatedLinks",
                links.Of(command.Name).Select(link => Link(link.Title, link.Uri)), Related(command, commands, comments).Select(name => Link(name, uri: null))));
    }

    private static XElement Link(string text, string? uri) => new(Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", uri));

    private static XElement Para(string text) => new(Maml + "para", text);

    private static IEnumerable<XElement> Inputs(Command command)
    {
        var byValue = command.OwnParameters.Where(parameter => Command.Declarations(parameter).Any(one => one.ValueFromPipeline)).ToList();
        var byName = command.OwnParameters.Where(parameter => Command.Declarations(parameter).Any(one => one.ValueFromPipelineByPropertyName)).Select(parameter => parameter.Name).ToList();
        foreach (var parameter in byValue)
            yield return Type("inputType", Parameters.TypeName(parameter.PropertyType), $"Bound to -{parameter.Name}.");
        if (byName.Count > 0)
            yield return Type("inputType", "System.Object", $"An object with {string.Join(", ", byName)}.");
        if (byValue.Count + byName.Count == 0)
            yield return Type("inputType", "None", "Nothing can be piped in.");
    }

    private static IEnumerable<XElement> Outputs(Command command, XmlComments comments)
    {
        var always = command.OwnParameters.All(parameter => parameter.Name != "PassThru");
        foreach (var type in command.Outputs)
        {
            yield return type == typeof(void)
                ? Type("returnValue", "None", "Nothing is written.")
                : Type("returnValue", type.FullName!, always ? comments.Summary(type) : $"With -PassThru: {comments.Summary(type)}");
        }
    }

    private static XElement Type(string element, string name, string about) =>
        new(Cmd + element, new XElement(Dev + "type", new XElement(Maml + "name", name)), new XElement(Maml + "description", Para(about)));

    /// <summary>The roles that a command takes, and what an application needs that does the same in a Microsoft 365 tenant.</summary>
    private static IEnumerable<string> Notes(Command command)
    {
        var operation = Areas.OperationOf(command.Name);
        yield return Roles(operation);
        if (operation?.Permissions.Contains(Permission.ReadPolicies) == true)
            yield return "In a Microsoft 365 tenant: a person's role Global Reader, or an application's permission Policy.Read.AllowSelfServicePurchase.";
        if (operation?.Permissions.Contains(Permission.ChangePolicies) == true)
            yield return "In a Microsoft 365 tenant: a person's role Global or Billing Administrator, or an application's permission Policy.ReadWrite.AllowSelfServicePurchase.";
        if (GraphPermissions.Of(command.Name) is { } graph)
            yield return graph;
    }

    private static string Roles(OperationAttribute? operation)
    {
        if (operation is null)
            return "Needs no role in the tenant.";

        // Of several permissions one suffices: the widest reach counts.
        var forEverything = operation.Permissions.Where(permission => RoleTable.ReachOf(permission, [Role.GlobalAdministrator]) == Reach.All).ToList();
        var administrators = string.Join(", ", forEverything.SelectMany(RoleTable.RolesThatMay).Where(role => role != "a user of the tenant").Distinct(StringComparer.Ordinal));
        return operation.Permissions.Max(permission => RoleTable.ReachOf(permission, [])) switch
        {
            Reach.All => "Open to every user of the tenant.",
            Reach.Own => $"Open to every user of the tenant for what is his own; for everything, to these roles: {administrators}.",
            _ => $"Needs one of these roles: {administrators}.",
        };
    }

    private static IEnumerable<string> Related(Command command, IReadOnlyList<Command> commands, XmlComments comments) =>
        comments.Related(command.Type).Select(type => commands.Single(other => other.Type.FullName == type).Name).Append("about_MSCommerce");
}
