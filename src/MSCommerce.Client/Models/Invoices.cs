using System.Globalization;

namespace MSCommerce;

/// <summary>Where an invoice stands (U7).</summary>
public enum InvoiceStatus
{
    /// <summary>To be paid; a credit note: to be paid out.</summary>
    Open,

    /// <summary>Paid, or settled by a credit; a credit note: paid out to the card.</summary>
    Paid,
}

/// <summary>One line of an invoice: licences of a product for a stretch of days, or what is credited for days that will not be used.</summary>
public sealed record InvoiceLine
{
    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Licences (seats).</summary>
    public required int Licenses { get; init; }

    /// <summary>The price of one licence for the whole term.</summary>
    public required decimal PricePerLicense { get; init; }

    /// <summary>The first day that it covers (UTC).</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>The day after the last that it covers (UTC).</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Days that it covers.</summary>
    public int Days => PeriodEnd.DayNumber - PeriodStart.DayNumber;

    /// <summary>Days of the whole term; a line that covers fewer is prorated by the day.</summary>
    public required int DaysInTerm { get; init; }

    /// <summary>The amount in the invoice's currency, rounded to its smallest unit; negative for a credit.</summary>
    public required decimal Amount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Description}: {Amount:0.00##}");
}

/// <summary>An invoice of a purchaser, or a credit note where its total is negative (U7).</summary>
public sealed record Invoice
{
    /// <summary>The invoice's id: the subscription's, and its number there.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The subscription that it is for.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The billing profile.</summary>
    public required string BillingProfileId { get; init; }

    /// <summary>When it was issued (UTC): a renewal's on the day of the renewal, whenever it is looked at.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The lines; they add up to the total.</summary>
    public required IReadOnlyList<InvoiceLine> Lines { get; init => field = JoinedList<InvoiceLine>.Of(value); }

    /// <summary>The total; negative for a credit note.</summary>
    public decimal Total => Lines.Sum(line => line.Amount);

    /// <summary>The currency (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>Where it stands.</summary>
    public required InvoiceStatus Status { get; init; }

    /// <summary>When it was paid (UTC); null where it was not.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>With what it was paid: <c>Visa ending in 4242</c>; null where it was not, or a credit settled it.</summary>
    public string? PaidWith { get; init; }

    /// <summary>Why the last try to pay it failed; null where none did.</summary>
    public string? LastError { get; init; }
}

/// <summary>The payment of one open invoice as it is shown before it is confirmed (U7).</summary>
public sealed record PaymentPlan
{
    /// <summary>The invoice.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The payment method as people call it.</summary>
    public required string PaymentMethod { get; init; }

    /// <summary>What is charged.</summary>
    public required Charge Charge { get; init; }
}
