using MSCommerce.Stores.Conformance;
using MSCommerce.Stores.Sql.PostgreSql;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>The contract, kept by PostgreSQL: every test has a tenant of its own in one database, and each of its users connects with his own login, a writer's.</summary>
[Trait("Requirement", "X7")]
public sealed class PostgreSqlConformance(PostgreSqlFixture postgres) : StoreConformance
{
    private const string Prefix = "conformance ";

    private readonly TemporaryFolder _folder = new();
    private string? _administrator;

    public override async ValueTask InitializeAsync()
    {
        await postgres.DemandAsync(Stop);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await ForgetAsync();
            _folder.Dispose();
        }
    }

    /// <summary>The next test's tenant has the same name, and its users the same logins.</summary>
    private async Task ForgetAsync()
    {
        if (_administrator is not null)
            await postgres.Server.ExecuteAsync(PostgreSqlFixture.Database, "DELETE FROM mscommerce.tenant_login; UPDATE mscommerce.tenant SET name = tenant_id::text", CancellationToken.None);
    }

    /// <summary>A file, and another database of the server, which has no schema before.</summary>
    protected override async Task<IReadOnlyList<CopyPlace>> CopyPlacesAsync()
    {
        await postgres.Server.ExecuteAsync("postgres", $"CREATE DATABASE {PostgreSqlFixture.Copies} OWNER {PostgreSqlFixture.Owner}", Stop);
        var login = LoginOf(_administrator!);
        var request = new CopyStoreRequest { Destination = postgres.Server.Address(PostgreSqlFixture.Owner, PostgreSqlFixture.Copies, ""), Login = login };
        return
        [
            CopyPlaces.File(_folder.File("copy.db"), Clock),
            new(new(new PostgreSqlStoreFactory()), request, () => postgres.OpenAsync(login, new() { Clock = Clock }, Stop, PostgreSqlFixture.Copies)),
        ];
    }

    protected override async Task<ICommerceStore> OpenAsync(StoreOptions options) => options.Create
        ? await CreateAsync(options)
        : await postgres.OpenAsync(await LoginAsync(options.Actor ?? _administrator!), options with { Actor = null }, Stop);

    protected override async Task<string> LoginAsync(string user)
    {
        var login = LoginOf(user);
        await postgres.MakeLoginAsync(login, "mscommerce_writer", Stop);
        await postgres.Server.ExecuteAsync(
            PostgreSqlFixture.Database,
            $"""
            INSERT INTO mscommerce.tenant_login SELECT '{login}', u.tenant_id, u.user_key FROM mscommerce.tenant_user u
            WHERE u.tenant_id = (SELECT max(tenant_id) FROM mscommerce.tenant) AND u.upn_key = upper('{user}')
            ON CONFLICT DO NOTHING
            """,
            Stop);
        return login;
    }

    private async Task<ICommerceStore> CreateAsync(StoreOptions options)
    {
        _administrator = options.Actor;
        var login = LoginOf(options.Actor!);
        await postgres.MakeLoginAsync(login, role: null, Stop);
        await using (await postgres.OpenAsync(PostgreSqlFixture.Owner, options with { AdministratorLogin = login }, Stop))
            await postgres.GrantAsync(login, "mscommerce_writer", Stop);
        return await postgres.OpenAsync(login, new() { Clock = options.Clock }, Stop);
    }

    private static string LoginOf(string actor) => Prefix + actor.ToLowerInvariant();
}
