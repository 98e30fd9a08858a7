namespace MSCommerce.Rules;

/// <summary>What decides whether somebody may buy a product through self-service (E).</summary>
public sealed record EligibilityFacts
{
    /// <summary>The tenant: managed, sector, country.</summary>
    public required Tenant Tenant { get; init; }

    /// <summary>The buyer.</summary>
    public required TenantUser Buyer { get; init; }

    /// <summary>The product.</summary>
    public required Product Product { get; init; }

    /// <summary>The value of AllowSelfServicePurchase that holds for the product.</summary>
    public required string PolicyValue { get; init; }

    /// <summary>Whether it is a trial.</summary>
    public required bool IsTrial { get; init; }

    /// <summary>Whether the buyer has had a trial of the product already.</summary>
    public bool HadTrial { get; init; }

    /// <summary>The organisation's own request process, for the advice where the policy refuses (R7); null where requests are taken.</summary>
    public RequestProcess? OwnProcess { get; init; }
}

/// <summary>Who may buy through self-service (E1 to E6). Each rule refuses with its own reason and advice; what the organisation buys is exempt.</summary>
public static class EligibilityRules
{
    /// <summary>The most licences of a trial (seats).</summary>
    public const int MaximumTrialLicenses = 25;

    private const string AskAdministrator = "Contact your administrator.";

    /// <summary>Countries whose organisations do not buy through self-service at all (E1).</summary>
    private static readonly string[] ExcludedCountries = ["IN"];

    /// <summary>Families that are not sold in some countries (E2): Brazil and the Democratic Republic of the Congo.</summary>
    private static readonly (string Family, string[] Countries)[] ExcludedFamilies = [("Project", ["BR", "CD"]), ("Visio", ["BR", "CD"])];

    /// <summary>Every rule that refuses.</summary>
    /// <param name="facts">What decides.</param>
    /// <returns>The refusals, in the order of the requirements; none where the buyer may.</returns>
    public static IReadOnlyList<EligibilityRefusal> Refuse(EligibilityFacts facts) =>
        [.. RefuseBuyer(facts.Tenant, facts.Buyer, facts.Product), .. Policy(facts), .. Trial(facts)];

    /// <summary>Every rule that refuses whatever the policy is: those of the organisation, the country and the buyer (E1 to E3). Who enlarges is asked them again (U3).</summary>
    /// <param name="tenant">The organisation.</param>
    /// <param name="buyer">The buyer.</param>
    /// <param name="product">The product.</param>
    /// <returns>The refusals, in the order of the requirements; none where the buyer may.</returns>
    public static IReadOnlyList<EligibilityRefusal> RefuseBuyer(Tenant tenant, TenantUser buyer, Product product) =>
        [.. Tenant(tenant), .. Country(tenant, product), .. Buyer(buyer)];

    /// <summary>Refuses a card to whoever could never buy with it (E3, U6).</summary>
    /// <param name="owner">Whose it would be.</param>
    /// <returns>The refusal; null where he may have one.</returns>
    public static CommerceException? RefuseCard(TenantUser owner) => owner.UserType == UserType.Guest
        ? new(CommerceError.NotEligible, "BuyerIsGuest",
            $"{owner.UserPrincipalName} is a guest: guests do not buy (E3), and a card would serve for nothing. {AskAdministrator} Nothing was added.", owner.UserPrincipalName)
        : null;

    /// <summary>Refuses a way of paying that is no credit card (E5).</summary>
    /// <param name="isCreditCard">Whether it is one; null where none was named.</param>
    /// <returns>The refusal; null where it is one.</returns>
    public static EligibilityRefusal? RefusePayment(bool? isCreditCard) => isCreditCard switch
    {
        true => null,
        false => new()
        {
            Rule = "E5",
            ErrorId = "PaymentMethodNotCard",
            Reason = "Self-service purchases are paid by credit card alone; invoicing and other ways of paying are refused.",
            Advice = "Add a credit card with Add-SelfServicePaymentMethod and name it.",
        },
        null => new()
        {
            Rule = "E5",
            ErrorId = "PaymentMethodMissing",
            Reason = "A purchase needs a credit card, and none was named.",
            Advice = "Name one with -PaymentMethodId; Get-SelfServicePaymentMethod lists yours, Add-SelfServicePaymentMethod adds one.",
        },
    };

    /// <summary>The refusals as a failure (E6).</summary>
    /// <param name="productName">The product.</param>
    /// <param name="refusals">The refusals, one at least.</param>
    /// <returns>The failure: its id is the first refusal's, its message has every reason and the first one's advice.</returns>
    public static CommerceException ToException(string productName, IReadOnlyList<EligibilityRefusal> refusals) => new(
        CommerceError.NotEligible, refusals[0].ErrorId,
        $"{productName} cannot be bought: {InWords(refusals)}", productName);

