using System.Globalization;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>A move as plain SQL, set by set: the rows that Move-SelfServiceUsers writes, without a plan, a rule or a check.</summary>
internal static class BareMove
{
    /// <summary>The tables that a move touches.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["license", "license_service_off", "former_license", "audit", "outbox", "subscription", "subscription_order"];

    private static readonly string[] Statements =
    [
        """
        INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
        SELECT l.tenant_id, d.subscription_key, l.user_key, @now
        FROM license l
        JOIN subscription s ON s.tenant_id = l.tenant_id AND s.subscription_key = l.subscription_key
        JOIN subscription d ON d.tenant_id = s.tenant_id AND d.subscription_id = @target
        WHERE s.tenant_id = 1 AND s.subscription_id = @source ORDER BY l.user_key
        """,
        """
        INSERT INTO license_service_off (tenant_id, subscription_key, user_key, product_key, service_key)
        SELECT o.tenant_id, d.subscription_key, o.user_key, o.product_key, o.service_key
        FROM license_service_off o
        JOIN subscription s ON s.tenant_id = o.tenant_id AND s.subscription_key = o.subscription_key
        JOIN subscription d ON d.tenant_id = s.tenant_id AND d.subscription_id = @target
        WHERE s.tenant_id = 1 AND s.subscription_id = @source
        """,
        """
        INSERT INTO former_license (tenant_id, former_key, subscription_key, user_key, ended_at, assigned_at, target_subscription_key)
        SELECT l.tenant_id, k.last + row_number() OVER (ORDER BY l.user_key), l.subscription_key, l.user_key, @now, l.assigned_at, d.subscription_key
        FROM license l
        JOIN subscription s ON s.tenant_id = l.tenant_id AND s.subscription_key = l.subscription_key
        JOIN subscription d ON d.tenant_id = s.tenant_id AND d.subscription_id = @target
        JOIN key_counter k ON k.tenant_id = l.tenant_id AND k.name = 'former_license'
        WHERE s.tenant_id = 1 AND s.subscription_id = @source
        """,
        """
        INSERT INTO audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, before, after, outcome, correlation_id)
        SELECT l.tenant_id, k.last + row_number() OVER (ORDER BY l.user_key), @now, a.upn, a.user_key, 'LicenseMoved', u.upn, @source, @target, 'Succeeded', @correlation
        FROM license l
        JOIN subscription s ON s.tenant_id = l.tenant_id AND s.subscription_key = l.subscription_key
        JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
        JOIN tenant_user a ON a.tenant_id = l.tenant_id AND a.user_key = @actor
        JOIN key_counter k ON k.tenant_id = l.tenant_id AND k.name = 'audit'
        WHERE s.tenant_id = 1 AND s.subscription_id = @source
        """,
        "UPDATE key_counter SET last = last + @users WHERE tenant_id = 1 AND name IN ('former_license', 'audit')",
        """
        INSERT INTO audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, before, after, outcome, correlation_id)
        SELECT a.tenant_id, k.last + 1, @now, a.upn, a.user_key, 'SubscriptionCancelled', @source, 'Active', 'Deleted', 'Succeeded', @correlation
        FROM tenant_user a JOIN key_counter k ON k.tenant_id = a.tenant_id AND k.name = 'audit' WHERE a.tenant_id = 1 AND a.user_key = @actor
        """,
        """
        INSERT INTO outbox (tenant_id, notice_key, notice_id, kind, recipient, recipient_key, facts, created_at, status, attempts, correlation_id)
        SELECT s.tenant_id, k.last + 1, @notice, 'SubscriptionCancelled', u.upn, u.user_key, '{}', @now, 'Pending', 0, @correlation
        FROM subscription s
        JOIN tenant_user u ON u.tenant_id = s.tenant_id AND u.user_key = s.purchaser_key
        JOIN key_counter k ON k.tenant_id = s.tenant_id AND k.name = 'outbox'
        WHERE s.tenant_id = 1 AND s.subscription_id = @source
        """,
        "UPDATE key_counter SET last = last + 1 WHERE tenant_id = 1 AND name IN ('outbox', 'audit')",
        "DELETE FROM license_service_off WHERE tenant_id = 1 AND subscription_key = (SELECT s.subscription_key FROM subscription s WHERE s.tenant_id = 1 AND s.subscription_id = @source)",
        "DELETE FROM license WHERE tenant_id = 1 AND subscription_key = (SELECT s.subscription_key FROM subscription s WHERE s.tenant_id = 1 AND s.subscription_id = @source)",
        "UPDATE subscription SET assigned = assigned + @users, version = version + 1 WHERE tenant_id = 1 AND subscription_id = @target",
        "UPDATE subscription SET assigned = 0, cancelled_at = @now, version = version + 1 WHERE tenant_id = 1 AND subscription_id = @source",
    ];

    public static async Task RunAsync(BareSql bare, string source, string target, int users, long actor, CancellationToken stop) => await bare.ChangeAsync(
        Statements,
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["source"] = source,
            ["target"] = target,
            ["users"] = (long)users,
            ["actor"] = actor,
            ["now"] = bare.Now(),
            ["correlation"] = Guid.NewGuid().ToString(),
            ["notice"] = Guid.NewGuid().ToString(),
        },
        stop);

    /// <summary>How many rows each table has.</summary>
    public static async Task<IReadOnlyList<long>> CountAsync(BareSql bare, CancellationToken stop)
    {
        var counts = new List<long>();
        foreach (var table in Tables)
            counts.Add(Convert.ToInt64(await bare.ScalarAsync($"SELECT count(*) FROM {table}", stop), CultureInfo.InvariantCulture));
        return counts;
    }
}
