using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public sealed class AttentionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Subscription Bought = new()
    {
        SubscriptionId = "1",
        ProductName = "Visio Plan 2",
        Channel = SubscriptionChannel.SelfService,
        Status = SubscriptionStatus.Active,
        ExpiresAt = Now.AddDays(20),
        AutoRenew = true,
        IsControlledByOrganization = false,
        TotalLicenses = 5,
        AssignedLicenses = 4,
    };

    [Theory]
    [InlineData(SubscriptionStatus.Active, Attention.None)]
    [InlineData(SubscriptionStatus.Expired, Attention.Warning)]
    [InlineData(SubscriptionStatus.Disabled, Attention.Error)]
    [InlineData(SubscriptionStatus.Deleted, Attention.None)]
    [InlineData(SubscriptionStatus.Unknown, Attention.None)]
    public void A_subscription_is_noticed_when_it_ran_out_and_more_so_when_its_users_lost_access(SubscriptionStatus status, Attention attention)
    {
        Assert.Equal(attention, Of(Bought with { Status = status }, nameof(Subscription.Status)));
        Assert.Equal(attention, Of(Bought with { Status = status }, nameof(Subscription.ServiceStatus)));
    }

    [Theory]
    [InlineData(true, 20, Attention.None)]
    [InlineData(false, 20, Attention.Warning)]
    [InlineData(null, 20, Attention.Warning)]
    [InlineData(false, 30, Attention.Warning)]
    [InlineData(false, 31, Attention.None)]
    public void A_subscription_that_ends_within_thirty_days_is_noticed_unless_it_renews(bool? renews, int days, Attention attention)
    {
        var subscription = Bought with { AutoRenew = renews, ExpiresAt = Now.AddDays(days) };

        Assert.Equal(attention, Of(subscription, nameof(Subscription.ExpiresAt)));
        Assert.Equal(Attention.None, Of(subscription with { Status = SubscriptionStatus.Deleted }, nameof(Subscription.ExpiresAt)));
        Assert.Equal(Attention.None, Of(subscription with { ExpiresAt = null }, nameof(Subscription.ExpiresAt)));
    }

    [Theory]
    [InlineData(SubscriptionChannel.SelfService, false, 5, Attention.None)]
    [InlineData(SubscriptionChannel.SelfService, true, 5, Attention.Warning)]
    [InlineData(SubscriptionChannel.Central, true, 5, Attention.Warning)]
    [InlineData(SubscriptionChannel.Central, true, 4, Attention.None)]
    [InlineData(SubscriptionChannel.SelfService, false, 6, Attention.Error)]
    [InlineData(SubscriptionChannel.Central, true, null, Attention.None)]
    public void Licences_that_have_run_out_are_noticed_where_the_organisation_assigns_them(SubscriptionChannel channel, bool controlled, int? assigned, Attention attention) =>
        Assert.Equal(attention, Of(Bought with { Channel = channel, IsControlledByOrganization = controlled, AssignedLicenses = assigned }, nameof(Subscription.AvailableLicenses)));

    [Theory]
    [InlineData(10, 9, Attention.None)]
    [InlineData(10, 10, Attention.Warning)]
    [InlineData(10, 11, Attention.Error)]
    [InlineData(0, 0, Attention.None)]
    public void A_product_of_which_none_is_left_is_noticed(long total, long assigned, Attention attention) => Assert.Equal(
        attention,
        Of(new LicenseSummary { ProductName = "Visio Plan 2", Subscriptions = 1, TotalLicenses = total, AssignedLicenses = assigned }, nameof(LicenseSummary.AvailableLicenses)));

    [Theory]
    [InlineData(LicenseRequestStatus.Pending, 0, Attention.Warning)]
    [InlineData(LicenseRequestStatus.Pending, 30, Attention.Error)]
    [InlineData(LicenseRequestStatus.Denied, 30, Attention.None)]
    public void A_request_that_waits_is_noticed_and_more_so_when_it_waits_long(LicenseRequestStatus status, int days, Attention attention)
    {
        var request = new LicenseRequest
        {
            RequestId = Guid.Empty, ProductId = "1", ProductName = "Visio Plan 2", Requester = "ada@contoso.example", RequesterName = "Ada", Users = [], Status = status, RequestedAt = Now.AddDays(-days),
        };

        Assert.Equal(attention, Of(request, nameof(LicenseRequest.Status)));
        Assert.Equal(attention, Of(request, nameof(LicenseRequest.RequestedAt)));
    }

    [Theory]
    [InlineData(PolicyValues.Enabled, false, Attention.Warning)]
    [InlineData(PolicyValues.Enabled, true, Attention.None)]
    [InlineData(PolicyValues.Enabled, null, Attention.None)]
    [InlineData(PolicyValues.Disabled, false, Attention.None)]
    public void A_product_that_is_open_because_nobody_decided_is_noticed(string value, bool? isExplicit, Attention attention) => Assert.Equal(
        attention, Of(new ProductPolicy { PolicyId = "1", ProductName = "Visio Plan 2", ProductId = "2", PolicyValue = value, IsExplicit = isExplicit }, nameof(ProductPolicy.PolicyValue)));

    [Theory]
    [InlineData(PolicyValues.Enabled, PolicyValues.Disabled, Attention.Error)]
    [InlineData(PolicyValues.Enabled, PolicyValues.OnlyTrialsWithoutPaymentMethod, Attention.Error)]
    [InlineData(PolicyValues.OnlyTrialsWithoutPaymentMethod, PolicyValues.Disabled, Attention.Error)]
    [InlineData(PolicyValues.Disabled, PolicyValues.Enabled, Attention.Warning)]
    [InlineData(PolicyValues.Disabled, PolicyValues.OnlyTrialsWithoutPaymentMethod, Attention.Warning)]
    [InlineData(PolicyValues.Enabled, null, Attention.Warning)]
    [InlineData(null, PolicyValues.Disabled, Attention.Warning)]
    public void Drift_is_noticed_and_more_so_where_the_tenant_is_more_open_than_wanted(string? actual, string? expected, Attention attention) => Assert.Equal(
        attention,
        Of(new PolicyDrift { Kind = DriftKind.Different, PolicyId = "1", Scope = PolicyScope.Product, Id = "2", Name = "Visio Plan 2", Actual = actual, Expected = expected }, nameof(PolicyDrift.Actual)));

    [Theory]
    [InlineData(10, 2026, Attention.Error)]
    [InlineData(11, 2026, Attention.Warning)]
    [InlineData(12, 2026, Attention.None)]
    [InlineData(1, 2027, Attention.None)]
    public void A_card_is_noticed_when_it_expires_within_thirty_days_and_more_so_afterwards(int month, int year, Attention attention)
    {
        var card = new PaymentMethod
        {
            PaymentMethodId = "1", Owner = "ada@contoso.example", Brand = "Visa", LastFourDigits = "4242", CardholderName = "Ada", AddedAt = Now, ExpiryMonth = month, ExpiryYear = year,
            IsExpired = PaymentMethodRules.IsExpired(year, month, Now), BillingProfiles = 1,
        };
        var profile = new BillingProfile
        {
            BillingProfileId = "1", Name = "Mine", Owner = card.Owner, PaymentMethodExpires = PaymentMethodRules.Expires(year, month), Subscriptions = 1, OpenInvoices = 0, CreatedAt = Now,
        };

        Assert.Equal(attention, Of(card, nameof(PaymentMethod.ExpiryYear)));
        Assert.Equal(attention, Of(profile, nameof(BillingProfile.PaymentMethodExpires)));
        Assert.Equal(Attention.None, Of(profile, nameof(BillingProfile.OpenInvoices)));
    }

    [Theory]
    [InlineData(InvoiceStatus.Open, 1, null, Attention.Warning)]
    [InlineData(InvoiceStatus.Open, 30, null, Attention.Error)]
    [InlineData(InvoiceStatus.Open, 1, "The card was declined.", Attention.Error)]
    [InlineData(InvoiceStatus.Paid, 90, "The card was declined.", Attention.None)]
    public void An_invoice_that_is_open_is_noticed_and_more_so_for_long_or_when_a_payment_failed(InvoiceStatus status, int days, string? lastError, Attention attention) => Assert.Equal(
        attention,
        Of(
            new Invoice
            {
                InvoiceId = "1", SubscriptionId = "1", ProductName = "Visio Plan 2", BillingProfileId = "1", Currency = "EUR", Lines = [], IssuedAt = Now.AddDays(-days), Status = status, LastError = lastError,
            },
            nameof(Invoice.Status)));

    [Theory]
    [InlineData(NoticeStatus.Pending, 1, Attention.None)]
    [InlineData(NoticeStatus.Pending, 24, Attention.Warning)]
    [InlineData(NoticeStatus.Failed, 1, Attention.Warning)]
    [InlineData(NoticeStatus.Undeliverable, 1, Attention.Error)]
    [InlineData(NoticeStatus.Sent, 48, Attention.None)]
    public void An_email_that_did_not_go_out_is_noticed(NoticeStatus status, int hours, Attention attention)
    {
        var notice = new Notice
        {
            NoticeId = Guid.Empty, Kind = NoticeKind.ControlTaken, Recipient = "ada@contoso.example", Subject = "", Body = "", CorrelationId = Guid.Empty, Attempts = 1,
            CreatedAt = Now.AddHours(-hours), Status = status,
        };

        Assert.Equal(attention, Of(notice, nameof(Notice.Status)));
        Assert.Equal(attention, Of(notice, nameof(Notice.LastError)));
    }

    [Theory]
    [InlineData(LoginAccess.Read, Attention.None)]
    [InlineData(LoginAccess.None, Attention.Warning)]
    [InlineData(null, Attention.Warning)]
    public void A_login_with_which_nobody_gets_in_is_noticed(LoginAccess? access, Attention attention)
    {
        var login = new TenantLogin { Login = "ada", UserPrincipalName = "ada@contoso.example", DisplayName = "Ada", AccountEnabled = true, Access = access };

        Assert.Equal(attention, Of(login, nameof(TenantLogin.Access)));
        Assert.Equal(Attention.None, Of(login, nameof(TenantLogin.AccountEnabled)));
        Assert.Equal(Attention.Warning, Of(login with { AccountEnabled = false }, nameof(TenantLogin.AccountEnabled)));
    }

    [Fact]
    public void A_check_that_did_not_pass_is_noticed()
    {
        var check = new StoreCheck { Name = "Seats", Passed = true, Detail = "" };

        Assert.Equal(Attention.None, Of(check, nameof(StoreCheck.Passed)));
        Assert.Equal(Attention.Error, Of(check with { Passed = false }, nameof(StoreCheck.Passed)));
    }

    [Fact]
    public void A_property_that_says_nothing_of_it_and_an_object_that_nobody_knows_need_no_attention()
    {
        Assert.Equal(Attention.None, Of(Bought with { Status = SubscriptionStatus.Disabled }, nameof(Subscription.ProductName)));
        Assert.Equal(Attention.None, Of("text", "Length"));
        Assert.Equal(Attention.None, Of(null, "Status"));
    }

    private static Attention Of(object? shown, string property) => AttentionRules.Of(shown, property, Now);
}
