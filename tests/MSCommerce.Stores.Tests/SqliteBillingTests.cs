using Microsoft.Data.Sqlite;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>The database keeps the invariants of billing, the store's check finds what got past them, and no card data is in the file.</summary>
[Trait("Requirement", "U6")]
public sealed class SqliteBillingTests : SqliteTestBase
{
    private const string Card = "4242424242424242";
    private const string SecurityCode = "7391";

    [Theory]
    [InlineData("INSERT INTO payment_method SELECT tenant_id, 99, 'x', owner_key, token, brand, last_four_digits, expiry_year, expiry_month, cardholder_name, NULL, NULL, NULL, NULL, NULL, added_at FROM payment_method")]
    [InlineData("UPDATE payment_method SET last_four_digits = '4242424242424242'")]
    [InlineData("UPDATE payment_method SET expiry_month = 13")]
    [InlineData("DELETE FROM payment_method")]
    [InlineData("UPDATE billing_profile SET owner_key = 3")]
    [InlineData("DELETE FROM billing_profile")]
    [InlineData("UPDATE invoice SET paid_at = NULL WHERE status = 'Paid'")]
    [InlineData("UPDATE invoice SET status = 'Open'")]
    [InlineData("UPDATE invoice SET settlement = 'Due'")]
    [InlineData("UPDATE invoice SET status = 'Open', paid_at = NULL, paid_with = NULL, settlement = 'Due', due_at = 'x', method_key = 1, authorization_id = NULL WHERE total_e4 > 0")]
    [InlineData("UPDATE invoice SET charge_id = 'x'")]
    [InlineData("UPDATE invoice_line SET licenses = 0")]
    [InlineData("DELETE FROM subscription_billing")]
    public async Task The_schema_refuses_what_breaks_an_invariant_of_billing(string sql)
    {
        await BillAsync();
        using var connection = Connect(FilePath);
        Execute(connection, "PRAGMA foreign_keys = ON");

        Assert.Equal(19, Assert.Throws<SqliteException>(() => Execute(connection, sql)).SqliteErrorCode);
    }

    [Theory]
    [InlineData("Invoices", "UPDATE invoice SET total_e4 = total_e4 + 1")]
    [InlineData("Invoices", "DELETE FROM invoice_line WHERE invoice_number = 1")]
    [InlineData("Invoice numbers", "DELETE FROM invoice_line WHERE invoice_number = 1; DELETE FROM invoice WHERE invoice_number = 1")]
    [InlineData("Payments", "UPDATE invoice SET paid_at = NULL")]
    [InlineData("Payments", "UPDATE invoice SET status = 'Open', paid_at = NULL, total_e4 = 0")]
    [InlineData("Settlements", "UPDATE invoice SET settlement = 'Due', method_key = 1, due_at = 'x', authorization_id = NULL, status = 'Open'")]
    [InlineData("Settlements", "UPDATE invoice SET settlement = 'Due', method_key = 99, due_at = 'x', status = 'Open'")]
    [InlineData("Billed subscriptions", "UPDATE billing_profile SET owner_key = 3")]
    [InlineData("Billed subscriptions", "DELETE FROM billing_profile")]
    [InlineData("Billing profiles", "DELETE FROM payment_method")]
    [InlineData("Billing profiles", "UPDATE payment_method SET owner_key = 3")]
    public async Task A_check_finds_what_somebody_changed_behind_the_stores_back(string name, string sql)
    {
        var (store, _) = await BillAsync();
        await AssertWholeAsync(store);
        using (var connection = Connect(FilePath))
            Execute(connection, $"PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {sql}");

        Assert.Contains(name, (await ListAsync(store.CheckAsync(Stop))).Where(check => !check.Passed).Select(check => check.Name));
    }

