using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>Which facts of tenants, users and products are sound (E1, R3, S8).</summary>
public static class TenantRules
{
    /// <summary>The longest that decided requests may be kept (days).</summary>
    public const int MaximumRetentionDays = 3650;

    /// <summary>Refuses facts of a tenant.</summary>
    /// <param name="request">The facts.</param>
    /// <returns>The refusal; null where they are sound.</returns>
    public static CommerceException? Refuse(SetTenantRequest request)
    {
        if (request.Name is { } name && string.IsNullOrWhiteSpace(name))
            return CommerceErrors.InvalidRequest("NameEmpty", "The organisation's name is empty. Give it one.");
        if (request.Country is { } country && !IsCountry(country))
            return CommerceErrors.InvalidRequest("CountryUnknown", $"'{country}' is no country's ISO 3166-1 code. Write two letters, such as DE or BR.", country);
        return request.LicenseRequestRetentionDays is < 1 or > MaximumRetentionDays
            ? CommerceErrors.InvalidRequest("RetentionInvalid", string.Create(CultureInfo.InvariantCulture,
                $"Decided requests are kept 1 to {MaximumRetentionDays} days; {request.LicenseRequestRetentionDays} were asked for."))
            : null;
    }

    /// <summary>Refuses facts of a product.</summary>
    /// <param name="request">The facts.</param>
    /// <returns>The refusal; null where they are sound.</returns>
    public static CommerceException? Refuse(SetProductRequest request)
    {
        foreach (var price in new[] { request.ListPrice, request.OrganizationPrice })
        {
            if (price < 0 || price is { } amount && decimal.Round(amount, 4) != amount)
                return CommerceErrors.InvalidRequest("PriceInvalid", string.Create(CultureInfo.InvariantCulture, $"{price} is no price. Prices are 0 or more, with at most four decimals."));
        }

        if (request.Currency is { } currency && !Currencies.IsKnown(currency))
            return CommerceErrors.InvalidRequest("CurrencyInvalid", $"'{currency}' is no currency's code of ISO 4217. Write one of its three letters, such as EUR.", currency);
        if (request.DatabaseCapacityMB < 0 || request.FileCapacityMB < 0)
            return CommerceErrors.InvalidRequest("CapacityInvalid", "Capacity is 0 MB or more.");
        return request.Service?.FirstOrDefault(service => string.IsNullOrWhiteSpace(service) || service.Contains(';', StringComparison.Ordinal)) is { } bad
            ? CommerceErrors.InvalidRequest("ServiceInvalid", $"'{bad}' is no name of a service: it is empty or has a semicolon.", bad)
            : null;
    }

    /// <summary>Refuses a product whose price says nothing, because its currency is unknown.</summary>
    /// <param name="product">The product as it would be.</param>
    /// <returns>The refusal; null where every price has a currency.</returns>
    public static CommerceException? RefusePrices(Product product) =>
        product.Currency is null && (product.ListPrice ?? product.OrganizationPrice) is not null
            ? CommerceErrors.InvalidRequest("CurrencyMissing", $"{product.ProductName} ({product.ProductId}) would have a price and no currency. Give the currency too, such as EUR; nothing was changed.", product.ProductId)
            : null;

    /// <summary>Whether a user administers the tenant: an enabled global administrator who is no partner, see <see cref="RoleTable"/>.</summary>
    /// <param name="accountEnabled">Whether the account is enabled.</param>
    /// <param name="roles">The roles held.</param>
    /// <returns>True where he does.</returns>
    public static bool Administers(bool accountEnabled, IReadOnlyCollection<Role> roles) =>
        accountEnabled && RoleTable.ReachOf(Permission.AdministerTenant, roles) == Reach.All;

    /// <summary>Refuses a change after which nobody could administer the tenant.</summary>
    /// <param name="enabledGlobalAdministrators">Enabled global administrators that would be left.</param>
    /// <returns>The refusal; null where one is left.</returns>
    public static CommerceException? RefuseWithoutAdministrator(long enabledGlobalAdministrators) =>
        enabledGlobalAdministrators > 0
            ? null
            : new CommerceException(CommerceError.Conflict, "LastAdministrator",
                "The last enabled global administrator cannot be disabled or lose the role: nobody could administer the tenant. Make another one first; nothing was changed.");

    /// <summary>Whether a text is the code of a country (ISO 3166-1 alpha-2).</summary>
    /// <param name="country">The text, any case.</param>
    /// <returns>True for a country.</returns>
    public static bool IsCountry(string country)
    {
        if (country.Length != 2 || !country.All(char.IsAsciiLetter))
            return false;
        try
        {
            return new RegionInfo(country.ToUpperInvariant()).TwoLetterISORegionName.Equals(country, StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
