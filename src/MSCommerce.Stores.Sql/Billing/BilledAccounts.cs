using System.Data.Common;
using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>A subscription that is billed to its purchaser.</summary>
internal sealed record BilledAccount
{
    public required long SubscriptionKey { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ProductName { get; init; }

    public required long OwnerKey { get; init; }

    public required string ProfileId { get; init; }

    /// <summary>The card that is charged; null where the last one was removed.</summary>
    public required long? MethodKey { get; init; }

    public required decimal Price { get; init; }

    public required string Currency { get; init; }

    /// <summary>The number of the last invoice that is written.</summary>
    public required int LastNumber { get; init; }

    public required BilledSubscription Billed { get; init; }

    /// <summary>The id of one of its invoices.</summary>
    public string InvoiceId(int number) => InvoiceIds.Of(SubscriptionId, number);
}

/// <summary>The ids of invoices: the subscription's, and the number there.</summary>
internal static class InvoiceIds
{
    public static string Of(string subscriptionId, int number) => string.Create(CultureInfo.InvariantCulture, $"{subscriptionId}-{number:0000}");
}

/// <summary>Reads which subscriptions are billed, and what their invoices follow from.</summary>
internal static class BilledAccounts
{
    private const string Columns =
        """
        SELECT b.subscription_key, s.subscription_id, p.name, f.owner_key, f.profile_id, f.method_key, s.price_per_license_e4, s.currency,
               (SELECT coalesce(max(i.invoice_number), 0) FROM invoice i WHERE i.tenant_id = b.tenant_id AND i.subscription_key = b.subscription_key),
               s.first_expires_at, s.term, b.invoiced_until, s.renewal_off_at, u.disabled_at, s.cancelled_at,
               CASE WHEN s.is_controlled = 1 THEN coalesce(s.controlled_at, s.purchased_at) END, s.purchased_at
        FROM billing_profile f
        JOIN subscription_billing b ON b.tenant_id = f.tenant_id AND b.profile_key = f.profile_key
        JOIN subscription s ON s.tenant_id = b.tenant_id AND s.subscription_key = b.subscription_key
        JOIN product p ON p.tenant_id = s.tenant_id AND p.product_key = s.product_key
        JOIN tenant_user u ON u.tenant_id = s.tenant_id AND u.user_key = s.purchaser_key
        WHERE f.tenant_id = @t
        """;

    /// <summary>The one of a subscription; null where it is not billed: a central one, a trial, or one that a file brought.</summary>
    public static async Task<BilledAccount?> FindAsync(SqlSession session, long subscriptionKey) =>
        (await ReadAsync(session, " AND b.subscription_key = @key", new { key = subscriptionKey })).SingleOrDefault();

    /// <summary>Those of a purchaser, by the dates they were bought.</summary>
    public static Task<List<BilledAccount>> OfOwnerAsync(SqlSession session, long ownerKey) => ReadAsync(session, " AND f.owner_key = @key", new { key = ownerKey });

    private static async Task<List<BilledAccount>> ReadAsync(SqlSession session, string condition, object parameters)
    {
        var rows = new List<BilledAccount>();
        await foreach (var row in session.ReadAsync($"{Columns}{condition} ORDER BY b.subscription_key", parameters))
            rows.Add(Make(row));
        var orders = await OrdersAsync(session, rows.Select(row => row.SubscriptionKey));
        return [.. rows.Select(row => row with { Billed = row.Billed with { Orders = [.. orders[row.SubscriptionKey]] } })];
    }

    private static async Task<ILookup<long, (DateTimeOffset OrderedAt, int Quantity)>> OrdersAsync(SqlSession session, IEnumerable<long> subscriptionKeys)
    {
        var orders = new List<(long Key, (DateTimeOffset, int) Order)>();
        foreach (var chunk in subscriptionKeys.Chunk(UserNames.ChunkSize))
        {
            await foreach (var row in session.ReadAsync(
                $"SELECT subscription_key, ordered_at, quantity FROM subscription_order WHERE tenant_id = @t AND subscription_key IN ({string.Join(',', chunk)}) ORDER BY subscription_key, order_number"))
                orders.Add((row.GetInt64(0), (row.GetTime(1).Value, row.GetInt32(2))));
        }

        return orders.ToLookup(entry => entry.Key, entry => entry.Order);
    }

    private static BilledAccount Make(DbDataReader row) => new()
    {
        SubscriptionKey = row.GetInt64(0),
        SubscriptionId = row.GetString(1),
        ProductName = row.GetString(2),
        OwnerKey = row.GetInt64(3),
        ProfileId = row.GetString(4),
        MethodKey = row.GetInt64OrNull(5),
        Price = Money.FromStore(row.GetInt64(6))!.Value,
        Currency = row.GetString(7),
        LastNumber = row.GetInt32(8),
        Billed = new()
        {
            FirstExpiry = row.GetTime(9).Value,
            PurchasedAt = row.GetTime(16).Value,
            Term = Reading.Parse<SubscriptionTerm>(row.GetString(10)),
            InvoicedUntil = row.GetTime(11).Value,
            BillingStopsAt = BillingRules.StopsAt(row.GetTimeOrNull(12)?.Value, row.GetTimeOrNull(13)?.Value, row.GetTimeOrNull(14)?.Value, row.GetTimeOrNull(15)?.Value),
            Orders = [],
        },
    };
}
