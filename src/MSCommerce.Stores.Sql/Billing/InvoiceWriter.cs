using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>Writes invoices and credit notes, in the transaction of the change that they are for.</summary>
internal static class InvoiceWriter
{
    /// <summary>
    /// Writes the renewals that are due so far. Called before whatever changes what they follow from, so that the numbers and amounts that lists have shown stay as they are.
    /// </summary>
    /// <returns>The subscription as it is billed afterwards.</returns>
    public static async Task<BilledAccount> WriteDueAsync(SqlSession session, BilledAccount account)
    {
        var written = account;
        foreach (var draft in InvoiceReader.Drafts(account, session.Now))
        {
            await AddAsync(session, account.SubscriptionKey, draft.Number, draft.Invoice.IssuedAt, account.Currency, draft.Invoice.Lines[0]);
            written = written with { LastNumber = draft.Number, Billed = written.Billed with { InvoicedUntil = draft.DraftUntil!.Value } };
        }

        if (written != account)
        {
            await session.ExecuteAsync(
                "UPDATE subscription_billing SET invoiced_until = @until WHERE tenant_id = @t AND subscription_key = @key",
                new { key = account.SubscriptionKey, until = UtcTime.Of(written.Billed.InvoicedUntil) });
        }

        return written;
    }

    /// <summary>Writes the renewals of a subscription that are due so far.</summary>
    /// <returns>The subscription as it is billed afterwards; null where it is not.</returns>
    public static async Task<BilledAccount?> WriteDueAsync(SqlSession session, long subscriptionKey) =>
        await BilledAccounts.FindAsync(session, subscriptionKey) is { } account ? await WriteDueAsync(session, account) : null;

    /// <summary>Writes the renewals that are due so far of all that some users bought.</summary>
    public static async Task WriteDueOfOwnersAsync(SqlSession session, IEnumerable<long> ownerKeys)
    {
        foreach (var owner in ownerKeys)
        {
            foreach (var account in await BilledAccounts.OfOwnerAsync(session, owner))
                await WriteDueAsync(session, account);
        }
    }

    /// <summary>Bills a subscription that was bought, from its second term on, to a profile.</summary>
    public static Task<int> OpenAccountAsync(SqlSession session, long subscriptionKey, long profileKey, DateTimeOffset firstExpiry) => session.ExecuteAsync(
        "INSERT INTO subscription_billing (tenant_id, subscription_key, profile_key, invoiced_until) VALUES (@t, @subscriptionKey, @profileKey, @until)",
        new { subscriptionKey, profileKey, until = UtcTime.Of(firstExpiry) });

    /// <summary>Writes the invoice of what was authorised: the payment provider is to capture it.</summary>
    public static async Task ChargeAsync(SqlSession session, BilledAccount account, InvoiceLine line, Charge charge, long methodKey)
    {
        await DemandUnusedAsync(session, charge.ChargeId);
        var number = account.LastNumber + 1;
        await AddAsync(session, account.SubscriptionKey, number, session.Now.Value, account.Currency, line);
        await SetDueAsync(session, account.SubscriptionKey, number, charge.ChargeId, charge.AuthorizationId, methodKey);
    }

    /// <summary>
    /// Credits a purchaser: first what is still open of the same subscription is settled with it, and only the rest is paid out to the billing profile's card, or waits until it
    /// has one.
    /// </summary>
    /// <param name="session">The operation.</param>
    /// <param name="account">The subscription, its renewals written.</param>
    /// <param name="line">What is credited; its amount is negative.</param>
    public static async Task CreditAsync(SqlSession session, BilledAccount account, InvoiceLine line)
    {
        if (line.Amount == 0)
            return;
        var open = (await InvoiceReader.ReadAsync(session, [account])).FindAll(invoice => invoice.IsPayable && invoice.Invoice.Currency == account.Currency);
        var taken = BillingRules.SetOff(-line.Amount, open.Select(invoice => invoice.Invoice.Total));
        for (var index = 0; index < open.Count; index++)
        {
            if (taken[index] > 0)
                await TakeOffAsync(session, open[index], line with { Amount = -taken[index] });
        }

        var rest = line.Amount + taken.Sum();
        if (rest == 0)
            return;
        var number = account.LastNumber + 1;
        await AddAsync(session, account.SubscriptionKey, number, session.Now.Value, account.Currency, line with { Amount = rest });
        if (account.MethodKey is { } method)
            await SetDueAsync(session, account.SubscriptionKey, number, Guid.NewGuid(), authorizationId: null, method);
    }

