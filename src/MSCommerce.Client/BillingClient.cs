using MSCommerce.Payments;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>A purchaser's payment methods, billing profiles and invoices (U6, U7). Everybody sees and changes his own alone.</summary>
public sealed class BillingClient
{
    private readonly Gate _gate;
    private readonly PaymentDesk _desk;

    internal BillingClient(Gate gate, PaymentDesk desk) => (_gate, _desk) = (gate, desk);

    /// <summary>One's own payment methods (U6).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>PaymentMethodNotFound</c>, after those that are.</returns>
    [Operation("payment-method list", Permission.ChangeOwn, Summary = "Lists your payment methods.", Cmdlet = "Get-SelfServicePaymentMethod")]
    public IAsyncEnumerable<PaymentMethod> GetPaymentMethodsAsync(PaymentMethodQuery query, CancellationToken cancellationToken = default)
    {
        Gate.Demand(query);
        PaymentMethodRules.DemandIds(query.PaymentMethodId);
        return _gate.ListAsync(Permission.ChangeOwn, "ReadPaymentMethods", stop => _gate.Store.Billing.GetPaymentMethodsAsync(query, stop), cancellationToken);
    }

    /// <summary>Adds a credit card (U6): brand, last four digits, expiry, cardholder, address and the provider's token are kept, nothing else.</summary>
    /// <param name="request">The card.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The payment method; its id is empty for a dry run.</returns>
    /// <exception cref="CommerceException"><c>CardNumberGiven</c>, <c>PaymentMethodNotCard</c>, <c>PaymentTokenUnknown</c>, <c>CardRefused</c>, <c>PaymentMethodExists</c>, <c>PaymentMethodExpired</c>.</exception>
    [Operation("payment-method add", Permission.ChangeOwn, Changes = true, Summary = "Adds a credit card by its payment provider's token.", Cmdlet = "Add-SelfServicePaymentMethod")]
    public Task<PaymentMethod> AddPaymentMethodAsync(AddPaymentMethodRequest request, CancellationToken cancellationToken = default) =>
        AddPaymentMethodAsync(request, isPlan: false, cancellationToken);

    /// <summary>What adding a credit card would add (U6). Keeps nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The card.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The payment method; its id is empty.</returns>
    /// <exception cref="CommerceException">See <see cref="AddPaymentMethodAsync(AddPaymentMethodRequest, CancellationToken)"/>.</exception>
    public Task<PaymentMethod> PlanAddPaymentMethodAsync(AddPaymentMethodRequest request, CancellationToken cancellationToken = default) =>
        AddPaymentMethodAsync(request, isPlan: true, cancellationToken);

