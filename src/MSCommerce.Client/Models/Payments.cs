using System.Globalization;

namespace MSCommerce;

/// <summary>A postal address, as a card's issuer knows it (U6).</summary>
public sealed record PostalAddress
{
    /// <summary>Street and number.</summary>
    public required string Street { get; init; }

    /// <summary>The city.</summary>
    public required string City { get; init; }

    /// <summary>State, province or region; null where the country has none in its addresses.</summary>
    public string? Region { get; init; }

    /// <summary>The postal code; null where the country has none.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The country (ISO 3166-1 alpha-2).</summary>
    public required string Country { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", new[] { Street, PostalCode, City, Region, Country }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>
/// A credit card of a purchaser (U6). What is kept of it: brand, last four digits, expiry, cardholder, address, and the payment provider's token, which no list
/// shows. The card number and the security code never reach this software's records.
/// </summary>
public sealed record PaymentMethod
{
    /// <summary>The payment method's id.</summary>
    public required string PaymentMethodId { get; init; }

    /// <summary>Whose it is: a user principal name.</summary>
    public required string Owner { get; init; }

    /// <summary>The card's brand, for instance <c>Visa</c>.</summary>
    public required string Brand { get; init; }

    /// <summary>The last four digits of the card's number.</summary>
    public required string LastFourDigits { get; init; }

    /// <summary>The month at whose end the card expires, 1 to 12.</summary>
    public required int ExpiryMonth { get; init; }

    /// <summary>The year of it, four digits.</summary>
    public required int ExpiryYear { get; init; }

    /// <summary>The name on the card.</summary>
    public required string CardholderName { get; init; }

    /// <summary>The address that the card's issuer knows; null where none was given.</summary>
    public PostalAddress? BillingAddress { get; init; }

    /// <summary>When it was added (UTC).</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Whether the card has expired by now.</summary>
    public required bool IsExpired { get; init; }

    /// <summary>How many billing profiles are charged to it.</summary>
    public required int BillingProfiles { get; init; }

    /// <summary>The card as people call it: <c>Visa ending in 4242</c>.</summary>
    public string Name => Rules.PaymentMethodRules.NameOf(Brand, LastFourDigits);
}

/// <summary>Who is billed, and with which payment method (U6). A purchaser's first purchase makes one for its card; later purchases with that card share it.</summary>
public sealed record BillingProfile
{
    /// <summary>The billing profile's id.</summary>
    public required string BillingProfileId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is: a user principal name.</summary>
    public required string Owner { get; init; }

    /// <summary>The payment method that is charged; null where the last one was removed.</summary>
    public string? PaymentMethodId { get; init; }

    /// <summary>The payment method as people call it: <c>Visa ending in 4242</c>; null where there is none.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>When the payment method expires: <c>2028-04</c>; null where there is none.</summary>
    public string? PaymentMethodExpires { get; init; }

    /// <summary>Subscriptions billed to it that are not deleted.</summary>
    public required int Subscriptions { get; init; }

    /// <summary>Invoices of it that are open.</summary>
    public required int OpenInvoices { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>
/// What a change charges to a payment method before it is made. The plan says what it will be, the client has the payment provider authorise it, and the store
/// makes the change only with that authorisation.
/// </summary>
public sealed record Charge
{
    /// <summary>The charge's id: repeating it with the provider charges nothing twice.</summary>
    public required Guid ChargeId { get; init; }

    /// <summary>The amount, in <see cref="Currency"/>; positive.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The currency (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>The payment method that is charged.</summary>
    public required string PaymentMethodId { get; init; }

    /// <summary>What the provider answered; null until it has authorised the charge.</summary>
    public string? AuthorizationId { get; init; }

    /// <summary>The charge as people write it.</summary>
    /// <returns>Amount and currency: <c>13.50 EUR</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00##} {Currency}");
}
