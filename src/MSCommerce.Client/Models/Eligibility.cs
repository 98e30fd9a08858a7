namespace MSCommerce;

/// <summary>One reason why somebody may not buy a product himself (E6).</summary>
public sealed record EligibilityRefusal
{
    /// <summary>The requirement that refuses: <c>E1</c> to <c>E5</c>, <c>A</c> for a role that does not buy, or <c>U1</c> for what is no purchase at all, such as a trial that does not exist.</summary>
    public required string Rule { get; init; }

    /// <summary>What refused, as a word for programs, for instance <c>PurchaseDisabled</c>.</summary>
    public required string ErrorId { get; init; }

    /// <summary>What refused, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do.</summary>
    public required string Advice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rule} {ErrorId}";
}

/// <summary>Whether a user may buy a product through self-service, and if not, why (S8, E).</summary>
public sealed record Eligibility
{
    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The user asked about: a principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>Whether a trial was asked about.</summary>
    public required bool IsTrial { get; init; }

    /// <summary>The value of AllowSelfServicePurchase that holds for the product.</summary>
    public required string PolicyValue { get; init; }

    /// <summary>Whether the user may.</summary>
    public bool IsEligible => Refusals.Count == 0;

    /// <summary>Whether licences can be requested here instead: nothing but the policy refuses (R1), and the organisation has no process of its own (R7).</summary>
    public required bool MayRequest { get; init; }

    /// <summary>Every reason why not, in the order of the requirements; none where the user may.</summary>
    public required IReadOnlyList<EligibilityRefusal> Refusals { get; init => field = JoinedList<EligibilityRefusal>.Of(value); }

    /// <summary>The first reason why not; null where the user may.</summary>
    public string? Reason => Refusals.Count > 0 ? Refusals[0].Reason : null;

    /// <summary>What to do about the first reason; null where the user may.</summary>
    public string? Advice => Refusals.Count > 0 ? Refusals[0].Advice : null;
}
