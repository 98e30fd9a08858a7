using System.Globalization;
using MSCommerce.Notices;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Stores.Tests;

/// <summary>A store that an older version made is brought up to date when it is opened.</summary>
public sealed class SqliteUpgradeTests : SqliteTestBase
{
    private const string Content =
        """
        INSERT INTO tenant VALUES (1, 'c0ffee00-0000-0000-0000-000000000000', 'Contoso', 0, '2026-01-01T00:00:00.000Z');
        INSERT INTO key_counter SELECT 1, value, 1 FROM json_each('["tenant_user", "product", "policy", "offer_type", "subscription", "former_license", "outbox", "audit"]');
        INSERT INTO tenant_user VALUES (1, 1, 'id', 1, 'admin@contoso.example', 'Admin', 'Member', 1, NULL, NULL, NULL, NULL);
        INSERT INTO user_role VALUES (1, 1, 'GlobalAdministrator');
        INSERT INTO product VALUES (1, 1, 'CFQ7TTC0H9MP', 'Power BI Pro', 'PowerPlatform', NULL, 0, 135000, NULL, 'EUR');
        INSERT INTO policy VALUES (1, 1, 'AllowSelfServicePurchase', 'x', 'Enabled');
        INSERT INTO subscription VALUES (1, 1, 'old', 1, 1, 5, 1, '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'Month', NULL, 0, 135000, 'EUR', 0, NULL, 1);
        INSERT INTO subscription_order VALUES (1, 1, 1, '2026-01-01T00:00:00.000Z', 5, 135000, 'EUR', 'admin@contoso.example');
        INSERT INTO license VALUES (1, 1, 1, '2026-01-01T00:00:00.000Z');
        INSERT INTO outbox VALUES (1, 1, 'c0ffee00-0000-0000-0000-000000000001', 'SubscriptionCancelled', 'admin@contoso.example', 1,
            '{"TenantName":"Contoso","RecipientName":"Admin","ProductName":"Visio","SubscriptionId":"x"}', '2026-01-01T00:00:00.000Z', 'Pending', 0, NULL, NULL,
            'c0ffee00-0000-0000-0000-000000000002');
        INSERT INTO audit VALUES (1, 1, '2026-01-01T00:00:00.000Z', 'admin@contoso.example', 1, 'StoreCreated', 'Contoso', NULL, NULL, 'Succeeded', 'c0ffee00-0000-0000-0000-000000000002');
        PRAGMA application_id = 1297302381;
        PRAGMA user_version = 1;
        """;

