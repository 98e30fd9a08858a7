namespace MSCommerce;

/// <summary>Which products of the catalogue (S8).</summary>
public sealed record ProductQuery
{
    /// <summary>Products by id, name or old id, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Families, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Family { get; init => field = value ?? []; } = [];
}

/// <summary>Facts of the tenant to be set; those that are null stay.</summary>
public sealed record SetTenantRequest
{
    /// <summary>The organisation's name.</summary>
    public string? Name { get; init; }

    /// <summary>The organisation's country (ISO 3166-1 alpha-2).</summary>
    public string? Country { get; init; }

    /// <summary>What kind of organisation it is.</summary>
    public TenantSector? Sector { get; init; }

    /// <summary>Whether the directory is managed.</summary>
    public bool? IsManaged { get; init; }

    /// <summary>How many days a decided licence request is kept (R3), 1 to 3650.</summary>
    public int? LicenseRequestRetentionDays { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Accounts and roles to be set; what is null stays.</summary>
public sealed record SetUserRequest
{
    /// <summary>Users by principal name or object id, with wildcards.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Whether the account is enabled; a leaver's is not.</summary>
    public bool? AccountEnabled { get; init; }

    /// <summary>The administrator roles, all of them; null leaves them, an empty list takes them away.</summary>
    public IReadOnlyList<Role>? Role { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Facts of products to be set; those that are null stay (S8).</summary>
public sealed record SetProductRequest
{
    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>The list price of one licence a month.</summary>
    public decimal? ListPrice { get; init; }

    /// <summary>The organisation's price of one licence a month.</summary>
    public decimal? OrganizationPrice { get; init; }

    /// <summary>The currency of the prices (ISO 4217).</summary>
    public string? Currency { get; init; }

    /// <summary>The services that a licence brings, all of them.</summary>
    public IReadOnlyList<string>? Service { get; init; }

    /// <summary>Whether there is a trial that needs no payment method.</summary>
    public bool? HasTrialWithoutPaymentMethod { get; init; }

    /// <summary>Dataverse database capacity that one licence brings (MB).</summary>
    public int? DatabaseCapacityMB { get; init; }

    /// <summary>Dataverse file capacity that one licence brings (MB).</summary>
    public int? FileCapacityMB { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Products to be imported from a file (S8).</summary>
public sealed record ImportProductsRequest
{
    /// <summary>The file: <c>.csv</c>, or JSON lines (<c>.jsonl</c>), with the columns of <see cref="Product"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Check everything and write nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>A purchase by the organisation (T5).</summary>
public sealed record BuySubscriptionRequest
{
    /// <summary>The product by id, name or old id.</summary>
    public required string Product { get; init; }

    /// <summary>Licences to buy (seats), at least 1.</summary>
    public required int Licenses { get; init; }

    /// <summary>How long a term is.</summary>
    public SubscriptionTerm Term { get; init; } = SubscriptionTerm.Year;

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Settings of subscriptions to be changed; what is null stays (U3, U8, T4).</summary>
public sealed record SetSubscriptionRequest
{
    /// <summary>Exact ids of subscriptions.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>The total number of licences wanted (seats): not less than are assigned, not less than 1.</summary>
    public int? TotalLicenses { get; init; }

    /// <summary>Whether it renews at the end of its term.</summary>
    public bool? AutoRenew { get; init; }

    /// <summary>Take control for the organisation: the purchaser then sees it and no more, and renewal is off until decided.</summary>
    public bool TakeControl { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Subscriptions to be cancelled (T3, U5).</summary>
public sealed record CancelSubscriptionRequest
{
    /// <summary>Exact ids of subscriptions.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Why: one of the fixed list.</summary>
    public required CancellationReason Reason { get; init; }

    /// <summary>What else there is to say, up to 1,000 characters.</summary>
    public string? Feedback { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Licences to be assigned (U4, T5).</summary>
public sealed record AssignLicensesRequest
{
    /// <summary>The subscription whose licences are assigned. Give this or <see cref="Product"/>.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The product, by id, name or old id: free licences of the organisation's subscriptions are taken, those that end last first.</summary>
    public string? Product { get; init; }

    /// <summary>The users, by principal name or object id.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Services of the product that are switched off for them; null leaves those of users who have a licence as they are.</summary>
    public IReadOnlyList<string>? DisabledService { get; init; }

    /// <summary>Buy, at the organisation's price, what is missing; with a product alone.</summary>
    public bool BuyShortfall { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Licences to be taken away (U4).</summary>
public sealed record UnassignLicensesRequest
{
    /// <summary>The subscription whose licences are taken away from <see cref="User"/>.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The users, by principal name or object id.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Single licences, each a subscription and a user, as a list of licensed users gives them.</summary>
    public IReadOnlyList<LicenseReference> License { get; init => field = value ?? []; } = [];

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Purchasers to be asked to cancel (T5).</summary>
public sealed record RequestCancellationRequest
{
    /// <summary>Exact ids of self-service subscriptions.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}