    /// <summary>Tells the payment provider's next settlement to do an invoice.</summary>
    public static Task<int> SetDueAsync(SqlSession session, long subscriptionKey, int number, Guid chargeId, string? authorizationId, long methodKey) => session.ExecuteAsync(
        """
        UPDATE invoice SET settlement = 'Due', due_at = @now, charge_id = @chargeId, authorization_id = @authorizationId, method_key = @methodKey, last_error = NULL
        WHERE tenant_id = @t AND subscription_key = @subscriptionKey AND invoice_number = @number
        """,
        new { subscriptionKey, number, chargeId = chargeId.ToString(), authorizationId, methodKey, now = session.Now });

    /// <summary>Refuses a charge that an invoice has already.</summary>
    /// <exception cref="CommerceException"><c>ChargeUsed</c>.</exception>
    public static async Task DemandUnusedAsync(SqlSession session, Guid chargeId)
    {
        await foreach (var row in session.ReadAsync(
            """
            SELECT s.subscription_id, i.invoice_number
            FROM invoice i JOIN subscription s ON s.tenant_id = i.tenant_id AND s.subscription_key = i.subscription_key
            WHERE i.tenant_id = @t AND i.charge_id = @chargeId
            """,
            new { chargeId = chargeId.ToString() }))
            throw CommerceErrors.ChargeUsed(InvoiceIds.Of(row.GetString(0), row.GetInt32(1)));
    }

    /// <summary>Takes a part of a credit off an open invoice. One of which nothing is left is paid, by no card.</summary>
    private static async Task TakeOffAsync(SqlSession session, StoredInvoice invoice, InvoiceLine line)
    {
        var key = invoice.Account.SubscriptionKey;
        await AddLineAsync(session, key, invoice.Number, invoice.Invoice.Lines.Count + 1, line);
        await session.ExecuteAsync(
            "UPDATE invoice SET total_e4 = total_e4 + @amount WHERE tenant_id = @t AND subscription_key = @key AND invoice_number = @number",
            new { key, number = invoice.Number, amount = Money.ToStore(line.Amount) });
        await session.ExecuteAsync(
            """
            UPDATE invoice SET status = 'Paid', paid_at = @now, settlement = 'None', last_error = NULL
            WHERE tenant_id = @t AND subscription_key = @key AND invoice_number = @number AND total_e4 = 0
            """,
            new { key, number = invoice.Number, now = session.Now });
    }

    private static async Task AddAsync(SqlSession session, long subscriptionKey, int number, DateTimeOffset issuedAt, string currency, InvoiceLine line)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO invoice (tenant_id, subscription_key, invoice_number, issued_at, currency, total_e4, status, settlement)
            VALUES (@t, @subscriptionKey, @number, @issuedAt, @currency, @total, 'Open', 'None')
            """,
            new { subscriptionKey, number, issuedAt = UtcTime.Of(issuedAt), currency, total = Money.ToStore(line.Amount) });
        await AddLineAsync(session, subscriptionKey, number, lineNumber: 1, line);
    }

    private static Task<int> AddLineAsync(SqlSession session, long subscriptionKey, int number, int lineNumber, InvoiceLine line) => session.ExecuteAsync(
        """
        INSERT INTO invoice_line (tenant_id, subscription_key, invoice_number, line_number, description, licenses, price_per_license_e4, period_start, period_end, days_in_term, amount_e4)
        VALUES (@t, @subscriptionKey, @number, @lineNumber, @description, @licenses, @price, @start, @end, @days, @amount)
        """,
        new
        {
            subscriptionKey,
            number,
            lineNumber,
            description = line.Description,
            licenses = line.Licenses,
            price = Money.ToStore(line.PricePerLicense),
            start = InvoiceReader.Day(line.PeriodStart),
            end = InvoiceReader.Day(line.PeriodEnd),
            days = line.DaysInTerm,
            amount = Money.ToStore(line.Amount),
        });
}
