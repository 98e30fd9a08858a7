namespace MSCommerce;

/// <summary>
/// One property of one thing that changes: what is, and what is wanted. The plan of every <c>Set-</c> cmdlet and, once applied, its record. It says
/// all that applying it takes; values are written as the audit log writes them: numbers and dates invariantly, lists joined by semicolons.
/// </summary>
public sealed record PropertyChange
{
    /// <summary>The id of what changes: a tenant, a user's principal name, a product, a subscription.</summary>
    public required string Target { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The property.</summary>
    public required string Property { get; init; }

    /// <summary>The value when the plan was made; it must still hold when the change is applied. Null for none.</summary>
    public string? Current { get; init; }

    /// <summary>The value wanted; null for none.</summary>
    public string? Wanted { get; init; }

    /// <summary>What else it brings, for whoever confirms it: what it costs, what it ends. Null for nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>What is charged for it at once; null for nothing.</summary>
    public Charge? Charge { get; init; }

    /// <summary>Whether there is anything to write.</summary>
    public bool IsChange => Current != Wanted;

    /// <summary>Whether the change was written.</summary>
    public bool IsApplied { get; init; }
}
