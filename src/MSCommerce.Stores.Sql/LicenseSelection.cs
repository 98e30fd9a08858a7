using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// Which licences a query means, in two steps: first the subscriptions, picked and sorted by the rules and put into a temporary table in
/// that order; then one statement, which walks that table and each subscription's licences. So the first rows of a million come at once,
/// grouped by purchaser, and nothing is sorted.
/// </summary>
internal sealed class LicenseSelection
{
    /// <summary>The columns of the statement.</summary>
    public const int Ordinal = 0, Upn = 1, DisplayName = 2, UserId = 3, AssignedAt = 4, Enabled = 5, ServicesOff = 6;

    /// <summary>Up to so many users, their licences are looked up one by one and sorted; above, the subscriptions are walked.</summary>
    private const int FewUsers = 2_000;

    private readonly SubscriptionFilter _filter;
    private readonly IReadOnlyList<NamePattern> _userPatterns;
    private readonly List<string> _missingUsers;
    private readonly HashSet<long>? _users;

    private LicenseSelection(SubscriptionFilter filter, IReadOnlyList<NamePattern> userPatterns, HashSet<long>? users, List<string> missingUsers)
    {
        _filter = filter;
        _userPatterns = userPatterns;
        _users = users;
        _missingUsers = missingUsers;
    }

    /// <summary>The subscriptions, in the order of the list: a row's ordinal counts from 1.</summary>
    public required IReadOnlyList<StoredSubscription> Subscriptions { get; init; }

    /// <summary>How many licences there are at most; null where that is not known beforehand.</summary>
    public long? Total { get; private init; }

    /// <summary>The statement.</summary>
    public required string Sql { get; init; }

    public static async Task<LicenseSelection> MakeAsync(SqlSession session, LicensedUserQuery query)
    {
        var everything = session.ReachOf(Permission.View) == Reach.All;
        // A star alone names everybody, as no name does.
        var patterns = NamePattern.All(query.User.All(name => name == "*") ? [] : query.User);
        var (users, missing) = patterns.Count == 0 ? (null, []) : await UserNames.MatchAsync(session, patterns);
        var filter = await SubscriptionFilter.MakeAsync(session, new()
        {
            SubscriptionId = query.SubscriptionId,
            Product = query.Product,
            Purchaser = query.Purchaser,
            Channel = query.Channel,
        });
        var subscriptions = await FindAsync(session, filter, everything, users);
        await FillAsync(session, subscriptions, users);
        return new(filter, patterns, users, missing)
        {
            Subscriptions = subscriptions,
            Total = everything && users is null ? subscriptions.Sum(subscription => (long)subscription.Subscription.AssignedLicenses!.Value) : null,
            Sql = Statement(session, users),
        };
    }

    /// <summary>What was named exactly and is not there.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="seen">Principal name, display name and id of whoever was listed to an actor who sees his own alone.</param>
    public async Task<CommerceException?> MissingAsync(SqlSession session, IReadOnlyCollection<string>? seen)
    {
        if (await _filter.MissingAsync(session) is { } missing)
            return missing;

        // Somebody whose licences are none of the actor's business is to him as if he did not exist.
        var unknown = session.ReachOf(Permission.View) == Reach.All
            ? _missingUsers
            : [.. _userPatterns.Where(pattern => !pattern.HasWildcard && !IsKnownToOwn(session, pattern, seen ?? [])).Select(pattern => pattern.Text)];
        return unknown.Count > 0 ? CommerceErrors.UserNotFound(unknown) : null;
    }

    private static bool IsKnownToOwn(SqlSession session, NamePattern pattern, IReadOnlyCollection<string> seen) =>
        pattern.IsMatch(session.Actor.UserPrincipalName) || seen.Any(pattern.IsMatch);

    private static async Task<List<StoredSubscription>> FindAsync(SqlSession session, SubscriptionFilter filter, bool everything, HashSet<long>? users)
    {
        var visible = everything
            ? users is { Count: <= FewUsers } ? SubscriptionReader.OfHoldersAsync(session, users) : SubscriptionReader.AllAsync(session)
            : OwnAsync(session);
        var found = new List<StoredSubscription>();
        await foreach (var stored in filter.ReadAsync(session, visible))
        {
            if (stored.Subscription.Status != SubscriptionStatus.Deleted)
                found.Add(stored);
        }

        found.Sort((left, right) => ListOrder.ByPurchaser(left.Subscription, right.Subscription));
        return found;
    }

