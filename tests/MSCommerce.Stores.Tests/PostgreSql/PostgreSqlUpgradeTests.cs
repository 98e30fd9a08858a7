using System.Globalization;
using MSCommerce.Notices;
using MSCommerce.Stores.Sql.PostgreSql;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>A store of the first schema that was complete, the third, keeps what it has and takes what is new.</summary>
[Trait("Requirement", "X7")]
public sealed class PostgreSqlUpgradeTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private const string Database = "third";

    private const string Content =
        """
        INSERT INTO tenant (tenant_id, tenant_guid, name, is_sample, created_at, country) VALUES (7, 'c0ffee00-0000-0000-0000-000000000000', 'Contoso', 0, '2026-01-01Z', 'DE');
        INSERT INTO key_counter SELECT 7, name, 2 FROM unnest(ARRAY['tenant_user', 'product', 'policy', 'offer_type', 'subscription', 'former_license', 'outbox']) name;
        INSERT INTO key_counter VALUES (7, 'audit', 1);
        INSERT INTO tenant_user VALUES (7, 1, 'id', 1, 'admin@crowd.example', 'ADMIN@CROWD.EXAMPLE', 'Admin', 'Member', 1, NULL, NULL, NULL, NULL);
        INSERT INTO user_role VALUES (7, 1, 'GlobalAdministrator');
        INSERT INTO product VALUES (7, 1, 'CFQ7TTC0H9MP', 'Power BI Pro', 'PowerPlatform', NULL, 0, 135000, NULL, 'EUR', NULL, NULL);
        INSERT INTO policy VALUES (7, 1, 'AllowSelfServicePurchase', 'x', 'Enabled');
        INSERT INTO subscription VALUES (7, 1, 'old', 1, 1, 5, 1, '2026-01-01Z', '2026-02-01Z', 'Month', NULL, 0, 135000, 'EUR', 0, NULL, 1, NULL, NULL);
        INSERT INTO subscription_order VALUES (7, 1, 1, '2026-01-01Z', 5, 135000, 'EUR', 'admin@crowd.example');
        INSERT INTO license VALUES (7, 1, 1, '2026-01-01Z');
        INSERT INTO outbox SELECT 7, n, 'c0ffee00-0000-0000-0000-00000000000' || n, 'SubscriptionCancelled', 'admin@crowd.example', 1,
            '{"TenantName":"Contoso","RecipientName":"Admin","ProductName":"Visio","SubscriptionId":"x"}', '2026-01-01Z', s, n, CASE s WHEN 'Sent' THEN '2026-01-02Z'::timestamptz END,
            NULL, 'c0ffee00-0000-0000-0000-000000000009', NULL FROM (VALUES (0, 'Pending'), (1, 'Failed'), (2, 'Sent')) v (n, s);
        INSERT INTO audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, outcome, correlation_id)
            VALUES (7, 1, '2026-01-01Z', 'admin@crowd.example', 1, 'StoreCreated', 'Contoso', 'Succeeded', 'c0ffee00-0000-0000-0000-000000000009');
        """;

    [Fact]
    public async Task A_store_of_the_third_schema_keeps_what_it_has_and_takes_what_is_new()
    {
        await Server.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER {PostgreSqlFixture.Owner}", Stop);
        var scripts = new List<string>();
        foreach (var name in new[] { "0001_roles.sql", "0002_store.sql", "0003_access.sql" })
            scripts.Add(await ScriptAsync(name));
        await Server.ExecuteAsync(
            Database, $"BEGIN; SET LOCAL search_path = mscommerce; {string.Join('\n', scripts)} INSERT INTO schema_version (number) VALUES (1), (2), (3); {Content} INSERT INTO tenant_login VALUES ('{Administrator}', 7, 1); COMMIT", Stop);
        await FailAsync("StoreNeedsUpgrade", () => Postgres.OpenAsync(Administrator, new(), Stop, Database));

        Assert.Equal(3, (await new PostgreSqlStoreFactory().UpgradeAsync(Postgres.Address(PostgreSqlFixture.Owner, Database), new(), Stop)).From);

        await using var store = await Postgres.OpenAsync(Administrator, new() { Clock = Clock }, Stop, Database);
        await AssertWholeAsync(store);
        Assert.Equal((5, 1), Assert.Single(await ListAsync(store.Subscriptions.GetAsync(new(), Stop))) is var old ? (old.TotalLicenses, old.AssignedLicenses!.Value) : default);
        Assert.Equal(
            [(NoticeStatus.Sent, 2, null), (NoticeStatus.Failed, 1, "2026-01-01"), (NoticeStatus.Pending, 0, (string?)null)],
            (await ListAsync(store.Notices.GetAsync(new(), Stop))).Select(notice => (notice.Status, notice.Attempts, notice.NextAttemptAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        var claim = Guid.NewGuid();
        var claimed = await store.Notices.ClaimAsync(new() { Limit = 9 }, claim, Stop);
        Assert.Equal([0, 1], claimed.Select(notice => notice.Notice.Attempts));
        Assert.Equal(NoticeStatus.Sent, (await store.Notices.RecordAttemptAsync(claimed[0].Notice.NoticeId, claim, new(NoticeAttemptOutcome.Sent), Stop))!.Status);
        var card = await store.Billing.AddPaymentMethodAsync(new("tok_visa"), new("Visa", "4242", IsCreditCard: true), new() { ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada" }, Stop);
        var plan = await store.Subscriptions.PlanSelfServicePurchaseAsync(new() { Product = "Power BI Pro", Licenses = 2, PaymentMethodId = card.PaymentMethodId }, Stop);
        await store.Subscriptions.PurchaseAsync(plan with { Charge = plan.Charge! with { AuthorizationId = "authorised" } }, Stop);
        await store.LicenseRequests.ApplyProcessAsync(await store.LicenseRequests.PlanProcessAsync(new() { Message = "Ask Ada." }, Stop), Stop);
        await AssertWholeAsync(store);
    }

    private static async Task<string> ScriptAsync(string name)
    {
        await using var script = typeof(PostgreSqlStoreFactory).Assembly.GetManifestResourceStream($"PostgreSql/{name}")!;
        using var reader = new StreamReader(script);
        return await reader.ReadToEndAsync(Stop);
    }
}
