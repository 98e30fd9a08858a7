namespace MSCommerce;

/// <summary>One line of a baseline file: the value wanted for a product, for a type of offers, or for every other one (P9).</summary>
public sealed record BaselineEntry
{
    /// <summary>The id that stands for every product, or type of offers, without a line of its own.</summary>
    public const string EveryOther = "*";

    /// <summary>Whether the line is about products or about types of offers; products where the file does not say.</summary>
    public PolicyScope Scope { get; init; } = PolicyScope.Product;

    /// <summary>The product's id or name, the type of offers, or <see cref="EveryOther"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The name, for whoever reads the file; it is not compared.</summary>
    public string? Name { get; init; }

    /// <summary>The value wanted.</summary>
    public required string PolicyValue { get; init; }

    /// <summary>The line of the file, counted from 1; 0 where the entry comes from elsewhere.</summary>
    public int Line { get; init; }
}

/// <summary>Why a value is reported as drift (P9).</summary>
public enum DriftKind
{
    /// <summary>The baseline wants another value.</summary>
    Different,

    /// <summary>The tenant has a product that the baseline does not name and no line for every other product covers.</summary>
    NotInBaseline,

    /// <summary>The baseline names a product that the tenant does not have.</summary>
    NotInTenant,
}

/// <summary>One difference between a baseline and the tenant (P9).</summary>
public sealed record PolicyDrift
{
    /// <summary>Why this is a difference.</summary>
    public required DriftKind Kind { get; init; }

    /// <summary>The policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Whether <see cref="Id"/> is a product or a type of offers.</summary>
    public required PolicyScope Scope { get; init; }

    /// <summary>The product's id or the type of offers.</summary>
    public required string Id { get; init; }

    /// <summary>The product's name.</summary>
    public required string Name { get; init; }

    /// <summary>The value in the tenant; null for <see cref="DriftKind.NotInTenant"/>.</summary>
    public string? Actual { get; init; }

    /// <summary>The value that the baseline wants; null for <see cref="DriftKind.NotInBaseline"/>.</summary>
    public string? Expected { get; init; }
}
