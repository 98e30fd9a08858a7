using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>Lists the actor's invoices and pays those that are open (U7).</summary>
internal static class InvoicePayments
{
    private const int UsualMonths = 3;

    public static async IAsyncEnumerable<Invoice> ListAsync(SqlSession session, InvoiceQuery query)
    {
        var accounts = await BilledAccounts.OfOwnerAsync(session, session.Actor.UserKey);
        var (since, until) = Period(query, session.Now.Value);
        var all = await InvoiceReader.ReadAsync(session, accounts);
        var found = all
            .Where(stored => query.InvoiceId.Count == 0 || query.InvoiceId.Contains(stored.Invoice.InvoiceId, StringComparer.OrdinalIgnoreCase))
            .Where(stored => query.SubscriptionId.Count == 0 || query.SubscriptionId.Contains(stored.Invoice.SubscriptionId, StringComparer.OrdinalIgnoreCase))
            .Where(stored => query.Status is null || query.Status == stored.Invoice.Status)
            .Where(stored => (since is null || stored.Invoice.IssuedAt >= since) && (until is null || stored.Invoice.IssuedAt < until))
            .OrderByDescending(stored => stored.Invoice.IssuedAt).ThenBy(stored => stored.Account.SubscriptionKey).ThenByDescending(stored => stored.Number);
        foreach (var stored in found)
            yield return stored.Invoice;

        DemandAllFound(all, query.InvoiceId);
        await DemandOwnAsync(session, query.SubscriptionId);
    }

    public static async Task<IReadOnlyList<PaymentPlan>> PlanAsync(SqlSession session, PayInvoicesRequest request)
    {
        var all = await InvoiceReader.ReadAsync(session, await BilledAccounts.OfOwnerAsync(session, session.Actor.UserKey));
        DemandAllFound(all, request.InvoiceId);
        var named = request.PaymentMethodId is { } id ? await PaymentMethodReader.FindValidAsync(session, id) : null;
        var cards = (await PaymentMethodReader.AllAsync(session)).ToDictionary(card => card.Key);
        var plan = new List<PaymentPlan>();
        foreach (var stored in request.InvoiceId.Distinct(StringComparer.OrdinalIgnoreCase).Select(one => Find(all, one)!))
        {
            var invoice = stored.Invoice;
            if (invoice.Total < 0)
                throw CommerceErrors.InvoiceIsCredit(invoice.InvoiceId);
            if (!stored.IsPayable)
                continue;
            var card = named ?? (stored.Account.MethodKey is { } key ? cards[key] : throw CommerceErrors.BillingProfileWithoutCard(invoice.BillingProfileId));
            if (PaymentMethodRules.RefuseCharge(card.Method) is { } expired)
                throw expired;
            plan.Add(new()
            {
                InvoiceId = invoice.InvoiceId,
                ProductName = invoice.ProductName,
                PaymentMethod = card.Method.Name,
                Charge = new() { ChargeId = Guid.NewGuid(), Amount = invoice.Total, Currency = invoice.Currency, PaymentMethodId = card.Method.PaymentMethodId },
            });
        }

        return plan;
    }

    public static async Task<Invoice> AuthorizeAsync(SqlSession session, PaymentPlan payment)
    {
        var charge = payment.Charge;
        if (charge.AuthorizationId is null)
            throw CommerceErrors.ChargeNotAuthorized($"Paying invoice {payment.InvoiceId}");
        var found = await FindAsync(session, payment.InvoiceId);
        if (found.Invoice.Total < 0)
            throw CommerceErrors.InvoiceIsCredit(found.Invoice.InvoiceId);
        if (!found.IsPayable || (found.Invoice.Total, found.Invoice.Currency) != (charge.Amount, charge.Currency))
        {
            throw CommerceErrors.ChangedMeanwhile(
                $"Invoice {found.Invoice.InvoiceId}", $"{Proration.InWords(charge.Amount, charge.Currency)} open",
                found.IsPayable ? $"{Proration.InWords(found.Invoice.Total, found.Invoice.Currency)} open" : found.Settlement == InvoiceSettlement.Due ? "being paid already" : "paid");
        }

        var card = await PaymentMethodReader.FindValidAsync(session, charge.PaymentMethodId);
        await InvoiceWriter.DemandUnusedAsync(session, charge.ChargeId);
        await InvoiceWriter.WriteDueAsync(session, found.Account);
        await InvoiceWriter.SetDueAsync(session, found.Account.SubscriptionKey, found.Number, charge.ChargeId, charge.AuthorizationId, card.Key);
        await AuditLog.AddAsync(
            session, AuditActions.PaymentAuthorized, found.Invoice.InvoiceId, nameof(InvoiceStatus.Open),
            $"{nameof(InvoiceStatus.Open)}: {Proration.InWords(charge.Amount, charge.Currency)} authorised with {card.Method.Name}");
        return (await FindAsync(session, payment.InvoiceId)).Invoice;
    }

    private static async Task<StoredInvoice> FindAsync(SqlSession session, string id)
    {
        var all = await InvoiceReader.ReadAsync(session, await BilledAccounts.OfOwnerAsync(session, session.Actor.UserKey));
        return Find(all, id) ?? throw CommerceErrors.InvoiceNotFound([id]);
    }

    /// <summary>The dates asked for. Ids are found whatever their date.</summary>
    private static (DateTimeOffset? Since, DateTimeOffset? Until) Period(InvoiceQuery query, DateTimeOffset now)
    {
        if (query.Months is null && (query.InvoiceId.Count > 0 || query.Since is not null || query.Until is not null))
            return (query.Since, query.Until);
        return (now.AddMonths(-(query.Months ?? UsualMonths)), null);
    }

    private static StoredInvoice? Find(List<StoredInvoice> all, string id) => all.Find(stored => stored.Invoice.InvoiceId.Equals(id, StringComparison.OrdinalIgnoreCase));

    private static void DemandAllFound(List<StoredInvoice> all, IReadOnlyList<string> ids)
    {
        var missing = ids.Where(id => Find(all, id) is null).ToList();
        if (missing.Count > 0)
            throw CommerceErrors.InvoiceNotFound(missing);
    }

    /// <summary>A subscription of the actor's that has no invoices is no error; another's is.</summary>
    private static async Task DemandOwnAsync(SqlSession session, IReadOnlyList<string> subscriptionIds)
    {
        if (subscriptionIds.Count == 0)
            return;
        var own = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var stored in SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey))
            own.Add(stored.Subscription.SubscriptionId);
        var missing = subscriptionIds.Where(id => !own.Contains(id)).ToList();
        if (missing.Count > 0)
            throw CommerceErrors.SubscriptionNotFound(missing);
    }
}
