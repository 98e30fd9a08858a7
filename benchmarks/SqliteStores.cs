using Microsoft.Data.Sqlite;
using MSCommerce.Samples;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Benchmarks;

/// <summary>Embedded stores to measure with.</summary>
internal static class SqliteStores
{
    /// <summary>A sample tenant, made once and kept.</summary>
    public static Task<string> SampleAsync(Laboratory lab, int users, CancellationToken stop) => CachedAsync(
        lab, $"sample-{users}.db", SampleTenant.StoreOptions, client => SampleTenant.CreateAsync(client, new SampleOptions { Users = users }, null, stop), stop);

    /// <summary>A sample tenant whose users hold several licences each; made once and kept.</summary>
    public static async Task<string> ManyAsync(Laboratory lab, int users, int rows, CancellationToken stop)
    {
        var path = Path.Combine(lab.Cache, $"many-{rows}.db");
        if (File.Exists(path))
            return path;
        var sample = await SampleAsync(lab, users, stop);
        lab.Say($"making a store of {rows:N0} licences");
        var making = path + ".making";
        File.Copy(sample, making, overwrite: true);
        await using (var client = await OpenAsync(making, null, stop))
            await ManyLicenses.AddSubscriptionsAsync(client, users, rows, stop);
        await using (var connection = await ConnectAsync(making, stop))
        {
            foreach (var statement in ManyLicenses.Sql(users, rows))
                await ExecuteAsync(connection, statement, stop);
        }

        File.Move(making, path);
        return path;
    }

    /// <summary>A store, made once and kept.</summary>
    public static async Task<string> CachedAsync(Laboratory lab, string name, StoreOptions options, Func<CommerceClient, Task> fill, CancellationToken stop)
    {
        var path = Path.Combine(lab.Cache, name);
        if (File.Exists(path))
            return path;
        lab.Say($"making {name}");
        var making = path + ".making";
        foreach (var leftover in new[] { making, making + "-wal", making + "-shm" })
            File.Delete(leftover);
        await using (var client = await OpenAsync(making, options, stop))
            await fill(client);
        File.Move(making, path);
        return path;
    }

    public static async Task<CommerceClient> OpenAsync(string path, StoreOptions? options, CancellationToken stop) =>
        new(await new SqliteStoreFactory().OpenAsync(new("sqlite", path), options ?? new(), stop));

    /// <summary>A connection as any other program's, with the settings that the store has: a ledger's.</summary>
    public static async Task<SqliteConnection> ConnectAsync(string path, CancellationToken stop)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        await connection.OpenAsync(stop);
        await ExecuteAsync(connection, "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768", stop);
        return connection;
    }

    public static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(stop);
    }
}
