using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>What the database itself keeps of billing: cards and invoices are their owner's, and a token is read to charge and for nothing else. By the module and by psql.</summary>
[Trait("Requirement", "U6"), Trait("Requirement", "X7")]
public sealed class PostgreSqlBillingAccessTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private const int Few = 4;

    private static readonly string[] Tables = ["payment_method", "billing_profile", "subscription_billing", "invoice", "invoice_line"];

    private string _buyer = "";
    private string _other = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Crowd.FillAsync(Store, Few, Stop);
        await Store.Tenant.ApplyTenantAsync(await Store.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop), Stop);
        await Store.Catalog.ApplyAsync(await Store.Catalog.PlanAsync(new() { Product = ["Power BI Pro"], ListPrice = 13.5m, Currency = "EUR" }, Stop), Stop);
        _buyer = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        _other = await LoginAsync(Crowd.Name(2), "mscommerce_writer");
    }

    [Fact]
    public async Task Another_users_login_reads_nothing_of_ones_cards_profiles_and_invoices()
    {
        await BuyAsync(_buyer);
        await SettleAsync(_other);

        foreach (var table in Tables)
        {
            Assert.Equal((true, "1"), await PsqlAsync(_buyer, $"SELECT count(*) FROM mscommerce.{table}"));
            Assert.Equal((true, "0"), await PsqlAsync(_other, $"SELECT count(*) FROM mscommerce.{table}"));
        }

        foreach (var view in new[] { "due_invoice", "due_card", "card_owner" })
            Assert.Equal((true, "0"), await PsqlAsync(_other, $"SELECT count(*) FROM mscommerce.{view}"));
    }

    [Fact]
    public async Task An_administrators_login_reads_the_invoices_that_he_may_credit_and_nobodys_card()
    {
        await BuyAsync(_buyer);
        await SettleAsync(_other);

        Assert.Equal((true, "1 1 1 1"), await PsqlAsync(Administrator,
            "SELECT concat_ws(' ', (SELECT count(*) FROM mscommerce.billing_profile), (SELECT count(*) FROM mscommerce.subscription_billing), (SELECT count(*) FROM mscommerce.invoice), (SELECT count(*) FROM mscommerce.invoice_line))"));
        Assert.Equal((true, "0 0"), await PsqlAsync(Administrator, "SELECT concat_ws(' ', (SELECT count(*) FROM mscommerce.payment_method), (SELECT count(*) FROM mscommerce.due_card))"));
        Assert.Empty(await ListAsync(Store.Billing.GetInvoicesAsync(new(), Stop)));
        Assert.Empty(await ListAsync(Store.Billing.GetPaymentMethodsAsync(new(), Stop)));
        await AssertWholeAsync(Store);
    }

    [Fact]
    public async Task A_token_is_read_by_its_owners_writer_and_by_others_while_it_is_due_and_never_by_a_reader()
    {
        const string Token = "SELECT token FROM mscommerce.payment_method";
        const string Due = "SELECT token FROM mscommerce.due_card";
        await BuyAsync(_buyer);
        var reader = await LoginAsync(Crowd.Name(1), "mscommerce_reader", "_reader");

        Assert.Equal((true, "tok_visa"), await PsqlAsync(_buyer, Token));
        Assert.Equal((true, ""), await PsqlAsync(_other, Token));
        Assert.Equal((true, "tok_visa"), await PsqlAsync(_other, Due));
        foreach (var sql in new[] { Token, Due, "SELECT * FROM mscommerce.payment_method", "SELECT * FROM mscommerce.due_invoice", "SELECT count(*) FROM mscommerce.payment_method WHERE token LIKE 'tok%'" })
            Assert.Contains("permission denied", (await PsqlAsync(reader, sql)).Output, StringComparison.Ordinal);
        // What is his own he sees with a reader's login, too, and changes nothing of it.
        var store = await OpenAsync(reader);
        var card = Assert.Single(await ListAsync(store.Billing.GetPaymentMethodsAsync(new(), Stop)));
        Assert.Single(await ListAsync(store.Billing.GetInvoicesAsync(new(), Stop)));
        await AssertWholeAsync(store);
        await FailAsync("LoginMayNot", () => store.Billing.GetTokenAsync(card.PaymentMethodId, Stop));
        await FailAsync("LoginMayNot", () => store.Billing.SetPaymentMethodAsync(new() { PaymentMethodId = card.PaymentMethodId, ExpiryYear = 2032 }, Stop));

        await SettleAsync(_other);

        Assert.Equal((true, ""), await PsqlAsync(_other, Due));
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task What_is_due_is_settled_by_whoever_comes_next_and_recorded_once()
    {
        await BuyAsync(_buyer);
        var stores = await Task.WhenAll(OpenAsync(_other), OpenAsync(_buyer), OpenAsync(_other), OpenAsync(Administrator));
        var due = Assert.Single(await stores[0].Billing.GetSettlementsAsync(Stop));
        Assert.Equal((27m, "tok_visa"), (due.Order.Amount, due.Order.Token.Value));

        var recorded = await Task.WhenAll(stores.Select(store => Task.Run(() => store.Billing.RecordSettlementAsync(due, error: null, Stop), Stop)));

        Assert.Single(recorded, one => one);
        var paid = Assert.Single(await ListAsync(stores[1].Billing.GetInvoicesAsync(new(), Stop)));
        Assert.Equal((InvoiceStatus.Paid, "Visa ending in 4242"), (paid.Status, paid.PaidWith));
        Assert.Empty(await stores[1].Billing.GetSettlementsAsync(Stop));
    }

    [Fact, Trait("Requirement", "T3")]
    public async Task An_administrator_credits_a_purchaser_whose_card_he_does_not_see()
    {
        var bought = await BuyAsync(_buyer);
        await SettleAsync(_buyer);

        var plan = await Store.Subscriptions.PlanCancelAsync(new() { SubscriptionId = [bought], Reason = CancellationReason.Other }, Stop);
        await Store.Subscriptions.CancelAsync(plan, Stop);

        Assert.Contains("27.00 EUR", plan[0].Detail, StringComparison.Ordinal);
        var due = Assert.Single(await Store.Billing.GetSettlementsAsync(Stop));
        Assert.Equal((27m, null), (due.Order.Amount, due.AuthorizationId));
        await SettleAsync(_other);
        Assert.Equal([-27m, 27m], (await ListAsync((await OpenAsync(_buyer)).Billing.GetInvoicesAsync(new(), Stop))).Select(invoice => invoice.Total).Order());
        await AssertWholeAsync(Store);
    }

    [Theory]
    [InlineData("UPDATE mscommerce.payment_method SET cardholder_name = 'Somebody'")]
    [InlineData("UPDATE mscommerce.payment_method SET owner_key = mscommerce.current_actor()")]
    [InlineData("UPDATE mscommerce.payment_method SET token = 'tok_mine'")]
    [InlineData("DELETE FROM mscommerce.payment_method")]
    [InlineData("UPDATE mscommerce.billing_profile SET name = 'Mine'")]
    [InlineData("UPDATE mscommerce.billing_profile SET owner_key = mscommerce.current_actor()")]
    [InlineData("UPDATE mscommerce.subscription_billing SET invoiced_until = now()")]
    [InlineData("UPDATE mscommerce.invoice SET total_e4 = 1")]
    [InlineData("UPDATE mscommerce.due_invoice SET total_e4 = 1")]
    [InlineData("UPDATE mscommerce.due_card SET token = 'tok_mine'")]
    [InlineData("DELETE FROM mscommerce.due_invoice")]
    [InlineData("DELETE FROM mscommerce.invoice")]
    [InlineData("UPDATE mscommerce.invoice_line SET amount_e4 = 1")]
    [InlineData("DELETE FROM mscommerce.invoice_line")]
    [InlineData("INSERT INTO mscommerce.payment_method SELECT t.tenant_id, 99, 'x', u.user_key, 't', 'Visa', '1', 2030, 1, 'x', NULL, NULL, NULL, NULL, NULL, now() FROM mscommerce.tenant t, mscommerce.tenant_user u WHERE u.upn LIKE '%0001@%'")]
    [InlineData("INSERT INTO mscommerce.invoice SELECT b.tenant_id, b.subscription_key, 9, now(), 'EUR', 1, 'Open', NULL, NULL, 'Due', now(), 'x', 'x', 1, NULL FROM mscommerce.subscription s JOIN mscommerce.subscription b USING (tenant_id, subscription_key) WHERE s.purchaser_key <> mscommerce.current_actor()")]
    public async Task Another_users_login_changes_nothing_of_ones_billing_by_psql(string sql)
    {
        await BuyAsync(_buyer);
        var before = await FingerprintAsync();

        await PsqlAsync(_other, sql);
        await PsqlAsync(_other, $"SELECT mscommerce.begin_change(); {sql}");

        Assert.Equal(before, await FingerprintAsync());
    }

    /// <summary>Buys two licences, which the payment provider is still to take the money for.</summary>
    private async Task<string> BuyAsync(string login)
    {
        var store = await OpenAsync(login);
        var card = await store.Billing.AddPaymentMethodAsync(
            new("tok_visa"), new("Visa", "4242", IsCreditCard: true), new() { ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada" }, Stop);
        var plan = await store.Subscriptions.PlanSelfServicePurchaseAsync(new() { Product = "Power BI Pro", Licenses = 2, PaymentMethodId = card.PaymentMethodId }, Stop);
        return (await store.Subscriptions.PurchaseAsync(plan with { Charge = plan.Charge! with { AuthorizationId = "authorised" } }, Stop)).SubscriptionId;
    }

    private async Task SettleAsync(string login)
    {
        var store = await OpenAsync(login);
        foreach (var due in await store.Billing.GetSettlementsAsync(Stop))
            Assert.True(await store.Billing.RecordSettlementAsync(due, error: null, Stop));
    }

    private async Task<string> FingerprintAsync()
    {
        var tenant = await TenantIdAsync(Administrator);
        var rows = new List<object?>();
        foreach (var table in Tables)
            rows.Add(await ScalarAsync($"SELECT string_agg(t::text, ';' ORDER BY t::text) FROM mscommerce.{table} t WHERE tenant_id = {tenant}"));
        return string.Join('\n', rows);
    }
}
