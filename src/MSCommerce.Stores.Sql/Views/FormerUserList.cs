using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Views;

/// <summary>
/// Lists users who held licences and do not any more (T3, L3): those on record, and the holders of subscriptions that are Deleted by their dates, whose
/// licences nothing has ended but the calendar.
/// </summary>
internal sealed class FormerUserList
{
    private readonly SqlSession _session;
    private readonly LicensedUserQuery _query;
    private readonly IReadOnlyList<NamePattern> _userPatterns;
    private readonly List<string> _missingUsers;
    private readonly int? _users;
    private readonly SubscriptionFilter _filter;
    private readonly List<StoredSubscription> _subscriptions;

    private FormerUserList(
        SqlSession session, LicensedUserQuery query, IReadOnlyList<NamePattern> userPatterns, List<string> missingUsers, int? users, SubscriptionFilter filter, List<StoredSubscription> subscriptions)
    {
        _session = session;
        _query = query;
        _userPatterns = userPatterns;
        _missingUsers = missingUsers;
        _users = users;
        _filter = filter;
        _subscriptions = subscriptions;
    }

    public static async IAsyncEnumerable<FormerLicensedUser> ReadAsync(SqlSession session, LicensedUserQuery query)
    {
        var list = await MakeAsync(session, query);
        await foreach (var former in list.ReadAsync())
            yield return former;
        if (await list.MissingAsync() is { } missing)
            throw missing;
    }

    public static async Task<long> CountAsync(SqlSession session, LicensedUserQuery query)
    {
        var list = await MakeAsync(session, query);
        return await session.ScalarAsync<long>($"SELECT count(*) FROM ({list.Source("e.ordinal", "e.ordinal")}) f", list.Parameters);
    }

    private static async Task<FormerUserList> MakeAsync(SqlSession session, LicensedUserQuery query)
    {
        // A star alone names everybody, as no name does.
        var patterns = NamePattern.All(query.User.All(name => name == "*") ? [] : query.User);
        var (users, missingUsers) = patterns.Count == 0 ? (null, []) : await UserNames.MatchAsync(session, patterns);
        var filter = await SubscriptionFilter.MakeAsync(session, new()
        {
            SubscriptionId = query.SubscriptionId,
            Product = query.Product,
            Purchaser = query.Purchaser,
            Channel = query.Channel,
        });
        var subscriptions = new List<StoredSubscription>();
        await foreach (var stored in filter.ReadAsync(session, Visible(session, filter)))
            subscriptions.Add(stored);
        subscriptions.Sort(ListOrder.Of(query.SortBy, query.Descending));
        await StageAsync(session, subscriptions, users);
        return new(session, query, patterns, missingUsers, users?.Count, filter, subscriptions);
    }

    private object Parameters => new { actor = _session.Actor.UserKey };

    private async IAsyncEnumerable<FormerLicensedUser> ReadAsync()
    {
        const string Columns = "e.ordinal, u.upn, u.display_name, u.user_id, f.assigned_at";
        const string Key = "u.upn_key";
        var sql =
            $"""
            SELECT f.ordinal, f.upn, f.display_name, f.user_id, f.assigned_at, f.ended_at,
                   (SELECT m.subscription_id FROM subscription m WHERE m.tenant_id = @t AND m.subscription_key = f.target_key)
            FROM ({Source($"{Columns}, f.ended_at, f.target_subscription_key AS target_key, {Key}", $"{Columns}, e.ended_at, NULL, {Key}")}) f
            ORDER BY {Order()}
            """;
        await foreach (var row in _session.ReadSortedAsync(sql, new(_query.Skip, _query.First), Parameters))
        {
            var subscription = _subscriptions[row.GetInt32(0) - 1].Subscription;
            yield return new FormerLicensedUser
            {
                Purchaser = subscription.Purchaser,
                UserPrincipalName = row.GetString(1),
                DisplayName = row.GetString(2),
                UserId = row.GetString(3),
                ProductName = subscription.ProductName,
                ProductId = subscription.ProductId,
                FormerSubscriptionId = subscription.SubscriptionId,
                AssignedAt = row.GetTime(4).Value,
                EndedAt = row.GetTime(5).Value,
                MovedTo = row.GetStringOrNull(6),
            };
        }
    }

    /// <summary>What was named exactly and is not there, on this page or another.</summary>
    private async Task<CommerceException?> MissingAsync()
    {
        if (await _filter.MissingAsync(_session) is { } missing)
            return missing;
        const string Names = "u.upn, u.display_name, u.user_id";
        var unknown = _session.ReachOf(Permission.View) == Reach.All ? _missingUsers : await OwnNames.MissingAsync(_session, _userPatterns, Source(Names, Names));
        return unknown.Count > 0 ? CommerceErrors.UserNotFound(unknown) : null;
    }

