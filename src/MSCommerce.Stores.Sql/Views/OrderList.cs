using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Views;

/// <summary>Lists orders (S4), by subscription and number, walking the indexes.</summary>
internal static class OrderList
{
    public static async IAsyncEnumerable<SubscriptionOrder> ReadAsync(SqlSession session, OrderQuery query)
    {
        var own = session.ReachOf(Permission.View) != Reach.All;
        var products = query.Product.Count == 0 ? null : ProductReader.Select(await ProductReader.ReadAsync(session), query.Product);
        if (products is null or { Matches.Count: > 0 })
        {
            var conditions = Conditions(query, own, products?.Matches);
            foreach (var ids in Ids(query))
            {
                var sql =
                    $"""
                    SELECT s.subscription_id, o.order_number, p.name, o.ordered_at, o.ordered_by, o.quantity, o.price_per_license_e4, o.currency
                    FROM subscription s
                    JOIN product p ON p.tenant_id = s.tenant_id AND p.product_key = s.product_key
                    JOIN subscription_order o ON o.tenant_id = s.tenant_id AND o.subscription_key = s.subscription_key
                    WHERE s.tenant_id = @t{conditions}{(ids.Length > 0 ? " AND s.subscription_id IN @ids" : "")}
                    ORDER BY s.subscription_id, o.order_number
                    """;
                await foreach (var row in session.ReadAsync(sql, new { ids, actor = session.Actor.UserKey, since = UtcTime.Of(query.Since), until = UtcTime.Of(query.Until) }))
                {
                    yield return new SubscriptionOrder
                    {
                        SubscriptionId = row.GetString(0),
                        OrderNumber = row.GetInt32(1),
                        ProductName = row.GetString(2),
                        OrderedAt = row.GetTime(3).Value,
                        OrderedBy = row.GetString(4),
                        Quantity = row.GetInt32(5),
                        PricePerLicense = Money.FromStore(row.GetInt64OrNull(6)),
                        Currency = row.GetStringOrNull(7),
                    };
                }
            }
        }

        await DemandFoundAsync(session, query, own, products);
    }

    /// <summary>The ids in order, so many at a time; one empty portion where all are meant.</summary>
    private static IEnumerable<string[]> Ids(OrderQuery query) => query.SubscriptionId.Count == 0
        ? [[]]
        : query.SubscriptionId.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Chunk(UserNames.ChunkSize);

    private static string Conditions(OrderQuery query, bool own, IReadOnlyList<StoredProduct>? products) => string.Concat(
        own ? " AND s.purchaser_key = @actor" : "",
        products is null ? "" : $" AND s.product_key IN ({string.Join(',', products.Select(product => product.Key))})",
        query.Since is null ? "" : " AND o.ordered_at >= @since",
        query.Until is null ? "" : " AND o.ordered_at < @until");

    /// <summary>What was named exactly and is not there, or not the actor's to see. A subscription without orders in the period is no error.</summary>
    private static async Task DemandFoundAsync(SqlSession session, OrderQuery query, bool own, Selection<StoredProduct>? products)
    {
        var missing = new List<string>();
        foreach (var ids in Ids(query).Where(ids => ids.Length > 0))
        {
            var found = await session.QueryAsync<string>(
                $"SELECT subscription_id FROM subscription WHERE tenant_id = @t AND subscription_id IN @ids{(own ? " AND purchaser_key = @actor" : "")}",
                new { ids, actor = session.Actor.UserKey });
            missing.AddRange(ids.Except(found, StringComparer.OrdinalIgnoreCase));
        }

        if (missing.Count > 0)
            throw CommerceErrors.SubscriptionNotFound(missing);
        if (products is { Missing.Count: > 0 })
            throw CommerceErrors.ProductNotFound(products.Missing);
    }
}
