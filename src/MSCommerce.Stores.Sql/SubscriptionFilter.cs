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
    private readonly PersonFilter _purchasers;
    private readonly HashSet<string> _ids;
    private readonly HashSet<string> _missingIds;

    private SubscriptionFilter(SubscriptionCriteria criteria, HashSet<long>? products, List<string> missingProducts, PersonFilter purchasers)
    {
        _criteria = criteria;
        _products = products;
        _missingProducts = missingProducts;
        _purchasers = purchasers;
        _ids = new(criteria.SubscriptionId, StringComparer.OrdinalIgnoreCase);
        _missingIds = new(_ids, StringComparer.OrdinalIgnoreCase);
    }

    public static async Task<SubscriptionFilter> MakeAsync(SqlSession session, SubscriptionCriteria criteria)
    {
        var purchasers = await PersonFilter.MakeAsync(session, criteria.Purchaser);
        if (criteria.Product.Count == 0)
            return new(criteria, null, [], purchasers);
        var selection = ProductReader.Select(await ProductReader.ReadAsync(session), criteria.Product);
        return new(criteria, [.. selection.Matches.Select(product => product.Key)], [.. selection.Missing], purchasers);
    }

    /// <summary>Whether all subscriptions are meant.</summary>
    public bool IsEmpty => _criteria is { SubscriptionId.Count: 0, Product.Count: 0, Purchaser.Count: 0, Channel: null };

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
        return _missingProducts.Count > 0 ? CommerceErrors.ProductNotFound(_missingProducts) : await _purchasers.MissingAsync(session);
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
        if (!_purchasers.Allows(candidate.PurchaserKey, subscription.Purchaser, subscription.PurchaserName, candidate.PurchaserId))
            return false;
        return (_products is null || _products.Contains(candidate.ProductKey)) && (_criteria.Channel is null || _criteria.Channel == subscription.Channel);
    }
}
