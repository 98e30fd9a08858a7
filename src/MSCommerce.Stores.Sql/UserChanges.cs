using System.Globalization;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql;

/// <summary>Changes accounts and roles (A, L1). The last enabled global administrator stays, whatever the order of the changes.</summary>
internal static class UserChanges
{
    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetUserRequest request)
    {
        var people = await FindAsync(session, request.User);
        var renewing = request.AccountEnabled == false ? await RenewingAsync(session, people) : [];
        var plan = new List<PropertyChange>();
        foreach (var person in people)
        {
            if (request.AccountEnabled is { } enabled)
            {
                PlannedChanges.AddTo(
                    plan, person.Upn, person.DisplayName, nameof(TenantUser.AccountEnabled), PropertyText.Of(person.Enabled), PropertyText.Of(enabled),
                    Detail(renewing.GetValueOrDefault(person.Key)));
            }

            if (request.Role is { } roles)
                PlannedChanges.AddTo(plan, person.Upn, person.DisplayName, nameof(TenantUser.Roles), PropertyText.Of(person.Roles), PropertyText.Of(roles));
        }

        var left = await AdministratorsAsync(session, people, request);
        return TenantRules.RefuseWithoutAdministrator(left) is { } refusal ? throw refusal : plan;
    }

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var wanted = PlannedChanges.Effective(changes);
        await NamedUsers.StageAsync(session, wanted.Select(change => change.Target));
        await NamedUsers.DemandAllKnownAsync(session);
        var people = (await ReadNamedAsync(session)).ToDictionary(person => person.Upn, StringComparer.OrdinalIgnoreCase);
        var applied = new List<PropertyChange>();
        foreach (var change in wanted)
        {
            if (!people.TryGetValue(change.Target, out var person))
                throw CommerceErrors.UserNotFound([change.Target]);
            switch (change.Property)
            {
                case nameof(TenantUser.AccountEnabled):
                    PlannedChanges.DemandCurrent(change, PropertyText.Of(person.Enabled));
                    await SetEnabledAsync(session, person.Key, PropertyText.ToBoolean(change));
                    break;
                case nameof(TenantUser.Roles):
                    PlannedChanges.DemandCurrent(change, PropertyText.Of(person.Roles));
                    await SetRolesAsync(session, person.Key, PropertyText.ToRoles(change));
                    break;
                default:
                    throw CommerceErrors.ValueInvalid("Property", change.Property);
            }

            applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.UserChanged, change));
        }

        var left = (await session.QueryAsync<long>(Actors.EnabledGlobalAdministrators)).Count;
        return TenantRules.RefuseWithoutAdministrator(left) is { } refusal ? throw refusal : applied;
    }

    /// <summary>The users whom names mean: exact ones through the index, wildcards by looking at everybody.</summary>
    private static async Task<List<Person>> FindAsync(SqlSession session, IReadOnlyList<string> names)
    {
        var patterns = NamePattern.All(names);
        var wild = patterns.Where(pattern => pattern.HasWildcard).ToList();
        var matched = new List<string>();
        var found = new bool[wild.Count];
        if (wild.Count > 0)
        {
            await foreach (var row in session.ReadAsync("SELECT upn, user_id FROM tenant_user WHERE tenant_id = @t ORDER BY upn_key"))
            {
                var any = false;
                for (var index = 0; index < wild.Count; index++)
                {
                    if (wild[index].IsMatch(row.GetString(0)) || wild[index].IsMatch(row.GetString(1)))
                        found[index] = any = true;
                }

                if (any)
                    matched.Add(row.GetString(0));
            }
        }

        await NamedUsers.StageAsync(session, patterns.Where(pattern => !pattern.HasWildcard).Select(pattern => pattern.Text).Concat(matched));
        await NamedUsers.DemandAllKnownAsync(session);
        var unmatched = Array.IndexOf(found, false);
        return unmatched >= 0 ? throw CommerceErrors.PatternMatchedNothing(wild[unmatched].Text, "user") : await ReadNamedAsync(session);
    }

    private static async Task<List<Person>> ReadNamedAsync(SqlSession session)
    {
        var roles = await SqlTenantStore.RolesAsync(session);
        var people = new List<Person>();
        await foreach (var row in NamedUsers.ReadAsync(session, "u.user_key, u.upn, u.display_name, u.account_enabled"))
            people.Add(new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0, [.. roles[row.GetInt64(0)]]));
        return people;
    }

    /// <summary>How many administrators there would be: those who are not touched, and those who still are after the change.</summary>
    private static async Task<long> AdministratorsAsync(SqlSession session, List<Person> people, SetUserRequest request)
    {
        var touched = people.Select(person => person.Key).ToHashSet();
        var now = await session.QueryAsync<long>(Actors.EnabledGlobalAdministrators);
        return now.LongCount(key => !touched.Contains(key))
            + people.LongCount(person => TenantRules.Administers(request.AccountEnabled ?? person.Enabled, [.. request.Role ?? person.Roles]));
    }

    /// <summary>How many subscriptions of each would no longer renew (L1).</summary>
    private static async Task<Dictionary<long, int>> RenewingAsync(SqlSession session, List<Person> people)
    {
        var renewing = new Dictionary<long, int>();
        await foreach (var bought in SubscriptionReader.OfPurchasersAsync(session, people.Where(person => person.Enabled).Select(person => person.Key)))
        {
            if (bought.Subscription is { AutoRenew: true, Status: SubscriptionStatus.Active })
                renewing[bought.PurchaserKey!.Value] = renewing.GetValueOrDefault(bought.PurchaserKey.Value) + 1;
        }

        return renewing;
    }

    private static string? Detail(int renewing) => renewing == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{renewing} {(renewing == 1 ? "subscription" : "subscriptions")} bought by this user will not renew");

    private static async Task SetEnabledAsync(SqlSession session, long key, bool enabled)
    {
        await InvoiceWriter.WriteDueOfOwnersAsync(session, [key]);
        if (enabled)
            await Leavers.KeepEndedAsync(session, [key]);
        await session.ExecuteAsync(
            "UPDATE tenant_user SET account_enabled = @enabled, disabled_at = @disabledAt WHERE tenant_id = @t AND user_key = @key",
            new { key, enabled = enabled ? 1 : 0, disabledAt = enabled ? (UtcTime?)null : session.Now });
    }

    private static async Task SetRolesAsync(SqlSession session, long key, IReadOnlyList<Role> roles)
    {
        await session.ExecuteAsync("DELETE FROM user_role WHERE tenant_id = @t AND user_key = @key", new { key });
        foreach (var role in roles)
            await session.ExecuteAsync("INSERT INTO user_role (tenant_id, user_key, role) VALUES (@t, @key, @role)", new { key, role = role.ToString() });
    }

    private sealed record Person(long Key, string Upn, string DisplayName, bool Enabled, IReadOnlyList<Role> Roles);
}

/// <summary>Users who come back.</summary>
internal static class Leavers
{
    /// <summary>
    /// Keeps ended what ended while a purchaser was away (L1): without it his return would renew those subscriptions in hindsight. Those that are
    /// still in their term renew again.
    /// </summary>
    public static async Task KeepEndedAsync(SqlSession session, IReadOnlyCollection<long> returning)
    {
        var ended = new List<long>();
        await foreach (var stored in SubscriptionReader.OfPurchasersAsync(session, returning))
        {
            if (stored.Subscription is { Status: not SubscriptionStatus.Active, CancelledAt: null, AutoRenew: false })
                ended.Add(stored.Key);
        }

        foreach (var chunk in ended.Chunk(UserNames.ChunkSize))
        {
            await session.ExecuteAsync(
                $"""
                UPDATE subscription SET version = version + 1, renewal_off_at = (
                    SELECT CASE WHEN subscription.renewal_off_at < u.disabled_at THEN subscription.renewal_off_at ELSE u.disabled_at END
                    FROM tenant_user u WHERE u.tenant_id = @t AND u.user_key = subscription.purchaser_key)
                WHERE tenant_id = @t AND subscription_key IN ({string.Join(',', chunk)})
                """);
        }
    }
}
