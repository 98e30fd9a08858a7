using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics.CodeAnalysis;
using MSCommerce.Cli.Help;
using MSCommerce.Cli.Operations;
using MSCommerce.Cli.SignIn;
using MSCommerce.Stores;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Cli;

/// <summary>Takes a command line from its words to its exit code. Every failure ends here: a message on the error stream and a code.</summary>
internal sealed class CommandLineHost
{
    // A word that begins with @ is what the user wrote, not the name of a file with more of them.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    private readonly Terminal _terminal;
    private readonly CommandTree _tree;

    public CommandLineHost(Terminal terminal, Func<string, string?> environment)
    {
        _terminal = terminal;
        var global = new GlobalOptions();
        var registry = new StoreRegistry(
            new SqliteStoreFactory(), new PostgreSqlStoreFactory(), new PostgreSqlStoreFactory(PostgreSqlStoreFactory.ShortScheme), new Microsoft365StoreFactory());
        var secrets = new SecretSource(terminal.In, environment);
        var stores = new StoreOpener(terminal, global, registry, new SignInReader(global.SignIn, secrets, terminal), environment);
        _tree = new CommandTree(typeof(CommerceClient), global, stores, secrets, terminal);
    }

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The last resort: a person is told in one line, and how to see more.")]
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var parsed = _tree.Root.Parse(arguments, Parsing);
        var isVerbose = arguments.Contains("--verbose") || arguments.Contains("-v");
        try
        {
            if (parsed.Action is ParseErrorAction)
                return await RefuseAsync(parsed);
            // Its own handling of Ctrl+C would end the process before the store is closed.
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = _terminal.Out, Error = _terminal.Error }, cancellationToken);
        }
        catch (UsageException wrong)
        {
            return await FailAsync(ExitCodes.Usage, wrong.Message);
        }
        catch (CommerceException failure)
        {
            var name = isVerbose ? $"{failure.ErrorId}: " : "";
            return await FailAsync(ExitCodes.Of(failure.Error), name + new MessageWording(_tree.Operations).Of(failure.Message));
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(ExitCodes.Cancelled, "Cancelled.");
        }
        catch (Exception unexpected)
        {
            return await FailAsync(ExitCodes.Unexpected, isVerbose ? unexpected.ToString() : $"Unexpected: {unexpected.Message} --verbose tells more.");
        }
        finally
        {
            await _terminal.Out.FlushAsync(CancellationToken.None);
        }
    }

    private async Task<int> RefuseAsync(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = CommandTree.FullName(command);
        if (command is RootCommand && parsed.Tokens.Count == 0)
        {
            // Who types the name alone wants to know what there is.
            new HelpWriter(_tree, _terminal).Write(command);
            return ExitCodes.Usage;
        }

        foreach (var error in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
            await _terminal.Error.WriteLineAsync(error);
        await _terminal.Error.WriteLineAsync($"'{name} --help' shows what there is.");
        return ExitCodes.Usage;
    }

    private async Task<int> FailAsync(int code, string message)
    {
        // Results first: both streams often end in one place.
        await _terminal.Out.FlushAsync(CancellationToken.None);
        await _terminal.Error.WriteLineAsync(message);
        return code;
    }
}
