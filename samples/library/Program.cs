// The three main jobs by the client library alone: which products may be bought, who holds what, and a subscription whose users
// move to the organisation's. `dotnet run --project samples/library -- sqlite:<path>`; without an address a sample is made.
using MSCommerce;
using MSCommerce.Samples;
using MSCommerce.Stores;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    var registry = new StoreRegistry(new SqliteStoreFactory(), new PostgreSqlStoreFactory(), new Microsoft365StoreFactory());
    await using var client = args is [var address]
        ? new CommerceClient(await registry.OpenAsync(address, new(), stop.Token))
        : await MakeSampleAsync(registry, stop.Token);

    // A change is planned first; DryRun ends there. Apply writes what the plan says, or nothing where it no longer holds.
    var plan = await client.Policies.PlanAsync(new() { Product = ["Power*"], Value = PolicyValues.Disabled, DryRun = true }, stop.Token);
    foreach (var change in plan.Where(change => change.IsChange))
    {
        Console.WriteLine($"{change.Name}: {change.Current} -> {change.Wanted}");
    }

    await client.Policies.ApplyAsync(plan, cancellationToken: stop.Token);

    // Lists are streams: a million rows take no more memory than ten.
    await foreach (var subscription in client.Subscriptions.GetAsync(new() { Channel = SubscriptionChannel.SelfService, First = 5 }, stop.Token))
    {
        Console.WriteLine($"{subscription.ProductName}: {subscription.AssignedLicenses} of {subscription.TotalLicenses}, bought by {subscription.Purchaser}");
    }

    return 0;
}
catch (CommerceException failure)
{
    // What failed, on what, and what to do next; ErrorId is stable.
    Console.Error.WriteLine($"{failure.ErrorId}: {failure.Message}");
    return 1;
}

static async Task<CommerceClient> MakeSampleAsync(StoreRegistry registry, CancellationToken stop)
{
    var path = Path.Combine(Directory.CreateTempSubdirectory("mscommerce-").FullName, "sample.db");
    var client = new CommerceClient(await registry.OpenAsync($"sqlite:{path}", SampleTenant.StoreOptions, stop));
    await SampleTenant.CreateAsync(client, new SampleOptions { Users = 200 }, cancellationToken: stop);
    return client;
}
