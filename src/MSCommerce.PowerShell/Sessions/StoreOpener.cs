using MSCommerce.Stores;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.PowerShell;

/// <summary>Opens stores and sessions over them.</summary>
internal static class StoreOpener
{
    /// <summary>The scheme of the embedded store, whose addresses are paths.</summary>
    public const string Embedded = "sqlite";

    private static readonly StoreRegistry Registry = new(
        new SqliteStoreFactory(), new PostgreSqlStoreFactory(), new PostgreSqlStoreFactory(PostgreSqlStoreFactory.ShortScheme));

    /// <summary>The file that is taken where none is named.</summary>
    public static string DefaultPath => SqliteStoreFactory.DefaultPath;

    /// <summary>The address of a tenant kept in a file.</summary>
    public static string AddressOf(string path) => $"{Embedded}:{path}";

    /// <summary>Whether an address is that of a store on a database server, whose owner makes tenants in it.</summary>
    public static bool IsServer(string address) =>
        StoreAddress.TryParse(address, out var parsed) && parsed.Scheme is PostgreSqlStoreFactory.FullScheme or PostgreSqlStoreFactory.ShortScheme;

    /// <summary>Brings a store up to date.</summary>
    public static Task<StoreUpgrade> UpgradeAsync(string address, StoreOptions options, CancellationToken stop) => Registry.UpgradeAsync(address, options, stop);

    /// <summary>Opens a store and a client over it.</summary>
    public static async Task<CommerceClient> OpenAsync(string address, StoreOptions options, CancellationToken stop) =>
        new(await Registry.OpenAsync(address, options, stop));

    /// <summary>Opens a session.</summary>
    public static async Task<CommerceSession> ConnectAsync(string address, StoreOptions options, CancellationToken stop)
    {
        var client = await OpenAsync(address, options, stop);
        try
        {
            var context = await client.Tenant.GetContextAsync(stop);
            var again = options with { Create = false, Actor = context.Login is null ? context.Actor : null };
            return new(context, client, token => OpenAsync(address, again, token));
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
