using System.Net;
using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>Who is let in and as whom; what is said to everybody else.</summary>
public sealed class PostgreSqlOpeningTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private const string Password = "s3cret/p@ss";

    [Fact]
    public async Task Whoever_connects_is_the_user_that_his_login_is_mapped_to()
    {
        var context = await Store.GetContextAsync(Stop);

        Assert.Equal((Crowd.Admin, Administrator), (context.Actor, context.Login));
        Assert.Equal([Role.GlobalAdministrator], context.Roles);
        Assert.Equal(Server.Address(Administrator, PostgreSqlFixture.Shared), context.Store);
        Assert.True(Store.Capabilities.HasFlag(StoreCapabilities.Logins));
    }

    [Fact]
    public async Task Nobody_chooses_who_he_is()
    {
        var error = await FailAsync("ActorNotChosen", () => Postgres.OpenAsync(Administrator, new() { Actor = Crowd.Admin }, Stop, PostgreSqlFixture.Shared));

        Assert.Equal((CommerceError.InvalidRequest, Crowd.Admin), (error.Error, error.Target));
    }

    [Fact]
    public async Task Logins_that_row_level_security_does_not_hold_back_are_refused()
    {
        foreach (var login in new[] { PostgreSqlServer.Superuser, PostgreSqlFixture.Owner })
            Assert.Equal(CommerceError.AuthenticationFailed, (await FailAsync("LoginIsOwner", () => OpenAsync(login))).Error);
        var exempt = $"{Administrator}_exempt";
        await Postgres.MakeLoginAsync(exempt, "mscommerce_writer", Stop);
        await ExecuteAsync($"ALTER ROLE {exempt} BYPASSRLS");
        await FailAsync("LoginIsOwner", () => OpenAsync(exempt));
    }

    [Fact]
    public async Task A_login_in_neither_role_and_one_that_nobody_mapped_are_told_apart()
    {
        var login = $"{Administrator}_new";
        await Postgres.MakeLoginAsync(login, role: null, Stop);
        Assert.Equal((CommerceError.AuthenticationFailed, login), await FailAsync("LoginNotMember", () => OpenAsync(login)) is var error ? (error.Error, error.Target) : default);

        await Postgres.GrantAsync(login, "mscommerce_reader", Stop);
        Assert.Contains("Set-MSCommerceLogin", (await FailAsync("ActorRefused", () => OpenAsync(login))).Message, StringComparison.Ordinal);

        await MapAsync(Store, login, Crowd.Admin);
        Assert.Equal(Crowd.Admin, (await (await OpenAsync(login)).GetContextAsync(Stop)).Actor);
    }

    [Fact]
    public async Task A_database_without_a_store_and_one_that_does_not_exist_are_missing()
    {
        Assert.Contains("New-MSCommerceTenant", (await FailAsync("StoreMissing", () => Postgres.OpenAsync(Administrator, new(), Stop, "postgres"))).Message, StringComparison.Ordinal);
        Assert.Equal(CommerceError.StoreUnavailable, (await FailAsync("StoreMissing", () => Postgres.OpenAsync(Administrator, new(), Stop, "nowhere"))).Error);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_unavailable_at_once()
    {
        var address = new StoreAddress("postgresql", "//ada@127.0.0.1:1/x");

        var error = await FailAsync("StoreUnavailable", () => new PostgreSqlStoreFactory().OpenAsync(address, new(), Stop));

        Assert.Equal(CommerceError.StoreUnavailable, error.Error);
    }

    [Fact]
    public async Task A_schema_of_another_version_is_refused_and_the_owner_brings_an_older_one_up_to_date()
    {
        const string Database = "versions";
        await Server.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER {PostgreSqlFixture.Owner}", Stop);
        await using (await Postgres.OpenAsync(PostgreSqlFixture.Owner, New("Versions", Administrator), Stop, Database))
        {
            // Made.
        }

        var factory = new PostgreSqlStoreFactory();
        var latest = (long)(await Postgres.ScalarAsync("SELECT max(number) FROM mscommerce.schema_version", Stop, database: Database))!;
        await Server.ExecuteAsync(Database, $"INSERT INTO mscommerce.schema_version (number) VALUES ({latest + 1})", Stop);
        Assert.Equal(CommerceError.StoreVersion, (await FailAsync("StoreNewer", () => Postgres.OpenAsync(Administrator, new(), Stop, Database))).Error);
        await FailAsync("StoreNewer", () => factory.UpgradeAsync(Postgres.Address(PostgreSqlFixture.Owner, Database), new(), Stop));

        // As an older version left it.
        await Server.ExecuteAsync(Database, "DROP SCHEMA mscommerce CASCADE; SET ROLE mscommerce_owner; CREATE SCHEMA mscommerce; GRANT USAGE ON SCHEMA mscommerce TO mscommerce_writer", Stop);
        await Server.ExecuteAsync(Database, await ScriptAsync("0001_roles.sql"), Stop);
        Assert.Contains("Update-MSCommerceStore", (await FailAsync("StoreNeedsUpgrade", () => Postgres.OpenAsync(Administrator, new(), Stop, Database))).Message, StringComparison.Ordinal);
        Assert.Equal(CommerceError.Forbidden, (await FailAsync("LoginNotOwner", () => factory.UpgradeAsync(Postgres.Address(Administrator, Database), new(), Stop))).Error);

        var upgrade = await factory.UpgradeAsync(Postgres.Address(PostgreSqlFixture.Owner, Database), new(), Stop);

        Assert.Equal((1, latest), (upgrade.From, upgrade.To));
        upgrade = await factory.UpgradeAsync(Postgres.Address(PostgreSqlFixture.Owner, Database), new(), Stop);
        Assert.Equal((latest, latest), (upgrade.From, upgrade.To));
        await using var store = await Postgres.OpenAsync(PostgreSqlFixture.Owner, New("Upgraded", Administrator), Stop, Database);
        await AssertWholeAsync(store);

        static async Task<string> ScriptAsync(string name)
        {
            await using var script = typeof(PostgreSqlStoreFactory).Assembly.GetManifestResourceStream($"PostgreSql/{name}")!;
            using var reader = new StreamReader(script);
            return $"BEGIN; {(await reader.ReadToEndAsync(Stop)).Replace("CREATE SCHEMA mscommerce;", "", StringComparison.Ordinal)}; INSERT INTO mscommerce.schema_version (number) VALUES (1); COMMIT";
        }
    }

    [Fact]
    public async Task A_tenant_is_made_by_the_owner_alone_under_a_name_of_its_own_and_with_a_login_that_can_connect()
    {
        var name = (await Store.GetContextAsync(Stop)).TenantName;
        Task<ICommerceStore> MakeAsync(StoreOptions options, string login = PostgreSqlFixture.Owner) => Postgres.OpenAsync(login, options, Stop, PostgreSqlFixture.Shared);

        Assert.Equal(CommerceError.Conflict, (await FailAsync("StoreExists", () => MakeAsync(New(name, Administrator)))).Error);
        await FailAsync("LoginMissing", () => MakeAsync(New("another", Administrator) with { AdministratorLogin = null }));
        await FailAsync("LoginTaken", () => MakeAsync(New("another", Administrator)));
        await FailAsync("LoginNotFound", () => MakeAsync(New("another", "nobody_has_this")));
        await FailAsync("LoginUnsafe", () => MakeAsync(New("another", PostgreSqlServer.Superuser)));
        await FailAsync("LoginNotOwner", () => MakeAsync(New("another", Administrator), Administrator));
        await FailAsync("ActorRefused", () => MakeAsync(New("another", Administrator) with { Actor = "no name" }));

        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM mscommerce.tenant WHERE name = 'another'"));
    }

    [Fact]
    public async Task A_database_that_its_owner_may_not_use_says_so()
    {
        await Server.ExecuteAsync("postgres", $"CREATE DATABASE {Administrator}_db", Stop);

        await FailAsync("LoginNotOwner", () => Postgres.OpenAsync(Administrator, New("x", Administrator), Stop, $"{Administrator}_db"));
    }

    [Fact]
    public async Task A_password_is_taken_from_the_credential_or_the_password_file_and_shown_nowhere()
    {
        if (await Postgres.ScalarAsync($"SELECT 1 FROM pg_database WHERE datname = '{PostgreSqlServer.Secured}'", Stop) is null)
            await Server.ExecuteAsync("postgres", $"CREATE DATABASE {PostgreSqlServer.Secured} OWNER {PostgreSqlFixture.Owner}", Stop);
        foreach (var login in new[] { PostgreSqlFixture.Owner, Administrator })
            await ExecuteAsync($"ALTER ROLE {login} PASSWORD '{Password}'");
        var address = new StoreAddress("postgresql", $"//127.0.0.1:{Server.Port}/{PostgreSqlServer.Secured}");
        var factory = new PostgreSqlStoreFactory();
        await using (await factory.OpenAsync(address, New("Secured", Administrator) with { Credential = new(PostgreSqlFixture.Owner, Password) }, Stop))
        {
            // Made.
        }

        var options = new StoreOptions { Credential = new NetworkCredential(Administrator, Password) };
        await using var store = await factory.OpenAsync(address, options, Stop);
        Assert.DoesNotContain(Password, $"{await store.GetContextAsync(Stop)} {options} {address} {store}", StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("pass"), $"127.0.0.1:{Server.Port}:*:{Administrator}:{Password}\n", Stop);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("pass"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var byFile = await factory.OpenAsync(new("postgresql", $"//{Administrator}@127.0.0.1:{Server.Port}/{PostgreSqlServer.Secured}?passfile={folder.File("pass")}"), new(), Stop);
        Assert.Equal(Administrator, (await byFile.GetContextAsync(Stop)).Login);

        const string Wrong = "wr0ng-s3cret";
        var refused = await FailAsync("LoginRefused", () => factory.OpenAsync(address, options with { Credential = new(Administrator, Wrong) }, Stop));
        Assert.Equal((CommerceError.AuthenticationFailed, Administrator), (refused.Error, refused.Target));
        Assert.DoesNotContain(Wrong, refused.ToString(), StringComparison.Ordinal);
        refused = await FailAsync("LoginRefused", () => factory.OpenAsync(new("postgresql", $"//{Administrator}:{Wrong}@127.0.0.1:{Server.Port}/{PostgreSqlServer.Secured}"), new(), Stop));
        Assert.DoesNotContain(Wrong, refused.ToString(), StringComparison.Ordinal);
        // The server has no certificate, and who asks for one is not served without.
        await FailAsync("StoreUnavailable", () => factory.OpenAsync(address with { Value = address.Value + "?sslmode=require" }, options, Stop));
    }
}
