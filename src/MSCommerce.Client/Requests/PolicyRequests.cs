namespace MSCommerce;

/// <summary>Which policies.</summary>
public sealed record PolicyQuery
{
    /// <summary>Ids, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> PolicyId { get; init => field = value ?? []; } = [];
}

/// <summary>Which products' values of a policy (P2).</summary>
public sealed record ProductPolicyQuery
{
    /// <summary>The policy.</summary>
    public string PolicyId { get; init; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Products by id, name or old id, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];
}

/// <summary>Which offer types' values of a policy (P4).</summary>
public sealed record OfferTypePolicyQuery
{
    /// <summary>The policy.</summary>
    public string PolicyId { get; init; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Types of offers, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> OfferType { get; init => field = value ?? []; } = [];
}

/// <summary>Values to be set (P3, P4, P8).</summary>
public sealed record SetPolicyRequest
{
    /// <summary>The policy.</summary>
    public string PolicyId { get; init; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Types of third-party offers, with wildcards.</summary>
    public IReadOnlyList<string> OfferType { get; init => field = value ?? []; } = [];

    /// <summary>The value wanted: Enabled, Disabled or OnlyTrialsWithoutPaymentMethod.</summary>
    public required string Value { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>The present values, to be written as a baseline file (P9).</summary>
public sealed record ExportBaselineRequest
{
    /// <summary>The file; its ending says the format: <c>.csv</c> or <c>.json</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The policy.</summary>
    public string PolicyId { get; init; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>The value for every other product, as a line of its own; none where null.</summary>
    public string? OtherProducts { get; init; }

    /// <summary>Replace a file that exists.</summary>
    public bool Force { get; init; }
}

/// <summary>A baseline file to compare the tenant with (P9).</summary>
public sealed record CompareBaselineRequest
{
    /// <summary>The file, CSV or JSON.</summary>
    public required string Path { get; init; }

    /// <summary>The policy.</summary>
    public string PolicyId { get; init; } = PolicyIds.AllowSelfServicePurchase;
}

/// <summary>A baseline file to apply (P9): only differences are written.</summary>
public sealed record SetBaselineRequest
{
    /// <summary>The file, CSV or JSON.</summary>
    public required string Path { get; init; }

    /// <summary>The policy.</summary>
    public string PolicyId { get; init; } = PolicyIds.AllowSelfServicePurchase;

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}
