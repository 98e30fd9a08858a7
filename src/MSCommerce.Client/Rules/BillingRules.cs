using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>What a purchaser is charged and credited for (U1, U3, U5, U7, T4).</summary>
public static class BillingRules
{
    /// <summary>From when renewals are not at the purchaser's cost: renewal was switched off, he left, it was cancelled, or the organisation took control (L1, T4).</summary>
    /// <param name="moments">Each of these moments; null for what has not come.</param>
    /// <returns>The earliest; null where there is none.</returns>
    public static DateTimeOffset? StopsAt(params IEnumerable<DateTimeOffset?> moments) => moments.Min();

    /// <summary>Whether what changes of a subscription is charged or credited to its purchaser: not once the organisation controls it, for payment then stays as it is (T4).</summary>
    /// <param name="subscription">A subscription that is billed to a profile.</param>
    /// <returns>True until it is deleted or controlled.</returns>
    public static bool IsBilled(Subscription subscription) => PaymentMethodRules.NeedsCard(subscription);

    /// <summary>The invoice line of a first term.</summary>
    /// <param name="productName">The product.</param>
    /// <param name="licenses">Licences (seats).</param>
    /// <param name="price">The price of one for the term.</param>
    /// <param name="currency">The price's currency.</param>
    /// <param name="termStart">When the term begins.</param>
    /// <param name="termEnd">When it ends.</param>
    /// <returns>The line, for the whole term.</returns>
    /// <exception cref="CommerceException"><c>LicensesInvalid</c>: more than can be counted.</exception>
    public static InvoiceLine Purchase(string productName, int licenses, decimal price, string currency, DateTimeOffset termStart, DateTimeOffset termEnd)
    {
        DemandCountable(productName, licenses, price);
        return Proration.Line($"{productName}: {Licenses(licenses)}", licenses, price, currency, termStart, termEnd, termStart);
    }

    /// <summary>The invoice line of a renewal.</summary>
    /// <param name="productName">The product.</param>
    /// <param name="renewal">The renewal.</param>
    /// <param name="price">The price of one licence for the term.</param>
    /// <param name="currency">The price's currency.</param>
    /// <returns>The line, for the whole term.</returns>
    public static InvoiceLine Renewal(string productName, Renewal renewal, decimal price, string currency) =>
        Proration.Line($"{productName}: renewal, {Licenses(renewal.Licenses)}", renewal.Licenses, price, currency, renewal.TermStart, renewal.TermEnd, renewal.TermStart);

    /// <summary>What a new total costs for the rest of the term, or gives back where it is smaller (U3).</summary>
    /// <param name="subscription">The subscription as it is.</param>
    /// <param name="firstExpiry">When its first term ended or ends.</param>
    /// <param name="wanted">The total wanted (seats).</param>
    /// <param name="now">From when.</param>
    /// <returns>The line; null where its price is unknown.</returns>
    /// <exception cref="CommerceException"><c>LicensesInvalid</c>: more than can be counted.</exception>
    public static InvoiceLine? TotalChange(Subscription subscription, DateTimeOffset firstExpiry, int wanted, DateTimeOffset now)
    {
        var difference = wanted - subscription.TotalLicenses;
        if (difference > 0 && subscription.PricePerLicense is { } price)
            DemandCountable(subscription.ProductName, wanted, price);
        return OfPresentTerm(subscription, firstExpiry, $"{subscription.ProductName}: {Licenses(Math.Abs(difference))} {(difference > 0 ? "added" : "given back")}", difference, now);
    }

    /// <summary>What a cancellation gives back: the days of the term that are not used (U5, T1, T3).</summary>
    /// <param name="subscription">The subscription as it is.</param>
    /// <param name="firstExpiry">When its first term ended or ends.</param>
    /// <param name="now">From when.</param>
    /// <returns>The line, of which the amount is 0 where the term is over; null where its price is unknown.</returns>
    public static InvoiceLine? Cancellation(Subscription subscription, DateTimeOffset firstExpiry, DateTimeOffset now) =>
        OfPresentTerm(subscription, firstExpiry, $"{subscription.ProductName}: cancelled, {Licenses(subscription.TotalLicenses)}", -subscription.TotalLicenses, now);

    /// <summary>Takes a credit off open invoices, one after the other.</summary>
    /// <param name="credit">The credit; positive.</param>
    /// <param name="open">What is open on each; positive.</param>
    /// <returns>What is taken off each; what is left of the credit is paid out.</returns>
    public static IReadOnlyList<decimal> SetOff(decimal credit, IEnumerable<decimal> open)
    {
        var taken = new List<decimal>();
        foreach (var amount in open)
        {
            var part = Math.Min(credit, amount);
            taken.Add(part);
            credit -= part;
        }

        return taken;
    }

    /// <summary>What a line costs, or gives back, for whoever confirms it: <c>12.34 EUR now for 20 of 30 days</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="currency">The currency.</param>
    /// <returns>The words.</returns>
    public static string InWords(InvoiceLine line, string currency) => string.Create(CultureInfo.InvariantCulture,
        $"{Proration.InWords(Math.Abs(line.Amount), currency)} {(line.Amount < 0 ? "credited" : "now")} for {line.Days} of {line.DaysInTerm} days");

    private static InvoiceLine? OfPresentTerm(Subscription subscription, DateTimeOffset firstExpiry, string description, int licenses, DateTimeOffset now) =>
        subscription is { PricePerLicense: { } price, Currency: { } currency, Term: { } term, PurchasedAt: { } purchasedAt, ExpiresAt: { } expiresAt }
            ? Proration.Line(description, licenses, price, currency, SubscriptionCalendar.TermStartAt(purchasedAt, firstExpiry, term, expiresAt), expiresAt, now)
            : null;

    private static void DemandCountable(string productName, int licenses, decimal price)
    {
        if (price * licenses > PriceRules.LargestAmount)
            throw CommerceErrors.InvalidRequest("LicensesInvalid", $"{Licenses(licenses)} of {productName} would cost more than can be counted. Ask for fewer; nothing was changed.", productName);
    }

    private static string Licenses(int licenses) => string.Create(CultureInfo.InvariantCulture, $"{licenses} {(licenses == 1 ? "licence" : "licences")}");
}
