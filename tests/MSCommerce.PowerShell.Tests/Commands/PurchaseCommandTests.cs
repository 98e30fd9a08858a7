using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>Who may buy, and buying for oneself.</summary>
public sealed class PurchaseCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private const string Ada = "ada.adler@fabrikam.example", Chen = "chen.fischer@fabrikam.example";

    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Fact, Trait("Requirement", "U1")]
    public void A_purchase_shows_price_currency_term_first_charge_card_and_renewal_and_is_made_as_shown()
    {
        _session.Become(Ada);
        var card = _session.Card();

        var run = Buy().With("Licenses", 5).With("PaymentMethodId", card.PaymentMethodId).Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal("5 licences of Power BI Pro (CFQ7TTC0H9MP)", call.Target);
        Assert.StartsWith("Buy for yourself at 13.50 EUR a licence and month: 67.50 EUR a month; 67.50 EUR is charged to Visa ending in 4242 now, and it renews on ", call.Action, StringComparison.Ordinal);
        var bought = Assert.Single(run.OutputOf<Subscription>());
        Assert.Equal(
            (SubscriptionChannel.SelfService, SubscriptionStatus.Active, 5, 13.5m, "EUR", SubscriptionTerm.Month, true, false, Ada),
            (bought.Channel, bought.Status, bought.TotalLicenses, bought.PricePerLicense, bought.Currency, bought.Term, bought.AutoRenew, bought.IsTrial, bought.Purchaser));
        var order = Assert.Single(_session.Orders(bought));
        Assert.Equal((1, 5, Ada), (order.OrderNumber, order.Quantity, order.OrderedBy));
        var invoice = Assert.Single(_session.Invoices(bought));
        Assert.Equal((67.5m, InvoiceStatus.Paid, "Visa ending in 4242"), (invoice.Total, invoice.Status, invoice.PaidWith));
    }

    [Fact, Trait("Requirement", "U1")]
    public void A_year_is_charged_at_once_and_a_product_may_be_bought_again()
    {
        _session.Become(Ada);
        var card = _session.Card();
        _session.Buy(card);

        var year = Assert.Single(Buy().With("Licenses", 1).With("Term", "Year").With("PaymentMethodId", card.PaymentMethodId).Invoke().OutputOf<Subscription>());

        Assert.Equal(162m, Assert.Single(_session.Invoices(year)).Total);
        Assert.Equal(2, _session.Cmdlet<GetSelfServiceSubscriptionCommand>().With("ProductId", "Power BI Pro").Invoke().Output.Count);
        Assert.Equal(2, _session.Profile(year).Subscriptions);
    }

    [Fact, Trait("Requirement", "U1"), Trait("Requirement", "U8")]
    public void A_trial_costs_nothing_has_one_licence_unless_said_and_does_not_renew()
    {
        _session.Become(Ada);

        var run = _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Viva Goals").With("Trial", value: true).Invoke();

        Assert.Contains("which costs nothing and does not renew", Assert.Single(run.ShouldProcessCalls).Action, StringComparison.Ordinal);
        var trial = Assert.Single(run.OutputOf<Subscription>());
        Assert.Equal((1, true, SubscriptionStatus.Active), (trial.TotalLicenses, trial.IsTrial, trial.Status));
        Assert.NotEqual(true, trial.AutoRenew);
        Assert.Empty(_session.Invoices(trial));
        Assert.StartsWith("TrialUsed,", Trial("Viva Goals"), StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "A"), Trait("Requirement", "E6")]
    public void A_user_who_buys_as_if_he_were_the_organisation_is_told_how_to_buy_for_himself()
    {
        _session.Become(Ada);

        var refusal = Buy().With("Licenses", 1).Invoke().TerminatingError!;

        Assert.StartsWith("RoleMissing,", refusal.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, refusal.CategoryInfo.Category);
        Assert.Contains("-PaymentMethodId", refusal.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Trial", refusal.Exception.Message, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "E4"), Trait("Requirement", "E6")]
    public void What_the_policy_blocks_is_refused_with_the_rule_and_with_what_to_do()
    {
        _session.Become(Ada);
        var card = _session.Card();

        var refusal = _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Microsoft 365 Copilot").With("Licenses", 1).With("PaymentMethodId", card.PaymentMethodId).Invoke();

        Assert.StartsWith("PurchaseDisabled,", refusal.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("(E4)", refusal.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("New-SelfServiceLicenseRequest", refusal.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(refusal.ShouldProcessCalls);
        Assert.StartsWith("OnlyTrialsAllowed,", _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Viva Goals").With("Licenses", 1)
            .With("PaymentMethodId", card.PaymentMethodId).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "U1")]
    public async Task A_declined_charge_buys_nothing()
    {
        var card = _session.Card("tok_insufficient_funds");
        var before = await Contents.OfAsync(_session.Store);

        var refusal = Buy().With("Licenses", 5).With("PaymentMethodId", card.PaymentMethodId).Invoke().TerminatingError!;

        Assert.StartsWith("PaymentDeclined,", refusal.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.LimitsExceeded, refusal.CategoryInfo.Category);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
        Assert.Equal(AuditOutcome.Refused, (await Contents.AuditAsync(_session.Store))[0].Outcome);
    }

    [Fact, Trait("Requirement", "U3")]
    public void More_licences_are_charged_for_the_rest_of_the_term_and_fewer_are_credited()
    {
        _session.Become(Ada);
        var bought = _session.Buy(_session.Card(), licenses: 5);

        var more = Set(bought, 8);
        var fewer = Set(bought, 6);

        Assert.Contains("40.50 EUR now", more, StringComparison.Ordinal);
        Assert.Contains("27.00 EUR credited", fewer, StringComparison.Ordinal);
        Assert.Equal([-27m, 40.5m, 67.5m], _session.Invoices(bought).Select(invoice => invoice.Total));
        Assert.Equal([5, 3, -2], _session.Orders(bought).Select(order => order.Quantity));
    }

    [Fact, Trait("Requirement", "U5")]
    public void A_cancellation_shows_what_is_credited()
    {
        _session.Become(Ada);
        var bought = _session.Buy(_session.Card(), licenses: 2);

        var run = _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("Reason", CancellationReason.TooExpensive).Pipe(bought).Invoke();

        Assert.Contains("27.00 EUR credited", Assert.Single(run.ShouldProcessCalls).Action, StringComparison.Ordinal);
        Assert.Equal(-27m, _session.Invoices(bought)[0].Total);
    }

    [Fact, Trait("Requirement", "S8"), Trait("Requirement", "E6")]
    public void Who_may_buy_what_is_told_with_every_reason()
    {
        var all = Test().Invoke().OutputOf<Eligibility>();
        var blocked = Assert.Single(Test().With("User", Ada).Pipe(_session.Product("Microsoft 365 Copilot")).Invoke().OutputOf<Eligibility>());
        var trials = Test().With("ProductId", "Viva*").With("Trial", value: true).Invoke().OutputOf<Eligibility>();

        Assert.Equal(17, all.Count);
        Assert.All(all, one => Assert.Equal("admin@fabrikam.example", one.UserPrincipalName));
        Assert.Equal((false, true, "Disabled", Ada), (blocked.IsEligible, blocked.MayRequest, blocked.PolicyValue, blocked.UserPrincipalName));
        Assert.Equal(("E4", "PurchaseDisabled"), (blocked.Refusals[0].Rule, blocked.Refusals[0].ErrorId));
        Assert.True(Assert.Single(trials).IsEligible);
        Assert.Empty(Test().Pipe().Invoke().Output);
        Assert.StartsWith("ProductNotFound,", Assert.Single(Test().With("ProductId", "Nonsense").Invoke().Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _session.Become(Ada);
        Assert.StartsWith("RoleMissing,", Test().With("User", "chen.fischer@fabrikam.example").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false, "LicensesInvalid")]
    [InlineData(26, true, "LicensesInvalid")]
    public void A_number_of_licences_that_cannot_be_is_refused(int licenses, bool trial, string id)
    {
        var invocation = _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Viva Goals").With("Licenses", licenses);
        var run = (trial ? invocation.With("Trial", value: true) : invocation.With("PaymentMethodId", "any")).Invoke();
        Assert.StartsWith(id, run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private string Set(Subscription subscription, int total) => Assert.Single(_session.Cmdlet<SetSelfServiceSubscriptionCommand>()
        .With("SubscriptionId", subscription.SubscriptionId).With("TotalLicenses", total).Invoke().ShouldProcessCalls).Action!;

    private string Trial(string product) =>
        _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", product).With("Trial", value: true).Invoke().TerminatingError!.FullyQualifiedErrorId;

    [Fact, Trait("Requirement", "E6")]
    public void Eligibility_is_told_of_piped_users_of_piped_products_and_of_pairs_of_them()
    {
        var users = Test().With("ProductId", "Visio Plan 2").Pipe(new { UserPrincipalName = Ada }, new { UserPrincipalName = Chen }).Invoke();
        var products = Test().With("User", new[] { Ada, Chen }).Pipe(new { ProductId = "Visio Plan 2" }, new { ProductId = "Power BI Pro" }).Invoke();
        var pairs = Test().Pipe(new { UserPrincipalName = Ada, ProductId = "Visio Plan 2" }, new { UserPrincipalName = Chen, ProductId = "Power BI Pro" }).Invoke();

        Assert.Equal([(Ada, "Visio Plan 2"), (Chen, "Visio Plan 2")], Answers(users));
        Assert.Equal([(Ada, "Power BI Pro"), (Ada, "Visio Plan 2"), (Chen, "Power BI Pro"), (Chen, "Visio Plan 2")], Answers(products));
        Assert.Equal([(Ada, "Visio Plan 2"), (Chen, "Power BI Pro")], Answers(pairs));
        Assert.Empty(Test().With("ProductId", "Visio Plan 2").Pipe().Invoke().Output);
    }

    private static IEnumerable<(string User, string Product)> Answers(Harness.CmdletRun run) =>
        run.OutputOf<Eligibility>().Select(answer => (answer.UserPrincipalName, answer.ProductName)).Order();

    private Harness.CmdletInvocation<NewSelfServiceSubscriptionCommand> Buy() => _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Power BI Pro");

    private Harness.CmdletInvocation<TestSelfServiceEligibilityCommand> Test() => _session.Cmdlet<TestSelfServiceEligibilityCommand>();
}
