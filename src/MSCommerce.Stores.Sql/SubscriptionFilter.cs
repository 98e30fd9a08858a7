using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Which subscriptions a query means.</summary>
internal sealed record SubscriptionCriteria
{
    public IReadOnlyList<string> SubscriptionId { get; init; } = [];

    public IReadOnlyList<string> Product { get; init; } = [];

    public IReadOnlyList<string> Purchaser { get; init; } = [];

    public SubscriptionChannel? Channel { get; init; }
}

/// <summary>Picks subscriptions by ids, products, purchasers and channel, and remembers which exact names nothing answered to.</summary>
internal sealed class SubscriptionFilter
{
    private readonly SubscriptionCriteria _criteria;
    private readonly HashSet<long>? _products;
    private readonly List<string> _missingProducts;
    private readonly IReadOnlyList<NamePattern> _purchasers;
    private readonly long?[] _purchaserKeys;
    private readonly bool[] _purchaserFound;
    private readonly HashSet<string> _ids;
    private readonly HashSet<string> _missingIds;

    private SubscriptionFilter(
        SubscriptionCriteria criteria, HashSet<long>? products, List<string> missingProducts, IReadOnlyList<NamePattern> purchasers, long?[] purchaserKeys)
    {
        _criteria = criteria;
        _products = products;
        _missingProducts = missingProducts;
        _purchasers = purchasers;
        _purchaserKeys = purchaserKeys;
        _purchaserFound = new bool[_purchasers.Count];
        _ids = new(criteria.SubscriptionId, StringComparer.OrdinalIgnoreCase);
        _missingIds = new(_ids, StringComparer.OrdinalIgnoreCase);
    }

    public static async Task<SubscriptionFilter> MakeAsync(SqlSession session, SubscriptionCriteria criteria)
    {
        var purchasers = NamePattern.All(criteria.Purchaser);
        var keys = new long?[purchasers.Count];
        for (var index = 0; index < keys.Length; index++)
            keys[index] = purchasers[index].HasWildcard ? null : await UserNames.FindAsync(session, purchasers[index].Text);
        if (criteria.Product.Count == 0)
            return new(criteria, null, [], purchasers, keys);
        var selection = ProductReader.Select(await ProductReader.ReadAsync(session), criteria.Product);
        return new(criteria, [.. selection.Matches.Select(product => product.Key)], [.. selection.Missing], purchasers, keys);
    }

    /// <summary>The products that the criteria mean; null for all.</summary>
    public IReadOnlyCollection<long>? ProductKeys => _products;

    /// <summary>The subscriptions that the criteria mean, by the index where ids are given.</summary>
    public async IAsyncEnumerable<StoredSubscription> ReadAsync(SqlSession session, IAsyncEnumerable<StoredSubscription> visible)
    {
        var candidates = _criteria.SubscriptionId.Count > 0 && session.ReachOf(Permission.View) == Reach.All
            ? SubscriptionReader.WithIdsAsync(session, _criteria.SubscriptionId)
            : visible;
        await foreach (var candidate in candidates)
        {
            if (Allows(candidate))
                yield return candidate;
        }
    }

    /// <summary>What was named exactly and is not there, or not the actor's to see.</summary>
    public async Task<CommerceException?> MissingAsync(SqlSession session)
    {
        if (_missingIds.Count > 0)
            return CommerceErrors.SubscriptionNotFound([.. _criteria.SubscriptionId.Where(_missingIds.Contains).Distinct(StringComparer.OrdinalIgnoreCase)]);
        if (_missingProducts.Count > 0)
            return CommerceErrors.ProductNotFound(_missingProducts);

        var unseen = _purchasers.Where((purchaser, index) => !purchaser.HasWildcard && !_purchaserFound[index]).ToList();
        if (unseen.Count == 0)
            return null;

        // Who bought nothing that was listed is no error; who does not exist is.
        var missing = session.ReachOf(Permission.View) == Reach.All
            ? (await UserNames.MatchAsync(session, unseen)).Missing
            : unseen.Where(name => !name.IsMatch(session.Actor.UserPrincipalName)).Select(name => name.Text).ToList();
        return missing.Count > 0 ? CommerceErrors.UserNotFound(missing) : null;
    }

    private bool Allows(StoredSubscription candidate)
    {
        var subscription = candidate.Subscription;
        if (_criteria.SubscriptionId.Count > 0)
        {
            if (!_ids.Contains(subscription.SubscriptionId))
                return false;
            _missingIds.Remove(subscription.SubscriptionId);
        }

        // Asked before the other criteria: a purchaser is found even where none of his subscriptions is meant.
        if (!MatchesPurchaser(candidate))
            return false;
        return (_products is null || _products.Contains(candidate.ProductKey)) && (_criteria.Channel is null || _criteria.Channel == subscription.Channel);
    }

    private bool MatchesPurchaser(StoredSubscription candidate)
    {
        var any = _purchasers.Count == 0;
        for (var index = 0; index < _purchaserFound.Length; index++)
        {
            if (IsPurchaser(index, candidate))
                any = _purchaserFound[index] = true;
        }

        return any;
    }

    /// <summary>An exact principal name or object id means that user, even where it is another's display name.</summary>
    private bool IsPurchaser(int index, StoredSubscription candidate)
    {
        if (_purchaserKeys[index] is { } key)
            return candidate.PurchaserKey == key;
        var purchaser = _purchasers[index];
        return purchaser.IsMatch(candidate.Subscription.Purchaser) || purchaser.IsMatch(candidate.Subscription.PurchaserName) || purchaser.IsMatch(candidate.PurchaserId);
    }
}
