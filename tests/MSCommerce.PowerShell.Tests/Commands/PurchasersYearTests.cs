using System.Globalization;
using System.Management.Automation;
using MSCommerce.PowerShell.Tests.Harness;
using MSCommerce.Stores;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>What time brings to a purchaser: renewals and their invoices, proration, a trial's end. The numbers are those of docs/billing.md.</summary>
public sealed class PurchasersYearTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mscommerce-");
    private readonly CmdletRunner _powershell = new();
    private readonly MovedClock _clock = new();
    private CommerceSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var options = new StoreOptions { Create = true, TenantName = "Contoso", Actor = "ada@contoso.example", Clock = _clock };
        _session = await StoreOpener.ConnectAsync(StoreOpener.AddressOf(Path.Combine(_folder.FullName, "t.db")), options, TestContext.Current.CancellationToken);
        Run<SetMSCommerceTenantCommand>(("Country", "DE"));
        Run<SetSelfServiceProductCommand>(("ProductId", "Power BI Pro"), ("ListPrice", 12m), ("Currency", "EUR"));
    }

    public async ValueTask DisposeAsync()
    {
        await _session.CloseAsync();
        _powershell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact, Trait("Requirement", "U3"), Trait("Requirement", "U5"), Trait("Requirement", "U7"), Trait("Requirement", "U8")]
    public void A_subscription_is_prorated_by_the_day_renews_is_invoiced_and_credited()
    {
        var card = Run<AddSelfServicePaymentMethodCommand>(("Token", "tok_visa"), ("ExpiryMonth", 4), ("ExpiryYear", 2031), ("CardholderName", "Ada")).OutputOf<PaymentMethod>()[0];
        var bought = Run<NewSelfServiceSubscriptionCommand>(("ProductId", "Power BI Pro"), ("Licenses", 5), ("PaymentMethodId", card.PaymentMethodId)).OutputOf<Subscription>()[0];
        Assert.Equal([60m], Totals(bought));

        _clock.Set("2026-11-16");
        Assert.Contains("30.00 EUR now for 15 of 30 days", SetTotal(bought, 10), StringComparison.Ordinal);
        Assert.Contains("12.00 EUR credited for 15 of 30 days", SetTotal(bought, 8), StringComparison.Ordinal);
        Assert.Equal([-12m, 30m, 60m], Totals(bought));

        // The renewal's invoice has the renewal's date, whenever somebody looks, and waits to be paid.
        _clock.Set("2026-12-02");
        var renewal = Assert.Single(Invoices(("Status", "Open")));
        Assert.Equal((96m, new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero)), (renewal.Total, renewal.IssuedAt));
        Assert.Equal(InvoiceStatus.Paid, Assert.Single(Run<SubmitSelfServicePaymentCommand>(("InvoiceId", renewal.InvoiceId)).OutputOf<Invoice>()).Status);

        _clock.Set("2027-02-02");
        Assert.Equal([96m, 96m, 96m, -12m, 30m], Totals(bought));
        Assert.Equal([96m, 96m, 96m, -12m, 30m, 60m], Invoices(("Months", 6)).Select(invoice => invoice.Total));
        var paid = _powershell.Cmdlet<SubmitSelfServicePaymentCommand>().With("Session", _session).Pipe(Invoices(("Status", "Open"))).Invoke();
        Assert.Equal(2, paid.OutputOf<Invoice>().Count);
        Assert.Empty(Invoices(("Status", "Open")));

        _clock.Set("2027-02-15");
        var cancelled = Run<RemoveSelfServiceSubscriptionCommand>(("SubscriptionId", bought.SubscriptionId), ("Reason", CancellationReason.NoLongerNeeded));
        Assert.Contains("48.00 EUR credited for 14 of 28 days", Assert.Single(cancelled.ShouldProcessCalls).Action, StringComparison.Ordinal);
        var credit = Totals(bought)[0];
        Assert.Equal(-48m, credit);

        _clock.Set("2027-06-02");
        Assert.Empty(Invoices());
    }

    [Fact, Trait("Requirement", "U8")]
    public void Renewal_that_was_switched_off_ends_the_term_and_the_invoices()
    {
        var card = Run<AddSelfServicePaymentMethodCommand>(("Token", "tok_visa"), ("ExpiryMonth", 4), ("ExpiryYear", 2031), ("CardholderName", "Ada")).OutputOf<PaymentMethod>()[0];
        var bought = Run<NewSelfServiceSubscriptionCommand>(("ProductId", "Power BI Pro"), ("Licenses", 1), ("PaymentMethodId", card.PaymentMethodId)).OutputOf<Subscription>()[0];
        Run<SetSelfServiceSubscriptionCommand>(("SubscriptionId", bought.SubscriptionId), ("AutoRenew", false));

        _clock.Set("2026-12-02");

        Assert.Equal([12m], Totals(bought));
        Assert.Equal(SubscriptionStatus.Expired, Run<GetSelfServiceSubscriptionCommand>(("SubscriptionId", bought.SubscriptionId)).OutputOf<Subscription>()[0].Status);
    }

    [Fact, Trait("Requirement", "U8")]
    public void A_trial_ends_after_its_month_and_costs_nothing()
    {
        var trial = Run<NewSelfServiceSubscriptionCommand>(("ProductId", "Viva Goals"), ("Trial", true)).OutputOf<Subscription>()[0];

        _clock.Set("2026-12-02");

        Assert.Equal(SubscriptionStatus.Expired, Run<GetSelfServiceSubscriptionCommand>(("SubscriptionId", trial.SubscriptionId)).OutputOf<Subscription>()[0].Status);
        Assert.Empty(Invoices());
    }

    private decimal[] Totals(Subscription subscription) => [.. Invoices(("SubscriptionId", subscription.SubscriptionId)).Select(invoice => invoice.Total)];

    private IReadOnlyList<Invoice> Invoices(params (string Name, object Value)[] arguments) => Run<GetSelfServiceInvoiceCommand>(arguments).OutputOf<Invoice>();

    private string SetTotal(Subscription subscription, int total) =>
        Assert.Single(Run<SetSelfServiceSubscriptionCommand>(("SubscriptionId", subscription.SubscriptionId), ("TotalLicenses", total)).ShouldProcessCalls).Action!;

    private CmdletRun Run<T>(params (string Name, object Value)[] arguments)
        where T : Cmdlet, new()
    {
        var invocation = _powershell.Cmdlet<T>().With("Session", _session);
        foreach (var (name, value) in arguments)
            invocation.With(name, value);
        var run = invocation.Invoke();
        Assert.Null(run.TerminatingError);
        Assert.Empty(run.Errors);
        return run;
    }

    /// <summary>A clock that stands still until it is moved.</summary>
    private sealed class MovedClock : TimeProvider
    {
        private DateTimeOffset _now = At("2026-11-01");

        public void Set(string day) => _now = At(day);

        public override DateTimeOffset GetUtcNow() => _now;

        private static DateTimeOffset At(string day) => new(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddHours(9), TimeSpan.Zero);
    }
}
