using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>What the organisation and purchasers pay (T5, S8, U1).</summary>
public static class PriceRules
{
    /// <summary>The largest amount that one purchase may come to, in whatever currency.</summary>
    public const decimal LargestAmount = 100_000_000_000m;

    /// <summary>The organisation's price of one licence for a term: its own price, the list price where it has none, null where the catalogue has neither.</summary>
    /// <param name="product">The product; its prices are for a month.</param>
    /// <param name="term">How long a term is.</param>
    /// <returns>The price, and its currency where there is a price.</returns>
    public static (decimal? Price, string? Currency) ForOrganization(Product product, SubscriptionTerm term)
    {
        var price = (product.OrganizationPrice ?? product.ListPrice) * SubscriptionCalendar.MonthsOf(term);
        return (price, price is null ? null : product.Currency);
    }

    /// <summary>A purchaser's price of one licence for a term: the list price, whatever the organisation's own is (U1).</summary>
    /// <param name="product">The product; its prices are for a month.</param>
    /// <param name="term">How long a term is.</param>
    /// <returns>The price and its currency.</returns>
    /// <exception cref="CommerceException"><c>PriceUnknown</c>: what nobody can name cannot be charged.</exception>
    public static (decimal Price, string Currency) ForPurchaser(Product product, SubscriptionTerm term) =>
        product is { ListPrice: { } price, Currency: { } currency }
            ? (price * SubscriptionCalendar.MonthsOf(term), currency)
            : throw CommerceErrors.SubscriptionState(
                "PriceUnknown", product.ProductId, $"The catalogue has no list price of {product.ProductName} ({product.ProductId}). An administrator gives it with Set-SelfServiceProduct -ListPrice; nothing was bought.");

    /// <summary>A trial's price: nothing.</summary>
    /// <param name="product">The product.</param>
    /// <returns>0 and the product's currency; no price where the catalogue has no currency.</returns>
    public static (decimal? Price, string? Currency) ForTrial(Product product) => product.Currency is { } currency ? (0m, currency) : (null, null);

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
