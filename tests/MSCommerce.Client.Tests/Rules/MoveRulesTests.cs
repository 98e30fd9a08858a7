using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "T1")]
public class MoveRulesTests
{
    private static readonly Subscription Central = new()
    {
        SubscriptionId = "central",
        ProductName = "Power BI Pro",
        Channel = SubscriptionChannel.Central,
        Status = SubscriptionStatus.Active,
        IsControlledByOrganization = true,
        TotalLicenses = 10,
        AssignedLicenses = 4,
    };

    private static readonly Subscription Bought = Central with
    {
        SubscriptionId = "bought",
        Channel = SubscriptionChannel.SelfService,
        Purchaser = "ada@fabrikam.example",
        IsControlledByOrganization = false,
    };

    [Fact]
    public void From_self_service_to_central_is_allowed()
    {
        Assert.Null(MoveRules.RefuseTarget(Central));
        Assert.Null(MoveRules.RefuseSource(Bought, Central, usersNamed: false));
    }

    [Theory]
    [InlineData(SubscriptionStatus.Expired)]
    [InlineData(SubscriptionStatus.Disabled)]
    [InlineData(SubscriptionStatus.Deleted)]
    public void Only_an_active_subscription_takes_users(SubscriptionStatus status) =>
        Assert.Equal("TargetNotActive", MoveRules.RefuseTarget(Central with { Status = status })?.ErrorId);

    [Fact]
    [Trait("Requirement", "S6")]
    public void Somebody_elses_subscription_takes_no_users_until_it_was_taken_over()
    {
        Assert.Equal("TargetNotControlled", MoveRules.RefuseTarget(Bought)?.ErrorId);
        Assert.Null(MoveRules.RefuseTarget(Bought with { IsControlledByOrganization = true }));
    }

    [Fact]
    public void A_move_onto_itself_is_refused() =>
        Assert.Equal("MoveOntoItself", MoveRules.RefuseSource(Central, Central, usersNamed: true)?.ErrorId);

    [Fact]
    public void A_deleted_subscription_has_nobody_to_move() =>
        Assert.Equal("SourceDeleted", MoveRules.RefuseSource(Bought with { Status = SubscriptionStatus.Deleted }, Central, usersNamed: false)?.ErrorId);

    [Fact]
    public void A_central_subscription_is_not_cancelled_by_a_move_so_its_users_must_be_named()
    {
        var other = Central with { SubscriptionId = "other" };

        Assert.Equal("SourceIsCentral", MoveRules.RefuseSource(other, Central, usersNamed: false)?.ErrorId);
        Assert.Null(MoveRules.RefuseSource(other, Central, usersNamed: true));
    }

    [Theory]
    [InlineData(6, null)]
    [InlineData(7, 1)]
    [InlineData(45, 39)]
    public void Too_few_licences_are_refused_and_the_missing_are_counted(int needed, int? missing)
    {
        var refusal = MoveRules.RefuseSeats(Central, needed);

        Assert.Equal(missing is null ? null : "TooFewLicenses", refusal?.ErrorId);
        if (missing is not null)
            Assert.Contains($"{missing} are missing", refusal!.Message, StringComparison.Ordinal);
    }
}
