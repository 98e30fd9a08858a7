using System.Globalization;
using MSCommerce.PostgreSql.Server;
using MSCommerce.Samples;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.PostgreSql;
using Npgsql;

namespace MSCommerce.Benchmarks;

/// <summary>A server of its own for the benchmarks, durable as one in production is, and stores in it. Everybody measured is an ordinary login under row-level security.</summary>
internal sealed class PostgreSqlLaboratory : IAsyncDisposable
{
    private const string Owner = "store_owner";

    private readonly Laboratory _lab;
    private readonly PostgreSqlServer _server;
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    private PostgreSqlLaboratory(Laboratory lab, PostgreSqlServer server) => (_lab, _server) = (lab, server);

    public static string Psql => Path.Combine(PostgreSqlPrograms.Folder, "psql");

    public static async Task<PostgreSqlLaboratory> StartAsync(Laboratory lab, CancellationToken stop)
    {
        lab.Say("starting PostgreSQL");
        var server = await PostgreSqlServer.StartAsync(isDurable: true, stop);
        await server.ExecuteAsync("postgres", $"CREATE ROLE {Owner} LOGIN CREATEROLE", stop);
        return new(lab, server);
    }

    /// <summary>The address of a database for its administrator's login, a writer's.</summary>
    public string Address(string database) => _server.Address(Login(database), database);

    public static string Login(string database) => $"{database}_admin";

    /// <summary>A database with a sample tenant: the rows of the embedded store's.</summary>
    public async Task<string> SampleAsync(int users, CancellationToken stop)
    {
        var database = string.Create(CultureInfo.InvariantCulture, $"sample{users}");
        if (_made.Contains(database))
            return database;
        var sample = await _lab.SqliteSampleAsync(users, stop);
        return await MakeAsync(
            database, SampleTenant.StoreOptions,
            async _ =>
            {
                await using var superuser = await _server.ConnectAsync(database, stop);
                await PostgreSqlCopy.FillAsync(superuser, sample, stop);
            },
            stop);
    }

    /// <summary>A sample tenant whose users hold several licences each: the other sample grows into it, and is gone.</summary>
    public async Task<string> ManyAsync(int users, int rows, CancellationToken stop)
    {
        var sample = await SampleAsync(users, stop);
        if (!_made.Add($"many{rows}"))
            return sample;
        _lab.Say($"adding to it until there are {rows:N0} licences");
        await using (var client = await OpenAsync(sample, stop))
            await ManyLicenses.AddSubscriptionsAsync(client, users, rows, stop);
        await ExecuteAsync(sample, ManyLicenses.Sql(users, rows).Prepend("SET session_replication_role = replica").Append("VACUUM ANALYZE"), stop);
        return sample;
    }

    /// <summary>Makes a database with a store in it, once, and fills it.</summary>
    /// <returns>The database's name.</returns>
    public async Task<string> MakeAsync(string database, StoreOptions options, Func<CommerceClient, Task> fill, CancellationToken stop)
    {
        if (!_made.Add(database))
            return database;
        _lab.Say($"making {database} in PostgreSQL");
        var login = Login(database);
        await _server.ExecuteAsync("postgres", $"CREATE DATABASE {database} OWNER {Owner}", stop);
        await _server.ExecuteAsync("postgres", $"CREATE ROLE {login} LOGIN", stop);
        await using (await OpenAsync(database, stop, options with { AdministratorLogin = login }, Owner))
        {
            // Nobody works as the owner.
        }

        await _server.ExecuteAsync("postgres", $"GRANT mscommerce_writer TO {login}", stop);
        await using (var client = await OpenAsync(database, stop))
            await fill(client);
        await ExecuteAsync(database, ["VACUUM ANALYZE"], stop);
        return database;
    }

    public async Task<CommerceClient> OpenAsync(string database, CancellationToken stop, StoreOptions? options = null, string? login = null)
    {
        var address = StoreAddress.TryParse(_server.Address(login ?? Login(database), database), out var parsed) ? parsed : throw new InvalidOperationException();
        return new(await new PostgreSqlStoreFactory().OpenAsync(address, options ?? new(), stop));
    }

    /// <summary>Connects as any other program of the administrator's would.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken stop)
    {
        var connection = await _server.ConnectAsync(database, stop, Login(database));
        await ExecuteAsync(connection, "SET search_path = mscommerce", stop);
        return connection;
    }

    /// <summary>Runs statements as the superuser, each by itself.</summary>
    public async Task ExecuteAsync(string database, IEnumerable<string> statements, CancellationToken stop)
    {
        await using var connection = await _server.ConnectAsync(database, stop);
        await ExecuteAsync(connection, "SET search_path = mscommerce", stop);
        foreach (var statement in statements)
            await ExecuteAsync(connection, statement, stop);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
