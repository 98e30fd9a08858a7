using System.CommandLine;
using System.CommandLine.Help;
using MSCommerce.Cli.Commands;
using MSCommerce.Cli.Help;
using MSCommerce.Cli.Operations;

namespace MSCommerce.Cli;

/// <summary>All commands: one for each operation of the client, found by reflection, and the few that only a host can have.</summary>
internal sealed class CommandTree
{
    private readonly Dictionary<Command, (Operation Operation, RequestOptions Options)> _operations = [];

    /// <summary>Makes the tree.</summary>
    /// <param name="client">The client's type.</param>
    /// <param name="global">The options that every command takes.</param>
    /// <param name="stores">Opens stores.</param>
    /// <param name="secrets">Reads secrets.</param>
    /// <param name="terminal">The console.</param>
    public CommandTree(Type client, GlobalOptions global, StoreOpener stores, SecretSource secrets, Terminal terminal)
    {
        Global = global;
        Root = new RootCommand("Manages self-service purchases in Microsoft 365 tenants: policies, subscriptions, licences, requests and billing.");
        foreach (var option in global.Everywhere.Concat(global.SignIn.All))
            Root.Options.Add(option);

        Operations = Operation.Of(client);
        foreach (var operation in Operations)
            Add(operation, stores, secrets, terminal);

        Find("tour").Become(new TourCommand(stores, terminal));
        Find("store", "create").Become(new StoreCreateCommand(global, stores, terminal));
        Find("store", "upgrade").Become(new StoreUpgradeCommand(global, stores, terminal));
        Find("sample", "create").Become(new SampleCreateCommand(global, stores, terminal));
        foreach (var group in Under(Root).Where(command => command.Subcommands.Count > 0))
            group.Description = string.Join(", ", group.Subcommands.Select(command => command.Name));

        DemandValues();
        Root.Options.OfType<HelpOption>().Single().Action = new ShowHelp(new HelpWriter(this, terminal));
    }

    public RootCommand Root { get; }

    public GlobalOptions Global { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Every command that does something, with its words.</summary>
    public IEnumerable<Command> Leaves => Under(Root).Where(command => command.Action is not null);

    /// <summary>The operation behind a command; null for a host's own command or a group.</summary>
    public (Operation Operation, RequestOptions Options)? OperationOf(Command command) =>
        _operations.TryGetValue(command, out var found) ? found : null;

    /// <summary>The words of a command, the program's name first.</summary>
    public static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : "mscommerce";

    private static IEnumerable<Command> Under(Command command) => command.Subcommands.SelectMany(child => Under(child).Prepend(child));

    private void Add(Operation operation, StoreOpener stores, SecretSource secrets, Terminal terminal)
    {
        var command = Find(operation.Words);
        command.Description = operation.Summary;
        var options = new RequestOptions(operation, command);
        if (operation.Changes)
            command.Options.Add(Global.Yes);
        command.SetAction(new OperationRunner(operation, options, Global, stores, secrets, terminal).RunAsync);
        _operations.Add(command, (operation, options));
    }

    /// <summary>
    /// An option is never another one's value: a variable of a shell that is empty, and not quoted, would leave --subscription-id without an id, and the option behind it would be taken for one.
    /// </summary>
    private void DemandValues()
    {
        var options = Root.Options.Concat(Leaves.SelectMany(command => command.Options)).Distinct().ToList();
        var names = options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var option in options.Where(option => option.ValueType != typeof(bool)))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.FirstOrDefault(token => names.Contains(token.Value)) is { } other)
                    result.AddError($"{option.Name}: no value was given, and '{other.Value}' is an option of its own. Give a value, or leave {option.Name} out.");
            });
        }
    }

    private Command Find(params string[] words)
    {
        Command command = Root;
        foreach (var word in words)
        {
            var child = command.Subcommands.FirstOrDefault(child => child.Name == word);
            if (child is null)
                command.Subcommands.Add(child = new Command(word));
            command = child;
        }

        return command;
    }
}
