using System.Data.Common;
using System.Globalization;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>A subscription with its keys, and what the rules need to know of it.</summary>
internal sealed record StoredSubscription
{
    public required long Key { get; init; }

    public required long ProductKey { get; init; }

    public required long? PurchaserKey { get; init; }

    public required string? PurchaserId { get; init; }

    /// <summary>Whether the purchaser's account is enabled; true where there is none.</summary>
    public required bool PurchaserEnabled { get; init; }

    public required UtcTime FirstExpiresAt { get; init; }

    /// <summary>From when renewal is switched off; null where it is on.</summary>
    public required UtcTime? RenewalOffAt { get; init; }

    public required long Version { get; init; }

    /// <summary>The version as plans have it.</summary>
    public string VersionText => Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>As everybody sees it, its status by the calendar.</summary>
    public required Subscription Subscription { get; init; }
}

/// <summary>Reads subscriptions. Their status is not in the database: the calendar gives it for the moment of the operation.</summary>
internal static class SubscriptionReader
{
    private const string Columns =
        """
        SELECT s.subscription_key, s.subscription_id, s.product_key, p.product_id, p.name, s.purchaser_key, u.upn, u.display_name, u.user_id, u.disabled_at,
               s.total, s.assigned, s.purchased_at, s.first_expires_at, s.term, s.renewal_off_at, s.is_trial, s.price_per_license_e4, s.currency,
               s.is_controlled, s.cancelled_at, s.version,
               (SELECT count(*) FROM subscription_order o WHERE o.tenant_id = s.tenant_id AND o.subscription_key = s.subscription_key)
        FROM subscription s
        JOIN product p ON p.tenant_id = s.tenant_id AND p.product_key = s.product_key
        LEFT JOIN tenant_user u ON u.tenant_id = s.tenant_id AND u.user_key = s.purchaser_key
        WHERE s.tenant_id = @t
        """;

    private const string PickedColumns =
        """
        SELECT s.subscription_key, s.subscription_id, s.product_key, p.product_id, p.name, s.purchaser_key, u.upn, s.assigned,
               s.purchased_at, s.first_expires_at, s.term, s.renewal_off_at, u.disabled_at, s.cancelled_at, s.is_trial
        FROM subscription s
        JOIN product p ON p.tenant_id = s.tenant_id AND p.product_key = s.product_key
        LEFT JOIN tenant_user u ON u.tenant_id = s.tenant_id AND u.user_key = s.purchaser_key
        WHERE s.tenant_id = @t
        """;

    /// <summary>What lists of licences need of all that are not deleted: a large tenant's are read several times as fast, and take a third of the memory.</summary>
    public static async IAsyncEnumerable<PickedSubscription> PickAsync(SqlSession session)
    {
        var products = new Dictionary<long, (string Id, string Name)>();
        await foreach (var row in session.ReadAsync(PickedColumns))
        {
            if (IsDeleted(row, session.Now))
                continue;
            var product = Product(row, products);
            yield return new()
            {
                Key = row.GetInt64(0),
                PurchaserKey = row.GetInt64OrNull(5) ?? 0,
                AssignedLicenses = row.GetInt32(7),
                SubscriptionId = row.GetString(1),
                Purchaser = row.GetStringOrNull(6),
                ProductName = product.Name,
                ProductId = product.Id,
            };
        }
    }

    private static bool IsDeleted(DbDataReader row, UtcTime now)
    {
        var isTrial = row.GetInt64(14) != 0;
        // What renews for ever, as most do, is not deleted: its dates need not be read.
        if (!isTrial && row.IsDBNull(11) && row.IsDBNull(12) && row.IsDBNull(13))
            return false;
        var (purchasedAt, cancelledAt) = (row.GetTime(8), row.GetTimeOrNull(13));
        var stopped = Earliest(row.GetTimeOrNull(11), row.GetTimeOrNull(12), cancelledAt, isTrial ? purchasedAt : null);
        return Stand(purchasedAt, row.GetTime(9), Reading.Parse<SubscriptionTerm>(row.GetString(10)), stopped, cancelledAt, now).Status == SubscriptionStatus.Deleted;
    }

