namespace MSCommerce.Rules;

/// <summary>A subscription as its billing sees it.</summary>
public sealed record BilledSubscription
{
    /// <summary>When the first term ends (UTC).</summary>
    public required DateTimeOffset FirstExpiry { get; init; }

    /// <summary>When it was bought (UTC): the terms keep its day of the month. Null where they are counted from <see cref="FirstExpiry"/>.</summary>
    public DateTimeOffset? PurchasedAt { get; init; }

    /// <summary>How long a term is.</summary>
    public required SubscriptionTerm Term { get; init; }

    /// <summary>From when it does not renew at the purchaser's cost: renewal was switched off, the purchaser left, it was cancelled, or the organisation took control (T4, L1). Null where it renews.</summary>
    public DateTimeOffset? BillingStopsAt { get; init; }

    /// <summary>The end of the last term that an invoice was written for.</summary>
    public required DateTimeOffset InvoicedUntil { get; init; }

    /// <summary>The orders, by date: when, and how many licences (seats).</summary>
    public required IReadOnlyList<(DateTimeOffset OrderedAt, int Quantity)> Orders { get; init; }
}

/// <summary>A renewal that is to be invoiced.</summary>
/// <param name="TermStart">When the renewed term begins: the invoice's date.</param>
/// <param name="TermEnd">When it ends.</param>
/// <param name="Licenses">Licences at that moment (seats).</param>
public sealed record Renewal(DateTimeOffset TermStart, DateTimeOffset TermEnd, int Licenses);

/// <summary>Which renewals are to be invoiced (U7, U8): they follow from the dates, whether anything ran on those days or not.</summary>
public static class InvoiceCalendar
{
    /// <summary>The renewals up to a date that no invoice was written for.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="now">The date asked about.</param>
    /// <returns>The renewals, in order.</returns>
    public static IEnumerable<Renewal> Due(BilledSubscription subscription, DateTimeOffset now)
    {
        var until = subscription.BillingStopsAt is { } stops && stops <= now ? stops.AddTicks(-1) : now;
        var index = 0;
        foreach (var renewal in SubscriptionCalendar.RenewalsUntil(subscription.FirstExpiry, subscription.Term, until, subscription.PurchasedAt))
        {
            index++;
            if (renewal < subscription.InvoicedUntil)
                continue;
            yield return new(
                renewal,
                SubscriptionCalendar.EndOf(subscription.FirstExpiry, subscription.Term, index, subscription.PurchasedAt),
                subscription.Orders.Where(order => order.OrderedAt <= renewal).Sum(order => order.Quantity));
        }
    }
}
