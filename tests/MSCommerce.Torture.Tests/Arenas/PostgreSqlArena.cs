using System.Diagnostics;
using System.Globalization;
using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using Npgsql;

namespace MSCommerce.Torture.Tests.Arenas;

/// <summary>A tenant in a database that it shares with others, each of its users with a login of his own, a writer's.</summary>
internal sealed class PostgreSqlArena : Arena
{
    private static int _tenants;

    private readonly PostgreSqlServer _server;
    private readonly string _database;
    private readonly string _prefix;

    private NpgsqlConnection? _watch;
    private string? _checksum;

    private PostgreSqlArena(PostgreSqlServer server, string database)
    {
        _server = server;
        _database = database;
        _prefix = string.Create(CultureInfo.InvariantCulture, $"torture{Interlocked.Increment(ref _tenants)}_");
    }

    public override string Name => "PostgreSQL";

    public string Login(string actor = Crowd.Admin) => _prefix + actor.Split('@')[0];

    /// <summary>Where the store is reached; a proxy's where there is one.</summary>
    public int? Port { get; set; }

    /// <summary>What of the address follows the database.</summary>
    public string Settings { get; set; } = "";

    public static async Task<PostgreSqlArena> CreateAsync(PostgreSqlFixture postgres, TimeProvider? clock = null)
    {
        await postgres.DemandAsync(Torture.Stop);
        return await CreateAsync(postgres.Server, PostgreSqlFixture.Shared, PostgreSqlFixture.Owner, clock);
    }

    public static async Task<PostgreSqlArena> CreateAsync(PostgreSqlServer server, string database, string owner, TimeProvider? clock = null)
    {
        var arena = new PostgreSqlArena(server, database);
        await server.ExecuteAsync(database, $"CREATE ROLE {arena.Login()} LOGIN", Torture.Stop);
        var options = new StoreOptions { Create = true, Actor = Crowd.Admin, TenantName = arena._prefix, AdministratorLogin = arena.Login(), Clock = clock ?? TimeProvider.System };
        await using (await new PostgreSqlStoreFactory().OpenAsync(arena.Address(owner), options, Torture.Stop))
            await server.ExecuteAsync(database, $"GRANT mscommerce_writer TO {arena.Login()}", Torture.Stop);
        return arena;
    }

    public override IReadOnlyList<string> ForVictim(string actor) => [_server.Address(Login(actor), _database, Settings), "-"];

    public override Task<ICommerceStore> OpenAsync(string actor = Crowd.Admin, TimeProvider? clock = null) =>
        new PostgreSqlStoreFactory().OpenAsync(Address(Login(actor)), new() { Clock = clock ?? TimeProvider.System }, Torture.Stop);

    public override Task LetInAsync(string user) => ExecuteAsync(
        $"""
        CREATE ROLE {Login(user)} LOGIN; GRANT mscommerce_writer TO {Login(user)};
        INSERT INTO mscommerce.tenant_login SELECT '{Login(user)}', u.tenant_id, u.user_key FROM mscommerce.tenant_user u
        WHERE u.tenant_id = ({TenantId}) AND u.upn_key = upper('{user}')
        """);

    public override async Task<string> ChecksumAsync()
    {
        // Asked after each of thousands of operations: so it keeps its connection.
        _watch ??= await _server.ConnectAsync(_database, Torture.Stop);
        _checksum ??= (string)(await ScalarAsync(
            $"""
            SELECT 'SELECT string_agg(h, '' '' ORDER BY h) FROM (' || string_agg(format(
                'SELECT %L || md5(coalesce(string_agg(r::text, %L ORDER BY r::text), %L)) AS h FROM mscommerce.%I r WHERE tenant_id = {await ScalarAsync(TenantId)}%s',
                c.relname, ';', '', c.relname, CASE c.relname WHEN 'key_counter' THEN ' AND name <> ''audit''' ELSE '' END), ' UNION ALL ') || ') every_table'
            FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = 'mscommerce'
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND c.relname NOT IN ('audit', 'change_turn')
            """))!;
        await using var command = new NpgsqlCommand(_checksum, _watch);
        return (string)(await command.ExecuteScalarAsync(Torture.Stop))!;
    }

    public override async Task QuietAsync()
    {
        for (var since = Stopwatch.StartNew(); (long)(await ScalarAsync($"SELECT count(*) FROM pg_stat_activity WHERE usename = '{Login()}'"))! > 0; await Task.Delay(10, Torture.Stop))
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(30), "A connection of a dead process is still there.");
    }

    /// <summary>One value, as the superuser sees it.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await _server.ConnectAsync(_database, Torture.Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Torture.Stop);
    }

    public Task ExecuteAsync(string sql) => _server.ExecuteAsync(_database, sql, Torture.Stop);

    public override ValueTask DisposeAsync() => _watch?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string TenantId => $"SELECT tenant_id FROM mscommerce.tenant_login WHERE login_name = '{Login()}'";

    private StoreAddress Address(string login)
    {
        var address = _server.Address(login, _database, Settings);
        if (Port is { } port)
            address = address.Replace(FormattableString.Invariant($":{_server.Port}/"), FormattableString.Invariant($":{port}/"), StringComparison.Ordinal);
        return StoreAddress.TryParse(address, out var parsed) ? parsed : throw new InvalidOperationException();
    }
}
