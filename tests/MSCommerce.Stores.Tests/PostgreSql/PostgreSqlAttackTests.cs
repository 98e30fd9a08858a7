using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>A plain user's login, of the writers' role, used with psql: it comes to nothing of what is another's, and decides nothing that its user may not.</summary>
[Trait("Requirement", "U6"), Trait("Requirement", "X7")]
public sealed class PostgreSqlAttackTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private const string Tokens = "SELECT coalesce(string_agg(DISTINCT token, ','), '') FROM (SELECT token FROM mscommerce.due_card UNION ALL SELECT token FROM mscommerce.payment_method) t";

    private const string Due =
        "settlement = 'Due', status = 'Open', paid_at = NULL, paid_with = NULL, due_at = now(), charge_id = gen_random_uuid()::text, authorization_id = 'x'";

    private string _victim = "";
    private string _attacker = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Crowd.FillAsync(Store, 4, Stop);
        await Store.Tenant.ApplyTenantAsync(await Store.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop), Stop);
        await Store.Catalog.ApplyAsync(await Store.Catalog.PlanAsync(new() { Product = ["Power BI Pro"], ListPrice = 13.5m, Currency = "EUR" }, Stop), Stop);
        _victim = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        _attacker = await LoginAsync(Crowd.Name(2), "mscommerce_writer");
        await BuyAsync(_victim, "tok_victim");
        await BuyAsync(_attacker, "tok_attacker");
        // The third card, which nothing is due on.
        await AddCardAsync(await OpenAsync(_victim), "tok_second");
    }

    [Fact]
    public async Task Nobody_takes_a_purchase_of_anothers_to_see_its_invoices()
    {
        var (succeeded, output) = await PsqlAsync(
            _attacker, $"SELECT mscommerce.begin_change(); UPDATE mscommerce.subscription SET purchaser_key = mscommerce.current_actor(); SELECT count(*) FROM mscommerce.invoice");

        Assert.False(succeeded, output);
        Assert.Contains("permission denied", output, StringComparison.Ordinal);
        Assert.Equal((true, "1"), await PsqlAsync(_attacker, "SELECT count(*) FROM mscommerce.invoice"));
    }

    [Theory]
    // His own invoice, due on somebody else's card: changed, or written.
    [InlineData($"UPDATE mscommerce.invoice SET {Due}, method_key = 3")]
    [InlineData("INSERT INTO mscommerce.invoice SELECT tenant_id, subscription_key, 9, now(), 'EUR', 1, 'Open', NULL, NULL, 'Due', now(), 'c', 'x', 3, NULL FROM mscommerce.subscription_billing")]
    // Another's invoice, which is seen while it is due: moved to a second card of his.
    [InlineData("UPDATE mscommerce.due_invoice SET method_key = 3")]
    // A purchase of his own that is billed to another's profile, or a profile of his own that is charged to another's card.
    [InlineData("INSERT INTO mscommerce.subscription SELECT tenant_id, 99, 'x', product_key, purchaser_key, 9, 0, now(), now() + interval '1 day', 'Month', NULL, 0, NULL, NULL, 0, NULL, 1 FROM mscommerce.subscription WHERE purchaser_key = mscommerce.current_actor(); INSERT INTO mscommerce.subscription_billing SELECT tenant_id, 99, 1, now() FROM mscommerce.tenant")]
    [InlineData("UPDATE mscommerce.billing_profile SET method_key = 3")]
    public async Task Nobody_makes_anothers_card_due_to_see_its_token(string sql)
    {
        var before = await ContentAsync(await TenantIdAsync(_victim));

        var (succeeded, output) = await PsqlAsync(_attacker, $"SELECT mscommerce.begin_change(); {sql}");

        Assert.False(succeeded, output);
        Assert.Equal(before, await ContentAsync(await TenantIdAsync(_victim)));
        Assert.Equal((true, "tok_attacker,tok_victim"), await PsqlAsync(_attacker, Tokens));
    }

    [Fact]
    public async Task A_token_that_was_made_due_before_the_store_was_upgraded_is_not_shown()
    {
        await ExecuteAsync(
            $"BEGIN; ALTER TABLE mscommerce.invoice DISABLE TRIGGER invoice_keeps_to_card; UPDATE mscommerce.invoice SET method_key = 3 WHERE tenant_id = {await TenantIdAsync(_attacker)} AND method_key = 2; ALTER TABLE mscommerce.invoice ENABLE TRIGGER invoice_keeps_to_card; COMMIT");

        Assert.Equal((true, "tok_attacker,tok_victim"), await PsqlAsync(_attacker, Tokens));
    }

    [Theory]
    [InlineData("UPDATE mscommerce.product SET list_price_e4 = 0 WHERE currency IS NOT NULL")]
    [InlineData("INSERT INTO mscommerce.product_policy SELECT p.tenant_id, y.policy_key, p.product_key, 'Enabled' FROM mscommerce.product p, mscommerce.policy y LIMIT 1")]
    [InlineData("INSERT INTO mscommerce.license SELECT tenant_id, subscription_key, mscommerce.current_actor(), now() FROM mscommerce.subscription WHERE subscription_id = 'crowd-target'")]
    [InlineData("DELETE FROM mscommerce.license")]
    [InlineData("UPDATE mscommerce.subscription SET total = 1000 WHERE subscription_id = 'crowd-target'")]
    [InlineData("INSERT INTO mscommerce.subscription SELECT s.tenant_id, 99, 'x', s.product_key, NULL, 9, 0, now(), now() + interval '1 day', 'Month', NULL, 0, NULL, NULL, 1, NULL, 1 FROM mscommerce.subscription s LIMIT 1")]
    [InlineData("INSERT INTO mscommerce.outbox (tenant_id, notice_key, notice_id, kind, recipient, recipient_key, facts, created_at, status, attempts, correlation_id) SELECT tenant_id, 99, 'x', 'LicenseGranted', upn, user_key, '{}', now(), 'Pending', 0, 'x' FROM mscommerce.tenant_user LIMIT 1")]
    [InlineData("UPDATE mscommerce.outbox SET facts = '{}'")]
    [InlineData("UPDATE mscommerce.license_request SET status = 'Denied', decided_at = now(), decided_by_key = mscommerce.current_actor()")]
    [InlineData("INSERT INTO mscommerce.license_request SELECT u.tenant_id, 99, 'x', 1, u.user_key, now(), NULL, 'Pending' FROM mscommerce.tenant_user u WHERE u.upn LIKE '%0001@%'")]
    [InlineData("INSERT INTO mscommerce.license_request_user SELECT r.tenant_id, r.request_key, u.user_key, 9 FROM mscommerce.license_request r, mscommerce.tenant_user u WHERE u.user_key = mscommerce.current_actor()")]
    public async Task A_plain_user_changes_nothing_of_the_organisations_or_anothers(string sql)
    {
        await new CommerceClient(Store).Policies.SetAsync(new() { Product = ["Power BI Pro"], Value = PolicyValues.Disabled }, null, Stop);
        var asked = await (await OpenAsync(_victim)).LicenseRequests.PlanRaiseAsync(new() { Product = "Power BI Pro", User = [Crowd.Name(1)] }, Stop);
        await (await OpenAsync(_victim)).LicenseRequests.RaiseAsync(asked, Stop);
        await Store.Subscriptions.WriteCancellationNoticesAsync(await Store.Subscriptions.PlanCancellationNoticesAsync(new() { SubscriptionId = [Crowd.Source] }, Stop), Stop);
        var before = await ContentAsync(await TenantIdAsync(_victim));

        await PsqlAsync(_attacker, sql);
        await PsqlAsync(_attacker, $"SELECT mscommerce.begin_change(); {sql}");

        Assert.Equal(before, await ContentAsync(await TenantIdAsync(_victim)));
    }

    [Fact]
    public async Task A_plain_user_reads_his_own_entries_and_may_check_the_store()
    {
        Assert.Equal((true, "0"), await PsqlAsync(_attacker, "SELECT count(*) FROM mscommerce.audit WHERE actor_key <> mscommerce.current_actor()"));
        Assert.NotEqual((true, "0"), await PsqlAsync(_attacker, "SELECT count(*) FROM mscommerce.audit"));
        await AssertWholeAsync(await OpenAsync(_attacker));
    }

    [Fact]
    public async Task An_administrator_does_not_become_another_with_the_login_he_is_connected_with()
    {
        foreach (var sql in new[]
        {
            "UPDATE mscommerce.tenant_login SET user_key = 2 WHERE login_name = session_user",
            "DELETE FROM mscommerce.tenant_login WHERE login_name = session_user; INSERT INTO mscommerce.tenant_login SELECT session_user, tenant_id, 2 FROM mscommerce.tenant",
        })
            await PsqlAsync(Administrator, $"SELECT mscommerce.begin_change(); {sql}");

        Assert.Equal((true, "1"), await PsqlAsync(Administrator, "SELECT mscommerce.current_actor()"));
    }

    /// <summary>Buys two licences, which the payment provider is still to take the money for.</summary>
    private async Task BuyAsync(string login, string token)
    {
        var store = await OpenAsync(login);
        var card = await AddCardAsync(store, token);
        var plan = await store.Subscriptions.PlanSelfServicePurchaseAsync(new() { Product = "Power BI Pro", Licenses = 2, PaymentMethodId = card.PaymentMethodId }, Stop);
        await store.Subscriptions.PurchaseAsync(plan with { Charge = plan.Charge! with { AuthorizationId = "authorised" } }, Stop);
    }

    private static Task<PaymentMethod> AddCardAsync(ICommerceStore store, string token) => store.Billing.AddPaymentMethodAsync(
        new(token), new("Visa", "4242", IsCreditCard: true), new() { ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada" }, Stop);
}
