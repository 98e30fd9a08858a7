namespace MSCommerce;

/// <summary>Which of one's own payment methods (U6).</summary>
public sealed record PaymentMethodQuery
{
    /// <summary>Exact ids; all where empty.</summary>
    public IReadOnlyList<string> PaymentMethodId { get; init => field = value ?? []; } = [];
}

/// <summary>A credit card to be added (U6).</summary>
public sealed record AddPaymentMethodRequest
{
    /// <summary>The token that the payment provider gave for the card. A card number is refused: it must not come near this software.</summary>
    [Secret]
    public required string Token { get; init; }

    /// <summary>The month at whose end the card expires, 1 to 12.</summary>
    public required int ExpiryMonth { get; init; }

    /// <summary>The year of it, four digits.</summary>
    public required int ExpiryYear { get; init; }

    /// <summary>The name on the card.</summary>
    public required string CardholderName { get; init; }

    /// <summary>The security code, for the provider to check; it is not kept. Null where the token needs none.</summary>
    [Secret]
    public string? SecurityCode { get; init; }

    /// <summary>The billing address: street and number; null where no address is given.</summary>
    public string? Street { get; init; }

    /// <summary>The billing address: city.</summary>
    public string? City { get; init; }

    /// <summary>The billing address: state, province or region.</summary>
    public string? Region { get; init; }

    /// <summary>The billing address: postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The billing address: country (ISO 3166-1 alpha-2).</summary>
    public string? Country { get; init; }

    /// <summary>Check everything and write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The request without its secrets.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(AddPaymentMethodRequest);
}

/// <summary>What of a card is to be changed; what is null stays (U6).</summary>
public sealed record SetPaymentMethodRequest
{
    /// <summary>The payment method.</summary>
    public required string PaymentMethodId { get; init; }

    /// <summary>The month at whose end the card expires, 1 to 12.</summary>
    public int? ExpiryMonth { get; init; }

    /// <summary>The year of it, four digits.</summary>
    public int? ExpiryYear { get; init; }

    /// <summary>The name on the card.</summary>
    public string? CardholderName { get; init; }

    /// <summary>The security code, for the provider to check; it is not kept.</summary>
    [Secret]
    public string? SecurityCode { get; init; }

    /// <summary>The billing address: street and number.</summary>
    public string? Street { get; init; }

    /// <summary>The billing address: city.</summary>
    public string? City { get; init; }

    /// <summary>The billing address: state, province or region.</summary>
    public string? Region { get; init; }

    /// <summary>The billing address: postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The billing address: country (ISO 3166-1 alpha-2).</summary>
    public string? Country { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }

    /// <summary>The request without its secrets.</summary>
    /// <returns>The type's name and the payment method.</returns>
    public override string ToString() => $"{nameof(SetPaymentMethodRequest)} {PaymentMethodId}";
}

/// <summary>Payment methods to be removed (U6).</summary>
public sealed record RemovePaymentMethodsRequest
{
    /// <summary>Exact ids.</summary>
    public IReadOnlyList<string> PaymentMethodId { get; init => field = value ?? []; } = [];

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Which of one's own billing profiles (U6).</summary>
public sealed record BillingProfileQuery
{
    /// <summary>Exact ids; all where empty.</summary>
    public IReadOnlyList<string> BillingProfileId { get; init => field = value ?? []; } = [];
}

/// <summary>What of a billing profile is to be changed; what is null stays (U6).</summary>
public sealed record SetBillingProfileRequest
{
    /// <summary>The billing profiles.</summary>
    public IReadOnlyList<string> BillingProfileId { get; init => field = value ?? []; } = [];

    /// <summary>Its new name.</summary>
    public string? Name { get; init; }

    /// <summary>The payment method that is charged from now on: one's own.</summary>
    public string? PaymentMethodId { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Which of one's own invoices (U7).</summary>
public sealed record InvoiceQuery : IPeriod
{
    /// <summary>Exact ids, whatever their date; all of the dates where empty.</summary>
    public IReadOnlyList<string> InvoiceId { get; init => field = value ?? []; } = [];

    /// <summary>Exact ids of subscriptions; all where empty.</summary>
    public IReadOnlyList<string> SubscriptionId { get; init => field = value ?? []; } = [];

    /// <summary>Open or paid alone; both where null.</summary>
    public InvoiceStatus? Status { get; init; }

    /// <summary>Those of the last months: 3 unless something else is asked for, or dates are given.</summary>
    public int? Months { get; init; }

    /// <summary>Issued at or after this moment (UTC).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Issued before this moment (UTC).</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Open invoices to be paid (U7).</summary>
public sealed record PayInvoicesRequest
{
    /// <summary>Exact ids.</summary>
    public IReadOnlyList<string> InvoiceId { get; init => field = value ?? []; } = [];

    /// <summary>The payment method that is charged; the billing profile's where null.</summary>
    public string? PaymentMethodId { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}
