using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Writes subscriptions and their orders: a total is the sum of its orders.</summary>
internal static class SubscriptionWriter
{
    /// <summary>Adds a subscription that is bought now. It renews unless it is a trial.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="key">Its key.</param>
    /// <param name="product">The product's key.</param>
    /// <param name="plan">The purchase.</param>
    /// <param name="purchaser">Who buys; null for the organisation.</param>
    /// <returns>Its id.</returns>
    public static async Task<string> AddAsync(SqlSession session, long key, long product, PurchasePlan plan, long? purchaser)
    {
        var id = Guid.NewGuid().ToString();
        await session.ExecuteAsync(
            """
            INSERT INTO subscription (tenant_id, subscription_key, subscription_id, product_key, purchaser_key, total, assigned, purchased_at, first_expires_at, term,
                                      renewal_off_at, is_trial, price_per_license_e4, currency, is_controlled, version)
            VALUES (@t, @key, @id, @product, @purchaser, @total, 0, @now, @expiresAt, @term, @renewalOffAt, @isTrial, @price, @currency, @isControlled, 1)
            """,
            new
            {
                key,
                id,
                product,
                purchaser,
                total = plan.Licenses,
                now = session.Now,
                expiresAt = UtcTime.Of(session.Now.Value.AddMonths(SubscriptionCalendar.MonthsOf(plan.Term))),
                term = plan.Term.ToString(),
                renewalOffAt = plan.IsTrial ? session.Now : (UtcTime?)null,
                isTrial = plan.IsTrial ? 1 : 0,
                isControlled = purchaser is null ? 1 : 0,
                price = Money.ToStore(plan.PricePerLicense),
                currency = plan.Currency,
            });
        await OrderAsync(session, key, plan.Licenses, plan.PricePerLicense, plan.Currency);
        return id;
    }

    /// <summary>Sets a total, and orders the difference.</summary>
    public static async Task SetTotalAsync(SqlSession session, StoredSubscription stored, int total, decimal? price, string? currency)
    {
        await session.ExecuteAsync(
            "UPDATE subscription SET total = @total, version = version + 1 WHERE tenant_id = @t AND subscription_key = @key", new { key = stored.Key, total });
        await OrderAsync(session, stored.Key, total - stored.Subscription.TotalLicenses, price, currency);
    }

    private static Task<int> OrderAsync(SqlSession session, long subscriptionKey, int quantity, decimal? price, string? currency) => session.ExecuteAsync(
        """
        INSERT INTO subscription_order (tenant_id, subscription_key, order_number, ordered_at, quantity, price_per_license_e4, currency, ordered_by)
        SELECT @t, @subscriptionKey, coalesce(max(order_number), 0) + 1, @now, @quantity, @price, @currency, @actor
        FROM subscription_order WHERE tenant_id = @t AND subscription_key = @subscriptionKey
        """,
        new { subscriptionKey, quantity, now = session.Now, price = Money.ToStore(price), currency, actor = session.Actor.UserPrincipalName });
}
