namespace MSCommerce;

/// <summary>What an import did, or would do.</summary>
public sealed record ImportResult
{
    /// <summary>The file, or what else the rows came from.</summary>
    public required string Path { get; init; }

    /// <summary>Rows read.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that were new.</summary>
    public required int Created { get; init; }

    /// <summary>Rows that changed what existed.</summary>
    public required int Updated { get; init; }

    /// <summary>Rows that were there already, exactly so.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Whether it was written; false for a dry run.</summary>
    public required bool IsApplied { get; init; }
}

/// <summary>A user as a file gives it. A property that is null leaves what the store has, or its default, as it is.</summary>
public sealed record UserRow
{
    /// <summary>The line of the file, counted from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The user's principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user's object id; users are found by it, else by principal name. One is made up where neither file nor store has it.</summary>
    public string? UserId { get; init; }

    /// <summary>The display name; the principal name where neither file nor store has one.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Member or guest; a new user is a member.</summary>
    public UserType? UserType { get; init; }

    /// <summary>Whether the account is enabled; a new user's is.</summary>
    public bool? AccountEnabled { get; init; }

    /// <summary>When the account was disabled (UTC); the moment of the import where the file does not say.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Where the user works (ISO 3166-1 alpha-2).</summary>
    public string? UsageLocation { get; init; }

    /// <summary>Whether the account is synchronised from on-premises.</summary>
    public bool? OnPremisesSyncEnabled { get; init; }

    /// <summary>When the account was created (UTC).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The administrator roles, all of them; null leaves them as they are, an empty list takes them away.</summary>
    public IReadOnlyList<Role>? Roles { get; init; }
}

/// <summary>A subscription as a file gives it. A property that is null leaves what the store has, or its default, as it is.</summary>
public sealed record SubscriptionRow
{
    /// <summary>The line of the file, counted from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The subscription's id; rows of one id are one subscription, however often they are imported.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The product's id, name or old id. It cannot change once imported.</summary>
    public required string Product { get; init; }

    /// <summary>The purchaser's principal name or object id; null for a central subscription. It cannot change once imported.</summary>
    public string? Purchaser { get; init; }

    /// <summary>Licences bought (seats), at least 1 and at least as many as are assigned.</summary>
    public required int TotalLicenses { get; init; }

    /// <summary>When it was bought (UTC); where the file does not say, the moment of the import, or one term before an end that has passed.</summary>
    public DateTimeOffset? PurchasedAt { get; init; }

    /// <summary>How long a term is; a month where the file does not say.</summary>
    public SubscriptionTerm? Term { get; init; }

    /// <summary>When the term ends (UTC); one term after the purchase where the file does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it renews at the end of its term; a new one does unless it is a trial, or its term has ended.</summary>
    public bool? AutoRenew { get; init; }

    /// <summary>Whether it is a trial; a new one is not.</summary>
    public bool? IsTrial { get; init; }

    /// <summary>The price of one licence for one term.</summary>
    public decimal? PricePerLicense { get; init; }

    /// <summary>The price's currency (ISO 4217); needed with a price.</summary>
    public string? Currency { get; init; }

    /// <summary>When it was cancelled (UTC).</summary>
    public DateTimeOffset? CancelledAt { get; init; }
}

/// <summary>An assignment as a file gives it: this user holds a licence of this subscription.</summary>
public sealed record LicenseRow
{
    /// <summary>The line of the file, counted from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The subscription's id.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The user's principal name or object id.</summary>
    public required string User { get; init; }

    /// <summary>When it was assigned (UTC); the moment of the import where the file does not say.</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>Services of the product that are switched off for the user; null leaves them as they are.</summary>
    public IReadOnlyList<string>? DisabledServices { get; init; }
}

/// <summary>What an export wrote.</summary>
public sealed record ExportResult
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Rows written, without the header.</summary>
    public required long Rows { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Bytes { get; init; }
}
