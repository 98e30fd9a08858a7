using FsCheck;
using FsCheck.Fluent;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "T5")]
public class SeatAllocationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Free_central_licences_are_taken_from_what_ends_last_until_all_are_served()
    {
        var (shares, missing) = SeatAllocation.Allocate([Central("soon", 5, 10), Central("late", 3, 300)], 6);

        Assert.Equal([new("late", 3), new SeatShare("soon", 3)], shares);
        Assert.Equal(0, missing);
    }

    [Fact]
    public void What_is_missing_is_counted() =>
        Assert.Equal(4, SeatAllocation.Allocate([Central("a", 5, 10)], 9).Missing);

    [Fact]
    public void What_is_not_the_organisations_or_not_active_gives_nothing()
    {
        var theirs = Central("theirs", 5, 10) with { IsControlledByOrganization = false, Channel = SubscriptionChannel.SelfService };
        var expired = Central("expired", 5, 10) with { Status = SubscriptionStatus.Expired };

        var (shares, missing) = SeatAllocation.Allocate([theirs, expired], 2);

        Assert.Empty(shares);
        Assert.Equal(2, missing);
    }

    [Fact]
    public void The_organisations_own_come_first_then_what_renews_then_what_ends_last()
    {
        var taken = Central("taken", 5, 900) with { Channel = SubscriptionChannel.SelfService };
        var ending = Central("ending", 5, 800) with { AutoRenew = false };
        var renewing = Central("renewing", 5, 10) with { AutoRenew = true };

        Assert.Equal(["renewing", "ending", "taken"], SeatAllocation.InOrder([taken, ending, renewing]).Select(subscription => subscription.SubscriptionId));
        Assert.False(SeatAllocation.Provides(taken with { IsControlledByOrganization = false }));
    }

    [Fact]
    public void What_is_missing_enlarges_a_central_subscription_that_was_bought_and_not_tried()
    {
        var taken = Central("taken", 0, 900) with { Channel = SubscriptionChannel.SelfService };
        var trial = Central("trial", 0, 800) with { IsTrial = true };

        Assert.Equal("full", SeatAllocation.ToEnlarge([taken, trial, Central("full", 0, 10), Central("expired", 0, 990) with { Status = SubscriptionStatus.Expired }])?.SubscriptionId);
        Assert.Null(SeatAllocation.ToEnlarge([taken, trial]));
    }

    [Fact]
    public void Nobody_gives_more_than_he_has_and_everything_asked_for_is_given_or_missing()
    {
        var cases = from free in Gen.ListOf(Gen.Choose(0, 20)) from seats in Gen.Choose(0, 200) select (Free: free.ToList(), Seats: seats);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var givers = sample.Free.Select((count, index) => Central($"s{index}", count, index)).ToList();
            var (shares, missing) = SeatAllocation.Allocate(givers, sample.Seats);
            return shares.Sum(share => share.Seats) + missing == sample.Seats
                && shares.All(share => share.Seats > 0 && share.Seats <= givers.Single(giver => giver.SubscriptionId == share.SubscriptionId).AvailableLicenses)
                && (missing == 0 || shares.Sum(share => share.Seats) == sample.Free.Sum());
        }).QuickCheckThrowOnFailure();
    }

    private static Subscription Central(string id, int free, int days) => new()
    {
        SubscriptionId = id,
        ProductName = "Power BI Pro",
        Channel = SubscriptionChannel.Central,
        Status = SubscriptionStatus.Active,
        IsControlledByOrganization = true,
        TotalLicenses = free + 1,
        AssignedLicenses = 1,
        ExpiresAt = Now.AddDays(days),
    };
}
