using MSCommerce.Stores;

namespace MSCommerce.Benchmarks;

/// <summary>A store for moves: the same users hold a licence in each of several self-service subscriptions, and for each there is a central one with room.</summary>
internal static class MoveStore
{
    public const string Administrator = "admin@bench.example";

    public const string Product = "Power BI Pro";

    public static StoreOptions Options { get; } = new() { Create = true, TenantName = "Bench", Actor = Administrator };

    public static string Source(int number) => $"source-{number}";

    public static string Target(int number) => $"target-{number}";

    public static string User(int number) => $"user{number:D7}@bench.example";

    /// <summary>Users, and a subscription with a licence for each of them.</summary>
    public static async Task FillUsersAsync(CommerceClient client, int users, CancellationToken stop)
    {
        var rows = Enumerable.Range(1, users).Select(number => new UserRow
        {
            Line = number + 1,
            UserPrincipalName = User(number),
            DisplayName = $"User {number}",
            // In no order, as a directory's are.
            UserId = new Guid(number * 7919, (short)(number * 31), (short)(number * 17), 1, 2, 3, 4, 5, 6, 7, 8).ToString(),
        });
        await client.Store.Tenant.ImportUsersAsync("benchmark", Rows.Of(rows), dryRun: false, null, stop);
    }

    public static async Task FillAsync(CommerceClient client, int users, int pairs, CancellationToken stop)
    {
        await FillUsersAsync(client, users, stop);
        var numbers = Enumerable.Range(0, pairs).ToList();
        var subscriptions = numbers.SelectMany(number => new[]
        {
            new SubscriptionRow { Line = number + 2, SubscriptionId = Source(number), Product = Product, Purchaser = User(1), TotalLicenses = users },
            new SubscriptionRow { Line = number + 2, SubscriptionId = Target(number), Product = Product, TotalLicenses = users },
        });
        await client.Store.Subscriptions.ImportAsync("benchmark", Rows.Of(subscriptions), dryRun: false, null, stop);
        var licenses = numbers.SelectMany(number => Enumerable.Range(1, users).Select(user => new LicenseRow { Line = user + 1, SubscriptionId = Source(number), User = User(user) }));
        await client.Store.Licenses.ImportAsync("benchmark", Rows.Of(licenses), dryRun: false, null, stop);
    }
}
