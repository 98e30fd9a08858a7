using MSCommerce.Payments;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>Adds, changes and removes the actor's cards (U6). The audit log has brand and last four digits of them, and which properties changed, nothing else.</summary>
internal static class PaymentMethodChanges
{
    private const string Expires = "Expires";

    public static async Task<PaymentMethod> AddAsync(SqlSession session, PaymentToken token, PaymentCard card, CardDetails details)
    {
        if (EligibilityRules.RefuseCard((await EligibilityReader.ActorAsync(session)).User) is { } guest)
            throw guest;
        if ((CardNumbers.Refuse(("The token", token.Value)) ?? PaymentMethodRules.Refuse(details, session.Now.Value)) is { } unsound)
            throw unsound;
        if (EligibilityRules.RefusePayment(card.IsCreditCard) is { } refusal)
            throw new CommerceException(CommerceError.NotEligible, refusal.ErrorId, $"{refusal.Reason} ({refusal.Rule}) {refusal.Advice} Nothing was added.");

        var key = await session.TakeKeysAsync("payment_method", 1) + 1;
        if (await session.FirstOrDefaultAsync<long?>(
                "SELECT method_key FROM payment_method WHERE tenant_id = @t AND owner_key = @actor AND token = @token", new { actor = session.Actor.UserKey, token = token.Value }) is { } held)
        {
            var same = (await PaymentMethodReader.AllAsync(session)).Find(method => method.Key == held)!.Method;
            throw CommerceErrors.PaymentMethodExists(same.Name, same.PaymentMethodId);
        }

        var id = Guid.NewGuid().ToString();
        await session.ExecuteAsync(
            """
            INSERT INTO payment_method (tenant_id, method_key, method_id, owner_key, token, brand, last_four_digits, expiry_year, expiry_month, cardholder_name, street, city, region,
                                        postal_code, country, added_at)
            VALUES (@t, @key, @id, @owner, @token, @brand, @digits, @year, @month, @name, @street, @city, @region, @postalCode, @country, @now)
            """,
            new
            {
                key,
                id,
                owner = session.Actor.UserKey,
                token = token.Value,
                brand = card.Brand,
                digits = card.LastFourDigits,
                year = details.ExpiryYear,
                month = details.ExpiryMonth,
                name = details.CardholderName,
                street = details.BillingAddress?.Street,
                city = details.BillingAddress?.City,
                region = details.BillingAddress?.Region,
                postalCode = details.BillingAddress?.PostalCode,
                country = details.BillingAddress?.Country,
                now = session.Now,
            });
        var added = (await PaymentMethodReader.FindAsync(session, id)).Method;
        await AuditLog.AddAsync(session, AuditActions.PaymentMethodChanged, id, before: null, added.Name);
        return added;
    }

    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetPaymentMethodRequest request) => (await PrepareAsync(session, request)).Plan;

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, SetPaymentMethodRequest request)
    {
        var (current, details, plan) = await PrepareAsync(session, request);
        await session.ExecuteAsync(
            """
            UPDATE payment_method SET expiry_year = @year, expiry_month = @month, cardholder_name = @name, street = @street, city = @city, region = @region,
                   postal_code = @postalCode, country = @country
            WHERE tenant_id = @t AND method_key = @key
            """,
            new
            {
                key = current.Key,
                year = details.ExpiryYear,
                month = details.ExpiryMonth,
                name = details.CardholderName,
                street = details.BillingAddress?.Street,
                city = details.BillingAddress?.City,
                region = details.BillingAddress?.Region,
                postalCode = details.BillingAddress?.PostalCode,
                country = details.BillingAddress?.Country,
            });

        // The provider was told a security code; that it was is all that is kept of it.
        var properties = plan.Select(change => change.Property).Concat(request.SecurityCode is null ? [] : [nameof(CardDetails.SecurityCode)]).ToList();
        if (properties.Count > 0)
            await AuditLog.AddAsync(session, AuditActions.PaymentMethodChanged, current.Method.PaymentMethodId, current.Method.Name, $"{current.Method.Name}: {string.Join(", ", properties)}");
        return [.. plan.Select(change => change with { IsApplied = true })];
    }

    public static async Task<IReadOnlyList<PaymentMethod>> PlanRemoveAsync(SqlSession session, IReadOnlyList<string> ids)
    {
        var found = await PaymentMethodReader.FindAsync(session, ids);
        foreach (var method in found)
            await DemandUnusedAsync(session, method);
        return [.. found.Select(method => method.Method)];
    }

    public static async Task<IReadOnlyList<PaymentMethod>> RemoveAsync(SqlSession session, IReadOnlyList<PaymentMethod> plan)
    {
        var found = await PaymentMethodReader.FindAsync(session, [.. plan.Select(method => method.PaymentMethodId)]);
        foreach (var method in found)
        {
            await DemandUnusedAsync(session, method);
            await BillingProfiles.LoseCardAsync(session, method);
            await session.ExecuteAsync("DELETE FROM payment_method WHERE tenant_id = @t AND method_key = @key", new { key = method.Key });
            await AuditLog.AddAsync(session, AuditActions.PaymentMethodChanged, method.Method.PaymentMethodId, method.Method.Name, after: null);
        }

        return [.. found.Select(method => method.Method)];
    }

    private static async Task<(StoredMethod Current, CardDetails Details, IReadOnlyList<PropertyChange> Plan)> PrepareAsync(SqlSession session, SetPaymentMethodRequest request)
    {
        var current = await PaymentMethodReader.FindAsync(session, request.PaymentMethodId);
        var method = current.Method;
        var details = PaymentMethodRules.Changed(method, request);
        if (PaymentMethodRules.Refuse(details, session.Now.Value) is { } unsound)
            throw unsound;

        var plan = new List<PropertyChange>();
        PlannedChanges.AddTo(plan, method.PaymentMethodId, method.Name, Expires,
            PaymentMethodRules.Expires(method.ExpiryYear, method.ExpiryMonth), PaymentMethodRules.Expires(details.ExpiryYear, details.ExpiryMonth));
        PlannedChanges.AddTo(plan, method.PaymentMethodId, method.Name, nameof(PaymentMethod.CardholderName), method.CardholderName, details.CardholderName);
        PlannedChanges.AddTo(plan, method.PaymentMethodId, method.Name, nameof(PaymentMethod.BillingAddress), method.BillingAddress?.ToString(), details.BillingAddress?.ToString());
        return (current, details, plan);
    }

    /// <summary>Refuses to remove a card that something will be, or is being, charged or paid out to.</summary>
    /// <exception cref="CommerceException"><c>PaymentMethodInUse</c>.</exception>
    private static async Task DemandUnusedAsync(SqlSession session, StoredMethod method)
    {
        var (name, id) = (method.Method.Name, method.Method.PaymentMethodId);
        if (await session.ScalarAsync<long>("SELECT count(*) FROM invoice WHERE tenant_id = @t AND method_key = @key", new { key = method.Key }) > 0)
            throw CommerceErrors.PaymentMethodInUse(name, id, "has a payment that the payment provider is still to settle");

        var accounts = (await BilledAccounts.OfOwnerAsync(session, session.Actor.UserKey)).FindAll(account => account.MethodKey == method.Key);
        var subscriptions = await SubscriptionReader.FindAsync(session, accounts.Select(account => account.SubscriptionId));
        foreach (var account in accounts)
        {
            if (PaymentMethodRules.NeedsCard(subscriptions[account.SubscriptionId].Subscription))
                throw CommerceErrors.PaymentMethodInUse(name, id, $"pays for {account.ProductName} ({account.SubscriptionId}) by billing profile {account.ProfileId}");
        }

        if ((await InvoiceReader.ReadAsync(session, accounts)).Find(invoice => invoice.Invoice.Status == InvoiceStatus.Open) is { } open)
            throw CommerceErrors.PaymentMethodInUse(name, id, $"is to pay invoice {open.Invoice.InvoiceId} of billing profile {open.Invoice.BillingProfileId}, which is open");
    }
}
