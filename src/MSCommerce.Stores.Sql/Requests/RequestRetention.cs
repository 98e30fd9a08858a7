using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>How long decided requests are kept (R3): as long as the tenant says now.</summary>
/// <param name="Days">How many days.</param>
/// <param name="Cutoff">What was decided then or before is past its retention.</param>
internal sealed record RequestRetention(int Days, UtcTime Cutoff)
{
    public static async Task<RequestRetention> ReadAsync(SqlSession session)
    {
        var days = (await TenantFacts.ReadAsync(session)).LicenseRequestRetentionDays;
        return new(days, UtcTime.Of(LicenseRequestRules.PurgedIfDecidedBy(session.Now.Value, days)));
    }

    /// <summary>Deletes what is past its retention, in the transaction of a change of requests, and records how much it was.</summary>
    public static async Task PurgeAsync(SqlSession session)
    {
        const string Past = "tenant_id = @t AND decided_at <= @cutoff";
        var (days, cutoff) = await ReadAsync(session);
        var purged = await session.ScalarAsync<int>($"SELECT count(*) FROM license_request WHERE {Past}", new { cutoff });
        if (purged == 0)
            return;

        foreach (var table in new[] { "license_request_service", "license_request_user" })
            await session.ExecuteAsync($"DELETE FROM {table} WHERE tenant_id = @t AND request_key IN (SELECT request_key FROM license_request WHERE {Past})", new { cutoff });
        await session.ExecuteAsync($"DELETE FROM license_request WHERE {Past}", new { cutoff });
        await AuditLog.AddAsync(
            session, AuditActions.LicenseRequestsPurged, await TenantFacts.ReadNameAsync(session),
            $"{PropertyText.Of(purged)} requests decided {PropertyText.Of(days)} days ago or earlier", after: null);
    }
}
