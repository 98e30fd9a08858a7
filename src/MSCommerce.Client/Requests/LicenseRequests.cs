namespace MSCommerce;

/// <summary>What a list of licensed users is sorted by.</summary>
public enum LicensedUserSort
{
    /// <summary>Purchaser, then product name and subscription: the groups that the list is made of. Within one, the store's own order.</summary>
    Purchaser,

    /// <summary>Product name, then purchaser and subscription. Within one, the store's own order.</summary>
    Product,

    /// <summary>The user's principal name, then the subscription as by <see cref="Purchaser"/>.</summary>
    User,

    /// <summary>The user's display name, then as by <see cref="User"/>.</summary>
    DisplayName,

    /// <summary>When the licence was assigned, then as by <see cref="User"/>.</summary>
    AssignedAt,

    /// <summary>When the licence ended, then as by <see cref="User"/>: of former users alone.</summary>
    EndedAt,
}

/// <summary>Which licensed users (S3), or former ones (L3).</summary>
public sealed record LicensedUserQuery
{
    /// <summary>Exact ids of subscriptions; all where empty.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Purchasers by principal name, display name or object id, with wildcards.</summary>
    public IReadOnlyList<string> Purchaser { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Users by principal name, display name or object id, with wildcards. Somebody's principal name or object id means him, even where it is another's display
    /// name.
    /// </summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Of central or self-service subscriptions alone; both where null.</summary>
    public SubscriptionChannel? Channel { get; init; }

    /// <summary>The order.</summary>
    public LicensedUserSort SortBy { get; init; }

    /// <summary>The order turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most; all where null.</summary>
    public long? First { get; init; }
}

/// <summary>Licensed users to be written to a file (S3).</summary>
public sealed record ExportUsersRequest
{
    /// <summary>The file; its ending says the format: <c>.csv</c>, or <c>.jsonl</c> for JSON lines.</summary>
    public required string Path { get; init; }

    /// <summary>Exact ids of subscriptions; all where empty.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Purchasers by principal name, display name or object id, with wildcards.</summary>
    public IReadOnlyList<string> Purchaser { get; init => field = value ?? []; } = [];

    /// <summary>Users by principal name, display name or object id, with wildcards.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Of central or self-service subscriptions alone; both where null.</summary>
    public SubscriptionChannel? Channel { get; init; }

    /// <summary>Leave cells that a spreadsheet would run as formulas as they are.</summary>
    public bool Raw { get; init; }

    /// <summary>Replace a file that exists.</summary>
    public bool Force { get; init; }
}

/// <summary>Users to be moved to another subscription (T1).</summary>
public sealed record MoveUsersRequest
{
    /// <summary>The subscriptions that the users come from.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>The users to move, by principal name or object id; all where empty. Where users are named the sources stay.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Single licences to move, each a subscription and a user, as a list of licensed users gives them. Their sources stay.</summary>
    public IReadOnlyList<LicenseReference> License { get; init => field = value ?? []; } = [];

    /// <summary>The subscription that the users go to. Give this or <see cref="TargetProduct"/>.</summary>
    public string? TargetSubscriptionId { get; init; }

    /// <summary>The product that the users go to, by id, name or old id: its one active central subscription.</summary>
    public string? TargetProduct { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Assignments to be imported from a file.</summary>
public sealed record ImportLicensesRequest
{
    /// <summary>The file: <c>.csv</c>, or JSON lines (<c>.jsonl</c>).</summary>
    public required string Path { get; init; }

    /// <summary>Check everything and write nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Subscriptions to be imported from a file.</summary>
public sealed record ImportSubscriptionsRequest
{
    /// <summary>The file: <c>.csv</c>, or JSON lines (<c>.jsonl</c>).</summary>
    public required string Path { get; init; }

    /// <summary>Check everything and write nothing.</summary>
    public bool DryRun { get; init; }
}
