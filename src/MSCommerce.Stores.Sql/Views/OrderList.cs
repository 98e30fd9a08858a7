using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Views;

/// <summary>Lists orders (S4).</summary>
internal sealed class OrderList
{
    private readonly SqlSession _session;
    private readonly OrderQuery _query;
    private readonly Selection<StoredProduct>? _products;
    private readonly bool _isOwn;

    private OrderList(SqlSession session, OrderQuery query, Selection<StoredProduct>? products)
    {
        _session = session;
        _query = query;
        _products = products;
        _isOwn = session.ReachOf(Permission.View) != Reach.All;
    }

    public static async IAsyncEnumerable<SubscriptionOrder> ReadAsync(SqlSession session, OrderQuery query)
    {
        var list = await MakeAsync(session, query);
        await foreach (var order in list.ReadAsync())
            yield return order;
        await list.DemandFoundAsync();
    }

    public static async Task<long> CountAsync(SqlSession session, OrderQuery query) => await (await MakeAsync(session, query)).CountAsync();

    private static async Task<OrderList> MakeAsync(SqlSession session, OrderQuery query)
    {
        var products = query.Product.Count == 0 ? null : ProductReader.Select(await ProductReader.ReadAsync(session), query.Product);
        await StageAsync(session, query.SubscriptionId);
        return new(session, query, products);
    }

    /// <summary>Puts the ids into a temporary table, however many they are.</summary>
    private static async Task StageAsync(SqlSession session, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return;
        await session.CreateTemporaryAsync("wanted", $"subscription_id {session.Dialect.NameType} NOT NULL PRIMARY KEY");
        using var staged = session.Dialect.OpenBulkWriter(session.Connection, "wanted", "subscription_id");
        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            staged.Write(id);
            staged.EndRow();
        }

        staged.Complete();
    }

    private async IAsyncEnumerable<SubscriptionOrder> ReadAsync()
    {
        if (_products is { Matches.Count: 0 })
            yield break;
        var sql =
            $"""
            SELECT s.subscription_id, o.order_number, p.name, o.ordered_at, o.ordered_by, o.quantity, o.price_per_license_e4, o.currency
            {Source("CROSS JOIN product p")} AND p.tenant_id = @t AND p.product_key = s.product_key
            ORDER BY {Order()}
            {new Page(_query.Skip, _query.First).Sql}
            """;
        await foreach (var row in _session.ReadAsync(sql, Parameters))
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

    private async Task<long> CountAsync() =>
        _products is { Matches.Count: 0 } ? 0 : await _session.ScalarAsync<long>($"SELECT count(*) {Source("")}", Parameters);

    private object Parameters => new { actor = _session.Actor.UserKey, since = UtcTime.Of(_query.Since), until = UtcTime.Of(_query.Until) };

    /// <summary>CROSS JOIN keeps SQLite to the order of the joins; elsewhere it is an ordinary join with its condition in WHERE.</summary>
    private string Source(string product)
    {
        var (wanted, named) = _query.SubscriptionId.Count == 0 ? ("", "") : ("wanted w CROSS JOIN ", " AND s.subscription_id = w.subscription_id");
        var conditions = string.Concat(
            named,
            _isOwn ? " AND s.purchaser_key = @actor" : "",
            _products is null ? "" : $" AND s.product_key IN ({string.Join(',', _products.Matches.Select(stored => stored.Key))})",
            _query.Since is null ? "" : " AND o.ordered_at >= @since",
            _query.Until is null ? "" : " AND o.ordered_at < @until");
        return
            $"""
            FROM {wanted}subscription s
            CROSS JOIN subscription_order o
            {product}
            WHERE s.tenant_id = @t AND o.tenant_id = @t AND o.subscription_key = s.subscription_key{conditions}
            """;
    }

    private string Order()
    {
        var direction = _query.Descending ? " DESC" : "";
        var first = _query.SortBy switch
        {
            OrderSort.OrderedAt => $"o.ordered_at{direction}, ",
            OrderSort.Product => $"{_session.Dialect.WithoutCase("p.name")}{direction}, ",
            OrderSort.OrderedBy => $"{_session.Dialect.WithoutCase("o.ordered_by")}{direction}, ",
            OrderSort.Quantity => $"o.quantity{direction}, ",
            _ => "",
        };
        return $"{first}s.subscription_id{direction}, o.order_number{direction}";
    }

    /// <summary>What was named exactly and is not there, or not the actor's to see. A subscription without orders in the period is no error.</summary>
    private async Task DemandFoundAsync()
    {
        if (_query.SubscriptionId.Count > 0)
        {
            var missing = await _session.QueryAsync<string>(
                $"""
                SELECT w.subscription_id FROM wanted w
                WHERE NOT EXISTS (SELECT 1 FROM subscription s WHERE s.tenant_id = @t AND s.subscription_id = w.subscription_id{(_isOwn ? " AND s.purchaser_key = @actor" : "")})
                ORDER BY w.subscription_id
                """,
                new { actor = _session.Actor.UserKey });
            if (missing.Count > 0)
                throw CommerceErrors.SubscriptionNotFound(missing);
        }

        if (_products is { Missing.Count: > 0 })
            throw CommerceErrors.ProductNotFound(_products.Missing);
    }
}
