namespace MSCommerce;

/// <summary>Who bought a subscription.</summary>
public enum SubscriptionChannel
{
    /// <summary>The organisation.</summary>
    Central,

    /// <summary>A user, by self-service.</summary>
    SelfService,
}

/// <summary>Where a subscription stands in its life (L2).</summary>
public enum SubscriptionStatus
{
    /// <summary>In its term.</summary>
    Active,

    /// <summary>Past its expiry date without renewal; users keep access.</summary>
    Expired,

    /// <summary>30 days past its expiry date; users have lost access.</summary>
    Disabled,

    /// <summary>Cancelled, or 120 days past its expiry date.</summary>
    Deleted,

    /// <summary>The service has another word for it, which is none of these and is taken for none: <see cref="Subscription.ServiceStatus"/>.</summary>
    Unknown,
}

/// <summary>How long a term is.</summary>
public enum SubscriptionTerm
{
    /// <summary>One month.</summary>
    Month,

    /// <summary>One year.</summary>
    Year,
}

/// <summary>A subscription as an administrator, or its purchaser, sees it (S1, U2). What a store does not know is null, never a guess.</summary>
public sealed record Subscription
{
    /// <summary>The subscription's id.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The product's id; null where the store knows the SKU alone.</summary>
    public string? ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>Whether the organisation or a user bought it.</summary>
    public required SubscriptionChannel Channel { get; init; }

    /// <summary>The purchaser's user principal name; null for a central subscription.</summary>
    public string? Purchaser { get; init; }

    /// <summary>The purchaser's display name; null for a central subscription.</summary>
    public string? PurchaserName { get; init; }

    /// <summary>Where it stands today, by its dates (L2).</summary>
    public required SubscriptionStatus Status { get; init; }

    /// <summary>The status in the service's own word, for instance <c>LockedOut</c>; null where the store has no other than <see cref="Status"/>.</summary>
    public string? ServiceStatus { get; init; }

    /// <summary>When it was bought (UTC).</summary>
    public DateTimeOffset? PurchasedAt { get; init; }

    /// <summary>When the present term ends (UTC); with <see cref="AutoRenew"/> it renews then (U8).</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was cancelled (UTC); null where it was not.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>How long a term is.</summary>
    public SubscriptionTerm? Term { get; init; }

    /// <summary>Whether it renews at the end of its term (U8).</summary>
    public bool? AutoRenew { get; init; }

    /// <summary>Whether it is a trial.</summary>
    public bool? IsTrial { get; init; }

    /// <summary>Whether the organisation took control of it (T4); always true for a central subscription.</summary>
    public required bool IsControlledByOrganization { get; init; }

    /// <summary>The price of one licence for one term, in <see cref="Currency"/>.</summary>
    public decimal? PricePerLicense { get; init; }

    /// <summary>The price's currency (ISO 4217).</summary>
    public string? Currency { get; init; }

    /// <summary>Licences bought (seats).</summary>
    public required int TotalLicenses { get; init; }

    /// <summary>Licences assigned to users (seats); null where the store counts by product alone.</summary>
    public int? AssignedLicenses { get; init; }

    /// <summary>Licences that can still be assigned (seats).</summary>
    public int? AvailableLicenses => TotalLicenses - AssignedLicenses;

    /// <summary>How many orders it has had; null where the store does not know.</summary>
    public int? OrderCount { get; init; }
}
