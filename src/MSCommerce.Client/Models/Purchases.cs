namespace MSCommerce;

/// <summary>A purchase as it is shown before it is confirmed, and made as it was shown (U1, T5).</summary>
public sealed record PurchasePlan
{
    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>Who buys.</summary>
    public required SubscriptionChannel Channel { get; init; }

    /// <summary>The subscription that is enlarged; null where a new one is bought.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Licences bought (seats).</summary>
    public required int Licenses { get; init; }

    /// <summary>How long a term is.</summary>
    public required SubscriptionTerm Term { get; init; }

    /// <summary>The price of one licence for one term; null where the catalogue has none.</summary>
    public decimal? PricePerLicense { get; init; }

    /// <summary>The price's currency (ISO 4217).</summary>
    public string? Currency { get; init; }

    /// <summary>What the term costs: the price times the licences.</summary>
    public decimal? TotalPrice => PricePerLicense * Licenses;

    /// <summary>Whether it is a trial: it costs nothing, needs no payment method and does not renew (U8).</summary>
    public bool IsTrial { get; init; }

    /// <summary>When the first term ends, were it bought at this moment (UTC); null where the store cannot say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The payment method as people call it; null for what the organisation buys, and for a trial.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>What is charged at once; null for what the organisation buys, and for a trial.</summary>
    public Charge? Charge { get; init; }
}

/// <summary>An order of a subscription (S4): each change of its total is one, and they add up to it.</summary>
public sealed record SubscriptionOrder
{
    /// <summary>The subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The order's number within its subscription, from 1.</summary>
    public required int OrderNumber { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset OrderedAt { get; init; }

    /// <summary>Who ordered: a user principal name.</summary>
    public required string OrderedBy { get; init; }

    /// <summary>Licences added (seats), or given back where negative.</summary>
    public required int Quantity { get; init; }

    /// <summary>The price of one licence for one term; null where unknown.</summary>
    public decimal? PricePerLicense { get; init; }

    /// <summary>The price's currency (ISO 4217).</summary>
    public string? Currency { get; init; }
}

/// <summary>Why a subscription is cancelled (U5): the fixed list.</summary>
public enum CancellationReason
{
    /// <summary>The product is not needed any more.</summary>
    NoLongerNeeded,

    /// <summary>It costs too much.</summary>
    TooExpensive,

    /// <summary>It lacks something that is needed.</summary>
    MissingFeatures,

    /// <summary>It does not work as it should.</summary>
    TechnicalProblems,

    /// <summary>It is too hard to use.</summary>
    TooDifficult,

    /// <summary>Another product takes its place.</summary>
    SwitchedProduct,

    /// <summary>The organisation provides it instead.</summary>
    CentrallyProvided,

    /// <summary>It was bought by mistake.</summary>
    BoughtByMistake,

    /// <summary>Another reason; the feedback may say which.</summary>
    Other,
}

/// <summary>The cancellation of one subscription: what it will do and, once applied, its record (T3, U5).</summary>
public sealed record SubscriptionCancellation
{
    /// <summary>The subscription as the plan saw it.</summary>
    public required Subscription Subscription { get; init; }

    /// <summary>Users who lose their licence with it.</summary>
    public required int Users { get; init; }

    /// <summary>Why.</summary>
    public required CancellationReason Reason { get; init; }

    /// <summary>What else there is to say; null for nothing.</summary>
    public string? Feedback { get; init; }

    /// <summary>What else it brings, for whoever confirms it: what is credited. Null for nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>The subscription's state when the plan was made; it must still hold. The store's to interpret.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool IsApplied { get; init; }
}
