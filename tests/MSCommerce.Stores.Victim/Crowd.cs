using System.Globalization;

namespace MSCommerce.Stores.Victim;

/// <summary>Very many users, and the subscription that one of them bought for the others.</summary>
public static class Crowd
{
    public const string Admin = "admin@crowd.example";
    public const string Source = "crowd-source";
    public const string Target = "crowd-target";

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:D7}@crowd.example");

    public static async IAsyncEnumerable<UserRow> UsersAsync(int first, int count)
    {
        for (var number = first; number < first + count; number++)
            yield return new UserRow { Line = number + 1, UserPrincipalName = Name(number), DisplayName = $"User {number}", UserId = Id(number) };
        await Task.CompletedTask;
    }

    public static async IAsyncEnumerable<LicenseRow> LicensesAsync(string subscriptionId, int first, int count)
    {
        for (var number = first; number < first + count; number++)
            yield return new LicenseRow { Line = number + 1, SubscriptionId = subscriptionId, User = Name(number) };
        await Task.CompletedTask;
    }

    /// <summary>Fills a store: so many users, all of them in a self-service subscription, and a central one with room for them.</summary>
    public static async Task FillAsync(ICommerceStore store, int users, CancellationToken stop)
    {
        await store.Tenant.ImportUsersAsync("crowd", UsersAsync(1, users), dryRun: false, null, stop);
        await store.Subscriptions.ImportAsync("crowd", SubscriptionsAsync(users), dryRun: false, null, stop);
        await store.Licenses.ImportAsync("crowd", LicensesAsync(Source, 1, users), dryRun: false, null, stop);
    }

    private static async IAsyncEnumerable<SubscriptionRow> SubscriptionsAsync(int users)
    {
        yield return new SubscriptionRow { Line = 2, SubscriptionId = Source, Product = "Power BI Pro", Purchaser = Name(1), TotalLicenses = users };
        yield return new SubscriptionRow { Line = 3, SubscriptionId = Target, Product = "Power BI Pro", TotalLicenses = users };
        await Task.CompletedTask;
    }

    // In no order, as a directory's are.
    private static string Id(int number) => new Guid(number * 7919, (short)(number * 31), (short)(number * 17), 1, 2, 3, 4, 5, 6, 7, 8).ToString();
}
