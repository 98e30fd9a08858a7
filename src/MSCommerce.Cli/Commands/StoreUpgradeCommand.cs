using System.CommandLine;

namespace MSCommerce.Cli.Commands;

/// <summary>Brings the schema of a store on a database server up to date.</summary>
internal sealed class StoreUpgradeCommand(GlobalOptions global, StoreOpener stores, Terminal terminal) : HostCommand
{
    /// <inheritdoc/>
    public override string Description => "Brings a PostgreSQL store up to date, with its owner's login.";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [];

    /// <inheritdoc/>
    public override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        stores.LoadAssembly(parsed);
        var address = parsed.GetValue(global.Store) ?? throw new UsageException("Name the store with --store.");
        var upgrade = await stores.UpgradeAsync(address, cancellationToken);
        await terminal.Error.WriteLineAsync($"{upgrade.Store}: schema {upgrade.From}, now {upgrade.To}.");
        return ExitCodes.Done;
    }
}