    private static IAsyncEnumerable<StoredSubscription> Visible(SqlSession session, SubscriptionFilter filter)
    {
        if (session.ReachOf(Permission.View) != Reach.All)
            return OwnAsync(session);
        return filter.ProductKeys is { } products ? SubscriptionReader.OfProductsAsync(session, products) : SubscriptionReader.AllAsync(session);
    }

    /// <summary>What the actor bought, and what he held a licence of.</summary>
    private static async IAsyncEnumerable<StoredSubscription> OwnAsync(SqlSession session)
    {
        await foreach (var bought in SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey))
            yield return bought;
        await foreach (var held in SubscriptionReader.OfFormerHolderAsync(session, session.Actor.UserKey))
        {
            if (held.PurchaserKey != session.Actor.UserKey)
                yield return held;
        }
    }

    private static async Task StageAsync(SqlSession session, List<StoredSubscription> subscriptions, HashSet<long>? users)
    {
        var everything = session.ReachOf(Permission.View) == Reach.All;
        await session.CreateTemporaryAsync("ended", $"ordinal INTEGER PRIMARY KEY, subscription_key BIGINT NOT NULL UNIQUE, is_whole INTEGER NOT NULL, ended_at {session.Dialect.TimeType}");
        using (var staged = session.Dialect.OpenBulkWriter(session.Connection, "ended", "ordinal", "subscription_key", "is_whole", "ended_at"))
        {
            for (var index = 0; index < subscriptions.Count; index++)
            {
                var (stored, subscription) = (subscriptions[index], subscriptions[index].Subscription);
                staged.Write(index + 1L);
                staged.Write(stored.Key);
                staged.Write(everything || stored.PurchaserKey == session.Actor.UserKey);
                staged.Write(subscription.Status == SubscriptionStatus.Deleted
                    ? UtcTime.Of(SubscriptionCalendar.AccessEndsAt(subscription.ExpiresAt!.Value, subscription.CancelledAt))
                    : null);
                staged.EndRow();
            }

            staged.Complete();
        }

        if (users is not null)
            await session.StageKeysAsync("ended_user", "user_key", users);
    }

    /// <summary>
    /// Whoever was moved away and came back to the same subscription holds its licence: he is no former user. CROSS JOIN keeps SQLite to the order of
    /// the joins; elsewhere it is an ordinary join with its condition in WHERE.
    /// </summary>
    /// <param name="recorded">What is read of those on record.</param>
    /// <param name="holding">What is read of the holders of subscriptions that are Deleted by their dates.</param>
    private string Source(string recorded, string holding)
    {
        // The licences of few users are looked up one by one; else the subscriptions are walked.
        var isByUser = _users is <= LicenseStatement.FewUsers;
        var named = _users is null ? "" : isByUser ? " AND f.user_key = n.user_key" : " AND f.user_key IN (SELECT n.user_key FROM ended_user n)";
        const string Visible = "(e.is_whole = 1 OR f.user_key = @actor)";
        return
            $"""
            SELECT {recorded}
            FROM {Tables("former_license f")}
            WHERE f.tenant_id = @t AND f.subscription_key = e.subscription_key AND u.tenant_id = @t AND u.user_key = f.user_key AND {Visible}{named}
              AND NOT EXISTS (SELECT 1 FROM license h WHERE h.tenant_id = @t AND h.subscription_key = f.subscription_key AND h.user_key = f.user_key)
            UNION ALL
            SELECT {holding}
            FROM {Tables("license f")}
            WHERE e.ended_at IS NOT NULL AND f.tenant_id = @t AND f.subscription_key = e.subscription_key AND u.tenant_id = @t AND u.user_key = f.user_key AND {Visible}{named}
            """;

        string Tables(string licenses) => isByUser ? $"ended_user n CROSS JOIN {licenses} CROSS JOIN ended e CROSS JOIN tenant_user u" : $"ended e CROSS JOIN {licenses} CROSS JOIN tenant_user u";
    }

    /// <summary>Newest first within a subscription, and oldest first where the order is turned round.</summary>
    private string Order()
    {
        var (same, opposite) = _query.Descending ? (" DESC", "") : ("", " DESC");
        return _query.SortBy switch
        {
            LicensedUserSort.User => $"f.upn_key{same}, f.ordinal, f.ended_at{opposite}, f.assigned_at{same}",
            LicensedUserSort.DisplayName => $"{_session.Dialect.WithoutCase("f.display_name")}{same}, f.upn_key{same}, f.ordinal, f.ended_at{opposite}, f.assigned_at{same}",
            LicensedUserSort.AssignedAt => $"f.assigned_at{same}, f.upn_key{same}, f.ordinal, f.ended_at{opposite}",
            LicensedUserSort.EndedAt => $"f.ended_at{same}, f.upn_key{same}, f.ordinal, f.assigned_at{same}",
            _ => $"f.ordinal, f.ended_at{opposite}, f.upn_key{same}, f.assigned_at{same}",
        };
    }
}
