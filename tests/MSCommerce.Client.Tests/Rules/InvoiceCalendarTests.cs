using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "U7")]
[Trait("Requirement", "U8")]
public class InvoiceCalendarTests
{
    /// <summary>Bought on the last of December by the month: five licences, from 10 March seven, from 30 April six.</summary>
    private static readonly BilledSubscription Monthly = new()
    {
        FirstExpiry = At("2026-01-31"),
        Term = SubscriptionTerm.Month,
        InvoicedUntil = At("2026-01-31"),
        Orders = [(At("2025-12-31"), 5), (At("2026-03-10"), 2), (At("2026-04-30"), -1)],
    };

    [Fact]
    public void Every_renewal_that_has_come_is_invoiced_with_the_licences_of_its_day() => Assert.Equal(
        [
            new Renewal(At("2026-01-31"), At("2026-02-28"), 5),
            new Renewal(At("2026-02-28"), At("2026-03-31"), 5),
            new Renewal(At("2026-03-31"), At("2026-04-30"), 7),
            new Renewal(At("2026-04-30"), At("2026-05-31"), 6),
        ],
        InvoiceCalendar.Due(Monthly, At("2026-05-30")));

    [Fact]
    public void What_was_invoiced_is_not_invoiced_again() =>
        Assert.Equal([At("2026-03-31")], InvoiceCalendar.Due(Monthly with { InvoicedUntil = At("2026-03-31") }, At("2026-04-29")).Select(renewal => renewal.TermStart));

    [Theory]
    [InlineData("2026-01-30", 0)]
    [InlineData("2026-01-31", 1)]
    [InlineData("2026-02-27", 1)]
    [InlineData("2026-02-28", 2)]
    public void A_renewal_is_invoiced_from_its_day_on(string now, int renewals) => Assert.Equal(renewals, InvoiceCalendar.Due(Monthly, At(now)).Count());

    [Theory]
    [InlineData("2026-02-28", 1)]
    [InlineData("2026-03-01", 2)]
    [InlineData("2099-01-01", 4)]
    public void Nothing_is_invoiced_once_billing_has_stopped(string stops, int renewals) =>
        Assert.Equal(renewals, InvoiceCalendar.Due(Monthly with { BillingStopsAt = At(stops) }, At("2026-05-30")).Count());

    [Fact]
    public void A_yearly_subscription_of_29_February_is_invoiced_on_its_own_day_in_leap_years() => Assert.Equal(
        [At("2025-02-28"), At("2026-02-28"), At("2027-02-28"), At("2028-02-28"), At("2029-02-28")],
        InvoiceCalendar.Due(
            Monthly with { FirstExpiry = At("2025-02-28"), InvoicedUntil = At("2025-02-28"), Term = SubscriptionTerm.Year }, At("2029-03-01")).Select(renewal => renewal.TermStart));

    [Theory]
    [InlineData("2026-01-15", "2025-12-31")]
    [InlineData("2026-01-31", "2026-01-31")]
    [InlineData("2026-03-30", "2026-02-28")]
    [InlineData("2026-04-29", "2026-03-31")]
    public void A_term_begins_where_the_one_before_ended(string now, string start)
    {
        var expires = SubscriptionCalendar.ExpiryAt(Monthly.FirstExpiry, SubscriptionTerm.Month, renewalStoppedAt: null, At(now));

        Assert.Equal(At(start), SubscriptionCalendar.TermStartAt(At("2025-12-31"), Monthly.FirstExpiry, SubscriptionTerm.Month, expires));
    }

    private static DateTimeOffset At(string date) => new(DateTime.Parse(date, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
