using MSCommerce.Stores;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.PlugIns;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.PowerShell;

/// <summary>Opens stores and sessions over them.</summary>
internal static class StoreOpener
{
    /// <summary>The scheme of the embedded store, whose addresses are paths.</summary>
    public const string Embedded = "sqlite";

    /// <summary>The scheme of Microsoft 365 tenants.</summary>
    public const string Microsoft365 = "m365";

    // A third party's assembly is loaded into the process, not into a runspace: its stores are known in all of them.
    private static readonly StoreRegistry Registry = new(
        new SqliteStoreFactory(), new PostgreSqlStoreFactory(), new PostgreSqlStoreFactory(PostgreSqlStoreFactory.ShortScheme)) { Reserved = [Microsoft365] };

    /// <summary>The file that is taken where none is named.</summary>
    public static string DefaultPath => SqliteStoreFactory.DefaultPath;

    /// <summary>The address of a tenant kept in a file.</summary>
    public static string AddressOf(string path) => $"{Embedded}:{path}";

    /// <summary>Whether an address is that of a store on a database server, whose owner makes tenants in it.</summary>
    public static bool IsServer(string address) =>
        StoreAddress.TryParse(address, out var parsed) && parsed.Scheme is PostgreSqlStoreFactory.FullScheme or PostgreSqlStoreFactory.ShortScheme;

    /// <summary>Whether an address is a file's path, relative to PowerShell's location.</summary>
    public static bool IsPath(StoreAddress address) => Registry.IsPath(address);

    /// <summary>Makes the stores of a third party's assembly known (X7).</summary>
    public static StoreAssembly Load(string path)
    {
        var assembly = StoreAssembly.Load(path);
        Registry.Add(assembly);
        return assembly;
    }

    /// <summary>Brings a store up to date.</summary>
    public static Task<StoreUpgrade> UpgradeAsync(string address, StoreOptions options, CancellationToken stop) => Registry.UpgradeAsync(address, options, stop);

    /// <summary>Opens a store and a client over it.</summary>
    public static async Task<CommerceClient> OpenAsync(string address, StoreOptions options, CancellationToken stop) =>
        Client(await Registry.OpenAsync(address, options, stop));

    /// <summary>Opens a store of one factory and a client over it.</summary>
    public static async Task<CommerceClient> OpenAsync(string address, StoreOptions options, IStoreFactory factory, CancellationToken stop) =>
        Client(await new StoreRegistry(factory).OpenAsync(address, options, stop));

    /// <summary>A client over a store, which can be copied into any other.</summary>
    private static CommerceClient Client(ICommerceStore store) => new(store, new() { Stores = Registry });

    /// <summary>Whether an address is a Microsoft 365 tenant's.</summary>
    public static bool IsMicrosoft365(string address) => StoreAddress.TryParse(address, out var parsed) && parsed.Scheme == Microsoft365;

    /// <summary>Opens a session with a Microsoft 365 tenant. All its stores share one sign-in.</summary>
    // MSAL and Polly are loaded where this runs, and not before.
    public static Task<CommerceSession> SignInAsync(string address, Microsoft365Options signIn, CancellationToken stop)
    {
        var factory = new Microsoft365StoreFactory(signIn);
        return ConnectAsync(new(), (options, token) => OpenAsync(address, options, factory, token), signIn, stop);
    }

    /// <summary>Opens a session.</summary>
    public static Task<CommerceSession> ConnectAsync(string address, StoreOptions options, CancellationToken stop) =>
        ConnectAsync(options, (how, token) => OpenAsync(address, how, token), signIn: null, stop);

    private static async Task<CommerceSession> ConnectAsync(
        StoreOptions options, Func<StoreOptions, CancellationToken, Task<CommerceClient>> open, Microsoft365Options? signIn, CancellationToken stop)
    {
        var client = await open(options, stop);
        try
        {
            var context = await client.Tenant.GetContextAsync(stop);
            var again = options with { Create = false, Actor = context.Login is null ? context.Actor : null };
            return new(context, client, token => open(again, token)) { SignIn = signIn };
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
