namespace MSCommerce;

/// <summary>A policy of the tenant (P1).</summary>
public sealed record Policy
{
    /// <summary>The policy's id; <see cref="PolicyIds.AllowSelfServicePurchase"/> exists in every tenant.</summary>
    public required string PolicyId { get; init; }

    /// <summary>What the policy governs.</summary>
    public required string Description { get; init; }

    /// <summary>The value that a product without a decision of its own has (P7).</summary>
    public required string DefaultValue { get; init; }

    /// <summary>What the store says beyond this; empty where it says no more.</summary>
    public OtherFields Other { get; init; } = OtherFields.None;
}

/// <summary>The ids of known policies.</summary>
public static class PolicyIds
{
    /// <summary>Whether users may buy, or try, products by themselves.</summary>
    public const string AllowSelfServicePurchase = "AllowSelfServicePurchase";
}

/// <summary>
/// The known values of a policy (P3). A value is a string as the service gives it: one that is unknown or empty is shown as it is
/// and never taken for <see cref="Disabled"/>.
/// </summary>
public static class PolicyValues
{
    /// <summary>Users may buy and try.</summary>
    public const string Enabled = "Enabled";

    /// <summary>Users may neither buy nor try.</summary>
    public const string Disabled = "Disabled";

    /// <summary>Users may start trials that need no payment method, and nothing else.</summary>
    public const string OnlyTrialsWithoutPaymentMethod = "OnlyTrialsWithoutPaymentMethod";

    /// <summary>The three known values.</summary>
    public static IReadOnlyList<string> Known { get; } = [Enabled, Disabled, OnlyTrialsWithoutPaymentMethod];
}

/// <summary>The scopes of a policy: what its entries are about.</summary>
public enum PolicyScope
{
    /// <summary>Microsoft's products.</summary>
    Product,

    /// <summary>Third-party offers, by type (P4).</summary>
    OfferType,
}

/// <summary>The value that a policy holds for one product (P2).</summary>
public sealed record ProductPolicy
{
    /// <summary>The policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The product's id, for instance <c>CFQ7TTC0LH2H</c>.</summary>
    public required string ProductId { get; init; }

    /// <summary>The value in force, as the store gives it; see <see cref="PolicyValues"/>.</summary>
    public required string PolicyValue { get; init; }

    /// <summary>Whether the value was decided for this product (true), follows the policy's default (false), or the store does not say (null) (P7).</summary>
    public bool? IsExplicit { get; init; }

    /// <summary>Whether the product has a trial that needs no payment method; null where the store does not say (P3).</summary>
    public bool? HasTrialWithoutPaymentMethod { get; init; }

    /// <summary>What the store says beyond this; empty where it says no more.</summary>
    public OtherFields Other { get; init; } = OtherFields.None;
}

/// <summary>The value that a policy holds for one type of third-party offers (P4).</summary>
public sealed record OfferTypePolicy
{
    /// <summary>The policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Always <c>OfferType</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The type of offers, for instance <c>SaaS</c>.</summary>
    public required string ScopeId { get; init; }

    /// <summary>The scope's value as the service gives it; null where it gives none.</summary>
    public string? ScopeValue { get; init; }

    /// <summary>The value in force, as the store gives it.</summary>
    public required string PolicyValue { get; init; }

    /// <summary>Whether the value was decided for this type (true), follows the default (false), or the store does not say (null).</summary>
    public bool? IsExplicit { get; init; }

    /// <summary>What the store says beyond this; empty where it says no more.</summary>
    public OtherFields Other { get; init; } = OtherFields.None;
}

/// <summary>One value of a policy that changes: what is, and what is wanted. The plan and, once applied, its record (P8).</summary>
public sealed record PolicyChange
{
    /// <summary>The policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Whether <see cref="Id"/> is a product or a type of offers.</summary>
    public required PolicyScope Scope { get; init; }

    /// <summary>The product's id, or the type of offers.</summary>
    public required string Id { get; init; }

    /// <summary>The product's name, or the type of offers.</summary>
    public required string Name { get; init; }

    /// <summary>The value when the plan was made; it must still hold when the change is applied.</summary>
    public required string Current { get; init; }

    /// <summary>The value wanted.</summary>
    public required string Wanted { get; init; }

    /// <summary>Whether there is anything to write: an unchanged value is not written again.</summary>
    public bool IsChange => !string.Equals(Current, Wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the change was written.</summary>
    public bool IsApplied { get; init; }

    /// <summary>Why it was not written where others were, in a store without transactions; null where there is nothing to tell.</summary>
    public ChangeFailure? Failure { get; init; }
}

/// <summary>Why one of several changes was not made.</summary>
/// <param name="Error">The kind of failure.</param>
/// <param name="ErrorId">Its stable name.</param>
/// <param name="Message">What failed, and what to do.</param>
public sealed record ChangeFailure(CommerceError Error, string ErrorId, string Message)
{
    /// <summary>The failure in words.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => Message;
}
