using System.CommandLine;
using System.Globalization;
using MSCommerce.Cli.Output;
using MSCommerce.Files;
using MSCommerce.Samples;

namespace MSCommerce.Cli.Commands;

/// <summary>Makes a sample tenant of any size from a seed number (X8).</summary>
internal sealed class SampleCreateCommand(GlobalOptions global, StoreOpener stores, Terminal terminal) : HostCommand
{
    private readonly Option<string> _path = new("--path") { Description = "The file of the embedded store to make.", HelpName = "file", Required = true };

    private readonly Option<int> _users = new("--users")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"How many users the tenant has. Default: {SampleOptions.SmallUsers}."),
        HelpName = "number",
        DefaultValueFactory = _ => SampleOptions.SmallUsers,
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"The seed: the same number makes the same tenant. Default: {SampleOptions.DefaultSeed}."),
        HelpName = "number",
        DefaultValueFactory = _ => SampleOptions.DefaultSeed,
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace a file that exists." };

    /// <inheritdoc/>
    public override string Description => "Makes a sample tenant in an embedded store: a company that exists nowhere, with subscriptions to try everything on.";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [_path, _users, _seed, _force];

    /// <inheritdoc/>
    public override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = new EmbeddedStoreFile(parsed.GetRequiredValue(_path));
        if (file.Exists && !parsed.GetValue(_force))
            throw CommerceErrors.FileExists(file.Path);

        // Beside its place first: stopped half-way it leaves no store, and what it would have replaced.
        using (var partial = PartialFile.Beside(file.Path))
        {
            var made = new EmbeddedStoreFile(partial.Path);
            await FillAsync(made, new SampleOptions { Users = parsed.GetValue(_users), Seed = parsed.GetValue(_seed) }, cancellationToken);
            made.MoveTo(file);
        }

        await using var store = await stores.OpenAsync(file.Address, SampleTenant.Administrator, cancellationToken);
        await ContextOutput.WriteAsync(store, parsed.GetValue(global.Output), terminal, cancellationToken);
        return ExitCodes.Done;
    }

    private async Task FillAsync(EmbeddedStoreFile file, SampleOptions options, CancellationToken cancellationToken)
    {
        await using var client = await stores.CreateAsync(file.Address, SampleTenant.StoreOptions, cancellationToken);
        await ProgressDisplay.RunAsync(terminal, progress => SampleTenant.CreateAsync(client, options, progress, cancellationToken));
    }
}
