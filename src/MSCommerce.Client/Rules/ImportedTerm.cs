namespace MSCommerce.Rules;

/// <summary>What a new subscription's term is where a file does not say it (requirement S1: what is known, and else what follows from it).</summary>
public static class ImportedTerm
{
    /// <summary>The length of its term: a month.</summary>
    /// <param name="row">What the file says.</param>
    public static SubscriptionTerm TermOf(SubscriptionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Term ?? SubscriptionTerm.Month;
    }

    /// <summary>When it was bought: one term before an end that has passed, else now.</summary>
    /// <param name="row">What the file says.</param>
    /// <param name="now">The moment of the import (UTC).</param>
    public static DateTimeOffset PurchasedAt(SubscriptionRow row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.PurchasedAt ?? (row.ExpiresAt <= now ? row.ExpiresAt.Value.AddMonths(-SubscriptionCalendar.MonthsOf(TermOf(row))) : now);
    }

    /// <summary>When its first term ends: one term after it was bought.</summary>
    /// <param name="row">What the file says.</param>
    /// <param name="purchasedAt">When it was bought (UTC).</param>
    public static DateTimeOffset FirstExpiryAt(SubscriptionRow row, DateTimeOffset purchasedAt)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.ExpiresAt ?? purchasedAt.AddMonths(SubscriptionCalendar.MonthsOf(TermOf(row)));
    }

    /// <summary>Whether it renews: unless it is a trial, or its term is said to have ended, which is not taken to have gone on.</summary>
    /// <param name="row">What the file says.</param>
    /// <param name="now">The moment of the import (UTC).</param>
    public static bool Renews(SubscriptionRow row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.AutoRenew ?? (row.IsTrial != true && !(row.ExpiresAt <= now));
    }
}
