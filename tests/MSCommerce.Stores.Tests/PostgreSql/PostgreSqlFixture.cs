using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Tests.PostgreSql;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlFixture))]

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>The tests' own server, started when the first of them needs it, with a store's database in it. Its owner is no superuser.</summary>
public sealed class PostgreSqlFixture : IAsyncDisposable
{
    /// <summary>The conformance suite's, one test at a time.</summary>
    public const string Database = "commerce";

    /// <summary>All other tests', at the same time.</summary>
    public const string Shared = "shared";

    /// <summary>The one that copies are made in, by the test that makes it.</summary>
    public const string Copies = "copies";

    public const string Owner = "store_owner";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<string> _logins = new(StringComparer.Ordinal);
    private PostgreSqlServer? _server;

    public PostgreSqlServer Server => _server!;

    /// <summary>Starts the server, or skips the test where there is none to start.</summary>
    public async Task DemandAsync(CancellationToken stop)
    {
        Assert.SkipWhen(PostgreSqlPrograms.Missing is not null, PostgreSqlPrograms.Missing ?? "");
        await _gate.WaitAsync(stop);
        try
        {
            if (_server is not null)
                return;
            var server = await PostgreSqlServer.StartAsync(isDurable: false, stop);
            await server.ExecuteAsync("postgres", $"CREATE ROLE {Owner} LOGIN CREATEROLE", stop);
            _server = server;
            // One after the other: both make the server's roles.
            foreach (var database in new[] { Database, Shared })
            {
                await server.ExecuteAsync("postgres", $"CREATE DATABASE {database} OWNER {Owner}", stop);
                await server.ExecuteAsync("postgres", $"CREATE ROLE first_of_{database} LOGIN", stop);
                await using var store = await OpenAsync(
                    Owner, new() { Create = true, TenantName = "First", Actor = "admin@first.example", AdministratorLogin = $"first_of_{database}" }, stop, database);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<ICommerceStore> OpenAsync(string login, StoreOptions options, CancellationToken stop, string database = Database) =>
        new PostgreSqlStoreFactory().OpenAsync(Address(login, database), options, stop);

    public StoreAddress Address(string login, string database = Database, string settings = "") =>
        StoreAddress.TryParse(Server.Address(login, database, settings), out var address) ? address : throw new InvalidOperationException();

    /// <summary>Makes a login, once.</summary>
    public async Task MakeLoginAsync(string login, string? role, CancellationToken stop)
    {
        if (!_logins.Add(login))
            return;
        await Server.ExecuteAsync("postgres", $"CREATE ROLE \"{login}\" LOGIN", stop);
        // The roles are made with the first store; a login may be there before them.
        if (role is not null)
            await GrantAsync(login, role, stop);
    }

    public Task GrantAsync(string login, string role, CancellationToken stop) => Server.ExecuteAsync("postgres", $"GRANT {role} TO \"{login}\"", stop);

    public async Task<object?> ScalarAsync(string sql, CancellationToken stop, string login = PostgreSqlServer.Superuser, string database = Database)
    {
        await using var connection = await Server.ConnectAsync(database, stop, login);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _gate.Dispose();
    }
}
