namespace MSCommerce.Rules;

/// <summary>Which policy values exist, which hold, and which a product takes (P3, P4, P7).</summary>
public static class PolicyRules
{
    /// <summary>The value in force: the product's own decision, else the policy's default (P7).</summary>
    /// <param name="decided">The decision for the product; null where there is none.</param>
    /// <param name="defaultValue">The policy's default.</param>
    /// <returns>The value in force.</returns>
    public static string Effective(string? decided, string defaultValue) => decided ?? defaultValue;

    /// <summary>Reads a wanted value, any case.</summary>
    /// <param name="value">What the user wrote.</param>
    /// <returns>The known value in its own spelling.</returns>
    /// <exception cref="CommerceException"><c>PolicyValueUnknown</c>.</exception>
    public static string Parse(string value) =>
        PolicyValues.Known.FirstOrDefault(known => known.Equals(value.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw CommerceErrors.PolicyValueUnknown(value);

    /// <summary>Refuses a value that some of the products do not take: trials alone, without such a trial (P3).</summary>
    /// <param name="value">The value wanted.</param>
    /// <param name="products">The products that would change. Where it is unknown whether there is such a trial, the service decides.</param>
    /// <returns>The refusal; null where every product takes it.</returns>
    public static CommerceException? Refuse(string value, IEnumerable<ProductPolicy> products)
    {
        if (value != PolicyValues.OnlyTrialsWithoutPaymentMethod)
            return null;

        var refusing = products.Where(product => product.HasTrialWithoutPaymentMethod == false).Select(product => product.ProductName).ToList();
        return refusing.Count == 0 ? null : CommerceErrors.PolicyValueNotAllowed(value, refusing, "there is no trial without a payment method");
    }

    /// <summary>Refuses a value that types of offers do not take: anything but enabled or disabled (P4).</summary>
    /// <param name="value">The value wanted.</param>
    /// <param name="offerTypes">The types that would change.</param>
    /// <returns>The refusal; null where they take it.</returns>
    public static CommerceException? RefuseForOfferTypes(string value, IReadOnlyList<string> offerTypes) =>
        value == PolicyValues.OnlyTrialsWithoutPaymentMethod && offerTypes.Count > 0
            ? CommerceErrors.PolicyValueNotAllowed(value, offerTypes, "third-party offers are enabled or disabled as a whole")
            : null;

    /// <summary>Whether a value allows what needs a card (E4, P6). A value that nobody knows is not taken for a ban.</summary>
    /// <param name="value">The value in force.</param>
    /// <returns>False where purchases are off, or trials alone are allowed.</returns>
    public static bool AllowsPurchase(string value) =>
        value is not (PolicyValues.Disabled or PolicyValues.OnlyTrialsWithoutPaymentMethod);

    /// <summary>Whether a value allows a trial that needs no payment method (E4). A value that nobody knows is not taken for a ban.</summary>
    /// <param name="value">The value in force.</param>
    /// <returns>False where purchases are off.</returns>
    public static bool AllowsTrial(string value) => value != PolicyValues.Disabled;

    /// <summary>Whether a change opens purchasing up: the direction that asks more insistently.</summary>
    /// <param name="change">The change.</param>
    /// <returns>True where users may buy afterwards and could not before.</returns>
    public static bool Opens(PolicyChange change) =>
        change.IsChange && change.Wanted == PolicyValues.Enabled;
}
