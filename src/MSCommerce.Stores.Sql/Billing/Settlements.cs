using System.Globalization;
using MSCommerce.Payments;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>What the payment provider has still to do, and what became of it: recorded exactly once, however often it is done.</summary>
internal static class Settlements
{
    private const int Most = 100;

    private static string Columns(SqlDialect dialect) =>
        $"""
        SELECT i.subscription_key AS SubscriptionKey, i.invoice_number AS Number, s.subscription_id AS SubscriptionId, i.total_e4 AS Total, i.currency AS Currency,
               i.charge_id AS ChargeId, i.authorization_id AS AuthorizationId, m.token AS Token, m.brand AS Brand, m.last_four_digits AS Digits
        FROM {dialect.Through("due_invoice", "invoice")} i
        JOIN subscription s ON s.tenant_id = i.tenant_id AND s.subscription_key = i.subscription_key
        JOIN {dialect.Through("due_card", "payment_method")} m ON m.tenant_id = i.tenant_id AND m.method_key = i.method_key
        WHERE i.tenant_id = @t AND i.settlement = 'Due'
        """;

    public static async Task<IReadOnlyList<Settlement>> DueAsync(SqlSession session) =>
    [
        .. (await session.QueryAsync<Row>(string.Create(CultureInfo.InvariantCulture, $"{Columns(session.Dialect)} ORDER BY i.due_at, i.subscription_key, i.invoice_number LIMIT {Most}")))
            .Select(row => new Settlement(
                row.InvoiceId, new(Guid.Parse(row.ChargeId), new(row.Token), Math.Abs(row.Amount), row.Currency), row.AuthorizationId)),
    ];

    public static async Task<bool> RecordAsync(SqlSession session, Settlement settlement, string? error)
    {
        var chargeId = settlement.Order.ChargeId.ToString();
        if (await session.FirstOrDefaultAsync<Row>($"{Columns(session.Dialect)} AND i.charge_id = @chargeId", new { chargeId }) is not { } due)
            return false;

        var card = PaymentMethodRules.NameOf(due.Brand, due.Digits);
        var recorded = await session.ExecuteAsync(
            $"""
            UPDATE {session.Dialect.Through("due_invoice", "invoice")} SET {(error is null ? "status = 'Paid', paid_at = @now, paid_with = @card, settlement = 'None'" : "settlement = 'Failed'")},
                   last_error = @error, due_at = NULL, method_key = NULL
            WHERE tenant_id = @t AND subscription_key = @key AND invoice_number = @number AND settlement = 'Due' AND charge_id = @chargeId
            """,
            new { key = due.SubscriptionKey, number = due.Number, chargeId, now = session.Now, card, error });
        if (recorded == 0)
            return false;

        await AuditLog.AddAsync(
            session, AuditActions.InvoicePaid, due.InvoiceId, nameof(InvoiceStatus.Open),
            error ?? $"{nameof(InvoiceStatus.Paid)}: {Proration.InWords(due.Amount, due.Currency)} with {card}", error is null ? AuditOutcome.Succeeded : AuditOutcome.Refused);
        return true;
    }

    private sealed class Row
    {
        public long SubscriptionKey { get; init; }

        public int Number { get; init; }

        public string SubscriptionId { get; init; } = "";

        public long Total { get; init; }

        public string Currency { get; init; } = "";

        public string ChargeId { get; init; } = "";

        public string? AuthorizationId { get; init; }

        public string Token { get; init; } = "";

        public string Brand { get; init; } = "";

        public string Digits { get; init; } = "";

        public string InvoiceId => InvoiceIds.Of(SubscriptionId, Number);

        public decimal Amount => Money.FromStore(Total)!.Value;
    }
}
