using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>The subscriptions of the tenant with the names of who bought them, as one operation sees them.</summary>
internal sealed class SubscriptionBook
{
    private SubscriptionBook(List<GraphSubscription> all) => All = all;

    /// <summary>All of them.</summary>
    public IReadOnlyList<GraphSubscription> All { get; }

    /// <summary>Reads them.</summary>
    /// <param name="service">Graph.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="withPurchasers">Whether the names of who bought them are looked up, which takes the permission to read users.</param>
    public static async Task<SubscriptionBook> ReadAsync(GraphService service, CancellationToken stop, bool withPurchasers = true)
    {
        var all = new List<GraphSubscription>();
        await foreach (var subscription in service.GetSubscriptionsAsync(stop))
            all.Add(subscription);
        if (!withPurchasers)
            return new(all);
        var owners = all.Select(subscription => subscription.OwnerId).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var names = await new UserLookup(service).NamesByIdAsync(owners, stop);
        return new([.. all.Select(subscription => Named(subscription, names))]);
    }

    /// <summary>The subscriptions that these ids mean, each once.</summary>
    /// <exception cref="CommerceException"><c>SubscriptionNotFound</c>.</exception>
    public IReadOnlyList<GraphSubscription> Find(IReadOnlyList<string> ids)
    {
        var missing = ids.Where(id => !All.Any(subscription => subscription.IsCalled(id))).ToList();
        return missing.Count > 0 ? throw CommerceErrors.SubscriptionNotFound(missing) : [.. All.Where(subscription => ids.Any(subscription.IsCalled))];
    }

    /// <summary>The subscription that a plan saw, as long as it is as the plan saw it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">What the plan saw (<see cref="GraphSubscription.Version"/>).</param>
    /// <exception cref="CommerceException"><c>SubscriptionNotFound</c>, <c>ChangedMeanwhile</c>.</exception>
    public GraphSubscription Demand(string id, string version)
    {
        var now = Find([id])[0];
        return now.Version == version ? now : throw CommerceErrors.ChangedMeanwhile($"Subscription {now.Id}", version.Split('/')[0], now.Subscription.ServiceStatus ?? "");
    }

    /// <summary>The living subscriptions of a product.</summary>
    public IEnumerable<GraphSubscription> OfSku(string skuId) => All.Where(subscription => subscription.IsLiving && subscription.SkuId.Equals(skuId, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a query picks, and what was named exactly and is not there.</summary>
    public async Task<(IReadOnlyList<GraphSubscription> Picked, CommerceException? Missing)> PickAsync(
        GraphService service, IReadOnlyList<string> ids, IReadOnlyList<string> products, IReadOnlyList<string> purchasers, SubscriptionChannel? channel, CancellationToken stop)
    {
        var byProduct = Selection.Of(All, products, subscription => subscription.ProductIdentities, ProductAlias.NameOf);
        var (byPurchaser, unknown) = OfPurchasers(purchasers);
        var picked = byProduct.Matches.Where(subscription =>
            (ids.Count == 0 || ids.Any(subscription.IsCalled)) && byPurchaser(subscription) && (channel is null || subscription.Subscription.Channel == channel)).ToList();

        var missingIds = ids.Where(id => !All.Any(subscription => subscription.IsCalled(id))).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (missingIds.Count > 0)
            return (picked, CommerceErrors.SubscriptionNotFound(missingIds));
        if (byProduct.Missing.Count > 0)
            return (picked, CommerceErrors.ProductNotFound(byProduct.Missing));
        // Somebody who bought nothing is somebody all the same.
        var nobody = unknown.Count > 0 ? (await new UserLookup(service).ByAnyNameAsync(unknown, stop)).Missing : [];
        return (picked, nobody.Count > 0 ? CommerceErrors.UserNotFound(nobody) : null);
    }

    private (Func<GraphSubscription, bool> Allows, IReadOnlyList<string> Unknown) OfPurchasers(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return (_ => true, []);
        var unknown = new List<string>();
        var owners = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pattern in NamePattern.All(names))
        {
            var bought = All.Where(subscription => subscription.OwnerId is not null).ToList();
            var own = bought.Where(subscription => pattern.IsMatch(subscription.Subscription.Purchaser) || pattern.IsMatch(subscription.OwnerId)).ToList();
            if (own.Count == 0 || pattern.HasWildcard)
                own.AddRange(bought.Where(subscription => pattern.IsMatch(subscription.Subscription.PurchaserName)));
            owners.UnionWith(own.Select(subscription => subscription.OwnerId!));
            if (own.Count == 0 && !pattern.HasWildcard)
                unknown.Add(pattern.Text);
        }

        // A star alone names everybody, as no name does.
        var everybody = names.Contains("*", StringComparer.Ordinal);
        return (subscription => everybody || (subscription.OwnerId is { } owner && owners.Contains(owner)), unknown);
    }

    /// <summary>With the purchaser's names; with his object id where the account is gone.</summary>
    private static GraphSubscription Named(GraphSubscription subscription, Dictionary<string, (string Upn, string DisplayName)> names) =>
        subscription.OwnerId is not { } owner ? subscription
        : subscription with
        {
            Subscription = names.TryGetValue(owner, out var name)
                ? subscription.Subscription with { Purchaser = name.Upn, PurchaserName = name.DisplayName }
                : subscription.Subscription with { Purchaser = owner },
        };
}
