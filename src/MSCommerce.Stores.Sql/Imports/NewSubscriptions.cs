using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Imports;

/// <summary>The subscriptions of an import that are new: collected, and written many at a time with the orders that they begin with.</summary>
internal sealed class NewSubscriptions(SqlSession session)
{
    private static readonly string[] Columns =
    [
        "subscription_key", "subscription_id", "product_key", "purchaser_key", "total", "purchased_at", "first_expires_at", "term", "renewal_off_at", "is_trial",
        "price_per_license_e4", "currency", "is_controlled", "cancelled_at",
    ];

    private readonly List<(SubscriptionRow Row, long ProductKey, long? PurchaserKey, UtcTime PurchasedAt)> _rows = [];

    /// <summary>Adds one.</summary>
    /// <param name="row">What the file says of it.</param>
    /// <param name="productKey">Its product.</param>
    /// <param name="purchaserKey">Who bought it; null where the organisation did.</param>
    /// <param name="purchasedAt">When, said by the file or not.</param>
    public void Add(SubscriptionRow row, long productKey, long? purchaserKey, UtcTime purchasedAt) => _rows.Add((row, productKey, purchaserKey, purchasedAt));

    /// <summary>Writes those that were added, in their order, and forgets them.</summary>
    public async Task WriteAsync()
    {
        if (_rows.Count == 0)
            return;
        await StageAsync(await session.TakeKeysAsync("subscription", _rows.Count));
        _rows.Clear();
        var columns = string.Join(", ", Columns);
        await session.ExecuteAsync(
            $"""
            INSERT INTO subscription (tenant_id, assigned, version, {columns})
            SELECT @t, 0, 1, {columns} FROM subscription_row ORDER BY subscription_key
            """);
        await session.ExecuteAsync(
            """
            INSERT INTO subscription_order (tenant_id, subscription_key, order_number, ordered_at, quantity, price_per_license_e4, currency, ordered_by)
            SELECT @t, subscription_key, 1, purchased_at, total, price_per_license_e4, currency, @actor FROM subscription_row ORDER BY subscription_key
            """,
            new { actor = session.Actor.UserPrincipalName });
    }

    private async Task StageAsync(long lastKey)
    {
        var time = session.Dialect.TimeType;
        await session.CreateTemporaryAsync("subscription_row",
            $"""
            subscription_key BIGINT PRIMARY KEY, subscription_id TEXT NOT NULL, product_key BIGINT NOT NULL, purchaser_key BIGINT, total BIGINT NOT NULL,
            purchased_at {time} NOT NULL, first_expires_at {time} NOT NULL, term TEXT NOT NULL, renewal_off_at {time}, is_trial INTEGER NOT NULL,
            price_per_license_e4 BIGINT, currency TEXT, is_controlled INTEGER NOT NULL, cancelled_at {time}
            """);
        using var staged = session.Dialect.OpenBulkWriter(session.Connection, "subscription_row", Columns);
        foreach (var (row, productKey, purchaserKey, purchasedAt) in _rows)
        {
            staged.Write(++lastKey);
            staged.Write(row.SubscriptionId);
            staged.Write(productKey);
            staged.Write(purchaserKey);
            staged.Write((long)row.TotalLicenses);
            staged.Write(purchasedAt);
            staged.Write(UtcTime.Of(ImportedTerm.FirstExpiryAt(row, purchasedAt.Value)));
            staged.Write(ImportedTerm.TermOf(row).ToString());
            // Off from the beginning: the file says when the term ends, and that it does not go on after that.
            staged.Write(ImportedTerm.Renews(row, session.Now.Value) ? (UtcTime?)null : purchasedAt);
            staged.Write(row.IsTrial ?? false);
            staged.Write(Money.ToStore(row.PricePerLicense));
            staged.Write(row.Currency);
            staged.Write(purchaserKey is null);
            staged.Write(UtcTime.Of(row.CancelledAt));
            staged.EndRow();
        }

        staged.Complete();
    }
}
