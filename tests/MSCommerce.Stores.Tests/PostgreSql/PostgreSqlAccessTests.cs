using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>What the database itself keeps: tenants apart, the audit log honest, readers from writing. By the module and by psql.</summary>
[Trait("Requirement", "X7")]
public sealed class PostgreSqlAccessTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private const int Few = 5;

    [Fact]
    public async Task A_login_finds_nothing_of_another_tenant_by_the_module()
    {
        var (_, other) = await MakeTenantAsync();
        await Crowd.FillAsync(other, Few, Stop);

        Assert.Equal([Crowd.Admin], (await ListAsync(Store.Tenant.GetUsersAsync(new(), Stop))).Select(user => user.UserPrincipalName));
        Assert.Empty(await ListAsync(Store.Subscriptions.GetAsync(new(), Stop)));
        Assert.Empty(await ListAsync(Store.Licenses.GetUsersAsync(new(), Stop)));
        Assert.Single(await ListAsync(Store.Logins!.GetAsync(new(), Stop)));
        Assert.NotEqual((await other.GetContextAsync(Stop)).TenantId, (await Store.GetContextAsync(Stop)).TenantId);
        await FailAsync("SubscriptionNotFound", () => Store.Subscriptions.PlanCancelAsync(new() { SubscriptionId = [Crowd.Source], Reason = CancellationReason.Other }, Stop));
        await FailAsync("UserNotFound", () => Store.Tenant.PlanUsersAsync(new() { User = [Crowd.Name(1)], AccountEnabled = false }, Stop));
        await FailAsync("FileLineInvalid", () => Store.Licenses.ImportAsync("x", Crowd.LicensesAsync(Crowd.Source, 1, 1), dryRun: false, null, Stop));
    }

    [Fact]
    public async Task A_login_reads_nothing_of_another_tenant_by_psql()
    {
        var (_, other) = await MakeTenantAsync();
        await Crowd.FillAsync(other, Few, Stop);
        await Crowd.FillAsync(Store, Few, Stop);
        var own = await TenantIdAsync(Administrator);

        foreach (var table in await TablesAsync())
        {
            var (succeeded, output) = await PsqlAsync(Administrator, $"SELECT count(*) FILTER (WHERE tenant_id <> {own}) FROM mscommerce.{table}");
            Assert.True(succeeded ? output == "0" : output.Contains("permission denied", StringComparison.Ordinal), $"{table}: {output}");
        }

        // Not because there would be nothing to read.
        Assert.Equal((true, $"{Few + 1}"), await PsqlAsync(Administrator, "SELECT count(*) FROM mscommerce.tenant_user"));
        Assert.Equal((true, $"{Few}"), await PsqlAsync(Administrator, "SELECT count(*) FROM mscommerce.license"));
    }

    [Fact]
    public async Task A_login_changes_nothing_of_another_tenant_by_psql()
    {
        var (otherLogin, other) = await MakeTenantAsync();
        await Crowd.FillAsync(other, Few, Stop);
        await Crowd.FillAsync(Store, Few, Stop);
        var (own, others) = (await TenantIdAsync(Administrator), await TenantIdAsync(otherLogin));
        var before = await ContentAsync(others);

        foreach (var table in await TablesAsync())
        {
            foreach (var sql in new[]
            {
                $"DELETE FROM mscommerce.{table} WHERE tenant_id = {others}",
                $"DELETE FROM mscommerce.{table} WHERE tenant_id <> {own}",
                $"UPDATE mscommerce.{table} SET tenant_id = tenant_id WHERE tenant_id = {others}",
                $"UPDATE mscommerce.{table} SET tenant_id = {others}",
                $"CREATE TEMPORARY TABLE taken AS SELECT * FROM mscommerce.{table}; UPDATE taken SET tenant_id = {others}; INSERT INTO mscommerce.{table} SELECT * FROM taken",
                $"TRUNCATE mscommerce.{table}",
                $"COPY mscommerce.{table} FROM PROGRAM 'echo'",
            })
            {
                await PsqlAsync(Administrator, $"SELECT mscommerce.begin_change(); {sql}");
            }
        }

        Assert.Equal(before, await ContentAsync(others));
        await AssertWholeAsync(other);
    }

    [Fact]
    public async Task A_login_without_a_user_reads_nothing()
    {
        await Crowd.FillAsync(Store, Few, Stop);
        await Postgres.MakeLoginAsync("stranger", "mscommerce_writer", Stop);

        foreach (var table in await TablesAsync())
        {
            var (succeeded, output) = await PsqlAsync("stranger", $"SELECT count(*) FROM mscommerce.{table}");
            Assert.True(succeeded ? output == "0" : output.Contains("permission denied", StringComparison.Ordinal), $"{table}: {output}");
        }
    }

    [Fact]
    public async Task A_reader_reads_everything_that_his_user_may_and_writes_nothing()
    {
        await Crowd.FillAsync(Store, Few, Stop);
        var reader = await LoginAsync(Crowd.Admin, "mscommerce_reader", "_reader");
        var store = await OpenAsync(reader);

        Assert.Equal(Few, (await ListAsync(store.Licenses.GetUsersAsync(new(), Stop))).Count);
        await AssertWholeAsync(store);
        await store.Licenses.PlanMoveAsync(new() { SubscriptionId = [Crowd.Source], TargetSubscriptionId = Crowd.Target }, Stop);
        var before = await ContentAsync(await TenantIdAsync(Administrator));
        var error = await FailAsync("LoginMayNot", () => store.Tenant.ImportUsersAsync("x", Crowd.UsersAsync(50, 1), dryRun: false, null, Stop));
        Assert.Equal((CommerceError.Forbidden, reader), (error.Error, error.Target));
        await FailAsync("LoginMayNot", () => store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop));
        // The client asks for the refusal to be recorded, which the reader may not either, and says so once.
        var refused = await FailAsync("LoginMayNot", () => new CommerceClient(store).Tenant.SetAsync(new() { Country = "DE" }, Stop));
        Assert.DoesNotContain("could not be recorded", refused.Message, StringComparison.Ordinal);

        foreach (var table in await TablesAsync())
        {
            foreach (var sql in new[] { $"DELETE FROM mscommerce.{table}", $"UPDATE mscommerce.{table} SET tenant_id = tenant_id", $"INSERT INTO mscommerce.{table} SELECT * FROM mscommerce.{table}" })
            {
                var (succeeded, output) = await PsqlAsync(reader, sql);
                Assert.False(succeeded, sql);
                Assert.Contains("permission denied", output, StringComparison.Ordinal);
            }
        }

        Assert.False((await PsqlAsync(reader, "SELECT mscommerce.begin_change()")).Succeeded);
        Assert.Equal(before, await ContentAsync(await TenantIdAsync(Administrator)));
    }

    [Theory, Trait("Requirement", "N2")]
    [InlineData("UPDATE mscommerce.audit SET actor = 'nobody@crowd.example'")]
    [InlineData("DELETE FROM mscommerce.audit")]
    [InlineData("TRUNCATE mscommerce.audit")]
    [InlineData("ALTER TABLE mscommerce.audit DISABLE TRIGGER ALL")]
    [InlineData("ALTER TABLE mscommerce.audit DISABLE ROW LEVEL SECURITY")]
    [InlineData("DROP POLICY own_words ON mscommerce.audit")]
    [InlineData("INSERT INTO mscommerce.audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, outcome, correlation_id, login) SELECT tenant_id, 999, now(), actor, actor_key, 'X', 'Y', 'Succeeded', 'Z', 'somebody' FROM mscommerce.audit LIMIT 1")]
    [InlineData("INSERT INTO mscommerce.audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, outcome, correlation_id) SELECT tenant_id, 999, now(), 'user0000001@crowd.example', actor_key, 'X', 'Y', 'Succeeded', 'Z' FROM mscommerce.audit LIMIT 1")]
    [InlineData("INSERT INTO mscommerce.audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, outcome, correlation_id) SELECT tenant_id, 999, now(), actor, 2, 'X', 'Y', 'Succeeded', 'Z' FROM mscommerce.audit LIMIT 1")]
    public async Task A_writer_cannot_change_the_audit_log_or_write_in_it_as_somebody_else(string sql)
    {
        await Crowd.FillAsync(Store, Few, Stop);
        var before = await LogAsync();

        Assert.False((await PsqlAsync(Administrator, $"SELECT mscommerce.begin_change(); {sql}")).Succeeded);
        Assert.False((await PsqlAsync(Administrator, sql)).Succeeded);

        Assert.Equal(before, await LogAsync());

        async Task<object?> LogAsync() => await ScalarAsync($"SELECT string_agg(a::text, ';' ORDER BY sequence) FROM mscommerce.audit a WHERE tenant_id = {await TenantIdAsync(Administrator)}");
    }

    [Fact, Trait("Requirement", "N2")]
    public async Task The_audit_log_tells_the_login_that_wrote_an_entry_and_the_user_that_it_is()
    {
        await Store.Tenant.ImportUsersAsync("x", Crowd.UsersAsync(1, 1), dryRun: false, null, Stop);
        var login = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        await (await OpenAsync(login)).Audit.RecordRefusalAsync("X", "Y", "Z", Stop);

        var entries = await ListAsync(Store.Audit.GetAsync(new() { First = 2 }, Stop));

        Assert.Equal((Crowd.Name(1), login, "X"), (entries[0].Actor, entries[0].Login, entries[0].Action));
        Assert.Equal((Crowd.Admin, Administrator, AuditActions.LoginChanged), (entries[1].Actor, entries[1].Login, entries[1].Action));
        Assert.Equal((login, "User: none", $"User: {Crowd.Name(1)}"), (entries[1].Target, entries[1].Before, entries[1].After));
        // By the same statement as the module's, from psql: it is his own name that he writes.
        Assert.True((await PsqlAsync(login,
            $"SELECT mscommerce.begin_change(); INSERT INTO mscommerce.audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, outcome, correlation_id) SELECT tenant_id, 999, now(), '{Crowd.Name(1)}', mscommerce.current_actor(), 'X', 'Y', 'Refused', 'Z' FROM mscommerce.tenant")).Succeeded);
        Assert.Equal(login, await ScalarAsync($"SELECT login FROM mscommerce.audit WHERE sequence = 999 AND tenant_id = {await TenantIdAsync(login)}"));
    }

    [Theory]
    [InlineData("INSERT INTO mscommerce.user_role SELECT tenant_id, user_key, 'GlobalAdministrator' FROM mscommerce.tenant_user WHERE upn LIKE 'user%'")]
    [InlineData("DELETE FROM mscommerce.user_role")]
    [InlineData("UPDATE mscommerce.tenant_user SET account_enabled = 0, disabled_at = now()")]
    [InlineData("UPDATE mscommerce.tenant_login SET user_key = 1")]
    [InlineData("DELETE FROM mscommerce.tenant_login")]
    [InlineData("UPDATE mscommerce.tenant SET name = 'Mine'")]
    [InlineData("UPDATE mscommerce.change_turn SET is_administrator = true")]
    [InlineData("SET ROLE mscommerce_owner")]
    [InlineData("SET SESSION AUTHORIZATION store_owner")]
    [InlineData("CREATE OR REPLACE FUNCTION mscommerce.change_is_administrators() RETURNS boolean LANGUAGE sql AS 'SELECT true'")]
    public async Task Nobody_makes_himself_an_administrator_by_psql(string sql)
    {
        await Store.Tenant.ImportUsersAsync("x", Crowd.UsersAsync(1, 1), dryRun: false, null, Stop);
        var login = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        var tenant = await TenantIdAsync(login);
        var before = await ContentAsync(tenant);

        await PsqlAsync(login, sql);
        await PsqlAsync(login, $"SELECT mscommerce.begin_change(); {sql}");

        Assert.Equal(before, await ContentAsync(tenant));
    }

    [Theory]
    [InlineData("ALTER TABLE mscommerce.license DISABLE ROW LEVEL SECURITY", "ALTER TABLE mscommerce.license ENABLE ROW LEVEL SECURITY", "Row-level security", "license")]
    [InlineData("CREATE TABLE mscommerce.forgotten (tenant_id bigint)", "DROP TABLE mscommerce.forgotten", "Row-level security", "forgotten")]
    [InlineData("GRANT UPDATE ON mscommerce.audit TO mscommerce_writer", "REVOKE UPDATE ON mscommerce.audit FROM mscommerce_writer", "Audit log guarded", "mscommerce_writer, who may UPDATE")]
    [InlineData("ALTER TABLE mscommerce.audit DISABLE TRIGGER audit_is_not_changed", "ALTER TABLE mscommerce.audit ENABLE TRIGGER audit_is_not_changed", "Audit log guarded", "trigger")]
    [InlineData("GRANT UPDATE ON mscommerce.subscription TO mscommerce_writer", "REVOKE UPDATE (purchaser_key) ON mscommerce.subscription FROM mscommerce_writer; REVOKE UPDATE ON mscommerce.subscription FROM mscommerce_writer", "Cards guarded", "subscription.purchaser_key")]
    [InlineData("ALTER TABLE mscommerce.invoice DISABLE TRIGGER invoice_keeps_to_card", "ALTER TABLE mscommerce.invoice ENABLE TRIGGER invoice_keeps_to_card", "Cards guarded", "trigger")]
    public async Task A_check_finds_what_somebody_took_away_behind_the_stores_back(string takeAway, string giveBack, string name, string detail)
    {
        // In a database of its own: other tests are checked at the same time.
        const string Alone = "alone";
        await Server.ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Alone}", Stop);
        await Server.ExecuteAsync("postgres", $"CREATE DATABASE {Alone} OWNER {PostgreSqlFixture.Owner}", Stop);
        await using var store = await Postgres.OpenAsync(PostgreSqlFixture.Owner, New("Alone", Administrator), Stop, Alone);
        await AssertWholeAsync(store);

        await Server.ExecuteAsync(Alone, takeAway, Stop);

        var failed = Assert.Single(await ListAsync(store.CheckAsync(Stop)), check => !check.Passed);
        Assert.Equal(name, failed.Name);
        Assert.Contains(detail, failed.Detail, StringComparison.Ordinal);
        await Server.ExecuteAsync(Alone, giveBack, Stop);
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task Every_key_and_index_begins_with_the_tenant()
    {
        // But for the table that the tenant is found by.
        Assert.Equal("tenant_login_pkey", await ScalarAsync(
            """
            SELECT string_agg(c.relname, ',') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE c.relnamespace = 'mscommerce'::regnamespace AND a.attname <> 'tenant_id' AND i.indrelid <> 'mscommerce.schema_version'::regclass
            """));
    }
}
