namespace MSCommerce;

/// <summary>Which products somebody may buy (S8, E).</summary>
public sealed record EligibilityQuery
{
    /// <summary>Products by id, name or old id, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Users by principal name or object id, exactly; whoever asks where empty. Asking about others takes the right to see them.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Ask about a trial instead of a purchase.</summary>
    public bool Trial { get; init; }

    /// <summary>The payment method that would be charged: one's own; null leaves payment out (E5).</summary>
    public string? PaymentMethodId { get; init; }
}

/// <summary>A purchase, or a trial, by a user for himself and his colleagues (U1).</summary>
public sealed record PurchaseRequest
{
    /// <summary>The product by id, name or old id.</summary>
    public required string Product { get; init; }

    /// <summary>Licences (seats), at least 1.</summary>
    public required int Licenses { get; init; }

    /// <summary>How long a term is; a trial lasts its month whatever this says.</summary>
    public SubscriptionTerm Term { get; init; } = SubscriptionTerm.Month;

    /// <summary>Start a trial, which costs nothing and needs no payment method.</summary>
    public bool Trial { get; init; }

    /// <summary>The credit card that is charged (E5): one of the buyer's own payment methods; null for a trial.</summary>
    public string? PaymentMethodId { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}