    /// <summary>What the actor bought, and what he holds a licence of.</summary>
    private static async IAsyncEnumerable<StoredSubscription> OwnAsync(SqlSession session)
    {
        await foreach (var bought in SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey))
            yield return bought;
        await foreach (var held in SubscriptionReader.OfHoldersAsync(session, [session.Actor.UserKey]))
        {
            if (held.PurchaserKey != session.Actor.UserKey)
                yield return held;
        }
    }

    private static async Task FillAsync(SqlSession session, List<StoredSubscription> subscriptions, HashSet<long>? users)
    {
        var everything = session.ReachOf(Permission.View) == Reach.All;
        // Few subscriptions have anybody with a service switched off: the others' licences are spared the question.
        var thinned = (await session.QueryAsync<long>("SELECT DISTINCT subscription_key FROM license_service_off WHERE tenant_id = @t")).ToHashSet();
        await session.CreateTemporaryAsync("picked", "ordinal INTEGER PRIMARY KEY, subscription_key BIGINT NOT NULL UNIQUE, is_whole INTEGER NOT NULL, has_services_off INTEGER NOT NULL");
        using (var picked = session.Dialect.OpenBulkWriter(session.Connection, "picked", "ordinal", "subscription_key", "is_whole", "has_services_off"))
        {
            for (var index = 0; index < subscriptions.Count; index++)
            {
                picked.Write(index + 1L);
                picked.Write(subscriptions[index].Key);
                picked.Write(everything || subscriptions[index].PurchaserKey == session.Actor.UserKey);
                picked.Write(thinned.Contains(subscriptions[index].Key));
                picked.EndRow();
            }

            picked.Complete();
        }

        if (users is null)
            return;
        await session.CreateTemporaryAsync("picked_user", "user_key BIGINT NOT NULL PRIMARY KEY");
        using var named = session.Dialect.OpenBulkWriter(session.Connection, "picked_user", "user_key");
        foreach (var key in users)
        {
            named.Write(key);
            named.EndRow();
        }

        named.Complete();
    }

    /// <summary>CROSS JOIN keeps SQLite to the order of the joins; elsewhere it is an ordinary join with its condition in WHERE.</summary>
    private static string Statement(SqlSession session, HashSet<long>? users)
    {
        var services = session.Dialect.Join("v.name", ';');
        var columns =
            $"""
            SELECT p.ordinal, u.upn, u.display_name, u.user_id, l.assigned_at, u.account_enabled,
                   CASE WHEN p.has_services_off = 1 THEN (
                       SELECT {services}
                       FROM license_service_off o
                       JOIN product_service v ON v.tenant_id = o.tenant_id AND v.product_key = o.product_key AND v.service_key = o.service_key
                       WHERE o.tenant_id = @t AND o.subscription_key = l.subscription_key AND o.user_key = l.user_key) END
            """;
        const string Visible = "(p.is_whole = 1 OR l.user_key = @actor)";
        const string User = "u.tenant_id = @t AND u.user_key = l.user_key";
        if (users is null)
        {
            return
                $"""
                {columns}
                FROM picked p
                CROSS JOIN license l
                CROSS JOIN tenant_user u
                WHERE l.tenant_id = @t AND l.subscription_key = p.subscription_key AND {User} AND {Visible}
                ORDER BY p.ordinal
                """;
        }

        if (users.Count <= FewUsers)
        {
            return
                $"""
                {columns}
                FROM picked_user n
                CROSS JOIN license l
                CROSS JOIN picked p
                CROSS JOIN tenant_user u
                WHERE l.tenant_id = @t AND l.user_key = n.user_key AND p.subscription_key = l.subscription_key AND {User} AND {Visible}
                ORDER BY p.ordinal, u.upn_key
                """;
        }

        return
            $"""
            {columns}
            FROM picked p
            CROSS JOIN license l
            CROSS JOIN picked_user n
            CROSS JOIN tenant_user u
            WHERE l.tenant_id = @t AND l.subscription_key = p.subscription_key AND n.user_key = l.user_key AND {User} AND {Visible}
            ORDER BY p.ordinal
            """;
    }
}
