namespace MSCommerce;

/// <summary>A product of the catalogue (S8). Prices and services are the store's data; what it does not know is null or empty.</summary>
public sealed record Product
{
    /// <summary>The product's id.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The family, for instance <c>PowerPlatform</c> or <c>Visio</c> (E2).</summary>
    public required string Family { get; init; }

    /// <summary>The id that this product replaced; it still finds it (P5).</summary>
    public string? LegacyProductId { get; init; }

    /// <summary>Whether it has a trial that needs no payment method (P3).</summary>
    public bool HasTrialWithoutPaymentMethod { get; init; }

    /// <summary>The list price of one licence a month, in <see cref="Currency"/>.</summary>
    public decimal? ListPrice { get; init; }

    /// <summary>The organisation's price of one licence a month, in <see cref="Currency"/>.</summary>
    public decimal? OrganizationPrice { get; init; }

    /// <summary>The currency of the prices (ISO 4217).</summary>
    public string? Currency { get; init; }

    /// <summary>The services that a licence brings; each can be switched off for a user.</summary>
    public IReadOnlyList<string> Services { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Dataverse database capacity that one licence brings (MB); null where unknown (S5).</summary>
    public int? DatabaseCapacityMB { get; init; }

    /// <summary>Dataverse file capacity that one licence brings (MB); null where unknown (S5).</summary>
    public int? FileCapacityMB { get; init; }
}