    [Fact]
    public async Task A_store_of_the_first_version_keeps_what_it_has_and_takes_what_is_new()
    {
        await MakeFirstVersionAsync();

        var store = await OpenAsync(create: false);

        Assert.Equal(NewestMigration, Execute("PRAGMA user_version"));
        await AssertWholeAsync(store);
        var tenant = await store.Tenant.GetTenantAsync(Stop);
        Assert.Equal(("Contoso", null, TenantSector.Commercial, true, 30), (tenant.Name, tenant.Country, tenant.Sector, tenant.IsManaged, tenant.LicenseRequestRetentionDays));
        var product = Assert.Single(await ListAsync(store.Catalog.GetProductsAsync(Stop)));
        Assert.Equal((13.5m, null, null), (product.ListPrice, product.DatabaseCapacityMB, product.FileCapacityMB));
        Assert.Equal((5, 1), await SubscriptionAsync(store, "old") is var old ? (old.TotalLicenses, old.AssignedLicenses) : default);
        var notice = Assert.Single(await ListAsync(store.Notices.GetAsync(new(), Stop)));
        Assert.Equal(
            (Guid.Parse("c0ffee00-0000-0000-0000-000000000001"), NoticeKind.SubscriptionCancelled, "admin@contoso.example", NoticeStatus.Pending, 0),
            (notice.NoticeId, notice.Kind, notice.Recipient, notice.Status, notice.Attempts));

        await store.Tenant.ApplyTenantAsync(await store.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop), Stop);
        await store.Subscriptions.CancelAsync(await store.Subscriptions.PlanCancelAsync(new() { SubscriptionId = ["old"], Reason = CancellationReason.Other, Feedback = "x" }, Stop), Stop);
        var claim = Guid.NewGuid();
        Assert.Equal(notice.NoticeId, Assert.Single(await store.Notices.ClaimAsync(new() { Limit = 9 }, claim, Stop)).Notice.NoticeId);
        Assert.Equal(NoticeStatus.Sent, (await store.Notices.RecordAttemptAsync(notice.NoticeId, claim, new(NoticeAttemptOutcome.Sent), Stop))!.Status);
        await AssertWholeAsync(await OpenAsync(create: false));
    }

    [Fact]
    public async Task Users_whom_the_first_version_took_for_two_stay_two_until_one_is_renamed()
    {
        await MakeFirstVersionAsync();
        Execute("""
            INSERT INTO tenant_user VALUES (1, 2, 'first', 0, 'åsmø@contoso.example', 'Åsmø', 'Member', 1, NULL, NULL, NULL, NULL), (1, 3, 'second', 0, 'Åsmø@contoso.example', 'Åsmø', 'Member', 1, NULL, NULL, NULL, NULL),
                (1, 4, 'third', 0, 'ÅsmØ@contoso.example', 'Åsmø', 'Member', 1, NULL, NULL, NULL, NULL);
            UPDATE key_counter SET last = 4 WHERE name = 'tenant_user'
            """);

        var store = await OpenAsync(create: false);

        Assert.Equal("first", Assert.Single(await ListAsync(store.Tenant.GetUsersAsync(new() { User = ["ÅSMØ@contoso.example"] }, Stop))).UserId);
        Assert.Equal("ÅsmØ@contoso.example", Assert.Single(await ListAsync(store.Tenant.GetUsersAsync(new() { User = ["third"] }, Stop))).UserPrincipalName);
        var check = Assert.Single(await ListAsync(store.CheckAsync(Stop)), check => !check.Passed);
        Assert.Equal(("Principal names", "It does not hold for Åsmø@contoso.example, ÅsmØ@contoso.example."), (check.Name, check.Detail));

        await store.Tenant.ImportUsersAsync("renamed", Renamed(), dryRun: false, null, Stop);
        await AssertWholeAsync(store);

        static async IAsyncEnumerable<UserRow> Renamed()
        {
            yield return new UserRow { Line = 2, UserPrincipalName = "åsmø2@contoso.example", UserId = "second" };
            yield return new UserRow { Line = 3, UserPrincipalName = "åsmø3@contoso.example", UserId = "third" };
            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_store_of_the_first_version_that_cannot_be_written_says_that_it_needs_an_upgrade()
    {
        await MakeFirstVersionAsync();
        File.SetAttributes(FilePath, FileAttributes.ReadOnly);
        try
        {
            var error = await FailAsync("StoreNeedsUpgrade", () => OpenAsync(create: false));

            Assert.Equal((CommerceError.StoreVersion, FilePath), (error.Error, error.Target));
            Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetAttributes(FilePath, FileAttributes.Normal);
        }

        Assert.Equal(1L, Execute("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_store_that_is_upgraded_from_two_sides_at_once_is_upgraded_once()
    {
        await MakeFirstVersionAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAsync(create: false))));

        await AssertWholeAsync(stores[0]);
    }

    private static long NewestMigration => typeof(SqliteStoreFactory).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Sqlite/", StringComparison.Ordinal))
        .Max(name => long.Parse(name["Sqlite/".Length..].Split('_')[0], CultureInfo.InvariantCulture));

    private async Task MakeFirstVersionAsync()
    {
        await using var script = typeof(SqliteStoreFactory).Assembly.GetManifestResourceStream("Sqlite/0001_store.sql")!;
        using var reader = new StreamReader(script);
        Execute(await reader.ReadToEndAsync(Stop) + Content);
    }
}
