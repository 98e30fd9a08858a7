namespace MSCommerce.Benchmarks;

/// <summary>Gives every user of a sample tenant several licences more, by plain SQL: what is measured is the export of them, not how they got there.</summary>
internal static class ManyLicenses
{
    public static async Task AddSubscriptionsAsync(CommerceClient client, int users, int rows, CancellationToken stop) =>
        await client.Store.Subscriptions.ImportAsync("benchmark", Rows.Of(Ids(users, rows).Select((id, index) => new SubscriptionRow
        {
            Line = index + 2,
            SubscriptionId = id,
            Product = "Planner Plan 1",
            TotalLicenses = users,
        })), dryRun: false, null, stop);

    /// <summary>The statements that fill them, for both engines.</summary>
    public static IEnumerable<string> Sql(int users, int rows) => Ids(users, rows).SelectMany(id => new[]
    {
        $"""
        INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
        SELECT u.tenant_id, s.subscription_key, u.user_key, s.purchased_at
        FROM subscription s JOIN tenant_user u ON u.tenant_id = s.tenant_id WHERE s.subscription_id = '{id}' ORDER BY u.user_key
        """,
        $"""
        UPDATE subscription SET assigned = (SELECT count(*) FROM license l WHERE l.tenant_id = subscription.tenant_id AND l.subscription_key = subscription.subscription_key)
        WHERE subscription_id = '{id}'
        """,
    });

    // The sample itself has a licence for every user and some more.
    private static IEnumerable<string> Ids(int users, int rows) => Enumerable.Range(1, (rows / users) - 1).Select(number => $"many-{number}");
}
