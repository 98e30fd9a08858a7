namespace MSCommerce.Stores.Sql.Billing;

/// <summary>Checks the invariants of billing.</summary>
internal static class BillingChecks
{
    public static async IAsyncEnumerable<StoreCheck> RunAsync(SqlSession session)
    {
        var cards = session.Dialect.Through("card_owner", "payment_method");
        yield return await StoreChecks.NoneAsync(
            session, "Invoices", "invoice", "Every invoice's lines add up to its total.",
            $"""
            SELECT {Id} FROM invoice i
            JOIN subscription s ON s.tenant_id = i.tenant_id AND s.subscription_key = i.subscription_key
            LEFT JOIN (SELECT subscription_key, invoice_number, sum(amount_e4) AS amount FROM invoice_line WHERE tenant_id = @t GROUP BY subscription_key, invoice_number) l
                   ON l.subscription_key = i.subscription_key AND l.invoice_number = i.invoice_number
            WHERE i.tenant_id = @t AND i.total_e4 <> coalesce(l.amount, 0)
            """);
        yield return await StoreChecks.NoneAsync(
            session, "Invoice numbers", "invoice", "Every subscription's invoices are numbered from 1 without a gap.",
            """
            SELECT s.subscription_id FROM subscription s
            JOIN (SELECT subscription_key, count(*) AS invoices, max(invoice_number) AS newest FROM invoice WHERE tenant_id = @t GROUP BY subscription_key) i
              ON i.subscription_key = s.subscription_key
            WHERE s.tenant_id = @t AND i.invoices <> i.newest
            """);
        yield return await StoreChecks.NoneAsync(
            session, "Payments", "invoice", "Every invoice that is paid has a date of payment, and one that comes to nothing is not open.",
            $"""
            SELECT {Id} FROM invoice i
            JOIN subscription s ON s.tenant_id = i.tenant_id AND s.subscription_key = i.subscription_key
            WHERE i.tenant_id = @t AND ((i.status = 'Paid') <> (i.paid_at IS NOT NULL) OR (i.total_e4 = 0 AND i.status = 'Open'))
            """);
        yield return await StoreChecks.NoneAsync(
            session, "Settlements", "invoice", "Whatever the payment provider is to take was authorised, and belongs to a card of the purchaser's.",
            $"""
            SELECT {Id} FROM invoice i
            JOIN subscription s ON s.tenant_id = i.tenant_id AND s.subscription_key = i.subscription_key
            LEFT JOIN {cards} m ON m.tenant_id = i.tenant_id AND m.method_key = i.method_key
            WHERE i.tenant_id = @t AND i.settlement = 'Due'
              AND (i.status <> 'Open' OR i.charge_id IS NULL OR (i.authorization_id IS NULL AND i.total_e4 >= 0) OR m.owner_key IS NULL OR m.owner_key <> s.purchaser_key)
            """);
        yield return await StoreChecks.NoneAsync(
            session, "Billed subscriptions", "subscription_billing", "Every subscription is billed to a profile of its purchaser's.",
            """
            SELECT s.subscription_id FROM subscription_billing b
            JOIN subscription s ON s.tenant_id = b.tenant_id AND s.subscription_key = b.subscription_key
            LEFT JOIN billing_profile f ON f.tenant_id = b.tenant_id AND f.profile_key = b.profile_key
            WHERE b.tenant_id = @t AND (f.owner_key IS NULL OR s.purchaser_key IS NULL OR f.owner_key <> s.purchaser_key)
            """);
        yield return await StoreChecks.NoneAsync(
            session, "Billing profiles", "billing_profile", "Every billing profile is charged to a card of its owner's, or to none.",
            $"""
            SELECT f.profile_id FROM billing_profile f
            LEFT JOIN {cards} m ON m.tenant_id = f.tenant_id AND m.method_key = f.method_key
            WHERE f.tenant_id = @t AND f.method_key IS NOT NULL AND (m.owner_key IS NULL OR m.owner_key <> f.owner_key)
            """);
    }

    private const string Id = "s.subscription_id || '-' || i.invoice_number";
}