    /// <summary>All of them.</summary>
    public static IAsyncEnumerable<StoredSubscription> AllAsync(SqlSession session) => ReadAsync(session, "", null);

    /// <summary>Those that a user bought.</summary>
    public static IAsyncEnumerable<StoredSubscription> OfPurchaserAsync(SqlSession session, long purchaserKey) =>
        ReadAsync(session, " AND s.purchaser_key = @purchaserKey", new { purchaserKey });

    /// <summary>Those with these ids, as far as there are such.</summary>
    public static async IAsyncEnumerable<StoredSubscription> WithIdsAsync(SqlSession session, IEnumerable<string> ids)
    {
        foreach (var chunk in ids.Where(ImportValues.IsText).Distinct(StringComparer.OrdinalIgnoreCase).Chunk(UserNames.ChunkSize))
        {
            var parameters = new SqlParameters();
            await foreach (var subscription in ReadAsync(session, $" AND s.subscription_id IN {parameters.AddList("id", chunk)}", parameters))
                yield return subscription;
        }
    }

    /// <summary>Those with these ids, all of them.</summary>
    /// <exception cref="CommerceException"><c>SubscriptionNotFound</c>.</exception>
    public static async Task<Dictionary<string, StoredSubscription>> FindAsync(SqlSession session, IEnumerable<string> ids)
    {
        var wanted = ids.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var found = new Dictionary<string, StoredSubscription>(StringComparer.OrdinalIgnoreCase);
        await foreach (var stored in WithIdsAsync(session, wanted))
            found.Add(stored.Subscription.SubscriptionId, stored);
        var missing = wanted.Where(id => !found.ContainsKey(id)).ToList();
        return missing.Count == 0 ? found : throw CommerceErrors.SubscriptionNotFound(missing);
    }

    /// <summary>Those that these users bought.</summary>
    public static IAsyncEnumerable<StoredSubscription> OfPurchasersAsync(SqlSession session, IEnumerable<long> purchaserKeys) =>
        WithKeysAsync(session, "s.purchaser_key", purchaserKeys);

    /// <summary>Those of these products.</summary>
    public static IAsyncEnumerable<StoredSubscription> OfProductsAsync(SqlSession session, IEnumerable<long> productKeys) =>
        WithKeysAsync(session, "s.product_key", productKeys);

    /// <summary>Those of which one of these users holds a licence.</summary>
    public static async IAsyncEnumerable<StoredSubscription> OfHoldersAsync(SqlSession session, IEnumerable<long> userKeys)
    {
        var keys = new HashSet<long>();
        foreach (var chunk in userKeys.Chunk(UserNames.ChunkSize))
        {
            keys.UnionWith(await session.QueryAsync<long>(
                $"SELECT DISTINCT subscription_key FROM license WHERE tenant_id = @t AND user_key IN ({string.Join(',', chunk)})"));
        }

        await foreach (var subscription in WithKeysAsync(session, "s.subscription_key", keys))
            yield return subscription;
    }

    /// <summary>Those of which a user holds a licence, or held one.</summary>
    public static async IAsyncEnumerable<StoredSubscription> OfFormerHolderAsync(SqlSession session, long userKey)
    {
        var keys = await session.QueryAsync<long>(
            """
            SELECT subscription_key FROM license WHERE tenant_id = @t AND user_key = @userKey
            UNION
            SELECT subscription_key FROM former_license WHERE tenant_id = @t AND user_key = @userKey
            """,
            new { userKey });
        await foreach (var subscription in WithKeysAsync(session, "s.subscription_key", keys))
            yield return subscription;
    }

    private static async IAsyncEnumerable<StoredSubscription> WithKeysAsync(SqlSession session, string column, IEnumerable<long> keys)
    {
        foreach (var chunk in keys.Chunk(UserNames.ChunkSize))
        {
            await foreach (var subscription in ReadAsync(session, $" AND {column} IN ({string.Join(',', chunk)})", null))
                yield return subscription;
        }
    }

