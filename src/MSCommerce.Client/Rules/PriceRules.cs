using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>What the organisation pays (T5, S8).</summary>
public static class PriceRules
{
    /// <summary>The organisation's price of one licence for a term: its own price, the list price where it has none, null where the catalogue has neither.</summary>
    /// <param name="product">The product; its prices are for a month.</param>
    /// <param name="term">How long a term is.</param>
    /// <returns>The price, and its currency where there is a price.</returns>
    public static (decimal? Price, string? Currency) ForOrganization(Product product, SubscriptionTerm term)
    {
        var price = (product.OrganizationPrice ?? product.ListPrice) * (term == SubscriptionTerm.Year ? 12 : 1);
        return (price, price is null ? null : product.Currency);
    }

    /// <summary>What the numbers of a price that changes mean, for whoever confirms it: <c>EUR a licence and month</c>.</summary>
    /// <param name="current">The price that holds; null for none.</param>
    /// <param name="currentCurrency">Its currency.</param>
    /// <param name="wantedCurrency">The currency of the new price.</param>
    /// <returns>The words.</returns>
    public static string UnitInWords(decimal? current, string? currentCurrency, string? wantedCurrency) =>
        current is null || string.Equals(currentCurrency, wantedCurrency, StringComparison.OrdinalIgnoreCase)
            ? $"{wantedCurrency} a licence and month"
            : $"{wantedCurrency} a licence and month, in place of {currentCurrency}";

    /// <summary>Licences and what they cost, for whoever confirms it: <c>5 licences at 13.50 EUR a month each</c>.</summary>
    /// <param name="licenses">How many (seats).</param>
    /// <param name="price">The price of one for one term; null where unknown.</param>
    /// <param name="currency">The price's currency.</param>
    /// <param name="term">How long a term is.</param>
    /// <returns>The words.</returns>
    public static string InWords(int licenses, decimal? price, string? currency, SubscriptionTerm? term)
    {
        var seats = string.Create(CultureInfo.InvariantCulture, $"{licenses} {(licenses == 1 ? "licence" : "licences")}");
        return price is { } amount
            ? string.Create(CultureInfo.InvariantCulture, $"{seats} at {amount:0.00##} {currency} a {(term == SubscriptionTerm.Year ? "year" : "month")} each")
            : $"{seats}, whose price the store does not know";
    }
}
