namespace MSCommerce;

/// <summary>How a user came by a licence.</summary>
public enum LicensePath
{
    /// <summary>It was given to the user.</summary>
    Direct,

    /// <summary>It comes by a group that the user is in, and can be taken away there alone.</summary>
    Group,

    /// <summary>Both.</summary>
    DirectAndGroup,
}

/// <summary>A user who holds a licence of a subscription (S3).</summary>
public sealed record LicensedUser
{
    /// <summary>The purchaser's user principal name; null for a central subscription. Lists are grouped by it.</summary>
    public string? Purchaser { get; init; }

    /// <summary>The user's principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The user's object id.</summary>
    public required string UserId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The product's id; null where the store knows the SKU alone.</summary>
    public string? ProductId { get; init; }

    /// <summary>The subscription whose licence the user holds; null where the store counts by product alone and the tenant has several of it.</summary>
    public required string? SubscriptionId { get; init; }

    /// <summary>When the licence was assigned (UTC).</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>Whether the user's account is enabled.</summary>
    public bool? AccountEnabled { get; init; }

    /// <summary>Services of the product that are switched off for this user.</summary>
    public IReadOnlyList<string> DisabledServices { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Whether the licence was given to the user or comes by a group; null where the store does not know.</summary>
    public LicensePath? AssignedBy { get; init; }

    /// <summary>The object ids of the groups that it comes by.</summary>
    public IReadOnlyList<string> Groups { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;
}
