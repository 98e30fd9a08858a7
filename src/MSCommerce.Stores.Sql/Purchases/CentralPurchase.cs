using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Buys for the organisation: a new subscription, or more licences of one that it has (T5).</summary>
internal static class CentralPurchase
{
    public static async Task<PurchasePlan> PlanAsync(SqlSession session, BuySubscriptionRequest request) =>
        Plan((await ProductReader.FindAsync(session, request.Product)).Product, request.Licenses, request.Term);

    /// <summary>What a purchase costs at this moment.</summary>
    /// <param name="product">The product.</param>
    /// <param name="licenses">How many (seats).</param>
    /// <param name="term">How long a term is.</param>
    /// <param name="subscriptionId">The subscription that is enlarged; null for a new one.</param>
    public static PurchasePlan Plan(Product product, int licenses, SubscriptionTerm term, string? subscriptionId = null)
    {
        var (price, currency) = PriceRules.ForOrganization(product, term);
        return new()
        {
            ProductId = product.ProductId,
            ProductName = product.ProductName,
            Channel = SubscriptionChannel.Central,
            SubscriptionId = subscriptionId,
            Licenses = licenses,
            Term = term,
            PricePerLicense = price,
            Currency = currency,
        };
    }

    /// <summary>Makes a purchase, while it costs what was shown.</summary>
    /// <returns>The id of the subscription bought or enlarged.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> and what the rules refuse.</exception>
    public static async Task<string> MakeAsync(SqlSession session, PurchasePlan plan)
    {
        session.Demand(Permission.ManageCentral);
        if (plan.Channel != SubscriptionChannel.Central)
            throw CommerceErrors.InvalidRequest("ChannelInvalid", $"{plan.ProductName} was to be bought by a user, and this buys for the organisation. Plan the purchase anew; nothing was changed.", plan.ProductId);
        if (SubscriptionRules.RefuseLicenses(plan.Licenses, plan.ProductId) is { } refusal)
            throw refusal;

        var stored = (await ProductReader.ReadAsync(session)).Find(product => product.Product.ProductId.Equals(plan.ProductId, StringComparison.OrdinalIgnoreCase))
            ?? throw CommerceErrors.ProductNotFound([plan.ProductId]);
        var (price, currency) = PriceRules.ForOrganization(stored.Product, plan.Term);
        if (price != plan.PricePerLicense || currency != plan.Currency)
        {
            throw CommerceErrors.ChangedMeanwhile(
                $"The price of {stored.Product.ProductName} ({stored.Product.ProductId})", PriceRules.InWords(1, plan.PricePerLicense, plan.Currency, plan.Term),
                PriceRules.InWords(1, price, currency, plan.Term));
        }

        return plan.SubscriptionId is { } id ? await EnlargeAsync(session, id, stored, plan) : await BuyAsync(session, stored, plan);
    }

    private static async Task<string> BuyAsync(SqlSession session, StoredProduct product, PurchasePlan plan)
    {
        var key = await session.TakeKeysAsync("subscription", 1) + 1;
        var id = await SubscriptionWriter.AddAsync(session, key, product.Key, plan, purchaser: null);
        await AuditLog.AddAsync(
            session, AuditActions.SubscriptionBought, id, before: null,
            $"{product.Product.ProductName}: {PriceRules.InWords(plan.Licenses, plan.PricePerLicense, plan.Currency, plan.Term)}");
        return id;
    }

    private static async Task<string> EnlargeAsync(SqlSession session, string id, StoredProduct product, PurchasePlan plan)
    {
        var stored = (await SubscriptionReader.FindAsync(session, [id]))[id];
        var subscription = stored.Subscription;
        if (SubscriptionRules.RefuseAction(subscription, SubscriptionAction.ChangeTotal, session.Actor.UserPrincipalName, session.Actor.Roles) is { } refusal)
            throw refusal;
        if (subscription.Channel != SubscriptionChannel.Central || stored.ProductKey != product.Key || subscription.Term != plan.Term)
            throw CommerceErrors.ChangedMeanwhile($"{subscription.ProductName} ({id})", $"the organisation's own {plan.ProductName}", "another");

        var total = subscription.TotalLicenses + (long)plan.Licenses;
        if (SubscriptionRules.RefuseLicenses(total, subscription.SubscriptionId) is { } tooMany)
            throw tooMany;
        await SubscriptionWriter.SetTotalAsync(session, stored, (int)total, plan.PricePerLicense, plan.Currency);
        await AuditLog.AddAsync(
            session, AuditActions.SubscriptionChanged, subscription.SubscriptionId,
            $"{nameof(Subscription.TotalLicenses)}: {PropertyText.Of(subscription.TotalLicenses)}", $"{nameof(Subscription.TotalLicenses)}: {PropertyText.Of((int)total)}");
        return subscription.SubscriptionId;
    }
}
