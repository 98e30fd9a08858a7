using Microsoft.Data.Sqlite;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>The database keeps its own invariants, and the store's check finds what got past them.</summary>
public sealed class SqliteSchemaTests : SqliteTestBase
{
    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("INSERT OR REPLACE INTO audit SELECT * FROM audit")]
    [InlineData("UPDATE subscription SET assigned = total + 1")]
    [InlineData("UPDATE subscription SET assigned = -1")]
    [InlineData("UPDATE subscription SET total = 0, assigned = 0")]
    [InlineData("INSERT INTO license SELECT * FROM license")]
    [InlineData("INSERT INTO license VALUES (1, 1, 4711, '2026-01-01T00:00:00.000Z')")]
    [InlineData("DELETE FROM tenant_user WHERE user_key = 2")]
    [InlineData("INSERT INTO tenant_user SELECT tenant_id, 4711, 'x', 0, upn, display_name, user_type, account_enabled, disabled_at, NULL, NULL, NULL, upn_key FROM tenant_user LIMIT 1")]
    [InlineData("UPDATE tenant SET sector = 'Church'")]
    [InlineData("UPDATE tenant SET license_request_retention_days = 0")]
    [InlineData("UPDATE product SET file_capacity_mb = -1")]
    [InlineData("UPDATE subscription SET cancellation_feedback = 'x'")]
    [InlineData("INSERT INTO outbox SELECT 1, n, n, 'CancellationRequested', 'x', 1, '{}', 'x', 'Pending', 0, NULL, NULL, 'x', 1, NULL, NULL, NULL, NULL FROM (SELECT 1 AS n UNION SELECT 2)")]
    [InlineData("INSERT INTO outbox SELECT 1, n, n, 'CancellationRequested', 'x', 1, '{}', 'x', 'Failed', 1, NULL, 'x', 'x', 1, 'x', 'x', NULL, NULL FROM (SELECT 1 AS n UNION SELECT 2)")]
    [InlineData("INSERT INTO outbox VALUES (1, 1, 'x', 'CancellationRequested', 'x', 1, '{}', 'x', 'Failed', 1, NULL, 'x', 'x', 1, 'x', NULL, NULL, NULL)")]
    [InlineData("INSERT INTO outbox VALUES (1, 1, 'x', 'CancellationRequested', 'x', 1, '{}', 'x', 'Sent', 1, 'x', NULL, 'x', 1, 'x', NULL, 'x', 'x')")]
    [InlineData("UPDATE tenant SET own_process_link = 'https://contoso.example'")]
    [InlineData("INSERT INTO license_request SELECT 1, n, n, 1, 1, 'x', NULL, 'Pending', NULL, NULL, NULL, NULL FROM (SELECT 1 AS n UNION SELECT 2)")]
    [InlineData("INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, 'x', NULL, 'Denied', NULL, NULL, NULL, NULL)")]
    [InlineData("INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, 'x', NULL, 'Denied', 'x', NULL, NULL, NULL)")]
    [InlineData("INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, 'x', NULL, 'Denied', 'x', 1, NULL, 1)")]
    [InlineData("INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, 'x', NULL, 'Approved', 'x', 1, NULL, NULL)")]
    [InlineData("INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, 'x', NULL, 'Pending', NULL, NULL, 'x', NULL)")]
    public async Task The_schema_refuses_what_breaks_an_invariant(string sql)
    {
        await Crowd.FillAsync(await OpenAsync(), 10, Stop);
        using var connection = Connect(FilePath);
        Execute(connection, "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON");

        Assert.Equal(19, Assert.Throws<SqliteException>(() => Execute(connection, sql)).SqliteErrorCode);
    }

    [Theory]
    [InlineData("Seats", "UPDATE subscription SET assigned = assigned - 1 WHERE assigned > 0")]
    [InlineData("Orders", "UPDATE subscription SET total = total + 1")]
    [InlineData("Order numbers", "UPDATE subscription_order SET order_number = 3")]
    [InlineData("Cancellations", "UPDATE subscription SET cancellation_reason = 'Other', cancelled_at = purchased_at WHERE assigned > 0")]
    [InlineData("Audit log guarded", "DROP TRIGGER audit_is_not_deleted")]
    [InlineData("Audit log", "DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)")]
    [InlineData("Audit log", "DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE sequence = 2")]
    [InlineData("References", "DELETE FROM tenant_user WHERE user_key = 3")]
    [InlineData("Principal names", "UPDATE tenant_user SET upn = 'renamed@contoso.example' WHERE user_key = 3")]
    [InlineData("Licence requests", "INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, '2026-01-01T00:00:00.000Z', NULL, 'Pending', NULL, NULL, NULL, NULL)")]
    [InlineData("Licence requests", "INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, '2026-01-01T00:00:00.000Z', NULL, 'Pending', NULL, NULL, NULL, NULL); INSERT INTO license_request_user VALUES (1, 1, 1, 1, 1)")]
    [InlineData("Licence requests", "INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, '2026-01-01T00:00:00.000Z', NULL, 'Denied', '2026-01-01T00:00:00.000Z', 1, NULL, NULL); INSERT INTO license_request_user VALUES (1, 1, 1, 1, NULL)")]
    [InlineData("Licence requests", "INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, '2026-01-01T00:00:00.000Z', NULL, 'Denied', '2026-01-01T00:00:00.000Z', 1, NULL, NULL); INSERT INTO license_request_user VALUES (1, 1, 1, 1, 1)")]
    [InlineData("Licence requests", "INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, '2026-01-01T00:00:00.000Z', NULL, 'Approved', '2026-01-01T00:00:00.000Z', 1, NULL, 1); INSERT INTO license_request_user VALUES (1, 1, 1, 1, 1), (1, 1, 2, 2, 0)")]
    [InlineData("Licence requests", "INSERT INTO license_request VALUES (1, 1, 'x', 1, 1, '2026-01-01T00:00:00.000Z', NULL, 'PartiallyApproved', '2026-01-01T00:00:00.000Z', 1, NULL, 1); INSERT INTO license_request_user VALUES (1, 1, 1, 1, 1), (1, 1, 2, 2, 1)")]
    [InlineData("Administrators", "DELETE FROM user_role")]
    public async Task A_check_finds_what_somebody_changed_behind_the_stores_back(string name, string sql)
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 10, Stop);
        using (var connection = Connect(FilePath))
            Execute(connection, $"PRAGMA foreign_keys = OFF; {sql}");

        var failed = (await ListAsync(store.CheckAsync(Stop))).Where(check => !check.Passed).ToList();

        Assert.Contains(name, failed.Select(check => check.Name));
        Assert.All(failed, check => Assert.NotEmpty(check.Detail));
    }

    [Fact, Trait("Requirement", "L3")]
    public async Task Who_held_a_licence_that_a_move_ended_stays_on_record()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 10, Stop);
        await store.Tenant.ImportUsersAsync("crowd", Leaver(), dryRun: false, null, Stop);

        await store.Licenses.MoveAsync(await store.Licenses.PlanMoveAsync(new() { SubscriptionId = [Crowd.Source], TargetSubscriptionId = Crowd.Target }, Stop), null, Stop);

        Assert.Equal(10L, Execute("SELECT count(*) FROM former_license"));
        Assert.Equal(9L, Execute("SELECT count(*) FROM former_license WHERE target_subscription_key IS NOT NULL"));

        static async IAsyncEnumerable<UserRow> Leaver()
        {
            yield return new UserRow { Line = 2, UserPrincipalName = Crowd.Name(5), AccountEnabled = false };
            await Task.CompletedTask;
        }
    }

    [Fact, Trait("Requirement", "S4")]
    public async Task Every_total_is_the_sum_of_its_orders()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 10, Stop);
        await store.Subscriptions.ImportAsync("crowd", Row(25), dryRun: false, null, Stop);
        await store.Subscriptions.ImportAsync("crowd", Row(12), dryRun: false, null, Stop);

        Assert.Equal("10,15,-13", Execute("SELECT group_concat(quantity) FROM subscription_order o JOIN subscription s USING (tenant_id, subscription_key) WHERE s.subscription_id = 'CROWD-TARGET'"));
        Assert.Equal(3, (await SubscriptionAsync(store, Crowd.Target)).OrderCount);

        static async IAsyncEnumerable<SubscriptionRow> Row(int total)
        {
            yield return new SubscriptionRow { Line = 2, SubscriptionId = Crowd.Target, Product = "Power BI Pro", TotalLicenses = total };
            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Times_are_kept_as_text_that_sorts_and_money_as_whole_numbers()
    {
        await Crowd.FillAsync(await OpenAsync(), 1, Stop);

        Assert.Equal("2026-03-15T12:00:00.000Z", Execute("SELECT purchased_at FROM subscription LIMIT 1"));
        Assert.Equal(0L, Execute("SELECT count(*) FROM pragma_table_info('subscription') WHERE type NOT IN ('INTEGER', 'TEXT')"));
    }
}