    /// <summary>Changes expiry, security code, cardholder or address of a card (U6). The security code goes to the provider and is not kept.</summary>
    /// <param name="request">The card, and what is to be changed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run; a security code is none of them.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>, <c>CardNumberGiven</c>, <c>CardRefused</c>, <c>PaymentMethodExpired</c>, <c>NothingToSet</c>.</exception>
    [Operation("payment-method set", Permission.ChangeOwn, Changes = true, Summary = "Changes expiry, security code, cardholder or address of a card.", Cmdlet = "Set-SelfServicePaymentMethod")]
    public Task<IReadOnlyList<PropertyChange>> SetPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken = default) =>
        SetPaymentMethodAsync(request, isPlan: false, cancellationToken);

    /// <summary>What changing a card would change (U6). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The card, and what is to be changed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes; a security code is none of them.</returns>
    /// <exception cref="CommerceException">See <see cref="SetPaymentMethodAsync(SetPaymentMethodRequest, CancellationToken)"/>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken = default) =>
        SetPaymentMethodAsync(request, isPlan: true, cancellationToken);

    /// <summary>Which cards a removal would remove (U6). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The cards.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>, <c>PaymentMethodInUse</c>.</exception>
    public Task<IReadOnlyList<PaymentMethod>> PlanRemovePaymentMethodsAsync(RemovePaymentMethodsRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.PaymentMethodId.Count == 0)
            throw CommerceErrors.NothingNamed("payment method");
        PaymentMethodRules.DemandIds(request.PaymentMethodId);
        return _gate.RunAsync(
            Permission.ChangeOwn, AuditActions.PaymentMethodChanged, string.Join(", ", request.PaymentMethodId), request.DryRun,
            stop => _gate.Store.Billing.PlanRemovePaymentMethodsAsync(request, stop), cancellationToken);
    }

    /// <summary>Removes cards as planned.</summary>
    /// <param name="plan">The cards that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The cards that were removed.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanRemovePaymentMethodsAsync"/>.</exception>
    public Task<IReadOnlyList<PaymentMethod>> ApplyRemovePaymentMethodsAsync(IReadOnlyList<PaymentMethod> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.ChangeOwn, AuditActions.PaymentMethodChanged, string.Join(", ", plan.Select(card => card.PaymentMethodId)), dryRun: false,
        stop => _gate.Store.Billing.RemovePaymentMethodsAsync(plan, stop), cancellationToken);

    /// <summary>Removes cards (U6). One that a billing profile needs still is refused.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The cards that were, or would be, removed.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanRemovePaymentMethodsAsync"/>.</exception>
    [Operation(
        "payment-method remove", Permission.ChangeOwn, Changes = true, TakesAway = true, Plan = nameof(PlanRemovePaymentMethodsAsync), Apply = nameof(ApplyRemovePaymentMethodsAsync),
        Summary = "Removes cards from your payment methods.", Cmdlet = "Remove-SelfServicePaymentMethod")]
    public async Task<IReadOnlyList<PaymentMethod>> RemovePaymentMethodsAsync(RemovePaymentMethodsRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanRemovePaymentMethodsAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyRemovePaymentMethodsAsync(plan, cancellationToken);
    }

    /// <summary>One's own billing profiles (U6).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>BillingProfileNotFound</c>, after those that are.</returns>
    [Operation("billing-profile list", Permission.ChangeOwn, Summary = "Lists your billing profiles.", Cmdlet = "Get-SelfServiceBillingProfile")]
    public IAsyncEnumerable<BillingProfile> GetBillingProfilesAsync(BillingProfileQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.ChangeOwn, "ReadBillingProfiles", stop => _gate.Store.Billing.GetBillingProfilesAsync(query, stop), cancellationToken);

    /// <summary>What changing billing profiles would change (U6). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The profiles, and what is to be changed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a profile and property.</returns>
    /// <exception cref="CommerceException"><c>BillingProfileNotFound</c>, <c>PaymentMethodNotFound</c>, <c>PaymentMethodExpired</c>, <c>NothingToSet</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetBillingProfilesAsync(SetBillingProfileRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.BillingProfileId.Count == 0)
            throw CommerceErrors.NothingNamed("billing profile");
        if (request is { Name: null, PaymentMethodId: null })
            throw CommerceErrors.NothingToSet("the name, or the payment method");
        if (PaymentMethodRules.RefuseProfileName(request.Name) is { } refusal)
            throw refusal;
        PaymentMethodRules.DemandIds(request.PaymentMethodId);
        return _gate.RunAsync(
            Permission.ChangeOwn, AuditActions.BillingProfileChanged, string.Join(", ", request.BillingProfileId), request.DryRun,
            stop => _gate.Store.Billing.PlanBillingProfilesAsync(request, stop), cancellationToken);
    }

    /// <summary>Writes changes of billing profiles. Credit notes that could not be paid out so far are paid out to the new card.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    public Task<IReadOnlyList<PropertyChange>> ApplySetBillingProfilesAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.ChangeOwn, AuditActions.BillingProfileChanged, string.Join(", ", plan.Select(change => change.Target).Distinct(StringComparer.OrdinalIgnoreCase)), dryRun: false,
        stop => _desk.RunAsync([], _ => _gate.Store.Billing.ApplyBillingProfilesAsync(plan, stop), stop), cancellationToken);

    /// <summary>Changes billing profiles: their name, or the card that is charged (U6).</summary>
    /// <param name="request">The profiles, and what is to be changed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetBillingProfilesAsync"/>.</exception>
    [Operation(
        "billing-profile set", Permission.ChangeOwn, Changes = true, Plan = nameof(PlanSetBillingProfilesAsync), Apply = nameof(ApplySetBillingProfilesAsync),
        Summary = "Changes a billing profile's name or payment method.", Cmdlet = "Set-SelfServiceBillingProfile")]
    public async Task<IReadOnlyList<PropertyChange>> SetBillingProfilesAsync(SetBillingProfileRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetBillingProfilesAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplySetBillingProfilesAsync(plan, cancellationToken);
    }

    /// <summary>One's own invoices and credit notes (U7), newest first: of the last 3 months unless the query says otherwise.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>InvoiceNotFound</c>, after those that are.</returns>
    [Operation("invoice list", Permission.ChangeOwn, Summary = "Lists your invoices and credit notes.", Cmdlet = "Get-SelfServiceInvoice")]
    public IAsyncEnumerable<Invoice> GetInvoicesAsync(InvoiceQuery query, CancellationToken cancellationToken = default)
    {
        Gate.Demand(query);
        if (query.Months is < 1 or > 1200)
            throw CommerceErrors.InvalidRequest("MonthsInvalid", "The invoices of 1 to 1200 months can be listed. Give a number in between, or dates.");
        if (query.Months is not null && (query.Since is not null || query.Until is not null))
            throw CommerceErrors.InvalidRequest("PeriodInvalid", "Give months, or dates, not both.");
        return _gate.ListAsync(Permission.ChangeOwn, "ReadInvoices", stop => _gate.Store.Billing.GetInvoicesAsync(query, stop), cancellationToken);
    }

    /// <summary>What paying invoices would charge (U7). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry an invoice; one that is paid already is left out.</returns>
    /// <exception cref="CommerceException"><c>InvoiceNotFound</c>, <c>InvoiceIsCredit</c>, <c>PaymentMethodMissing</c>, <c>PaymentMethodExpired</c>.</exception>
    public Task<IReadOnlyList<PaymentPlan>> PlanPayAsync(PayInvoicesRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.InvoiceId.Count == 0)
            throw CommerceErrors.NothingNamed("invoice");
        PaymentMethodRules.DemandIds(request.PaymentMethodId);
        return _gate.RunAsync(
            Permission.ChangeOwn, AuditActions.InvoicePaid, string.Join(", ", request.InvoiceId), request.DryRun,
            stop => _gate.Store.Billing.PlanPayAsync(request, stop), cancellationToken);
    }

    /// <summary>Pays invoices as planned, one after the other: each that was paid stays paid.</summary>
    /// <param name="plan">The payments that were confirmed.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <returns>The invoices as they stand afterwards: one whose charge was authorised and then not taken is open, with the error.</returns>
    /// <exception cref="CommerceException"><c>PaymentDeclined</c>, <c>ChangedMeanwhile</c>; the message says which invoice, and those before it are paid.</exception>
    public async Task<IReadOnlyList<Invoice>> ApplyPayAsync(IReadOnlyList<PaymentPlan> plan, CancellationToken cancellationToken = default)
    {
        foreach (var payment in plan)
        {
            await _gate.RunAsync(
                Permission.ChangeOwn, AuditActions.InvoicePaid, payment.InvoiceId, dryRun: false,
                stop => _desk.RunAsync([payment.Charge], charges => _gate.Store.Billing.AuthorizePaymentAsync(payment with { Charge = charges[0] }, stop), stop),
                cancellationToken);
        }

        var paid = new List<Invoice>();
        if (plan.Count == 0)
        {
            // What was authorised before, and never taken, is not charged a second time, but taken now.
            await _desk.SettleAsync();
        }
        else
        {
            await foreach (var invoice in _gate.Store.Billing.GetInvoicesAsync(new() { InvoiceId = [.. plan.Select(payment => payment.InvoiceId)] }, cancellationToken))
                paid.Add(invoice);
        }

        return paid;
    }

    /// <summary>Pays open invoices (U7).</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <returns>What was, or would be, charged.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanPayAsync"/> and <see cref="ApplyPayAsync"/>.</exception>
    [Operation(
        "invoice pay", Permission.ChangeOwn, Changes = true, TakesAway = true, Plan = nameof(PlanPayAsync), Apply = nameof(ApplyPayAsync),
        Summary = "Pays your open invoices.", Cmdlet = "Submit-SelfServicePayment")]
    public async Task<IReadOnlyList<PaymentPlan>> PayAsync(PayInvoicesRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanPayAsync(request, cancellationToken);
        if (!request.DryRun)
            await ApplyPayAsync(plan, cancellationToken);
        return plan;
    }

    private Task<PaymentMethod> AddPaymentMethodAsync(AddPaymentMethodRequest request, bool isPlan, CancellationToken cancellationToken)
    {
        Gate.Demand(request);
        isPlan |= request.DryRun;
        if (CardNumbers.Refuse(("The token", request.Token)) is { } number)
            throw number;
        var details = new CardDetails
        {
            ExpiryMonth = request.ExpiryMonth,
            ExpiryYear = request.ExpiryYear,
            CardholderName = request.CardholderName,
            SecurityCode = request.SecurityCode,
            BillingAddress = PaymentMethodRules.Address(request),
        };
        return _gate.RunAsync(
            Permission.ChangeOwn, AuditActions.PaymentMethodChanged, "new card", request.DryRun,
            async stop =>
            {
                if (PaymentMethodRules.Refuse(details, _gate.Store.Clock.GetUtcNow()) is { } unsound)
                    throw unsound;
                var token = new PaymentToken(request.Token);
                var card = await _desk.Provider.RegisterAsync(token, details, stop);
                if (EligibilityRules.RefusePayment(card.IsCreditCard) is { } refusal)
                    throw new CommerceException(CommerceError.NotEligible, refusal.ErrorId, $"{refusal.Reason} ({refusal.Rule}) {refusal.Advice} Nothing was added.");
                return isPlan ? await PreviewAsync(card, details, stop) : await _gate.Store.Billing.AddPaymentMethodAsync(token, card, details, stop);
            },
            cancellationToken);
    }

    private Task<IReadOnlyList<PropertyChange>> SetPaymentMethodAsync(SetPaymentMethodRequest request, bool isPlan, CancellationToken cancellationToken)
    {
        Gate.Demand(request);
        isPlan |= request.DryRun;
        PaymentMethodRules.DemandIds(request.PaymentMethodId);
        return _gate.RunAsync(
            Permission.ChangeOwn, AuditActions.PaymentMethodChanged, request.PaymentMethodId, request.DryRun,
            async stop =>
            {
                var details = PaymentMethodRules.Changed(await CurrentAsync(request.PaymentMethodId, stop), request);
                if (PaymentMethodRules.Refuse(details, _gate.Store.Clock.GetUtcNow()) is { } unsound)
                    throw unsound;
                if (isPlan)
                    return await _gate.Store.Billing.PlanPaymentMethodAsync(request, stop);
                await _desk.Provider.UpdateAsync(await _gate.Store.Billing.GetTokenAsync(request.PaymentMethodId, stop), details, stop);
                return await _gate.Store.Billing.SetPaymentMethodAsync(request, stop);
            },
            cancellationToken);
    }

    private async Task<PaymentMethod> CurrentAsync(string paymentMethodId, CancellationToken cancellationToken)
    {
        await foreach (var found in _gate.Store.Billing.GetPaymentMethodsAsync(new() { PaymentMethodId = [paymentMethodId] }, cancellationToken))
            return found;
        throw CommerceErrors.PaymentMethodNotFound([paymentMethodId]);
    }

    private async Task<PaymentMethod> PreviewAsync(PaymentCard card, CardDetails details, CancellationToken cancellationToken) => new()
    {
        PaymentMethodId = "",
        Owner = (await _gate.Store.GetContextAsync(cancellationToken)).Actor,
        Brand = card.Brand,
        LastFourDigits = card.LastFourDigits,
        ExpiryMonth = details.ExpiryMonth,
        ExpiryYear = details.ExpiryYear,
        CardholderName = details.CardholderName,
        BillingAddress = details.BillingAddress,
        AddedAt = _gate.Store.Clock.GetUtcNow(),
        IsExpired = false,
        BillingProfiles = 0,
    };
}
