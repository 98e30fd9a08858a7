namespace MSCommerce;

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

    /// <summary>The subscription whose licence the user holds.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>When the licence was assigned (UTC).</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>Whether the user's account is enabled.</summary>
    public bool? AccountEnabled { get; init; }

    /// <summary>Services of the product that are switched off for this user.</summary>
    public IReadOnlyList<string> DisabledServices { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;
}
