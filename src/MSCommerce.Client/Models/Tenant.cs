namespace MSCommerce;

/// <summary>What kind of organisation a tenant is (E1).</summary>
public enum TenantSector
{
    /// <summary>A business.</summary>
    Commercial,

    /// <summary>A school or university: no self-service purchases.</summary>
    Education,

    /// <summary>An authority: no self-service purchases.</summary>
    Government,
}

/// <summary>The facts of a tenant that decide who may buy (E1, E2) and how long records are kept (R3).</summary>
public sealed record Tenant
{
    /// <summary>The tenant's id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The organisation's name.</summary>
    public required string Name { get; init; }

    /// <summary>The organisation's country (ISO 3166-1 alpha-2); null where nobody said.</summary>
    public string? Country { get; init; }

    /// <summary>What kind of organisation it is.</summary>
    public required TenantSector Sector { get; init; }

    /// <summary>Whether the directory is managed by an administrator, and not one that users made by signing up.</summary>
    public required bool IsManaged { get; init; }

    /// <summary>How many days a decided licence request is kept (R3).</summary>
    public required int LicenseRequestRetentionDays { get; init; }

    /// <summary>Whether the tenant's content was made up (X8).</summary>
    public required bool IsSample { get; init; }
}
