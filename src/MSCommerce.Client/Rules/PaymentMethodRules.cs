using System.Globalization;
using MSCommerce.Payments;

namespace MSCommerce.Rules;

/// <summary>Which cards are sound (U6).</summary>
public static class PaymentMethodRules
{
    private const int LongestName = 100;
    private const int LongestLine = 200;

    /// <summary>A card as people call it: <c>Visa ending in 4242</c>.</summary>
    /// <param name="brand">The brand.</param>
    /// <param name="lastFourDigits">The last four digits of its number.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string brand, string lastFourDigits) => $"{brand} ending in {lastFourDigits}";

    /// <summary>The way an expiry is written and compared: <c>2028-04</c>.</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">The month.</param>
    /// <returns>The text.</returns>
    public static string Expires(int year, int month) => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}");

    /// <summary>Whether a card has expired: after the last day of its month (UTC).</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">The month.</param>
    /// <param name="now">The date asked about.</param>
    /// <returns>True where it has.</returns>
    public static bool IsExpired(int year, int month, DateTimeOffset now) => (year, month).CompareTo((now.UtcDateTime.Year, now.UtcDateTime.Month)) < 0;

    /// <summary>Refuses what the holder says of a card.</summary>
    /// <param name="details">Expiry, cardholder, address.</param>
    /// <param name="now">The date asked about.</param>
    /// <returns>The refusal; null where it is sound.</returns>
    public static CommerceException? Refuse(CardDetails details, DateTimeOffset now)
    {
        if (RefuseCardNumbers(details) is { } number)
            return number;
        if (details.ExpiryMonth is < 1 or > 12 || details.ExpiryYear is < 2000 or > 2099)
            return CommerceErrors.InvalidRequest("ExpiryInvalid", "The expiry is a month from 1 to 12 and a year of four digits, as the card has them.");
        if (IsExpired(details.ExpiryYear, details.ExpiryMonth, now))
            return CommerceErrors.InvalidRequest("PaymentMethodExpired", $"The card expired with {Expires(details.ExpiryYear, details.ExpiryMonth)}. Give one that is valid; nothing was changed.");
        if (string.IsNullOrWhiteSpace(details.CardholderName) || details.CardholderName.Length > LongestName || details.CardholderName.Any(char.IsControl))
            return CommerceErrors.InvalidRequest("CardholderNameInvalid", string.Create(CultureInfo.InvariantCulture, $"The cardholder's name is one line of 1 to {LongestName} characters, as on the card."));
        if (details.SecurityCode is { } code && (code.Length is not (3 or 4) || !code.All(char.IsAsciiDigit)))
            return CommerceErrors.InvalidRequest("SecurityCodeInvalid", "The security code has three or four digits.");
        return details.BillingAddress is { } address ? Refuse(address) : null;
    }

    /// <summary>Refuses to buy with a card that has expired (E5).</summary>
    /// <param name="card">The card.</param>
    /// <returns>The refusal; null where it is valid.</returns>
    public static EligibilityRefusal? RefuseExpired(PaymentMethod card) =>
        card.IsExpired
            ? new()
            {
                Rule = "E5",
                ErrorId = "PaymentMethodExpired",
                Reason = $"{card.Name} expired with {Expires(card.ExpiryYear, card.ExpiryMonth)}.",
                Advice = "Change its expiry with Set-SelfServicePaymentMethod, or name another card.",
            }
            : null;

    /// <summary>Refuses to charge a card that has expired.</summary>
    /// <param name="card">The card.</param>
    /// <returns>The refusal; null where it is valid.</returns>
    public static CommerceException? RefuseCharge(PaymentMethod card) =>
        card.IsExpired ? CommerceErrors.PaymentMethodExpired(card.Name, card.PaymentMethodId, Expires(card.ExpiryYear, card.ExpiryMonth)) : null;

    /// <summary>Whether a subscription needs the card of its billing profile: its purchaser pays for it, and will be charged or credited for what changes of it.</summary>
    /// <param name="subscription">A subscription that is billed to the profile.</param>
    /// <returns>True until it is deleted or the organisation takes control of it (T4).</returns>
    public static bool NeedsCard(Subscription subscription) => subscription is { Status: not SubscriptionStatus.Deleted, IsControlledByOrganization: false };

    /// <summary>Refuses the name of a billing profile.</summary>
    /// <param name="name">The name; null where it stays.</param>
    /// <returns>The refusal; null where it is sound.</returns>
    public static CommerceException? RefuseProfileName(string? name) =>
        name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
            ? CommerceErrors.InvalidRequest("NameInvalid", string.Create(CultureInfo.InvariantCulture, $"A billing profile's name is one line of 1 to {LongestName} characters."))
            : CardNumbers.Refuse(("The name", name));

    /// <summary>Refuses card numbers where ids of payment methods are to stand, before an error or the audit log repeats them.</summary>
    /// <param name="ids">The ids as they were given; null for none.</param>
    /// <exception cref="CommerceException"><c>CardNumberGiven</c>.</exception>
    public static void DemandIds(params IEnumerable<string?> ids)
    {
        // An id may look like one by chance.
        if (CardNumbers.Refuse(ids.Where(id => !Guid.TryParse(id, out _)).Select(id => ("The payment method's id", id))) is { } number)
            throw number;
    }

    /// <summary>The billing address of a card that is added.</summary>
    /// <param name="request">The card.</param>
    /// <returns>The address; null where no part of it was given.</returns>
    public static PostalAddress? Address(AddPaymentMethodRequest request) =>
        request is { Street: null, City: null, Region: null, PostalCode: null, Country: null }
            ? null
            : new()
            {
                Street = request.Street ?? "",
                City = request.City ?? "",
                Region = request.Region,
                PostalCode = request.PostalCode,
                Country = request.Country?.ToUpperInvariant() ?? "",
            };

    /// <summary>A card as a change would leave it.</summary>
    /// <param name="current">The card as it is.</param>
    /// <param name="request">What is to be changed.</param>
    /// <returns>Expiry, cardholder, address and the security code to be checked.</returns>
    /// <exception cref="CommerceException"><c>NothingToSet</c>.</exception>
    public static CardDetails Changed(PaymentMethod current, SetPaymentMethodRequest request)
    {
        var addressStays = request is { Street: null, City: null, Region: null, PostalCode: null, Country: null };
        if (addressStays && request is { ExpiryMonth: null, ExpiryYear: null, CardholderName: null, SecurityCode: null })
            throw CommerceErrors.NothingToSet("expiry, cardholder, address, or the security code");
        var address = current.BillingAddress;
        return new()
        {
            ExpiryMonth = request.ExpiryMonth ?? current.ExpiryMonth,
            ExpiryYear = request.ExpiryYear ?? current.ExpiryYear,
            CardholderName = request.CardholderName ?? current.CardholderName,
            SecurityCode = request.SecurityCode,
            BillingAddress = addressStays
                ? address
                : new()
                {
                    Street = request.Street ?? address?.Street ?? "",
                    City = request.City ?? address?.City ?? "",
                    Region = request.Region ?? address?.Region,
                    PostalCode = request.PostalCode ?? address?.PostalCode,
                    Country = request.Country?.ToUpperInvariant() ?? address?.Country ?? "",
                },
        };
    }

    private static CommerceException? RefuseCardNumbers(CardDetails details) => CardNumbers.Refuse(
        ("The cardholder's name", details.CardholderName), ("The street", details.BillingAddress?.Street), ("The city", details.BillingAddress?.City),
        ("The region", details.BillingAddress?.Region), ("The postal code", details.BillingAddress?.PostalCode),
        ("The country", details.BillingAddress?.Country), ("The security code", details.SecurityCode));

    private static CommerceException? Refuse(PostalAddress address)
    {
        if (string.IsNullOrWhiteSpace(address.Street) || string.IsNullOrWhiteSpace(address.City))
            return CommerceErrors.InvalidRequest("AddressIncomplete", "A billing address has at least street, city and country. Give all of them, or none.");
        if (new[] { address.Street, address.City, address.Region, address.PostalCode }.Any(line => line?.Length > LongestLine || line?.Any(char.IsControl) == true))
            return CommerceErrors.InvalidRequest("AddressInvalid", string.Create(CultureInfo.InvariantCulture, $"Each part of an address is one line of at most {LongestLine} characters."));
        return TenantRules.IsCountry(address.Country)
            ? null
            : CommerceErrors.InvalidRequest("CountryUnknown", $"'{address.Country}' is no country's ISO 3166-1 code. Write two letters, such as DE or BR.", address.Country);
    }
}
