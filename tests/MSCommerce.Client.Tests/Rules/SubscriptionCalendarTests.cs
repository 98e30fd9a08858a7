using FsCheck;
using FsCheck.Fluent;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "L2")]
public class SubscriptionCalendarTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, SubscriptionStatus.Active)]
    [InlineData(0, SubscriptionStatus.Expired)]
    [InlineData(29, SubscriptionStatus.Expired)]
    [InlineData(30, SubscriptionStatus.Disabled)]
    [InlineData(119, SubscriptionStatus.Disabled)]
    [InlineData(120, SubscriptionStatus.Deleted)]
    public void Past_its_expiry_a_subscription_expires_then_is_disabled_after_30_days_and_deleted_after_90_more(int days, SubscriptionStatus status) =>
        Assert.Equal(status, SubscriptionCalendar.StatusAt(Expiry, cancelledAt: null, Expiry.AddDays(days)));

    [Fact]
    public void A_cancelled_subscription_is_deleted_from_that_moment()
    {
        var cancelled = Expiry.AddDays(-10);

        Assert.Equal(SubscriptionStatus.Active, SubscriptionCalendar.StatusAt(Expiry, cancelled, cancelled.AddTicks(-1)));
        Assert.Equal(SubscriptionStatus.Deleted, SubscriptionCalendar.StatusAt(Expiry, cancelled, cancelled));
    }

    [Theory]
    [Trait("Requirement", "U8")]
    [InlineData("2026-01-30", "2026-01-31")]
    [InlineData("2026-01-31", "2026-02-28")]
    [InlineData("2026-02-28", "2026-03-31")]
    [InlineData("2028-02-28", "2028-02-29")]
    public void A_monthly_subscription_of_the_31st_renews_at_the_end_of_each_month(string now, string expiry) =>
        Assert.Equal(Date(expiry), SubscriptionCalendar.ExpiryAt(Expiry, SubscriptionTerm.Month, renewalStoppedAt: null, Date(now)));

    [Fact]
    [Trait("Requirement", "U8")]
    public void A_yearly_subscription_renews_by_the_year() =>
        Assert.Equal(Date("2029-01-31"), SubscriptionCalendar.ExpiryAt(Expiry, SubscriptionTerm.Year, null, Date("2028-06-01")));

    [Theory]
    [Trait("Requirement", "L1")]
    [InlineData("2026-01-01", "2026-01-31")]
    [InlineData("2026-01-31", "2026-01-31")]
    [InlineData("2026-02-01", "2026-02-28")]
    public void After_renewal_stopped_the_term_that_runs_is_the_last(string stopped, string expiry) =>
        Assert.Equal(Date(expiry), SubscriptionCalendar.ExpiryAt(Expiry, SubscriptionTerm.Month, Date(stopped), Date("2027-01-01")));

    [Fact]
    [Trait("Requirement", "L2")]
    public void Users_have_access_until_it_is_disabled_or_cancelled()
    {
        Assert.Equal(
            [SubscriptionStatus.Active, SubscriptionStatus.Expired],
            Enum.GetValues<SubscriptionStatus>().Where(SubscriptionCalendar.UsersHaveAccess));
        Assert.Equal(Expiry.AddDays(30), SubscriptionCalendar.AccessEndsAt(Expiry, null));
        Assert.Equal(Expiry.AddDays(-1), SubscriptionCalendar.AccessEndsAt(Expiry, Expiry.AddDays(-1)));
        Assert.Equal(Expiry.AddDays(30), SubscriptionCalendar.AccessEndsAt(Expiry, Expiry.AddDays(31)));
    }

    [Fact]
    public void While_it_renews_a_subscription_is_always_active_and_in_its_present_term()
    {
        var cases =
            from first in Gen.Choose(0, 4000)
            from passed in Gen.Choose(-500, 4000)
            from yearly in Gen.Elements(true, false)
            select (Start: Date("2020-01-01").AddDays(first), Now: Date("2020-01-01").AddDays(first + passed), Term: yearly ? SubscriptionTerm.Year : SubscriptionTerm.Month);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var expiry = SubscriptionCalendar.ExpiryAt(sample.Start, sample.Term, null, sample.Now);
            var months = sample.Term == SubscriptionTerm.Year ? 12 : 1;
            var inTerm = expiry > sample.Now && (expiry == sample.Start || expiry.AddMonths(-months).AddDays(-4) <= sample.Now);
            return inTerm && SubscriptionCalendar.StatusAt(expiry, null, sample.Now) == SubscriptionStatus.Active;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [Trait("Requirement", "U8")]
    [InlineData("2026-02-01", "2026-02-28")]
    [InlineData("2026-02-28", "2026-03-31")]
    [InlineData("2026-03-31", "2026-04-30")]
    [InlineData("2028-01-31", "2028-02-29")]
    public void What_was_bought_on_the_31st_renews_on_the_31st_again_after_a_short_month(string now, string expiry) => Assert.Equal(
        Date(expiry), SubscriptionCalendar.ExpiryAt(Date("2026-02-28"), SubscriptionTerm.Month, renewalStoppedAt: null, Date(now), Date("2026-01-31")));

    [Fact]
    [Trait("Requirement", "U8")]
    public void An_expiry_that_a_file_brought_is_counted_on_by_itself() => Assert.Equal(
        Date("2026-04-20"), SubscriptionCalendar.ExpiryAt(Date("2026-03-20"), SubscriptionTerm.Month, renewalStoppedAt: null, Date("2026-03-25"), Date("2026-01-31")));

    [Fact]
    [Trait("Requirement", "U7"), Trait("Requirement", "U8")]
    public void Every_term_ends_on_the_day_of_the_purchase_or_the_month_s_last_and_the_next_begins_there()
    {
        var cases =
            from bought in Gen.Choose(0, 4000)
            from passed in Gen.Choose(0, 3000)
            from yearly in Gen.Elements(true, false)
            select (Bought: Date("2020-01-01").AddDays(bought), Now: Date("2020-01-01").AddDays(bought + passed), Term: yearly ? SubscriptionTerm.Year : SubscriptionTerm.Month);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var first = sample.Bought.AddMonths(SubscriptionCalendar.MonthsOf(sample.Term));
            var expiry = SubscriptionCalendar.ExpiryAt(first, sample.Term, renewalStoppedAt: null, sample.Now, sample.Bought);
            var start = SubscriptionCalendar.TermStartAt(sample.Bought, first, sample.Term, expiry);
            var account = new BilledSubscription { FirstExpiry = first, PurchasedAt = sample.Bought, Term = sample.Term, InvoicedUntil = first, Orders = [(sample.Bought, 1)] };
            var due = InvoiceCalendar.Due(account, sample.Now).ToList();

            var ends = due.Select(renewal => renewal.TermEnd).Prepend(first).ToList();
            return start <= sample.Now && sample.Now < expiry && ends[^1] == expiry
                && ends.All(end => end.Day == Math.Min(sample.Bought.Day, DateTime.DaysInMonth(end.Year, end.Month)))
                && due.Select(renewal => renewal.TermStart).SequenceEqual(ends.SkipLast(1));
        }).QuickCheckThrowOnFailure();
    }

    private static DateTimeOffset Date(string text) => DateTimeOffset.Parse(text + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
