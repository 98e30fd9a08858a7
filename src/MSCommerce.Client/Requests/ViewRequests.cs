namespace MSCommerce;

/// <summary>What a list of orders is sorted by. Orders that are equal in that come by subscription and number.</summary>
public enum OrderSort
{
    /// <summary>Subscription, then the order's number.</summary>
    Subscription,

    /// <summary>When it was ordered.</summary>
    OrderedAt,

    /// <summary>Product name.</summary>
    Product,

    /// <summary>Who ordered.</summary>
    OrderedBy,

    /// <summary>Licences added; those given back come first.</summary>
    Quantity,
}

/// <summary>What a summary of licences is sorted by. Products that are equal in that come by name.</summary>
public enum LicenseSummarySort
{
    /// <summary>Product name.</summary>
    Product,

    /// <summary>How many subscriptions there are.</summary>
    Subscriptions,

    /// <summary>Licences bought.</summary>
    TotalLicenses,

    /// <summary>Licences assigned.</summary>
    AssignedLicenses,

    /// <summary>Licences available.</summary>
    AvailableLicenses,
}

/// <summary>What a list of capacity is sorted by. Products that are equal in that come by name.</summary>
public enum CapacitySort
{
    /// <summary>Product name.</summary>
    Product,

    /// <summary>Licences that bring it.</summary>
    Licenses,

    /// <summary>Database capacity.</summary>
    DatabaseCapacityMB,

    /// <summary>File capacity.</summary>
    FileCapacityMB,
}

/// <summary>Which orders (S4).</summary>
public sealed record OrderQuery : IPeriod
{
    /// <summary>Exact ids of subscriptions; all where empty.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Ordered at or after this moment (UTC).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Ordered before this moment (UTC).</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The order.</summary>
    public OrderSort SortBy { get; init; }

    /// <summary>The order turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most; all where null.</summary>
    public long? First { get; init; }
}

/// <summary>Which products of a summary of licences (S2).</summary>
public sealed record LicenseSummaryQuery
{
    /// <summary>Products by id, name or old id, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Of central or self-service subscriptions alone; both where null.</summary>
    public SubscriptionChannel? Channel { get; init; }

    /// <summary>The order.</summary>
    public LicenseSummarySort SortBy { get; init; }

    /// <summary>The order turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most; all where null.</summary>
    public long? First { get; init; }
}

/// <summary>Which products' capacity (S5).</summary>
public sealed record CapacityQuery
{
    /// <summary>Products by id, name or old id, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>The order.</summary>
    public CapacitySort SortBy { get; init; }

    /// <summary>The order turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most; all where null.</summary>
    public long? First { get; init; }
}
