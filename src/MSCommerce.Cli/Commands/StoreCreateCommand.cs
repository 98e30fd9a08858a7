using System.CommandLine;
using MSCommerce.Cli.Output;
using MSCommerce.Stores;

namespace MSCommerce.Cli.Commands;

/// <summary>Makes a tenant without users but its administrator: a file, or one more tenant of a database.</summary>
internal sealed class StoreCreateCommand(GlobalOptions global, StoreOpener stores, Terminal terminal) : HostCommand
{
    private readonly Option<string?> _path = new("--path") { Description = "The file of an embedded store. Give this or --store.", HelpName = "file" };
    private readonly Option<string?> _tenantName = new("--tenant-name") { Description = "The organisation's name.", HelpName = "text" };
    private readonly Option<string?> _administrator = new("--admin") { Description = "The user principal name of the first global administrator.", HelpName = "upn" };

    private readonly Option<string?> _login = new("--login") { Description = "The login that this administrator connects with, in a PostgreSQL store.", HelpName = "login" };

    /// <inheritdoc/>
    public override string Description => "Makes an empty store with one global administrator.";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [_path, _tenantName, _administrator, _login];

    /// <inheritdoc/>
    public override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        stores.LoadAssembly(parsed);
        var address = (parsed.GetValue(_path), parsed.GetValue(global.Store)) switch
        {
            ({ } path, null) => $"{StoreOpener.EmbeddedScheme}:{path}",
            (null, { } store) => store,
            _ => throw new UsageException("Name the store to make: either --path with a file, or --store with an address."),
        };
        // Of tenants in a database the store itself knows whether there is one of the name.
        if (StoreOpener.IsEmbedded(address) && await stores.ExistsAsync(address, cancellationToken))
            throw new CommerceException(CommerceError.Conflict, "StoreExists", "There is a store at this address already; nothing was changed. Name another, or use the one that is there.", address);

        var how = new StoreOptions
        {
            TenantName = parsed.GetValue(_tenantName),
            Actor = parsed.GetValue(_administrator) ?? parsed.GetValue(global.Actor),
            AdministratorLogin = parsed.GetValue(_login),
        };
        await using var client = await stores.CreateAsync(address, how, cancellationToken);
        await ContextOutput.WriteAsync(client, parsed.GetValue(global.Output), terminal, cancellationToken);
        return ExitCodes.Done;
    }
}