    [Fact]
    public async Task Neither_a_card_number_nor_a_security_code_is_in_the_file_and_the_token_in_one_place()
    {
        var (store, buyer) = await BillAsync();
        var method = Assert.Single(await ListAsync(store.Billing.GetPaymentMethodsAsync(new(), Stop)));
        await buyer.Billing.SetPaymentMethodAsync(new() { PaymentMethodId = method.PaymentMethodId, SecurityCode = SecurityCode, ExpiryYear = 2032 }, Stop);
        var card = new AddPaymentMethodRequest { Token = Card, ExpiryMonth = 1, ExpiryYear = 2031, CardholderName = "Ada", SecurityCode = SecurityCode };
        await FailAsync("CardNumberGiven", () => buyer.Billing.AddPaymentMethodAsync(card, Stop));
        await FailAsync("CardNumberGiven", () => buyer.Billing.AddPaymentMethodAsync(card with { Token = "tok_amex", CardholderName = "4242 4242 4242 4242" }, Stop));
        await FailAsync("CardNumberGiven", () => buyer.Subscriptions.PurchaseAsync(new() { Product = "Power BI Pro", Licenses = 1, PaymentMethodId = Card }, Stop));
        await FailAsync("CardNumberGiven", () => buyer.Billing.RemovePaymentMethodsAsync(new() { PaymentMethodId = [Card] }, Stop));
        await FailAsync("PaymentMethodNotCard", () => buyer.Billing.AddPaymentMethodAsync(card with { Token = "tok_debit" }, Stop));

        var values = Dump().ToList();
        Assert.DoesNotContain(values, value => value.Text.Contains(Card, StringComparison.Ordinal) || value.Text.Contains("4242 4242", StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Text == SecurityCode || value.Text.Contains($" {SecurityCode}", StringComparison.Ordinal));
        Assert.Equal("payment_method.token", Assert.Single(values, value => value.Text.Contains("tok_", StringComparison.Ordinal)).Column);
    }

    [Fact]
    public async Task What_is_to_be_settled_is_found_by_its_index()
    {
        await BillAsync();

        var plan = (string)Execute("EXPLAIN QUERY PLAN SELECT i.subscription_key FROM invoice i WHERE i.tenant_id = 1 AND i.settlement = 'Due' ORDER BY i.due_at, i.subscription_key, i.invoice_number LIMIT 100", column: 3)!;

        Assert.Contains("invoice_due", plan, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "T4")]
    public async Task What_was_taken_over_before_the_date_was_kept_counts_as_taken_over_for_always()
    {
        var (store, _) = await BillAsync();
        Execute("UPDATE subscription SET is_controlled = 1, controlled_at = NULL WHERE subscription_key = (SELECT subscription_key FROM subscription_billing)");

        Clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(2, (await ListAsync(store.Billing.GetInvoicesAsync(new() { Months = 12 }, Stop))).Count);
    }

    /// <summary>A store in which somebody bought two licences, and gave one back.</summary>
    private async Task<(ICommerceStore Store, CommerceClient Buyer)> BillAsync()
    {
        var administrator = await OpenAsync();
        await Crowd.FillAsync(administrator, 10, Stop);
        await administrator.Tenant.ApplyTenantAsync(await administrator.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop), Stop);
        await administrator.Catalog.ApplyAsync(await administrator.Catalog.PlanAsync(new() { Product = ["Power BI Pro"], ListPrice = 13.5m, Currency = "EUR" }, Stop), Stop);
        var store = await OpenAsync(create: false, actor: Crowd.Name(1));
        var buyer = new CommerceClient(store);
        var card = await buyer.Billing.AddPaymentMethodAsync(new() { Token = "tok_visa", ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada", SecurityCode = SecurityCode }, Stop);
        var bought = await buyer.Subscriptions.PurchaseAsync(new() { Product = "Power BI Pro", Licenses = 2, PaymentMethodId = card.PaymentMethodId }, Stop);
        await buyer.Subscriptions.SetAsync(new() { SubscriptionId = [bought.SubscriptionId!], TotalLicenses = 1 }, Stop);
        return (store, buyer);
    }

    private object? Execute(string sql, int column)
    {
        using var connection = Connect(FilePath);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetValue(column) : null;
    }

    /// <summary>Every value of every table.</summary>
    private IEnumerable<(string Column, string Text)> Dump()
    {
        using var connection = Connect(FilePath);
        var tables = new List<string>();
        using (var list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
            using var reader = list.ExecuteReader();
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            using var rows = connection.CreateCommand();
            rows.CommandText = $"SELECT * FROM {table}";
            using var reader = rows.ExecuteReader();
            while (reader.Read())
            {
                for (var index = 0; index < reader.FieldCount; index++)
                    yield return ($"{table}.{reader.GetName(index)}", reader.GetValue(index).ToString() ?? "");
            }
        }
    }
}
