using MSCommerce.Stores;

namespace MSCommerce.Samples;

/// <summary>
/// Sample tenants of any size, made from a seed number (X8): for trying out and for measuring. The small one is a company with central and
/// self-service subscriptions, guests, leavers, trials, and subscriptions that expired or were cancelled. All of it is fictitious, prices included.
/// </summary>
public static class SampleTenant
{
    /// <summary>The organisation's name.</summary>
    public const string Name = "Fabrikam (sample)";

    /// <summary>The domain of its users.</summary>
    public const string Domain = "fabrikam.example";

    /// <summary>The global administrator. There is also <c>billing@</c>, a billing administrator, and <c>reader@</c>, a global reader.</summary>
    public const string Administrator = $"admin@{Domain}";

    /// <summary>The source that the audit log names for the sample's content.</summary>
    private const string Source = "sample";

    /// <summary>How to open a store that is to become a sample tenant.</summary>
    public static StoreOptions StoreOptions { get; } = new() { Create = true, IsSample = true, TenantName = Name, Actor = Administrator };

    /// <summary>Fills a store that was just made with <see cref="StoreOptions"/>.</summary>
    /// <param name="client">A client over the store, acting as <see cref="Administrator"/>.</param>
    /// <param name="options">How big, and from which seed.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it; the store is then partly filled and of no use.</param>
    /// <returns>What the client is connected to.</returns>
    /// <exception cref="CommerceException"><c>SampleTooSmall</c>, <c>NotASample</c>, <c>SampleExists</c>.</exception>
    public static async Task<StoreContext> CreateAsync(
        CommerceClient client, SampleOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        const int FewestUsers = 20;
        if (options.Users < FewestUsers)
            throw CommerceErrors.InvalidRequest("SampleTooSmall", $"A sample tenant has at least {FewestUsers} users; {options.Users} were asked for.");

        var context = await client.Tenant.GetContextAsync(cancellationToken);
        if (!context.IsSample)
            throw CommerceErrors.InvalidRequest("NotASample", $"{context.Store} is not a sample: nothing was put into it. Name a file that does not exist yet.", context.Store);
        if (await client.Subscriptions.CountAsync(new(), cancellationToken) > 0)
            throw CommerceErrors.InvalidRequest("SampleExists", $"{context.Store} has been filled already. Name a file that does not exist yet.", context.Store);

        // Days alone: the hour of making must not show in the data.
        options = options with { Today = new(options.Today.UtcDateTime.Date, TimeSpan.Zero) };
        var random = new SampleRandom(options.Seed);
        var people = new SamplePeople(options, random);
        var purchases = new SamplePurchases(options, random, people);
        var store = client.Store;
        // Without a country nobody could buy for himself (E1).
        await client.Tenant.SetAsync(new() { Country = "DE" }, cancellationToken);
        await store.Catalog.ImportAsync(Source, SampleCatalog.Products, dryRun: false, cancellationToken);
        await store.Tenant.ImportUsersAsync(Source, people.Indexes.Select(people.Row).ToAsyncEnumerable(), dryRun: false, progress, cancellationToken);
        await store.Subscriptions.ImportAsync(Source, purchases.Subscriptions.ToAsyncEnumerable(), dryRun: false, progress, cancellationToken);
        await store.Licenses.ImportAsync(Source, purchases.Licenses.ToAsyncEnumerable(), dryRun: false, progress, cancellationToken);
        await store.Tenant.ImportUsersAsync(Source, people.Leavers.Select(people.LeaverRow).ToAsyncEnumerable(), dryRun: false, progress, cancellationToken);
        await SetPoliciesAsync(client, cancellationToken);
        return context;
    }

    private static async Task SetPoliciesAsync(CommerceClient client, CancellationToken cancellationToken)
    {
        await client.Policies.SetAsync(new() { Product = ["Microsoft 365 Copilot", "Power Automate RPA"], Value = PolicyValues.Disabled }, null, cancellationToken);
        await client.Policies.SetAsync(new() { Product = ["Viva Goals"], Value = PolicyValues.OnlyTrialsWithoutPaymentMethod }, null, cancellationToken);
        await client.Policies.SetAsync(new() { OfferType = ["SaaS"], Value = PolicyValues.Disabled }, null, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ToAsyncEnumerable<T>(this IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
        await Task.CompletedTask;
    }
}
