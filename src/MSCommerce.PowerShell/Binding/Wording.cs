using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>How confirmations and warnings write numbers, amounts and names: in the user's culture.</summary>
internal static class Wording
{
    /// <summary>How many names are written out.</summary>
    private const int Shown = 3;

    /// <summary>A number of things: <c>1 licence</c>, <c>1,200 licences</c>.</summary>
    public static string Count(long number, string what) => Text($"{number:N0} {what}{(number == 1 ? "" : "s")}");

    /// <summary>A price with its currency: <c>13.50 EUR</c>.</summary>
    public static string Amount(decimal amount, string? currency) => currency is null ? Text($"{amount:N2}") : Text($"{amount:N2} {currency}");

    /// <summary>The first of several names, and how many more there are.</summary>
    public static string Names(IReadOnlyCollection<string> names)
    {
        var text = string.Join(", ", names.Take(Shown));
        return names.Count > Shown ? Text($"{text} and {names.Count - Shown:N0} more") : text;
    }

    /// <summary>A thing by its name, and its id where that is another.</summary>
    public static string Named(string name, string id) => name == id ? name : $"{name} ({id})";

    /// <summary>A subscription and whose it is.</summary>
    public static string Whose(Subscription subscription)
    {
        var owner = subscription.Purchaser is { } purchaser ? $"bought by {purchaser}" : "the organisation's own";
        return $"{subscription.ProductName} ({subscription.SubscriptionId}), {owner}";
    }

    /// <summary>What a purchase costs: <c>at 126.00 EUR a licence and year: 1,260.00 EUR a year</c>.</summary>
    public static string Price(PurchasePlan purchase)
    {
        if (purchase.PricePerLicense is not { } price)
            return "at a price that the catalogue does not have";
        var term = purchase.Term == SubscriptionTerm.Year ? "year" : "month";
        return $"at {Amount(price, purchase.Currency)} a licence and {term}: {Amount(purchase.TotalPrice!.Value, purchase.Currency)} a {term}";
    }

    /// <summary>A day: <c>1/31/2026</c>.</summary>
    public static string Day(DateTimeOffset moment) => moment.LocalDateTime.ToString("d", CultureInfo.CurrentCulture);

    /// <summary>The change of a property, with what it brings and costs.</summary>
    public static string Change(PropertyChange change)
    {
        var text = $"Change {change.Property} from {Value(change.Current)} to {Value(change.Wanted)}";
        if (change.Detail is { } detail)
            text += $" ({detail})";
        return text;
    }

    private static string Value(string? value) => string.IsNullOrEmpty(value) ? "none" : value;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