    /// <summary>Every reason of refusals, and the first one's advice.</summary>
    /// <param name="refusals">The refusals, one at least.</param>
    /// <returns>The words.</returns>
    internal static string InWords(IReadOnlyList<EligibilityRefusal> refusals) =>
        $"{string.Join(' ', refusals.Select(refusal => $"{refusal.Reason} ({refusal.Rule})"))} {refusals[0].Advice}";

    private static IEnumerable<EligibilityRefusal> Tenant(Tenant tenant)
    {
        if (!tenant.IsManaged)
            yield return E1("TenantNotManaged", $"The directory of {tenant.Name} is not managed by an administrator.");
        if (tenant.Sector == TenantSector.Government)
            yield return E1("TenantIsGovernment", $"{tenant.Name} is a government organisation, and those do not buy through self-service.");
        if (tenant.Sector == TenantSector.Education)
            yield return E1("TenantIsEducation", $"{tenant.Name} is an education organisation, and those do not buy through self-service.");
        if (tenant.Country is null)
            yield return E1("TenantCountryUnknown", $"It is not known in which country {tenant.Name} is.", "An administrator says it with Set-MSCommerceTenant -Country.");
        else if (ExcludedCountries.Contains(tenant.Country, StringComparer.OrdinalIgnoreCase))
            yield return E1("TenantInExcludedCountry", "Organisations in India do not buy through self-service.");
    }

    private static IEnumerable<EligibilityRefusal> Country(Tenant tenant, Product product)
    {
        if (tenant.Country is { } country && ExcludedFamilies.Any(entry => entry.Family.Equals(product.Family, StringComparison.OrdinalIgnoreCase) && entry.Countries.Contains(country, StringComparer.OrdinalIgnoreCase)))
        {
            yield return new()
            {
                Rule = "E2",
                ErrorId = "ProductNotSoldInCountry",
                Reason = $"Products of the family {product.Family} are not sold through self-service in {(country.Equals("BR", StringComparison.OrdinalIgnoreCase) ? "Brazil" : "the Democratic Republic of the Congo")}.",
                Advice = AskAdministrator,
            };
        }
    }

    private static IEnumerable<EligibilityRefusal> Buyer(TenantUser buyer)
    {
        if (buyer.UserType == UserType.Guest)
            yield return E3("BuyerIsGuest", $"{buyer.UserPrincipalName} is a guest, and guests do not buy.");
        if (!buyer.AccountEnabled)
            yield return E3("BuyerDisabled", $"The account {buyer.UserPrincipalName} is disabled.");
        if (RoleTable.ReachOf(Permission.BuySelfService, buyer.Roles) == Reach.None)
            yield return new() { Rule = "A", ErrorId = "RoleMissing", Reason = $"{buyer.UserPrincipalName} is a partner's agent, and those do not buy here.", Advice = "Ask a user of the tenant." };
    }

    private static IEnumerable<EligibilityRefusal> Policy(EligibilityFacts facts)
    {
        if (facts.IsTrial ? PolicyRules.AllowsTrial(facts.PolicyValue) : PolicyRules.AllowsPurchase(facts.PolicyValue))
            yield break;
        yield return new()
        {
            Rule = "E4",
            ErrorId = facts.PolicyValue == PolicyValues.OnlyTrialsWithoutPaymentMethod ? "OnlyTrialsAllowed" : "PurchaseDisabled",
            Reason = $"The organisation's policy for self-service purchases of {facts.Product.ProductName} is '{facts.PolicyValue}'.",
            Advice = facts.OwnProcess is { IsOwnProcess: true } own
                ? LicenseRequestRules.InWords(own)
                : $"Request licences with New-SelfServiceLicenseRequest -ProductId {facts.Product.ProductId}.",
        };
    }

    private static IEnumerable<EligibilityRefusal> Trial(EligibilityFacts facts)
    {
        if (!facts.IsTrial)
            yield break;
        if (!facts.Product.HasTrialWithoutPaymentMethod)
            yield return U1("ProductHasNoTrial", $"{facts.Product.ProductName} has no trial.", "Buy it, or ask about another product.");
        else if (facts.HadTrial)
            yield return U1("TrialUsed", $"{facts.Buyer.UserPrincipalName} has had a trial of {facts.Product.ProductName}, and there is one for each.", "Buy it instead.");
    }

    private static EligibilityRefusal E1(string errorId, string reason, string advice = AskAdministrator) => new() { Rule = "E1", ErrorId = errorId, Reason = reason, Advice = advice };

    private static EligibilityRefusal E3(string errorId, string reason) => new() { Rule = "E3", ErrorId = errorId, Reason = reason, Advice = AskAdministrator };

    private static EligibilityRefusal U1(string errorId, string reason, string advice) => new() { Rule = "U1", ErrorId = errorId, Reason = reason, Advice = advice };
}
