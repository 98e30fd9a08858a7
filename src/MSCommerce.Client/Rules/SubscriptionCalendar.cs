namespace MSCommerce.Rules;

/// <summary>
/// Where a subscription stands at a date (L1, L2, U8). Nothing has to run for a status to change: it follows from the dates alone.
/// </summary>
public static class SubscriptionCalendar
{
    /// <summary>Days after the expiry date until users lose access (L2).</summary>
    public const int DaysUntilDisabled = 30;

    /// <summary>Days after the expiry date until the subscription is gone (L2).</summary>
    public const int DaysUntilDeleted = DaysUntilDisabled + 90;

    /// <summary>When the present term ends: the first expiry date, moved on by a term for every renewal that has taken place (U8).</summary>
    /// <param name="firstExpiry">When the first term ends.</param>
    /// <param name="term">How long a term is.</param>
    /// <param name="renewalStoppedAt">
    /// From when it no longer renews: renewal was switched off, or the purchaser left (L1). Null where it renews; a trial never does and stops with its first moment.
    /// </param>
    /// <param name="now">The date asked about.</param>
    /// <param name="purchasedAt">When it was bought: the terms keep its day of the month where the first one is counted from it. Null where they are counted from <paramref name="firstExpiry"/>.</param>
    /// <returns>The end of the present, or last, term.</returns>
    public static DateTimeOffset ExpiryAt(DateTimeOffset firstExpiry, SubscriptionTerm term, DateTimeOffset? renewalStoppedAt, DateTimeOffset now, DateTimeOffset? purchasedAt = null)
    {
        // It renews at each end of a term that has come (<= now) while renewal was on (< stopped).
        var until = renewalStoppedAt is { } stopped && stopped <= now ? stopped.AddTicks(-1) : now;
        if (firstExpiry > until)
            return firstExpiry;

        var monthsATerm = MonthsOf(term);
        var months = ((until.Year - firstExpiry.Year) * 12) + until.Month - firstExpiry.Month;
        var renewals = Math.Max(0, (months / monthsATerm) - 1);

        while (EndOf(firstExpiry, term, renewals, purchasedAt) <= until)
            renewals++;
        return EndOf(firstExpiry, term, renewals, purchasedAt);
    }

    /// <summary>When a term ends. It is counted from the first date, so that a subscription of the 31st does not slip to the 28th for ever.</summary>
    /// <param name="firstExpiry">When the first term ends.</param>
    /// <param name="term">How long a term is.</param>
    /// <param name="renewals">How many renewals came before.</param>
    /// <param name="purchasedAt">When it was bought: the terms keep its day of the month where the first one is counted from it. Null where they are counted from <paramref name="firstExpiry"/>.</param>
    /// <returns>The end.</returns>
    public static DateTimeOffset EndOf(DateTimeOffset firstExpiry, SubscriptionTerm term, int renewals, DateTimeOffset? purchasedAt)
    {
        var months = MonthsOf(term);
        return purchasedAt is { } bought && bought.AddMonths(months) == firstExpiry ? bought.AddMonths((renewals + 1) * months) : firstExpiry.AddMonths(renewals * months);
    }

    /// <summary>When the present, or last, term began.</summary>
    /// <param name="purchasedAt">When it was bought: the first term's beginning.</param>
    /// <param name="firstExpiry">When the first term ends.</param>
    /// <param name="term">How long a term is.</param>
    /// <param name="expiresAt">The end of the present, or last, term: <see cref="ExpiryAt"/>.</param>
    /// <returns>The beginning.</returns>
    public static DateTimeOffset TermStartAt(DateTimeOffset purchasedAt, DateTimeOffset firstExpiry, SubscriptionTerm term, DateTimeOffset expiresAt)
    {
        if (expiresAt <= firstExpiry)
            return purchasedAt;
        var start = firstExpiry;
        foreach (var renewal in RenewalsUntil(firstExpiry, term, expiresAt.AddTicks(-1), purchasedAt))
            start = renewal;
        return start;
    }

    /// <summary>The moments at which a subscription renews, up to one.</summary>
    /// <param name="firstExpiry">When the first term ends: the first renewal.</param>
    /// <param name="term">How long a term is.</param>
    /// <param name="until">The last moment that counts.</param>
    /// <param name="purchasedAt">When it was bought: the terms keep its day of the month where the first one is counted from it. Null where they are counted from <paramref name="firstExpiry"/>.</param>
    /// <returns>The moments, in order.</returns>
    public static IEnumerable<DateTimeOffset> RenewalsUntil(DateTimeOffset firstExpiry, SubscriptionTerm term, DateTimeOffset until, DateTimeOffset? purchasedAt = null)
    {
        for (var renewals = 0; ; renewals++)
        {
            var renewal = EndOf(firstExpiry, term, renewals, purchasedAt);
            if (renewal > until)
                yield break;
            yield return renewal;
        }
    }

    /// <summary>How many months a term has.</summary>
    /// <param name="term">The term.</param>
    /// <returns>1 or 12.</returns>
    public static int MonthsOf(SubscriptionTerm term) => term == SubscriptionTerm.Year ? 12 : 1;

    /// <summary>Where a subscription stands.</summary>
    /// <param name="expiresAt">The end of its present, or last, term: <see cref="ExpiryAt"/>.</param>
    /// <param name="cancelledAt">When it was cancelled; null where it was not.</param>
    /// <param name="now">The date asked about.</param>
    /// <returns>The status.</returns>
    public static SubscriptionStatus StatusAt(DateTimeOffset expiresAt, DateTimeOffset? cancelledAt, DateTimeOffset now)
    {
        if (cancelledAt <= now)
            return SubscriptionStatus.Deleted;
        if (now < expiresAt)
            return SubscriptionStatus.Active;
        if (now < expiresAt.AddDays(DaysUntilDisabled))
            return SubscriptionStatus.Expired;
        return now < expiresAt.AddDays(DaysUntilDeleted) ? SubscriptionStatus.Disabled : SubscriptionStatus.Deleted;
    }

    /// <summary>Whether users have access in a status (L2, S5).</summary>
    /// <param name="status">The status.</param>
    /// <returns>True until the subscription is Disabled.</returns>
    public static bool UsersHaveAccess(SubscriptionStatus status) => status is SubscriptionStatus.Active or SubscriptionStatus.Expired;

    /// <summary>When users lost, or will lose, access: at its cancellation, or when it is Disabled (L2, L3).</summary>
    /// <param name="expiresAt">The end of its last term: <see cref="ExpiryAt"/>.</param>
    /// <param name="cancelledAt">When it was cancelled; null where it was not.</param>
    /// <returns>The moment.</returns>
    public static DateTimeOffset AccessEndsAt(DateTimeOffset expiresAt, DateTimeOffset? cancelledAt)
    {
        var disabled = expiresAt.AddDays(DaysUntilDisabled);
        return cancelledAt is { } cancelled && cancelled < disabled ? cancelled : disabled;
    }
}
