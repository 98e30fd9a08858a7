using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Views;

/// <summary>
/// Lists users who held licences and do not any more (T3, L3): those on record, and the holders of subscriptions that are Deleted by their dates, whose
/// licences nothing has ended but the calendar.
/// </summary>
internal static class FormerUserList
{
    public static async IAsyncEnumerable<FormerLicensedUser> ReadAsync(SqlSession session, LicensedUserQuery query)
    {
        var everything = session.ReachOf(Permission.View) == Reach.All;
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
        subscriptions.Sort((left, right) => ListOrder.ByPurchaser(left.Subscription, right.Subscription));
        await StageAsync(session, subscriptions, users);

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var row in session.ReadAsync(Statement(users is not null), new { actor = session.Actor.UserKey }))
        {
            var subscription = subscriptions[row.GetInt32(0) - 1].Subscription;
            var former = new FormerLicensedUser
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
            if (!everything)
                seen.UnionWith([former.UserPrincipalName, former.DisplayName, former.UserId]);
            yield return former;
        }

        if (await filter.MissingAsync(session) is { } missing)
            throw missing;

        // Somebody whose licences are none of the actor's business is to him as if he did not exist.
        var unknown = everything
            ? missingUsers
            : [.. patterns.Where(pattern => !pattern.HasWildcard && !pattern.IsMatch(session.Actor.UserPrincipalName) && !seen.Any(pattern.IsMatch)).Select(pattern => pattern.Text)];
        if (unknown.Count > 0)
            throw CommerceErrors.UserNotFound(unknown);
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
        await session.CreateTemporaryAsync("ended", $"ordinal INTEGER PRIMARY KEY, subscription_key BIGINT NOT NULL, is_whole INTEGER NOT NULL, ended_at {session.Dialect.TimeType}");
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

        if (users is null)
            return;
        await session.CreateTemporaryAsync("ended_user", "user_key BIGINT NOT NULL PRIMARY KEY");
        using var named = session.Dialect.OpenBulkWriter(session.Connection, "ended_user", "user_key");
        foreach (var key in users)
        {
            named.Write(key);
            named.EndRow();
        }

        named.Complete();
    }

    /// <summary>
    /// Whoever was moved away and came back to the same subscription holds its licence: he is no former user. CROSS JOIN keeps SQLite to the order of
    /// the joins; elsewhere it is an ordinary join with its condition in WHERE.
    /// </summary>
    private static string Statement(bool usersNamed)
    {
        var named = usersNamed ? " AND f.user_key IN (SELECT n.user_key FROM ended_user n)" : "";
        const string Visible = "(e.is_whole = 1 OR f.user_key = @actor)";
        return
            $"""
            SELECT e.ordinal, u.upn, u.display_name, u.user_id, f.assigned_at, f.ended_at, m.subscription_id
            FROM ended e
            CROSS JOIN former_license f
            CROSS JOIN tenant_user u
            LEFT JOIN subscription m ON m.tenant_id = @t AND m.subscription_key = f.target_subscription_key
            WHERE f.tenant_id = @t AND f.subscription_key = e.subscription_key AND u.tenant_id = @t AND u.user_key = f.user_key AND {Visible}{named}
              AND NOT EXISTS (SELECT 1 FROM license h WHERE h.tenant_id = @t AND h.subscription_key = f.subscription_key AND h.user_key = f.user_key)
            UNION ALL
            SELECT e.ordinal, u.upn, u.display_name, u.user_id, f.assigned_at, e.ended_at, NULL
            FROM ended e
            CROSS JOIN license f
            CROSS JOIN tenant_user u
            WHERE e.ended_at IS NOT NULL AND f.tenant_id = @t AND f.subscription_key = e.subscription_key AND u.tenant_id = @t AND u.user_key = f.user_key AND {Visible}{named}
            ORDER BY 1, 6 DESC, 2
            """;
    }
}
