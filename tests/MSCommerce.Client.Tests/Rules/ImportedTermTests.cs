using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public sealed class ImportedTermTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly SubscriptionRow Bare = new() { Line = 2, SubscriptionId = "s", Product = "p", TotalLicenses = 1 };

    [Fact]
    public void A_row_that_says_nothing_was_bought_now_for_a_month_and_renews() => Assert.Equal(
        (SubscriptionTerm.Month, Now, Now.AddMonths(1), true),
        (ImportedTerm.TermOf(Bare), ImportedTerm.PurchasedAt(Bare, Now), ImportedTerm.FirstExpiryAt(Bare, Now), ImportedTerm.Renews(Bare, Now)));

    [Fact]
    public void A_year_that_is_said_to_have_ended_began_a_year_before_and_does_not_go_on()
    {
        var row = Bare with { Term = SubscriptionTerm.Year, ExpiresAt = Now };

        Assert.Equal((Now.AddYears(-1), Now, false), (ImportedTerm.PurchasedAt(row, Now), ImportedTerm.FirstExpiryAt(row, Now.AddYears(-1)), ImportedTerm.Renews(row, Now)));
        Assert.True(ImportedTerm.Renews(row with { ExpiresAt = Now.AddTicks(1) }, Now));
    }

    [Fact]
    public void A_trial_does_not_renew_and_what_a_row_says_holds()
    {
        Assert.False(ImportedTerm.Renews(Bare with { IsTrial = true }, Now));
        Assert.True(ImportedTerm.Renews(Bare with { AutoRenew = true, ExpiresAt = Now.AddDays(-1) }, Now));
        Assert.Equal(Now.AddDays(-9), ImportedTerm.PurchasedAt(Bare with { PurchasedAt = Now.AddDays(-9), ExpiresAt = Now }, Now));
    }
}
