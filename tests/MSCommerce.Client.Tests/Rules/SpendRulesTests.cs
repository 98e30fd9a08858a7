using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "X5")]
public class SpendRulesTests
{
    private const string Ada = "ada@contoso.example";
    private const string Admin = "admin@contoso.example";

    /// <summary>Bought on the last of January by the month, at 10.00 EUR; its terms end on the 28th.</summary>
    private static readonly Subscription Monthly = new()
    {
        SubscriptionId = "s",
        ProductName = "Visio Plan 1",
        Channel = SubscriptionChannel.SelfService,
        Purchaser = Ada,
        Status = SubscriptionStatus.Active,
        PurchasedAt = At("2026-01-31"),
        ExpiresAt = At("2026-05-28"),
        Term = SubscriptionTerm.Month,
        AutoRenew = true,
        IsTrial = false,
        IsControlledByOrganization = false,
        PricePerLicense = 10m,
        Currency = "EUR",
        TotalLicenses = 3,
    };

    [Fact]
    public void A_term_counts_when_it_begins_with_the_licences_of_that_day_and_changes_by_their_days() => Assert.Equal(
        // 28 February to 28 March has 28 days: 2 more for 14 of them, 10.00 x 2 x 14 / 28. 28 March to 28 April has 31, and one given back for 21 of them.
        ["01-31 30", "02-28 30", "03-14 10", "03-28 50", "04-07 -6.77", "04-28 40"],
        Items(Monthly, Order("2026-01-31", 3), Order("2026-03-14", 2), Order("2026-04-07", -1)));

    [Fact]
    public void What_others_than_the_purchaser_give_back_is_not_taken_to_be_credited()
    {
        Assert.Equal(["01-31 30", "02-28 30", "03-28 20", "04-28 20"], Items(Monthly, Order("2026-01-31", 3), Order("2026-03-14", -1, Admin)));
        var central = Monthly with { Channel = SubscriptionChannel.Central, Purchaser = null, IsControlledByOrganization = true };
        Assert.Equal(["01-31 30", "02-28 30", "03-28 20", "04-28 20"], Items(central, Order("2026-01-31", 3, Admin), Order("2026-03-14", -1, Admin)));
    }

    [Fact]
    public void A_cancellation_gives_back_the_days_that_are_not_used_and_ends_renewals()
    {
        var cancelled = Monthly with { CancelledAt = At("2026-03-14"), ExpiresAt = At("2026-03-28"), Status = SubscriptionStatus.Deleted };

        Assert.Equal(["01-31 30", "02-28 30", "03-14 -15"], Items(cancelled, Order("2026-01-31", 3)));
        Assert.Equal(["01-31 30", "02-28 30"], Items(cancelled with { IsControlledByOrganization = true }, Order("2026-01-31", 3)));
        Assert.Equal(["01-31 30", "02-28 30"], Items(cancelled with { Channel = SubscriptionChannel.Central }, Order("2026-01-31", 3)));
    }

    [Fact]
    public void What_came_from_a_file_is_not_taken_to_be_credited()
    {
        var cancelled = Monthly with { CancelledAt = At("2026-03-14"), ExpiresAt = At("2026-03-28"), Status = SubscriptionStatus.Deleted };

        Assert.Equal(["01-31 30", "02-28 30"], Items(cancelled, Order("2026-01-31", 3, Admin)));
        Assert.Equal(["01-31 30", "02-28 30", "03-28 20", "04-28 20"], Items(Monthly, Order("2026-01-31", 3, Admin), Order("2026-03-14", -1)));
    }

    [Fact]
    public void What_is_past_its_last_term_costs_nothing_more() =>
        Assert.Equal(["01-31 30", "02-28 30", "03-28 30", "04-28 30"], Items(Monthly with { Status = SubscriptionStatus.Expired, AutoRenew = false }, Order("2026-01-31", 3), Order("2026-06-05", 4)));

    [Fact]
    public void Terms_are_counted_back_from_the_present_end_where_the_first_one_had_another_length() =>
        Assert.Equal(["01-31 30", "02-15 30", "03-15 30", "04-15 30"], Items(Monthly with { ExpiresAt = At("2026-05-15") }, Order("2026-01-31", 3)));

    [Fact]
    public void The_price_of_a_year_counts_once_a_year() =>
        Assert.Equal(["01-31 30"], Items(Monthly with { Term = SubscriptionTerm.Year, ExpiresAt = At("2027-01-31") }, Order("2026-01-31", 3)));

    [Fact]
    public void A_price_that_is_not_known_is_not_nothing()
    {
        Assert.Equal(["01-31 ?", "02-28 ?", "03-28 ?", "04-28 ?"], Items(Monthly with { PricePerLicense = null, Currency = null }, Order("2026-01-31", 3)));
        Assert.Equal(["01-31 ?"], Items(Monthly with { Term = null }, Order("2026-01-31", 3)));
        Assert.Empty(Items(Monthly with { IsTrial = true }, Order("2026-01-31", 3)));
    }

    [Fact]
    public void Only_what_is_within_the_time_asked_about_counts() => Assert.Equal(
        ["02-28 30"], InWords(SpendRules.Items(Monthly, [Order("2026-01-31", 3)], At("2026-02-28"), At("2026-03-28"))));

    [Theory]
    [InlineData(SubscriptionTerm.Month, 30)]
    [InlineData(SubscriptionTerm.Year, 2.5)]
    public void A_month_of_a_year_is_a_twelfth(SubscriptionTerm term, double cost)
    {
        Assert.Equal((decimal)cost, SpendRules.MonthlyCost(Monthly with { Term = term }, 3));
        Assert.Null(SpendRules.MonthlyCost(Monthly with { PricePerLicense = null }, 3));
    }

    private static List<string> Items(Subscription subscription, params SubscriptionOrder[] orders) => InWords(SpendRules.Items(subscription, orders, DateTimeOffset.MinValue, DateTimeOffset.MaxValue));

    private static List<string> InWords(IEnumerable<SpendItem> items) =>
        [.. items.OrderBy(item => item.At).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.At:MM-dd} {item.Amount?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?"}"))];

    private static SubscriptionOrder Order(string day, int quantity, string by = Ada) => new()
    {
        SubscriptionId = "s",
        OrderNumber = 1,
        ProductName = "Visio Plan 1",
        OrderedAt = At(day),
        OrderedBy = by,
        Quantity = quantity,
    };

    private static DateTimeOffset At(string day) => new(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.Zero);
}
