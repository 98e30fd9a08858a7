using MSCommerce.Stores;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.PowerShell;

/// <summary>Opens stores and sessions over them.</summary>
internal static class StoreOpener
{
    /// <summary>The scheme of the embedded store, whose addresses are paths.</summary>
    public const string Embedded = "sqlite";

    private static readonly StoreRegistry Registry = new(new SqliteStoreFactory());

    /// <summary>The file that is taken where none is named.</summary>
    public static string DefaultPath => SqliteStoreFactory.DefaultPath;

    /// <summary>The address of a tenant kept in a file.</summary>
    public static string AddressOf(string path) => $"{Embedded}:{path}";

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
            var again = options with { Create = false, Actor = context.Actor };
            return new(context, client, token => OpenAsync(address, again, token));
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
