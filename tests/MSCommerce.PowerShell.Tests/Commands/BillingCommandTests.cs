using System.Management.Automation;
using System.Security;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>Cards, billing profiles, invoices and payment.</summary>
public sealed class BillingCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private const string Number = "4242 4242 4242 4242";

    private readonly SampleSession _session = new(sample.Connect());

    /// <summary>Where a card's number might be given by mistake, and how.</summary>
    public static TheoryData<string, object> Places => new()
    {
        { "Token", Number },
        { "Token", "4242424242424242" },
        { "CardholderName", $"Ada {Number}" },
        { "Street", Number },
        { "City", Number },
        { "Region", Number },
        { "PostalCode", Number },
        { "Country", Number },
        { "ExpiryMonth", "4242424242424242" },
        { "ExpiryYear", 4242424242424242L },
        { "SecurityCode", Number },
    };

    public void Dispose() => _session.Dispose();

    [Theory, Trait("Requirement", "U6")]
    [MemberData(nameof(Places))]
    public async Task A_card_number_is_refused_wherever_it_stands_and_never_echoed(string parameter, object value)
    {
        var before = await Contents.OfAsync(_session.Store);

        var run = Add(parameter, parameter == "SecurityCode" ? Secure((string)value) : value).Invoke();

        var error = run.TerminatingError!;
        Assert.Contains("card number", error.Exception.Message, StringComparison.Ordinal);
        IEnumerable<string?> said = [error.Exception.ToString(), $"{error.TargetObject}", $"{error.CategoryInfo}", error.FullyQualifiedErrorId, .. run.Verbose, .. run.Warnings, .. run.ShouldProcessCalls.Select(call => $"{call}")];
        Assert.All(said, text => Assert.DoesNotContain("4242", text, StringComparison.Ordinal));
        Assert.Empty(run.ShouldProcessCalls);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
        Assert.DoesNotContain("4242", await AuditAsync(), StringComparison.Ordinal);
        Assert.False((await File.ReadAllBytesAsync(_session.Store, TestContext.Current.CancellationToken)).AsSpan().IndexOf("4242424242424242"u8) >= 0);
    }

    [Theory, Trait("Requirement", "U6")]
    [InlineData(typeof(GetSelfServicePaymentMethodCommand))]
    [InlineData(typeof(RemoveSelfServicePaymentMethodCommand))]
    public async Task A_card_number_in_place_of_an_id_is_refused_and_not_recorded(Type cmdlet)
    {
        var run = cmdlet == typeof(GetSelfServicePaymentMethodCommand)
            ? _session.Cmdlet<GetSelfServicePaymentMethodCommand>().With("PaymentMethodId", Number).Invoke()
            : _session.Cmdlet<RemoveSelfServicePaymentMethodCommand>().With("PaymentMethodId", Number).Invoke();

        Assert.StartsWith("CardNumberGiven,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("4242", run.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4242", await AuditAsync(), StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "U6")]
    public void A_card_is_kept_without_its_token_and_security_code()
    {
        var run = Add("SecurityCode", Secure("737")).With("Street", "1 High Street").With("City", "Dublin").With("Country", "ie").Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal(("Visa ending in 4242", "Add to the payment methods of admin@fabrikam.example; it expires 2031-04"), (call.Target, call.Action));
        var card = Assert.Single(run.OutputOf<PaymentMethod>());
        Assert.Equal(("Visa", "4242", 4, 2031, "Ada Adler", "IE"), (card.Brand, card.LastFourDigits, card.ExpiryMonth, card.ExpiryYear, card.CardholderName, card.BillingAddress!.Country));
        Assert.DoesNotContain("tok_", $"{card} {string.Join('\n', run.Verbose)}", StringComparison.Ordinal);
        Assert.DoesNotContain(typeof(PaymentMethod).GetProperties(), property => property.Name.Contains("Token", StringComparison.Ordinal) || property.Name.Contains("Code", StringComparison.Ordinal) && property.Name != "PostalCode");
    }

    [Theory, Trait("Requirement", "E5")]
    [InlineData("tok_debit", "PaymentMethodNotCard", ErrorCategory.PermissionDenied)]
    [InlineData("tok_stolen", "CardRefused", ErrorCategory.LimitsExceeded)]
    [InlineData("tok_nonsense", "PaymentTokenUnknown", ErrorCategory.LimitsExceeded)]
    [InlineData("tok_unavailable", "PaymentProviderUnavailable", ErrorCategory.ResourceUnavailable)]
    public void What_the_provider_refuses_is_not_added(string token, string id, ErrorCategory category)
    {
        var refusal = Add("Token", token).Invoke().TerminatingError!;

        Assert.StartsWith($"{id},", refusal.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, refusal.CategoryInfo.Category);
        Assert.Empty(_session.Cmdlet<GetSelfServicePaymentMethodCommand>().Invoke().Output);
    }

    [Fact, Trait("Requirement", "U6")]
    public void A_security_code_alone_is_a_change_that_is_asked_about()
    {
        var card = _session.Card("tok_wrong_security_code");

        var right = _session.Cmdlet<SetSelfServicePaymentMethodCommand>().With("SecurityCode", Secure("999")).With("PassThru", value: true).Pipe(card).Invoke();
        var wrong = _session.Cmdlet<SetSelfServicePaymentMethodCommand>().With("SecurityCode", Secure("123")).Pipe(card).Invoke();

        Assert.Equal("Have the payment provider check the security code", Assert.Single(right.ShouldProcessCalls).Action);
        Assert.Equal(card.PaymentMethodId, Assert.Single(right.OutputOf<PaymentMethod>()).PaymentMethodId);
        Assert.StartsWith("CardRefused,", wrong.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NothingToSet,", _session.Cmdlet<SetSelfServicePaymentMethodCommand>().Pipe(card).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "U6")]
    public void A_billing_profile_is_charged_to_another_card_and_the_old_one_can_go()
    {
        var old = _session.Card();
        var profile = _session.Profile(_session.Buy(old));
        var refused = _session.Cmdlet<RemoveSelfServicePaymentMethodCommand>().Pipe(old).Invoke();
        var young = _session.Card("tok_mastercard");

        var run = _session.Cmdlet<SetSelfServiceBillingProfileCommand>().With("PaymentMethodId", young.PaymentMethodId).With("PassThru", value: true).Pipe(profile).Invoke();

        Assert.StartsWith("PaymentMethodInUse,", refused.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Mastercard ending in 4444", Assert.Single(run.OutputOf<BillingProfile>()).PaymentMethod);
        Assert.Equal(old.PaymentMethodId, Assert.Single(_session.Cmdlet<RemoveSelfServicePaymentMethodCommand>().With("PassThru", value: true).Pipe(old).Invoke().OutputOf<PaymentMethod>()).PaymentMethodId);
        // A piped profile names its card too.
        Assert.Equal(young.PaymentMethodId, Assert.Single(_session.Cmdlet<GetSelfServicePaymentMethodCommand>().Pipe(run.Output).Invoke().OutputOf<PaymentMethod>()).PaymentMethodId);
    }

    [Fact, Trait("Requirement", "U7")]
    public void Invoices_are_paid_one_by_one_and_a_declined_one_is_named_and_ends_nothing()
    {
        Invoice[] open = [_session.OpenInvoice(), _session.OpenInvoice("Visio Plan 1"), _session.OpenInvoice("Project Plan 3")];
        var poor = _session.Card("tok_insufficient_funds");

        var declined = Pay(poor).Pipe(open).Invoke();
        var paid = Pay(_session.Card()).OnShouldProcess(call => !call.Target!.Contains("Visio", StringComparison.Ordinal)).Pipe(open).Invoke();

        Assert.Null(declined.TerminatingError);
        Assert.Empty(declined.Output);
        Assert.Equal(open.Select(invoice => (object)invoice.InvoiceId), declined.Errors.Select(error => error.TargetObject));
        Assert.All(declined.Errors, error => Assert.StartsWith("PaymentDeclined,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains($"{open[0].InvoiceId} (Power BI Pro)", declined.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal([open[0].InvoiceId, open[2].InvoiceId], paid.OutputOf<Invoice>().Select(invoice => invoice.InvoiceId));
        Assert.All(paid.OutputOf<Invoice>(), invoice => Assert.Equal((InvoiceStatus.Paid, "Visa ending in 4242"), (invoice.Status, invoice.PaidWith)));
        Assert.Equal("Charge 27.00 EUR to Visa ending in 4242", paid.ShouldProcessCalls[0].Action);
        Assert.Equal(open[1].InvoiceId, Assert.Single(_session.Cmdlet<GetSelfServiceInvoiceCommand>().With("Status", "Open").Invoke().OutputOf<Invoice>()).InvoiceId);
    }

    [Fact, Trait("Requirement", "U7")]
    public void An_invoice_whose_charge_fails_when_it_is_taken_stays_open_and_is_an_error()
    {
        var open = _session.OpenInvoice();

        var run = _session.Cmdlet<SubmitSelfServicePaymentCommand>().Pipe(open).Invoke();

        Assert.Empty(run.Output);
        Assert.StartsWith("PaymentDeclined,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(open.InvoiceId, run.Errors[0].TargetObject);
    }

    [Fact, Trait("Requirement", "U7")]
    public void Invoices_are_listed_by_id_subscription_status_and_date()
    {
        var (pro, visio) = (_session.Buy(_session.Card()), _session.OpenInvoice("Visio Plan 1"));
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(2, Invoices().Invoke().Output.Count);
        Assert.Equal(visio.InvoiceId, Assert.Single(Invoices().With("Status", "Open").Invoke().OutputOf<Invoice>()).InvoiceId);
        Assert.Equal(pro.SubscriptionId, Assert.Single(Invoices().Pipe(pro).Invoke().OutputOf<Invoice>()).SubscriptionId);
        Assert.Equal(visio.InvoiceId, Assert.Single(Invoices().Pipe(visio).Invoke().OutputOf<Invoice>()).InvoiceId);
        Assert.Equal(2, Invoices().With("Since", now.AddDays(-1)).With("Until", now.AddDays(1)).Invoke().Output.Count);
        Assert.Empty(Invoices().With("Until", now.AddDays(-1)).Invoke().Output);
        Assert.Empty(Invoices().Pipe().Invoke().Output);
        Assert.StartsWith("InvoiceNotFound,", Assert.Single(Invoices().With("InvoiceId", "gone").Invoke().Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PeriodInvalid,", Invoices().With("Months", 6).With("Since", now).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
            secret.AppendChar(character);
        return secret;
    }

    private CmdletInvocation<AddSelfServicePaymentMethodCommand> Add(string parameter, object value)
    {
        var invocation = _session.Cmdlet<AddSelfServicePaymentMethodCommand>().With(parameter, value);
        foreach (var (name, usual) in new (string, object)[] { ("Token", "tok_visa"), ("ExpiryMonth", 4), ("ExpiryYear", 2031), ("CardholderName", "Ada Adler") })
        {
            if (name != parameter)
                invocation.With(name, usual);
        }

        return invocation;
    }

    private CmdletInvocation<SubmitSelfServicePaymentCommand> Pay(PaymentMethod card) => _session.Cmdlet<SubmitSelfServicePaymentCommand>().With("PaymentMethodId", card.PaymentMethodId);

    private CmdletInvocation<GetSelfServiceInvoiceCommand> Invoices() => _session.Cmdlet<GetSelfServiceInvoiceCommand>();

    /// <summary>The audit log as text, without the numbers that chance gives: they may hold any digits.</summary>
    private async Task<string> AuditAsync() => string.Join('\n', (await Contents.AuditAsync(_session.Store)).Select(entry => $"{entry with { CorrelationId = Guid.Empty }}"));
}
