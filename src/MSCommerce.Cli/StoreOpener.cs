using System.CommandLine;
using MSCommerce.Cli.SignIn;
using MSCommerce.Stores;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.PlugIns;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Cli;

/// <summary>Finds and opens the store that a command works on.</summary>
internal sealed class StoreOpener(Terminal terminal, GlobalOptions options, StoreRegistry registry, SignInReader signIn, Func<string, string?> environment)
{
    public const string EmbeddedScheme = "sqlite";

    /// <summary>Makes the stores of the assembly known that the command line names, else the environment (X7).</summary>
    public void LoadAssembly(ParseResult parsed)
    {
        var path = parsed.GetValue(options.StoreAssembly) ?? environment(GlobalOptions.StoreAssemblyVariable);
        if (!string.IsNullOrWhiteSpace(path))
            registry.Add(StoreAssembly.Load(path));
    }

    /// <summary>Opens the store that the command line names, else the environment, else the embedded store, which is made when it is not there.</summary>
    public async Task<CommerceClient> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LoadAssembly(parsed);
        var named = parsed.GetValue(options.Store) ?? environment(GlobalOptions.StoreVariable);
        var store = string.IsNullOrWhiteSpace(named)
            ? await OpenEmbeddedAsync(parsed.GetValue(options.Actor), cancellationToken)
            : StoreAddress.TryParse(named, out var address) && address.Scheme == Microsoft365StoreFactory.SchemeName
            ? await SignInAsync(address, parsed, cancellationToken)
            : await registry.OpenAsync(named, new StoreOptions { Actor = parsed.GetValue(options.Actor) }, cancellationToken);
        var client = Client(store);
        if (parsed.GetValue(options.Verbose))
        {
            await DescribeAsync(client, cancellationToken);
            (store as ITracedStore)?.TraceTo(terminal.Error.WriteLine);
        }

        return client;
    }

    /// <summary>Opens the store at an address.</summary>
    public async Task<CommerceClient> OpenAsync(string address, string? actor, CancellationToken cancellationToken) =>
        Client(await registry.OpenAsync(address, new StoreOptions { Actor = actor }, cancellationToken));

    /// <summary>Opens a store, and makes it first.</summary>
    public async Task<CommerceClient> CreateAsync(string address, StoreOptions how, CancellationToken cancellationToken) =>
        Client(await registry.OpenAsync(address, how with { Create = true }, cancellationToken));

    /// <summary>Brings a store up to date.</summary>
    public Task<StoreUpgrade> UpgradeAsync(string address, CancellationToken cancellationToken) => registry.UpgradeAsync(address, new StoreOptions(), cancellationToken);

    /// <summary>Whether an address is that of a store in a file, which holds one tenant.</summary>
    public static bool IsEmbedded(string address) => StoreAddress.TryParse(address, out var parsed) && parsed.Scheme == EmbeddedScheme;

    /// <summary>Whether there is a store at an address.</summary>
    public async Task<bool> ExistsAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            await using var store = await registry.OpenAsync(address, new StoreOptions(), cancellationToken);
            return true;
        }
        catch (CommerceException missing) when (missing.ErrorId == "StoreMissing")
        {
            return false;
        }
    }

    private CommerceClient Client(ICommerceStore store) => new(store, new() { Stores = registry });

    private async Task<ICommerceStore> SignInAsync(StoreAddress address, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(options.Actor) is not null)
            throw new UsageException("In Microsoft 365 nobody acts as another but by signing in as such. Leave --as out.");
        return await new Microsoft365StoreFactory(signIn.Read(parsed)).OpenAsync(address, new StoreOptions(), cancellationToken);
    }

    private async Task<ICommerceStore> OpenEmbeddedAsync(string? actor, CancellationToken cancellationToken)
    {
        var path = SqliteStoreFactory.DefaultPath;
        var isNew = !File.Exists(path);
        var store = await registry.OpenAsync($"{EmbeddedScheme}:{path}", new StoreOptions { Actor = actor, Create = true }, cancellationToken);
        if (isNew)
            await terminal.Error.WriteLineAsync($"Made the embedded store {path}. 'mscommerce user import' and its siblings fill it; --store names another.");
        return store;
    }

    private async Task DescribeAsync(CommerceClient client, CancellationToken cancellationToken)
    {
        var context = await client.Tenant.GetContextAsync(cancellationToken);
        var roles = context.Roles.Count > 0 ? string.Join(", ", context.Roles) : context.Store.StartsWith($"{Microsoft365StoreFactory.SchemeName}:", StringComparison.Ordinal) ? "the service knows the roles" : "no role";
        await terminal.Error.WriteLineAsync($"{context.Store}: {context.TenantName}{(context.IsSample ? ", a sample" : "")}. Acting as {context.Actor} ({roles}).");
    }
}
