namespace MSCommerce.Rules;

/// <summary>Something that a subscription cost, or that was credited for it.</summary>
/// <param name="At">The day it counts on (UTC): that of the purchase, the renewal, the change or the cancellation.</param>
/// <param name="Amount">The amount in the subscription's currency, negative for a credit; null where the store does not know the price.</param>
public readonly record struct SpendItem(DateTimeOffset At, decimal? Amount);

/// <summary>
/// What was spent on a subscription (X5). It follows from its orders and its price, by the arithmetic that invoices have: a term is paid when it begins, licences added
/// for the days that are left, and what its purchaser gives back of what he bought here is credited so. What the organisation gives back, and what came from a file, others decide
/// about: nothing is taken to be credited.
/// </summary>
public static class SpendRules
{
    /// <summary>What was spent on one subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="orders">Its orders, by number.</param>
    /// <param name="from">The first moment that counts.</param>
    /// <param name="until">The first that does not.</param>
    /// <returns>One entry a purchase, renewal, change and cancellation; none for a trial.</returns>
    public static IEnumerable<SpendItem> Items(Subscription subscription, IReadOnlyList<SubscriptionOrder> orders, DateTimeOffset from, DateTimeOffset until)
    {
        if (subscription.IsTrial == true)
            return [];
        if (subscription is not { PurchasedAt: { } purchasedAt, ExpiresAt: { } expiresAt, Term: { } term })
            return orders.Where(order => order.OrderedAt >= from && order.OrderedAt < until).Select(order => new SpendItem(order.OrderedAt, null));

        var terms = Terms(purchasedAt, expiresAt, term);
        return OfOrders(subscription, orders, terms)
            .Concat(OfRenewals(subscription, orders, terms))
            .Concat(OfCancellation(subscription, orders, terms))
            .Where(item => item.At >= from && item.At < until && item.Amount != 0);
    }

    /// <summary>What licences of a subscription cost a month, at its price.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="licenses">How many of its licences (seats).</param>
    /// <returns>The amount, not rounded; null where the store does not know the price or the term.</returns>
    public static decimal? MonthlyCost(Subscription subscription, int licenses) =>
        subscription.Term is { } term && subscription.Currency is not null ? subscription.PricePerLicense * licenses / SubscriptionCalendar.MonthsOf(term) : null;

    /// <summary>The terms that have begun: the first from the purchase, each later one from a renewal.</summary>
    private static List<(DateTimeOffset Start, DateTimeOffset End)> Terms(DateTimeOffset purchasedAt, DateTimeOffset expiresAt, SubscriptionTerm term)
    {
        var terms = new List<(DateTimeOffset, DateTimeOffset)>();
        var start = purchasedAt;
        var (first, countedFrom) = FirstExpiry(purchasedAt, expiresAt, term);
        foreach (var end in SubscriptionCalendar.RenewalsUntil(first, term, expiresAt, countedFrom))
        {
            terms.Add((start, end));
            start = end;
        }

        return terms;
    }

    /// <summary>When the first term ended: a term after the purchase where the present end agrees with that, else as far back from that as whole terms go.</summary>
    private static (DateTimeOffset FirstExpiry, DateTimeOffset? CountedFrom) FirstExpiry(DateTimeOffset purchasedAt, DateTimeOffset expiresAt, SubscriptionTerm term)
    {
        var first = purchasedAt.AddMonths(SubscriptionCalendar.MonthsOf(term));
        if (SubscriptionCalendar.RenewalsUntil(first, term, expiresAt, purchasedAt).LastOrDefault() == expiresAt)
            return (first, purchasedAt);

        var terms = 0;
        while (expiresAt.AddMonths(-(terms + 1) * SubscriptionCalendar.MonthsOf(term)) > purchasedAt)
            terms++;
        return (expiresAt.AddMonths(-terms * SubscriptionCalendar.MonthsOf(term)), null);
    }

    private static IEnumerable<SpendItem> OfOrders(Subscription subscription, IReadOnlyList<SubscriptionOrder> orders, List<(DateTimeOffset Start, DateTimeOffset End)> terms) =>
        from order in orders
        where order.Quantity > 0 || (IsOrderOfPurchaser(subscription, order) && IsBilledHere(subscription, orders))
        select Item(subscription, order.PricePerLicense ?? subscription.PricePerLicense, order.Quantity, terms, order.OrderedAt);

    private static IEnumerable<SpendItem> OfRenewals(Subscription subscription, IReadOnlyList<SubscriptionOrder> orders, List<(DateTimeOffset Start, DateTimeOffset End)> terms) =>
        from term in terms.Skip(1)
        where subscription.CancelledAt is not { } cancelled || term.Start < cancelled
        select Item(subscription, subscription.PricePerLicense, orders.Where(order => order.OrderedAt <= term.Start).Sum(order => order.Quantity), [term], term.Start);

    private static IEnumerable<SpendItem> OfCancellation(Subscription subscription, IReadOnlyList<SubscriptionOrder> orders, List<(DateTimeOffset Start, DateTimeOffset End)> terms)
    {
        if (subscription is { CancelledAt: { } cancelledAt, IsControlledByOrganization: false } && cancelledAt < subscription.ExpiresAt && IsBilledHere(subscription, orders))
            yield return Item(subscription, subscription.PricePerLicense, -orders.Where(order => order.OrderedAt <= cancelledAt).Sum(order => order.Quantity), terms, cancelledAt);
    }

    /// <summary>Whether billing credits what is given back: of what its purchaser bought here. What came from a file was ordered by whoever imported it, and is paid where it was bought.</summary>
    private static bool IsBilledHere(Subscription subscription, IReadOnlyList<SubscriptionOrder> orders) => orders.Count > 0 && IsOrderOfPurchaser(subscription, orders[0]);

    private static bool IsOrderOfPurchaser(Subscription subscription, SubscriptionOrder order) =>
        subscription.Channel == SubscriptionChannel.SelfService && string.Equals(order.OrderedBy, subscription.Purchaser, StringComparison.OrdinalIgnoreCase);

    private static SpendItem Item(Subscription subscription, decimal? price, int licenses, List<(DateTimeOffset Start, DateTimeOffset End)> terms, DateTimeOffset at)
    {
        if (price is null || subscription.Currency is not { } currency)
            return new(at, null);
        // What was ordered at the very moment of a renewal belongs to the term that it began; what came after the last term costs nothing.
        var (start, end) = terms.FindLast(term => term.Start <= at) is var found && found != default ? found : terms[0];
        return new(at, Proration.Line("", licenses, price.Value, currency, start, end, at).Amount);
    }
}
