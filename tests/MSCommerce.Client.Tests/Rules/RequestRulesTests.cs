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
    public void A_period_that_ends_before_it_begins_is_refused()
    {
        DateTimeOffset early = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), late = early.AddDays(1);

        Assert.All(
            new object[] { new AuditQuery { Since = late, Until = early }, new OrderQuery { Since = late, Until = early }, new InvoiceQuery { Since = late, Until = early } },
            query => Assert.Contains("Since (2026-01-02 00:00:00Z) is after Until (2026-01-01 00:00:00Z)", RequestRules.Refuse(query)?.Message, StringComparison.Ordinal));
        Assert.Equal("PeriodInvalid", RequestRules.Refuse(new AuditQuery { Since = late, Until = early })?.ErrorId);
        Assert.Null(RequestRules.Refuse(new AuditQuery { Since = early, Until = late }));
        Assert.Null(RequestRules.Refuse(new AuditQuery { Since = early, Until = early }));
        Assert.Null(RequestRules.Refuse(new AuditQuery { Since = late }));
    }

    [Fact]
    public void A_page_that_no_list_has_is_refused()
    {
        object[] wrong =
        [
            new SubscriptionQuery { First = -1 }, new SubscriptionQuery { Skip = -5 }, new LicensedUserQuery { First = -1 }, new OrderQuery { Skip = -1 }, new AuditQuery { First = -1 },
            new SendNoticesRequest { SmtpServer = "mail", First = -1 }, new LicenseRequestQuery { Skip = -1 },
        ];

        Assert.All(wrong, query => Assert.Equal((CommerceError.InvalidRequest, "PageInvalid"), (RequestRules.Refuse(query)!.Error, RequestRules.Refuse(query)!.ErrorId)));
        Assert.Null(RequestRules.Refuse(new SubscriptionQuery { First = 0, Skip = 0 }));
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
