using System.Globalization;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql;

/// <summary>Checks a store: what its engine can check, then the invariants of its content.</summary>
internal static class StoreChecks
{
    private const int Shown = 5;

    public static async IAsyncEnumerable<StoreCheck> RunAsync(SqlSession session)
    {
        await foreach (var check in session.Dialect.CheckEngineAsync(session.Connection, session.Stop))
            yield return check;
        await foreach (var check in ContentAsync(session))
            yield return check;
    }

    /// <summary>The invariants of a tenant's content.</summary>
    public static async IAsyncEnumerable<StoreCheck> ContentAsync(SqlSession session)
    {
        // Whoever checks need not see what others' entries say.
        var entries = session.Dialect.Through("audit_sequence", "audit");
        yield return await NoneAsync(
            session, "Seats", "subscription", "Every subscription counts as many assigned licences as there are.",
            """
            SELECT s.subscription_id FROM subscription s
            LEFT JOIN (SELECT subscription_key, count(*) AS held FROM license WHERE tenant_id = @t GROUP BY subscription_key) l ON l.subscription_key = s.subscription_key
            WHERE s.tenant_id = @t AND s.assigned <> coalesce(l.held, 0)
            """);
        yield return await NoneAsync(
            session, "Orders", "subscription_order", "Every subscription's orders add up to its total.",
            """
            SELECT s.subscription_id FROM subscription s
            LEFT JOIN (SELECT subscription_key, sum(quantity) AS ordered FROM subscription_order WHERE tenant_id = @t GROUP BY subscription_key) o
                   ON o.subscription_key = s.subscription_key
            WHERE s.tenant_id = @t AND s.total <> coalesce(o.ordered, 0)
            """);
        yield return await NoneAsync(
            session, "Order numbers", "subscription_order", "Every subscription's orders are numbered from 1 without a gap.",
            """
            SELECT s.subscription_id FROM subscription s
            JOIN (SELECT subscription_key, count(*) AS orders, max(order_number) AS newest FROM subscription_order WHERE tenant_id = @t GROUP BY subscription_key) o
              ON o.subscription_key = s.subscription_key
            WHERE s.tenant_id = @t AND o.orders <> o.newest
            """);
        yield return await NoneAsync(
            session, "Cancellations", "former_license", "Every subscription that was cancelled for a reason has no licences left, only former ones.",
            """
            SELECT s.subscription_id FROM subscription s
            WHERE s.tenant_id = @t AND s.cancellation_reason IS NOT NULL AND (s.cancelled_at IS NULL OR s.assigned > 0)
            """);
        yield return await NoneAsync(
            session, "Audit log", "audit", "No entry is missing.",
            $"""
            SELECT 'its sequence' FROM (SELECT count(*) AS entries, coalesce(max(sequence), 0) AS newest FROM {entries} WHERE tenant_id = @t) a
            WHERE a.entries <> a.newest OR a.newest <> (SELECT last FROM key_counter WHERE tenant_id = @t AND name = 'audit')
            """);
        yield return await NoneAsync(
            session, "Outbox", "outbox", "Every notice belongs to a change in the audit log.",
            $"""
            SELECT n.notice_id FROM outbox n
            WHERE n.tenant_id = @t AND NOT EXISTS (SELECT 1 FROM {entries} a WHERE a.tenant_id = n.tenant_id AND a.correlation_id = n.correlation_id)
            """);
        yield return await NoneAsync(
            session, "Licence requests", "license_request", "Every request that was decided has a verdict for each of its users, as its status says; one that waits has none.",
            """
            SELECT r.request_id FROM license_request r
            LEFT JOIN (SELECT request_key, count(*) AS users, count(is_approved) AS verdicts, coalesce(sum(is_approved), 0) AS approved
                       FROM license_request_user WHERE tenant_id = @t GROUP BY request_key) u ON u.request_key = r.request_key
            WHERE r.tenant_id = @t AND (u.users IS NULL OR NOT CASE r.status
                WHEN 'Pending' THEN u.verdicts = 0
                WHEN 'Approved' THEN u.verdicts = u.users AND u.approved = u.users
                WHEN 'Denied' THEN u.verdicts = u.users AND u.approved = 0
                ELSE u.verdicts = u.users AND u.approved > 0 AND u.approved < u.users END)
            """);
        yield return await NoneAsync(
            session, "Services", "license_service_off", "Services are switched off only in products that have them.",
            """
            SELECT s.subscription_id FROM license_service_off o
            JOIN subscription s ON s.tenant_id = o.tenant_id AND s.subscription_key = o.subscription_key
            WHERE o.tenant_id = @t AND o.product_key <> s.product_key
            """);

        await foreach (var check in BillingChecks.RunAsync(session))
            yield return check;
        yield return await PrincipalNamesAsync(session);
        var administrators = (await session.QueryAsync<long>(Actors.EnabledGlobalAdministrators)).Count;
        yield return new()
        {
            Name = "Administrators",
            Passed = administrators > 0,
            Detail = administrators > 0 ? string.Create(CultureInfo.InvariantCulture, $"Enabled global administrators: {administrators}.") : "No enabled user is a global administrator.",
        };
    }

    /// <summary>Whoever is renamed behind the store's back is not found by his new name.</summary>
    private static async Task<StoreCheck> PrincipalNamesAsync(SqlSession session)
    {
        var (rows, offenders) = (0L, new List<string>());
        await foreach (var row in session.ReadAsync("SELECT upn, upn_key FROM tenant_user WHERE tenant_id = @t"))
        {
            rows++;
            if (offenders.Count < Shown && row.GetString(1) != NameKey.Of(row.GetString(0)))
                offenders.Add(row.GetString(0));
        }

        return Check("Principal names", rows, "Every user is found by his principal name.", offenders);
    }

    /// <summary>Checks that a query which finds offenders finds none.</summary>
    public static async Task<StoreCheck> NoneAsync(SqlSession session, string name, string table, string holds, string sql)
    {
        var offenders = await session.QueryAsync<string>($"{sql} LIMIT {Shown}");
        return Check(name, await session.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE tenant_id = @t"), holds, offenders);
    }

    private static StoreCheck Check(string name, long rows, string holds, List<string> offenders) => new()
    {
        Name = name,
        Passed = offenders.Count == 0,
        Detail = offenders.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{holds} Rows: {rows}.")
            : $"It does not hold for {string.Join(", ", offenders)}.",
    };
}
