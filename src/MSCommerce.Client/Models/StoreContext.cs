namespace MSCommerce;

/// <summary>What a session is connected to, and as whom.</summary>
public sealed record StoreContext
{
    /// <summary>The store's address, without secrets.</summary>
    public required string Store { get; init; }

    /// <summary>The tenant's id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name.</summary>
    public required string TenantName { get; init; }

    /// <summary>Whether the tenant's content was made up (X8).</summary>
    public required bool IsSample { get; init; }

    /// <summary>Who acts: the user principal name.</summary>
    public required string Actor { get; init; }

    /// <summary>The login that the store knows the actor by; null where the store has no sign-in of its own.</summary>
    public string? Login { get; init; }

    /// <summary>The actor's roles in the tenant.</summary>
    public required IReadOnlyList<Role> Roles { get; init => field = JoinedList<Role>.Of(value); }
}

/// <summary>One check of a store's integrity and what it found.</summary>
public sealed record StoreCheck
{
    /// <summary>What was checked.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool Passed { get; init; }

    /// <summary>What was found: counts where it holds, the first offenders where it does not.</summary>
    public required string Detail { get; init; }
}

/// <summary>How far a long operation is.</summary>
/// <param name="Activity">What is done, as a person would say it.</param>
/// <param name="Completed">Rows done.</param>
/// <param name="Total">Rows in all; null where nobody knows yet.</param>
public readonly record struct OperationProgress(string Activity, long Completed, long? Total = null);
