namespace MSCommerce.Benchmarks;

/// <summary>The columns of Export-SelfServiceUser as somebody would ask for them who knows the tables and has no need of this software.</summary>
internal static class ExportSql
{
    /// <summary>The same order: grouped by purchaser, the organisation's own first.</summary>
    public const string Order = "ORDER BY CASE WHEN s.purchaser_key IS NULL THEN 0 ELSE 1 END, b.upn_key, p.name, s.subscription_id, l.user_key";

    /// <summary>The rows in no order.</summary>
    /// <param name="join">Joins the names of services: <c>group_concat</c> or <c>string_agg</c>.</param>
    public static string Query(string join) =>
        $"""
        SELECT b.upn AS "Purchaser", u.upn AS "UserPrincipalName", u.display_name AS "DisplayName", u.user_id AS "UserId", p.name AS "ProductName",
               p.product_id AS "ProductId", s.subscription_id AS "SubscriptionId", l.assigned_at AS "AssignedAt", u.account_enabled AS "AccountEnabled",
               (SELECT {join}(v.name, ';') FROM license_service_off o
                JOIN product_service v ON v.tenant_id = o.tenant_id AND v.product_key = o.product_key AND v.service_key = o.service_key
                WHERE o.tenant_id = l.tenant_id AND o.subscription_key = l.subscription_key AND o.user_key = l.user_key) AS "DisabledServices"
        FROM license l
        JOIN subscription s ON s.tenant_id = l.tenant_id AND s.subscription_key = l.subscription_key
        JOIN product p ON p.tenant_id = s.tenant_id AND p.product_key = s.product_key
        JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
        LEFT JOIN tenant_user b ON b.tenant_id = s.tenant_id AND b.user_key = s.purchaser_key
        """;
}
