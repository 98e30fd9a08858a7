namespace MSCommerce.Stores.Sql;

/// <summary>Ends licences with their subscription: who held them stays on record (T3, L3).</summary>
internal static class LicenseEnding
{
    /// <summary>Ends all licences of a subscription.</summary>
    public static async Task EndAllAsync(SqlSession session, long subscriptionKey)
    {
        var count = await session.ScalarAsync<long>("SELECT count(*) FROM license WHERE tenant_id = @t AND subscription_key = @subscriptionKey", new { subscriptionKey });
        if (count == 0)
            return;
        var last = await session.TakeKeysAsync("former_license", count);
        await session.ExecuteAsync(
            """
            INSERT INTO former_license (tenant_id, former_key, subscription_key, user_key, ended_at, assigned_at)
            SELECT @t, @last + row_number() OVER (ORDER BY user_key), subscription_key, user_key, @now, assigned_at
            FROM license WHERE tenant_id = @t AND subscription_key = @subscriptionKey
            """,
            new { subscriptionKey, last, now = session.Now });
        await session.ExecuteAsync("DELETE FROM license_service_off WHERE tenant_id = @t AND subscription_key = @subscriptionKey", new { subscriptionKey });
        await session.ExecuteAsync("DELETE FROM license WHERE tenant_id = @t AND subscription_key = @subscriptionKey", new { subscriptionKey });
        await session.ExecuteAsync("UPDATE subscription SET assigned = 0, version = version + 1 WHERE tenant_id = @t AND subscription_key = @subscriptionKey", new { subscriptionKey });
    }
}
