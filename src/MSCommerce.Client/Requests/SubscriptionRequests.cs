namespace MSCommerce;

/// <summary>What a list of subscriptions is sorted by.</summary>
public enum SubscriptionSort
{
    /// <summary>Product name, then purchaser.</summary>
    Product,

    /// <summary>Purchaser, then product name.</summary>
    Purchaser,

    /// <summary>Expiry date.</summary>
    ExpiresAt,

    /// <summary>Licences bought.</summary>
    TotalLicenses,

    /// <summary>Licences available.</summary>
    AvailableLicenses,
}

/// <summary>Which subscriptions (S1, U2).</summary>
public sealed record SubscriptionQuery
{
    /// <summary>Exact ids; all where empty.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Purchasers by principal name, display name or object id, with wildcards. Somebody's principal name or object id means him, even where it is another's display
    /// name.
    /// </summary>
    public IReadOnlyList<string> Purchaser { get; init => field = value ?? []; } = [];

    /// <summary>Central or self-service alone; both where null.</summary>
    public SubscriptionChannel? Channel { get; init; }

    /// <summary>These statuses alone; all where empty.</summary>
    public IReadOnlyList<SubscriptionStatus> Status { get; init => field = value ?? []; } = [];

    /// <summary>Those whose present term ends before this date (UTC).</summary>
    public DateTimeOffset? ExpiringBefore { get; init; }

    /// <summary>The order.</summary>
    public SubscriptionSort SortBy { get; init; }

    /// <summary>The order turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most; all where null.</summary>
    public long? First { get; init; }
}
