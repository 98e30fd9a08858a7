namespace MSCommerce.Payments;

/// <summary>
/// The payment provider that keeps cards and charges them (U1, U6, U7). It is called outside the store's transactions: a charge is authorised before the change that
/// needs it and captured after it, so that a change that fails charges nobody.
/// </summary>
/// <remarks>
/// Every call can be repeated: the same charge id is authorised, captured, voided or refunded once. A refusal is a <see cref="CommerceException"/> with
/// <see cref="CommerceError.PaymentDeclined"/>; a provider that cannot be reached one with <see cref="CommerceError.StoreUnavailable"/>. No message names a token.
/// </remarks>
public interface IPaymentProvider
{
    /// <summary>Registers a card for later charges.</summary>
    /// <param name="token">The token that the provider gave for the card.</param>
    /// <param name="details">What its holder says of it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What the provider says of it.</returns>
    /// <exception cref="CommerceException"><c>PaymentTokenUnknown</c>, <c>CardRefused</c>.</exception>
    Task<PaymentCard> RegisterAsync(PaymentToken token, CardDetails details, CancellationToken cancellationToken);

    /// <summary>Tells the provider what has changed of a card.</summary>
    /// <param name="token">The card.</param>
    /// <param name="details">What its holder says of it now.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CommerceException"><c>CardRefused</c>.</exception>
    Task UpdateAsync(PaymentToken token, CardDetails details, CancellationToken cancellationToken);

    /// <summary>Authorises a charge: the amount is set aside, not taken. Left alone it lapses.</summary>
    /// <param name="order">The charge.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The authorisation's id.</returns>
    /// <exception cref="CommerceException"><c>PaymentDeclined</c>.</exception>
    Task<string> AuthorizeAsync(PaymentOrder order, CancellationToken cancellationToken);

    /// <summary>Takes an authorised amount.</summary>
    /// <param name="order">The charge.</param>
    /// <param name="authorizationId">Its authorisation.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CommerceException"><c>PaymentDeclined</c> where the authorisation has lapsed.</exception>
    Task CaptureAsync(PaymentOrder order, string authorizationId, CancellationToken cancellationToken);

    /// <summary>Gives up an authorised amount: the change that needed it was not made.</summary>
    /// <param name="order">The charge.</param>
    /// <param name="authorizationId">Its authorisation.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task VoidAsync(PaymentOrder order, string authorizationId, CancellationToken cancellationToken);

    /// <summary>Pays an amount out to a card.</summary>
    /// <param name="order">The amount, positive.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CommerceException"><c>PaymentDeclined</c>.</exception>
    Task RefundAsync(PaymentOrder order, CancellationToken cancellationToken);
}

/// <summary>The payment provider's name for a card. It is worth nothing to anyone but the provider's customer, and is shown to nobody all the same.</summary>
/// <param name="Value">The token.</param>
public readonly record struct PaymentToken(string Value)
{
    /// <summary>Hides the token.</summary>
    /// <returns>Dots.</returns>
    public override string ToString() => "…";
}

/// <summary>What a payment provider says of a card.</summary>
/// <param name="Brand">The brand, for instance <c>Visa</c>.</param>
/// <param name="LastFourDigits">The last four digits of its number.</param>
/// <param name="IsCreditCard">Whether it is a credit card: nothing else pays for self-service purchases (E5).</param>
public sealed record PaymentCard(string Brand, string LastFourDigits, bool IsCreditCard);

/// <summary>What the holder says of a card.</summary>
public sealed record CardDetails
{
    /// <summary>The month at whose end the card expires, 1 to 12.</summary>
    public required int ExpiryMonth { get; init; }

    /// <summary>The year of it, four digits.</summary>
    public required int ExpiryYear { get; init; }

    /// <summary>The name on the card.</summary>
    public required string CardholderName { get; init; }

    /// <summary>The billing address; null for none.</summary>
    public PostalAddress? BillingAddress { get; init; }

    /// <summary>The security code, for the provider alone; null for none. No store keeps it.</summary>
    public string? SecurityCode { get; init; }

    /// <summary>Hides the details.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(CardDetails);
}

/// <summary>An amount to be charged or paid out.</summary>
/// <param name="ChargeId">Its id: the same one is never charged or paid twice.</param>
/// <param name="Token">The card.</param>
/// <param name="Amount">The amount, positive.</param>
/// <param name="Currency">The currency (ISO 4217).</param>
public sealed record PaymentOrder(Guid ChargeId, PaymentToken Token, decimal Amount, string Currency);

/// <summary>What a payment provider has still to do for an invoice: capture what was authorised, or pay out a credit note.</summary>
/// <param name="InvoiceId">The invoice.</param>
/// <param name="Order">The amount, positive for either.</param>
/// <param name="AuthorizationId">The authorisation to be captured; null where a credit note is paid out.</param>
public sealed record Settlement(string InvoiceId, PaymentOrder Order, string? AuthorizationId);
