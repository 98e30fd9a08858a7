using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Buys for the actor: a subscription at the list price with his own card, or a trial (U1, E).</summary>
internal static class SelfServicePurchase
{
    public static async Task<PurchasePlan> PlanAsync(SqlSession session, PurchaseRequest request)
    {
        var product = await ProductReader.FindAsync(session, request.Product);
        var costs = !request.Trial && product.Product.ListPrice != 0;
        await ApproveAsync(session, product, request.Licenses, request.Trial, costs && request.PaymentMethodId is null ? EligibilityRules.RefusePayment(null) : null);
        var offer = Offer(session, product, request.Licenses, request.Term, request.Trial);
        if (request is { Trial: true, PaymentMethodId: not null })
            throw CommerceErrors.InvalidRequest("TrialNeedsNoCard", "A trial costs nothing and takes no payment method. Leave it out, or buy.");
        var card = request.PaymentMethodId is { } id ? await PaymentMethodReader.FindValidAsync(session, id) : null;
        if (card is null || offer.Line is not { Amount: > 0 } line)
            return offer.Plan;
        return offer.Plan with
        {
            PaymentMethod = card.Method.Name,
            Charge = new() { ChargeId = Guid.NewGuid(), Amount = line.Amount, Currency = offer.Plan.Currency!, PaymentMethodId = card.Method.PaymentMethodId },
        };
    }

    /// <summary>Makes a purchase, while it costs what was shown and authorised.</summary>
    /// <returns>The id of the new subscription.</returns>
    /// <exception cref="CommerceException">The refusals of E, <c>ChangedMeanwhile</c>, <c>ChargeNotAuthorized</c>.</exception>
    public static async Task<string> MakeAsync(SqlSession session, PurchasePlan plan)
    {
        // First of all: whoever else buys waits until this is done, so that nobody begins two trials at once.
        var key = await session.TakeKeysAsync("subscription", 1) + 1;
        if (plan.SubscriptionId is not null)
            throw CommerceErrors.InvalidRequest("ChannelInvalid", $"A subscription of one's own is enlarged with Set-SelfServiceSubscription -TotalLicenses; {plan.SubscriptionId} was not changed.", plan.SubscriptionId);
        var product = (await ProductReader.ReadAsync(session)).Find(found => found.Product.ProductId.Equals(plan.ProductId, StringComparison.OrdinalIgnoreCase))
            ?? throw CommerceErrors.ProductNotFound([plan.ProductId]);
        await ApproveAsync(session, product, plan.Licenses, plan.IsTrial, payment: null);
        var (now, line) = Offer(session, product, plan.Licenses, plan.Term, plan.IsTrial);
        DemandPrice(plan, now);
        var amount = line?.Amount ?? 0;
        var card = await CardAsync(session, plan, amount, now.Currency);

        var id = await SubscriptionWriter.AddAsync(session, key, product.Key, now, session.Actor.UserKey);
        await AuditLog.AddAsync(
            session, AuditActions.SubscriptionBought, id, before: null,
            $"{now.ProductName}: {(plan.IsTrial ? "trial, " : "")}{PriceRules.InWords(now.Licenses, now.PricePerLicense, now.Currency, now.Term)}");
        if (card is not null)
        {
            await InvoiceWriter.OpenAccountAsync(session, key, await BillingProfiles.ForCardAsync(session, card), now.ExpiresAt!.Value);
            await InvoiceWriter.ChargeAsync(session, (await BilledAccounts.FindAsync(session, key))!, line!, plan.Charge!, card.Key);
        }

        return id;
    }

    /// <summary>Asks the rules.</summary>
    private static async Task ApproveAsync(SqlSession session, StoredProduct product, int licenses, bool isTrial, EligibilityRefusal? payment)
    {
        if (SubscriptionRules.RefuseLicenses(licenses, product.Product.ProductId) is { } refusal)
            throw refusal;
        if (isTrial && licenses > EligibilityRules.MaximumTrialLicenses)
            throw CommerceErrors.InvalidRequest("LicensesInvalid", $"A trial has at most {PropertyText.Of(EligibilityRules.MaximumTrialLicenses)} licences. Ask for fewer, or buy; nothing was changed.", product.Product.ProductId);
        var buyer = await EligibilityReader.ActorAsync(session);
        var eligibility = (await EligibilityReader.LoadAsync(session, [buyer], isTrial)).Of(buyer, product, payment);
        if (!eligibility.IsEligible)
            throw EligibilityRules.ToException(product.Product.ProductName, eligibility.Refusals);
    }

    /// <summary>What a purchase costs at this moment, and the invoice line of its first term; none for a trial.</summary>
    private static (PurchasePlan Plan, InvoiceLine? Line) Offer(SqlSession session, StoredProduct stored, int licenses, SubscriptionTerm wantedTerm, bool isTrial)
    {
        var product = stored.Product;
        var term = isTrial ? SubscriptionTerm.Month : wantedTerm;
        var now = session.Now.Value;
        var expiresAt = now.AddMonths(SubscriptionCalendar.MonthsOf(term));
        var plan = new PurchasePlan
        {
            ProductId = product.ProductId,
            ProductName = product.ProductName,
            Channel = SubscriptionChannel.SelfService,
            Licenses = licenses,
            Term = term,
            IsTrial = isTrial,
            ExpiresAt = expiresAt,
        };
        if (isTrial)
        {
            var (nothing, inCurrency) = PriceRules.ForTrial(product);
            return (plan with { PricePerLicense = nothing, Currency = inCurrency }, null);
        }

        var (price, currency) = PriceRules.ForPurchaser(product, term);
        return (plan with { PricePerLicense = price, Currency = currency }, BillingRules.Purchase(product.ProductName, licenses, price, currency, now, expiresAt));
    }

    private static void DemandPrice(PurchasePlan planned, PurchasePlan now)
    {
        if (planned.PricePerLicense != now.PricePerLicense || planned.Currency != now.Currency)
        {
            throw CommerceErrors.ChangedMeanwhile(
                $"The price of {now.ProductName} ({now.ProductId})", PriceRules.InWords(1, planned.PricePerLicense, planned.Currency, planned.Term),
                PriceRules.InWords(1, now.PricePerLicense, now.Currency, now.Term));
        }
    }

    /// <summary>The card that the purchase is charged to; null where it costs nothing.</summary>
    private static async Task<StoredMethod?> CardAsync(SqlSession session, PurchasePlan plan, decimal amount, string? currency)
    {
        if (amount == 0)
            return plan.Charge is null ? null : throw CommerceErrors.AmountChanged(plan.ProductName, plan.Charge, "nothing");
        if (plan.Charge?.AuthorizationId is null)
            throw CommerceErrors.ChargeNotAuthorized(plan.ProductName);
        if ((plan.Charge.Amount, plan.Charge.Currency) != (amount, currency))
            throw CommerceErrors.AmountChanged(plan.ProductName, plan.Charge, Proration.InWords(amount, currency!));
        return await PaymentMethodReader.FindValidAsync(session, plan.Charge.PaymentMethodId);
    }
}
