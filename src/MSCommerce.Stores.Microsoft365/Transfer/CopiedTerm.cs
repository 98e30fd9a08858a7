using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>
/// The dates of a subscription in the copy. Graph tells a status and the date of the next one; a store of ours tells the status by the dates. They are those with which the
/// copy shows the status that the service shows, and stays as near to what was told as that allows.
/// </summary>
/// <param name="PurchasedAt">When it was bought.</param>
/// <param name="FirstExpiresAt">When its term ends.</param>
/// <param name="Term">How long the next term is.</param>
/// <param name="RenewalOffAt">From when it does not renew; null where it does.</param>
/// <param name="CancelledAt">When it was cancelled; null where it was not.</param>
internal sealed record CopiedTerm(DateTimeOffset PurchasedAt, DateTimeOffset FirstExpiresAt, SubscriptionTerm Term, DateTimeOffset? RenewalOffAt, DateTimeOffset? CancelledAt)
{
    /// <summary>As long as a month can be: what ends sooner after it was bought is billed by the month.</summary>
    private const int DaysInMonth = 31;

    /// <summary>The dates.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="nextStatusAt">When its next status comes, as Graph tells it.</param>
    /// <param name="now">The moment of the copy.</param>
    /// <returns>The dates.</returns>
    public static CopiedTerm Of(Subscription subscription, DateTimeOffset? nextStatusAt, DateTimeOffset now)
    {
        var expiresAt = subscription.Status switch
        {
            SubscriptionStatus.Expired => Within(nextStatusAt?.AddDays(-SubscriptionCalendar.DaysUntilDisabled), now.AddDays(1 - SubscriptionCalendar.DaysUntilDisabled), now),
            SubscriptionStatus.Disabled => Within(
                nextStatusAt?.AddDays(-SubscriptionCalendar.DaysUntilDeleted), now.AddDays(1 - SubscriptionCalendar.DaysUntilDeleted), now.AddDays(-SubscriptionCalendar.DaysUntilDisabled)),
            SubscriptionStatus.Deleted => nextStatusAt ?? now,
            // A date that has passed, or is not told, would end what the service says goes on.
            _ => nextStatusAt > now ? nextStatusAt.Value : now.AddMonths(subscription.IsTrial == true ? 1 : SubscriptionCalendar.MonthsOf(SubscriptionTerm.Year)),
        };
        var purchasedAt = subscription.PurchasedAt < expiresAt ? subscription.PurchasedAt.Value : expiresAt.AddYears(-1);
        var ends = subscription.Status is SubscriptionStatus.Expired or SubscriptionStatus.Disabled;
        return new(
            purchasedAt, expiresAt, expiresAt <= purchasedAt.AddDays(DaysInMonth) ? SubscriptionTerm.Month : SubscriptionTerm.Year,
            RenewalOffAt: ends ? expiresAt : null, CancelledAt: subscription.Status == SubscriptionStatus.Deleted ? now : null);
    }

    private static DateTimeOffset Within(DateTimeOffset? wanted, DateTimeOffset first, DateTimeOffset last) =>
        wanted is not { } moment || moment > last ? last : moment < first ? first : moment;
}
