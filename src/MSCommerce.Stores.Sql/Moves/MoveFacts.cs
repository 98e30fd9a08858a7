using System.Globalization;

namespace MSCommerce.Stores.Sql.Moves;

/// <summary>Finds out, set by set, who moves: into the temporary table <c>moving</c>, one row a licence that ends in its source.</summary>
internal static class MoveFacts
{
    public static async Task GatherAsync(SqlSession session, MoveCase move)
    {
        await session.CreateTemporaryAsync("moving",
            "source_key BIGINT NOT NULL, user_key BIGINT NOT NULL, is_enabled INTEGER NOT NULL, has_target INTEGER NOT NULL, PRIMARY KEY (source_key, user_key)");
        foreach (var source in move.Sources.Where(source => source.Named is null))
            await AddAsync(session, move, "l.subscription_key = @source", new { source = source.Stored.Key, target = move.Target.Key });
        if (move.Sources.Any(source => source.Named is not null))
            await AddNamedAsync(session, move);
        await CountAsync(session, move);
    }

    /// <summary>Adds the licences <c>l</c> of a condition.</summary>
    private static Task<int> AddAsync(SqlSession session, MoveCase move, string condition, object? parameters = null) => session.ExecuteAsync(
        $"""
        INSERT INTO moving (source_key, user_key, is_enabled, has_target)
        SELECT l.subscription_key, l.user_key, u.account_enabled,
               CASE WHEN EXISTS (SELECT 1 FROM license h WHERE h.tenant_id = @t AND h.subscription_key = @target AND h.user_key = l.user_key) THEN 1 ELSE 0 END
        FROM license l JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
        WHERE l.tenant_id = @t AND {condition}
        """,
        parameters ?? new { target = move.Target.Key });

    private static async Task AddNamedAsync(SqlSession session, MoveCase move)
    {
        await session.CreateTemporaryAsync("named_user",
            $"place INTEGER PRIMARY KEY, source_key BIGINT NOT NULL, is_strict INTEGER NOT NULL, name {session.Dialect.NameType} NOT NULL, name_key TEXT NOT NULL, user_key BIGINT, is_licensed INTEGER NOT NULL DEFAULT 0");
        using (var staged = session.Dialect.OpenBulkWriter(session.Connection, "named_user", "place", "source_key", "is_strict", "name", "name_key"))
        {
            var place = 0L;
            foreach (var source in move.Sources)
            {
                foreach (var name in source.Named ?? [])
                {
                    staged.Write(++place);
                    staged.Write(source.Stored.Key);
                    staged.Write(source.IsStrict);
                    staged.Write(name);
                    staged.Write(NameKey.Of(name));
                    staged.EndRow();
                }
            }

            staged.Complete();
        }

        await session.ExecuteAsync($"UPDATE named_user SET user_key = {UserNames.KeyOf("named_user.name")}");
        await session.ExecuteAsync(
            """
            UPDATE named_user SET is_licensed = 1
            WHERE EXISTS (SELECT 1 FROM license l WHERE l.tenant_id = @t AND l.subscription_key = named_user.source_key AND l.user_key = named_user.user_key)
            """);
        await RefuseNamedAsync(session, move);
        await AddAsync(session, move, "(l.subscription_key, l.user_key) IN (SELECT n.source_key, n.user_key FROM named_user n WHERE n.is_licensed = 1)");
        await KeepLicensedAsync(session, move);
    }

    private static async Task RefuseNamedAsync(SqlSession session, MoveCase move)
    {
        var unknown = await NamesAsync(session, "n.user_key IS NULL");
        if (unknown.Count > 0)
            throw CommerceErrors.UserNotFound(unknown);

        foreach (var source in move.Sources.Where(source => source.IsStrict))
        {
            var unlicensed = await NamesAsync(session, "n.source_key = @source AND n.is_licensed = 0", new { source = source.Stored.Key });
            if (unlicensed.Count > 0)
                throw CommerceErrors.UserNotLicensed(unlicensed, source.Subscription.SubscriptionId);
        }

        // Whoever is named for several sources holds a licence of one of them, at least.
        var nowhere = await NamesAsync(session, "n.is_strict = 0 AND n.user_key NOT IN (SELECT h.user_key FROM named_user h WHERE h.is_strict = 0 AND h.is_licensed = 1)");
        if (nowhere.Count > 0)
        {
            var sources = move.Sources.Where(source => source is { IsStrict: false, Named: not null }).Select(source => source.Subscription.SubscriptionId);
            throw CommerceErrors.UserNotLicensed(nowhere, string.Join(", ", sources));
        }

        var disabled = await NamesAsync(
            session, "n.is_licensed = 1 AND EXISTS (SELECT 1 FROM tenant_user u WHERE u.tenant_id = @t AND u.user_key = n.user_key AND u.account_enabled = 0)");
        if (disabled.Count > 0)
            throw CommerceErrors.UserDisabled(disabled);
    }

    private static async Task<List<string>> NamesAsync(SqlSession session, string condition, object? parameters = null)
    {
        var names = await session.QueryAsync<string>($"SELECT n.name FROM named_user n WHERE {condition} ORDER BY n.place", parameters);
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>From here on each source names those of the users who hold a licence of it.</summary>
    private static async Task KeepLicensedAsync(SqlSession session, MoveCase move)
    {
        var names = move.Sources.Where(source => source.Named is not null).ToDictionary(source => source.Stored.Key, _ => new List<string>());
        await foreach (var row in session.ReadAsync("SELECT source_key, name FROM named_user WHERE is_licensed = 1 ORDER BY place"))
            names[row.GetInt64(0)].Add(row.GetString(1));
        foreach (var source in move.Sources.Where(source => source.Named is not null))
            source.Named = names[source.Stored.Key];
    }

    private static async Task CountAsync(SqlSession session, MoveCase move)
    {
        var sources = move.Sources.ToDictionary(source => source.Stored.Key);
        const string Counts =
            """
            SELECT source_key, sum(is_enabled), sum(CASE WHEN is_enabled = 1 AND has_target = 1 THEN 1 ELSE 0 END), sum(1 - is_enabled),
                   sum(is_enabled * user_key), sum(is_enabled * user_key * (user_key % 8191))
            FROM moving GROUP BY source_key
            """;
        await foreach (var row in session.ReadAsync(Counts))
        {
            var source = sources[row.GetInt64(0)];
            (source.Users, source.UsersAlreadyLicensed, source.UsersDisabled) = (row.GetInt32(1), row.GetInt32(2), row.GetInt32(3));
            source.UserMark = string.Create(CultureInfo.InvariantCulture, $"{row.GetInt64(4)}-{row.GetInt64(5)}");
        }

        move.SeatsNeeded = await session.ScalarAsync<int>("SELECT count(DISTINCT user_key) FROM moving WHERE is_enabled = 1 AND has_target = 0");
    }
}
