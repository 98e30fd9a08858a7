using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Charges and credits purchasers for what changes of their subscriptions (U3, U5, T1, T3).</summary>
internal static class BilledChanges
{
    /// <summary>What a change of the total charges or credits.</summary>
    /// <returns>The change, with its charge and with words about it.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodMissing</c>, <c>PaymentMethodExpired</c>.</exception>
    public static async Task<PropertyChange> PriceAsync(SqlSession session, StoredSubscription stored, PropertyChange change)
    {
        if (await FindAsync(session, stored) is not { } account || Line(session, stored, change) is not { Amount: not 0 } line)
            return change;

        var words = $"{change.Detail}, {BillingRules.InWords(line, account.Currency)}";
        if (line.Amount < 0)
            return change with { Detail = words };
        var card = await CardAsync(session, account);
        return change with
        {
            Detail = words,
            Charge = new() { ChargeId = Guid.NewGuid(), Amount = line.Amount, Currency = account.Currency, PaymentMethodId = card.Method.PaymentMethodId },
        };
    }

    /// <summary>Writes the invoice, or the credit, of a change of the total that is being made.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="stored">The subscription as it was before.</param>
    /// <param name="change">The change.</param>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> where it costs another amount, or another card is charged, than was authorised; <c>ChargeNotAuthorized</c>.</exception>
    public static async Task WriteTotalAsync(SqlSession session, StoredSubscription stored, PropertyChange change)
    {
        var name = $"{change.Name} ({change.Target})";
        var account = await FindAsync(session, stored);
        var line = account is null ? null : Line(session, stored, change);
        if (line is not { Amount: > 0 })
        {
            if (change.Charge is not null)
                throw CommerceErrors.AmountChanged(name, change.Charge, "nothing");
            if (line is not null)
                await InvoiceWriter.CreditAsync(session, account!, line);
            return;
        }

        var card = await CardAsync(session, account!);
        if (change.Charge is null)
            throw CommerceErrors.ChargeNotAuthorized(name);
        if ((change.Charge.Amount, change.Charge.Currency) != (line.Amount, account!.Currency))
            throw CommerceErrors.AmountChanged(name, change.Charge, Proration.InWords(line.Amount, account.Currency));
        if (!change.Charge.PaymentMethodId.Equals(card.Method.PaymentMethodId, StringComparison.OrdinalIgnoreCase))
            throw CommerceErrors.ChangedMeanwhile($"The payment method of {name}", change.Charge.PaymentMethodId, card.Method.PaymentMethodId);
        if (change.Charge.AuthorizationId is null)
            throw CommerceErrors.ChargeNotAuthorized(name);
        await InvoiceWriter.ChargeAsync(session, account, line, change.Charge, card.Key);
    }

    /// <summary>What a cancellation would credit, for whoever confirms it; null for nothing.</summary>
    public static async Task<string?> CancellationInWordsAsync(SqlSession session, StoredSubscription stored) =>
        await FindAsync(session, stored) is { } account && Cancellation(session, stored) is { Amount: < 0 } line ? BillingRules.InWords(line, account.Currency) : null;

    /// <summary>Settles a subscription that is being cancelled: what was due so far is written, and days that will not be used are credited.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="stored">The subscription as it is before.</param>
    public static async Task CloseAsync(SqlSession session, StoredSubscription stored)
    {
        if (await InvoiceWriter.WriteDueAsync(session, stored.Key) is { } account && BillingRules.IsBilled(stored.Subscription) && Cancellation(session, stored) is { } line)
            await InvoiceWriter.CreditAsync(session, account, line);
    }

    /// <summary>How a subscription is billed; null where it is not, or not any more.</summary>
    private static async Task<BilledAccount?> FindAsync(SqlSession session, StoredSubscription stored) =>
        BillingRules.IsBilled(stored.Subscription) ? await BilledAccounts.FindAsync(session, stored.Key) : null;

    private static InvoiceLine? Line(SqlSession session, StoredSubscription stored, PropertyChange change) =>
        BillingRules.TotalChange(stored.Subscription, stored.FirstExpiresAt.Value, PropertyText.ToNumber(change), session.Now.Value);

    private static InvoiceLine? Cancellation(SqlSession session, StoredSubscription stored) =>
        BillingRules.Cancellation(stored.Subscription, stored.FirstExpiresAt.Value, session.Now.Value);

    private static async Task<StoredMethod> CardAsync(SqlSession session, BilledAccount account)
    {
        var card = account.MethodKey is { } key ? (await PaymentMethodReader.AllAsync(session)).Find(method => method.Key == key) : null;
        if (card is null)
            throw CommerceErrors.BillingProfileWithoutCard(account.ProfileId);
        return PaymentMethodRules.RefuseCharge(card.Method) is { } refusal ? throw refusal : card;
    }
}
