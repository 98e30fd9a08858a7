using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using MSCommerce.Cli.Operations;

namespace MSCommerce.Cli.Help;

/// <summary>The help of every command: what it does, the cmdlet that does the same, who may, and its options.</summary>
internal sealed class HelpWriter(CommandTree tree, Terminal terminal)
{
    private const int Widest = 110;
    private const int TermWidth = 26;
    private const int Indent = 2;

    private int Width => Math.Min(terminal.Width ?? Widest, Widest);

    /// <summary>Writes the help of a command.</summary>
    public void Write(Command command)
    {
        Paragraph(command.Subcommands.Count == 0 || command is RootCommand ? command.Description ?? "" : $"Commands under '{CommandTree.FullName(command)}'.");
        if (tree.OperationOf(command) is var (operation, options))
            WriteOperation(command, operation, options);
        else if (command.Action is not null)
            WriteOptions(command, [.. command.Options.Select(option => (Term(option), option.Description ?? ""))]);
        else
            WriteGroup(command);

        Section("Everywhere", [.. tree.Global.Everywhere.Select(option => (Term(option), option.Description ?? "")), ("--help, -h", "Show this, of any command."), ("--version", "Show the version.")]);
        if (command is RootCommand)
        {
            Section("Sign-in to Microsoft 365 (--store m365:<tenant>)", [.. tree.Global.SignIn.All.Select(option => (Term(option), option.Description ?? ""))]);
            WriteRoot();
        }
        else if (command.Action is not null)
            Paragraph("'mscommerce --help' lists the exit codes.");
        terminal.Out.Flush();
    }

    private void WriteOperation(Command command, Operation operation, RequestOptions options)
    {
        var documentation = Documentation.Beside(operation.Assembly);
        Section("", [("PowerShell", operation.Cmdlet), ("Who may", $"{string.Join(", ", operation.RolesThatMay)}.")]);
        var request = operation.NewRequest();
        List<(string, string)> rows = [.. options.All.Select(entry => (Term(entry.Option), Explain(entry.Property, request!, documentation)))];
        if (operation.Changes)
            rows.Add((Term(tree.Global.Yes), tree.Global.Yes.Description!));
        WriteOptions(command, rows);
    }

    private static string Explain(RequestProperty property, object request, Documentation documentation)
    {
        var text = documentation.Of(property);
        if (property.DefaultIn(request) is { } value)
            text = $"{text} Default: {value}.";
        if (property.Kind == PropertyKind.Secret)
            text = $"Read from standard input; or set {SecretOptions.Variable(property)}. {text}";
        return property.IsRequired ? $"Required. {text}" : text;
    }

    private void WriteOptions(Command command, List<(string Term, string Meaning)> rows)
    {
        var required = string.Concat(command.Options.Where(option => option.Required).Select(option => $" {Term(option)}"));
        Section("Usage", [($"{CommandTree.FullName(command)}{required} [options]", "")]);
        Section("Options", rows);
    }

    private void WriteGroup(Command group)
    {
        Section("Usage", [($"{CommandTree.FullName(group)} <command> [options]", "")]);
        var prefix = CommandTree.FullName(group).Length + 1;
        Section("Commands", [.. tree.Leaves.Select(leaf => (Name: CommandTree.FullName(leaf), leaf.Description))
            .Where(leaf => leaf.Name.StartsWith($"{CommandTree.FullName(group)} ", StringComparison.Ordinal))
            .Select(leaf => (leaf.Name[prefix..], leaf.Description ?? ""))
            .OrderBy(leaf => leaf.Item1, StringComparer.Ordinal)]);
    }

    private void WriteRoot()
    {
        Section("Exit codes", [.. ExitCodes.All.Select(code => (code.Code.ToString(CultureInfo.InvariantCulture), code.Meaning))]);
        Section("Try",
        [
            ("mscommerce tour", "See the three main jobs done, on a sample."),
            ("mscommerce sample create --path sample.db", "Make a sample tenant to try things on."),
            ("mscommerce policy product list --store sqlite:sample.db", "See what users may buy by themselves."),
            ("mscommerce policy set --help", "See what a command takes."),
        ]);
    }

    private static string Term(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name));
        return option.ValueType == typeof(bool) ? names : $"{names} <{option.HelpName}>";
    }

    private void Paragraph(string text)
    {
        foreach (var line in TextBlock.Wrap(text, Width))
            terminal.Out.WriteLine(line);
        terminal.Out.WriteLine();
    }

    private void Section(string title, List<(string Term, string Meaning)> rows)
    {
        if (rows.Count == 0)
            return;
        var indent = title.Length > 0 ? Indent : 0;
        if (title.Length > 0)
            terminal.Out.WriteLine($"{title}:");
        var termWidth = Math.Min(rows.Max(row => row.Term.Length), TermWidth);
        foreach (var line in rows.SelectMany(row => TextBlock.Pair(row.Term, row.Meaning, indent, termWidth, Width)).Where(line => line.AsSpan().Trim().Length > 0))
            terminal.Out.WriteLine(line);
        terminal.Out.WriteLine();
    }
}

/// <summary>What <c>--help</c> does.</summary>
internal sealed class ShowHelp(HelpWriter writer) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        writer.Write(parseResult.CommandResult.Command);
        return ExitCodes.Done;
    }
}
