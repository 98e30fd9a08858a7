using MSCommerce.Rules;
using MSCommerce.Samples;

namespace MSCommerce.Client.Tests.Samples;

[Trait("Requirement", "X8")]
public class SampleTenantTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_makes_the_same_tenant_and_another_seed_another()
    {
        Assert.Equal(Content(Make(80, 42)), Content(Make(80, 42)));
        Assert.NotEqual(Content(Make(80, 42)), Content(Make(80, 43)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(5000)]
    public void Principal_names_and_ids_are_unique(int users)
    {
        var (people, purchases) = Make(users, 42);
        var rows = people.Indexes.Select(people.Row).ToList();

        Assert.Equal(users, rows.Select(row => row.UserPrincipalName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(users, rows.Select(row => row.UserId).Distinct(StringComparer.Ordinal).Count());
        var subscriptions = purchases.Subscriptions.Select(row => row.SubscriptionId).ToList();
        Assert.Equal(subscriptions.Count, subscriptions.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(20, 42)]
    [InlineData(80, 42)]
    [InlineData(5000, 42)]
    [InlineData(5000, 7)]
    public void Nobody_holds_a_licence_twice_and_no_subscription_has_more_holders_than_licences(int users, int seed)
    {
        var (_, purchases) = Make(users, seed);
        var totals = purchases.Subscriptions.ToDictionary(row => row.SubscriptionId, row => row.TotalLicenses, StringComparer.Ordinal);
        var licenses = purchases.Licenses.ToList();

        Assert.Equal(licenses.Count, licenses.Select(row => (row.SubscriptionId, row.User)).Distinct().Count());
        Assert.All(licenses.CountBy(row => row.SubscriptionId, StringComparer.Ordinal), held => Assert.InRange(held.Value, 1, totals[held.Key]));
    }

    [Fact]
    public void The_small_tenant_has_guests_leavers_and_subscriptions_of_every_status()
    {
        var (people, purchases) = Make(SampleOptions.SmallUsers, SampleOptions.DefaultSeed);
        var statuses = purchases.Subscriptions.Select(row => SubscriptionCalendar.StatusAt(
            SubscriptionCalendar.ExpiryAt(row.ExpiresAt!.Value, row.Term!.Value, row.AutoRenew == true ? null : row.PurchasedAt, Today), row.CancelledAt, Today));

        Assert.Contains(people.Indexes, people.IsGuest);
        Assert.True(people.Leavers.Count() > 1);
        Assert.Contains(purchases.Subscriptions, row => people.Leavers.Any(leaver => people.PrincipalName(leaver) == row.Purchaser));
        Assert.Equal(Enum.GetValues<SubscriptionStatus>().Where(status => status != SubscriptionStatus.Unknown), statuses.Distinct().Order());
        Assert.Contains(purchases.Subscriptions, row => row.IsTrial == true);
        Assert.Contains(purchases.Subscriptions, row => row.Purchaser is null);
    }

    [Fact]
    public void A_guest_never_bought_anything()
    {
        var (people, purchases) = Make(5000, 42);
        var guests = people.Indexes.Where(people.IsGuest).Select(people.PrincipalName).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(purchases.Subscriptions, row => row.Purchaser is not null && guests.Contains(row.Purchaser));
    }

    [Fact]
    public void A_large_tenant_has_at_least_as_many_licences_as_users_and_one_purchase_for_a_tenth_of_them()
    {
        var (_, purchases) = Make(20_000, 42);

        Assert.True(purchases.Licenses.LongCount() >= 20_000);
        Assert.Contains(purchases.Subscriptions, row => row.Purchaser is not null && row.TotalLicenses >= 2000);
    }

    private static (SamplePeople People, SamplePurchases Purchases) Make(int users, int seed)
    {
        var options = new SampleOptions { Users = users, Seed = seed, Today = Today };
        var random = new SampleRandom(seed);
        var people = new SamplePeople(options, random);
        return (people, new SamplePurchases(options, random, people));
    }

    private static string Content((SamplePeople People, SamplePurchases Purchases) sample) => string.Join('\n',
        sample.People.Indexes.Select(index => sample.People.Row(index).ToString())
            .Concat(sample.Purchases.Subscriptions.Select(row => row.ToString()))
            .Concat(sample.Purchases.Licenses.Select(row => row.ToString())));
}
