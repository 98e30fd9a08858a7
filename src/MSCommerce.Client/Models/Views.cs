namespace MSCommerce;

/// <summary>The licences of one product over all its subscriptions (S2).</summary>
public sealed record LicenseSummary
{
    /// <summary>The product's id; null where the store knows the SKU alone.</summary>
    public string? ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>Subscriptions that are not deleted.</summary>
    public required int Subscriptions { get; init; }

    /// <summary>Licences bought (seats).</summary>
    public required long TotalLicenses { get; init; }

    /// <summary>Licences assigned (seats).</summary>
    public required long AssignedLicenses { get; init; }

    /// <summary>Licences that can still be assigned (seats).</summary>
    public long AvailableLicenses => TotalLicenses - AssignedLicenses;
}

/// <summary>The Power Platform capacity that a product's self-service subscriptions bring (S5).</summary>
public sealed record ProductCapacity
{
    /// <summary>The product's id.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>Licences of self-service subscriptions that users have access to (seats).</summary>
    public required long Licenses { get; init; }

    /// <summary>Dataverse database capacity in all (MB).</summary>
    public required long DatabaseCapacityMB { get; init; }

    /// <summary>Dataverse file capacity in all (MB).</summary>
    public required long FileCapacityMB { get; init; }
}

/// <summary>A user who held a licence of a subscription and does not any more (T3, L3).</summary>
public sealed record FormerLicensedUser
{
    /// <summary>The purchaser's user principal name; null for a central subscription.</summary>
    public string? Purchaser { get; init; }

    /// <summary>The user's principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The user's object id.</summary>
    public required string UserId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The product's id.</summary>
    public string? ProductId { get; init; }

    /// <summary>The subscription whose licence the user held. It is not named SubscriptionId: a pipeline must not take it for one to work on.</summary>
    public required string FormerSubscriptionId { get; init; }

    /// <summary>When the licence was assigned (UTC).</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The subscription that the user was moved to; null where nowhere.</summary>
    public string? MovedTo { get; init; }
}