    private static async IAsyncEnumerable<StoredSubscription> ReadAsync(SqlSession session, string condition, object? parameters)
    {
        var products = new Dictionary<long, (string Id, string Name)>();
        await foreach (var row in session.ReadAsync(Columns + condition, parameters))
            yield return Make(row, Product(row, products), session.Now);
    }

    /// <summary>Products are few: the names of each are made and held once.</summary>
    private static (string Id, string Name) Product(DbDataReader row, Dictionary<long, (string Id, string Name)> products)
    {
        var key = row.GetInt64(2);
        if (!products.TryGetValue(key, out var product))
            products.Add(key, product = (row.GetString(3), row.GetString(4)));
        return product;
    }

    private static StoredSubscription Make(DbDataReader row, (string Id, string Name) product, UtcTime now)
    {
        var purchaserKey = row.GetInt64OrNull(5);
        var firstExpiry = row.GetTime(13);
        var term = Reading.Parse<SubscriptionTerm>(row.GetString(14));
        var renewalOff = row.GetTimeOrNull(15);
        var isTrial = row.GetInt64(16) != 0;
        var purchasedAt = row.GetTime(12);
        var cancelledAt = row.GetTimeOrNull(20);
        var stopped = Earliest(renewalOff, row.GetTimeOrNull(9), cancelledAt, isTrial ? purchasedAt : null);
        var (expiresAt, status) = Stand(purchasedAt, firstExpiry, term, stopped, cancelledAt, now);
        return new()
        {
            Key = row.GetInt64(0),
            ProductKey = row.GetInt64(2),
            PurchaserKey = purchaserKey,
            PurchaserId = row.GetStringOrNull(8),
            PurchaserEnabled = row.IsDBNull(9),
            FirstExpiresAt = firstExpiry,
            RenewalOffAt = renewalOff,
            Version = row.GetInt64(21),
            Subscription = new()
            {
                SubscriptionId = row.GetString(1),
                ProductId = product.Id,
                ProductName = product.Name,
                Channel = purchaserKey is null ? SubscriptionChannel.Central : SubscriptionChannel.SelfService,
                Purchaser = row.GetStringOrNull(6),
                PurchaserName = row.GetStringOrNull(7),
                Status = status,
                PurchasedAt = purchasedAt.Value,
                ExpiresAt = expiresAt,
                CancelledAt = cancelledAt?.Value,
                Term = term,
                AutoRenew = stopped is null || stopped.Value.Value > expiresAt,
                IsTrial = isTrial,
                IsControlledByOrganization = row.GetInt64(19) != 0,
                PricePerLicense = Money.FromStore(row.GetInt64OrNull(17)),
                Currency = row.GetStringOrNull(18),
                TotalLicenses = row.GetInt32(10),
                AssignedLicenses = row.GetInt32(11),
                OrderCount = row.GetInt32(22),
            },
        };
    }

    private static (DateTimeOffset ExpiresAt, SubscriptionStatus Status) Stand(
        UtcTime purchasedAt, UtcTime firstExpiry, SubscriptionTerm term, UtcTime? stopped, UtcTime? cancelledAt, UtcTime now)
    {
        try
        {
            var expiresAt = SubscriptionCalendar.ExpiryAt(firstExpiry.Value, term, stopped?.Value, now.Value, purchasedAt.Value);
            return (expiresAt, SubscriptionCalendar.StatusAt(expiresAt, cancelledAt?.Value, now.Value));
        }
        catch (ArgumentOutOfRangeException beyond)
        {
            throw new FormatException($"a subscription that first expires at {firstExpiry} leaves the calendar", beyond);
        }
    }

    /// <summary>From when a subscription does not renew: it was switched off, its purchaser left (L1), it was cancelled, or it is a trial (U8).</summary>
    private static UtcTime? Earliest(params ReadOnlySpan<UtcTime?> moments)
    {
        UtcTime? earliest = null;
        foreach (var moment in moments)
        {
            if (moment is { } value && (earliest is null || value.Value < earliest.Value.Value))
                earliest = value;
        }

        return earliest;
    }
}
