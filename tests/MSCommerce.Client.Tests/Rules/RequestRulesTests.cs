using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class RequestRulesTests
{
    [Fact]
    public void A_request_that_is_null_is_refused() => Assert.Equal("RequestMissing", RequestRules.Refuse(null)?.ErrorId);

    [Fact]
    public void Null_is_refused_where_a_value_must_be_and_nowhere_else()
    {
        Assert.Null(RequestRules.Refuse(new BuySubscriptionRequest { Product = "Visio", Licenses = 1 }));
        Assert.Null(RequestRules.Refuse(new AssignLicensesRequest { User = ["ada"] }));

        var refusal = RequestRules.Refuse(new BuySubscriptionRequest { Product = null!, Licenses = 1 });

        Assert.Equal((CommerceError.InvalidRequest, "ValueMissing", "Product"), (refusal!.Error, refusal.ErrorId, refusal.Target));
    }

    [Fact]
    public void A_list_that_is_null_is_empty_and_one_with_a_hole_is_refused()
    {
        Assert.Empty(new SubscriptionQuery { Product = null! }.Product);
        Assert.Equal("ValueMissing", RequestRules.Refuse(new SubscriptionQuery { Product = ["Visio", null!] })?.ErrorId);
        Assert.Equal("ValueMissing", RequestRules.Refuse(new AssignLicensesRequest { User = ["ada"], DisabledService = [null!] })?.ErrorId);
        Assert.Equal("ValueMissing", RequestRules.Refuse(new MoveUsersRequest { License = [new("id", null!)] })?.ErrorId);
    }

    [Fact]
    public void A_choice_that_is_none_is_refused_in_a_list_too()
    {
        Assert.Equal("ValueUnknown", RequestRules.Refuse(new SubscriptionQuery { SortBy = (SubscriptionSort)99 })?.ErrorId);
        Assert.Equal("ValueUnknown", RequestRules.Refuse(new SubscriptionQuery { Status = [SubscriptionStatus.Active, (SubscriptionStatus)(-1)] })?.ErrorId);
        Assert.Null(RequestRules.Refuse(new SubscriptionQuery { Status = [SubscriptionStatus.Active] }));
    }
}
