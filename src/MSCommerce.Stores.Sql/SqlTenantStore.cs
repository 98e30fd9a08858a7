using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>The tenant and its users.</summary>
internal sealed class SqlTenantStore(SqlStore store) : ITenantStore
{
    private const int Few = 20_000;

    private const string Columns =
        """
        SELECT u.user_key, u.upn, u.display_name, u.user_id, u.user_type, u.account_enabled, u.disabled_at, u.usage_location, u.is_synced, u.created_at
        FROM tenant_user u WHERE u.tenant_id = @t
        """;

    public IAsyncEnumerable<TenantUser> GetUsersAsync(UserQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ReadAsync(session, query), cancellationToken);

    public Task<ImportResult> ImportUsersAsync(
        string source, IAsyncEnumerable<UserRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        store.ImportAsync(
            Permission.AdministerTenant, session => new UserImport(session, source, progress).RunAsync(rows, dryRun), dryRun, cancellationToken);

    public Task<Tenant> GetTenantAsync(CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ReadCatalog, TenantFacts.ReadAsync, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanTenantAsync(SetTenantRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.AdministerTenant, session => TenantFacts.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanUsersAsync(SetUserRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.AdministerTenant, session => UserChanges.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyTenantAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.AdministerTenant, session => TenantFacts.ApplyAsync(session, changes), dryRun: false, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyUsersAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.AdministerTenant, session => UserChanges.ApplyAsync(session, changes), dryRun: false, cancellationToken);

    private static async IAsyncEnumerable<TenantUser> ReadAsync(SqlSession session, UserQuery query)
    {
        var patterns = NamePattern.All(query.User);
        var isOwn = session.ReachOf(Permission.View) != Reach.All;
        var (keys, missing) = isOwn ? await OwnAsync(session, patterns) : patterns.Count == 0 ? (null, []) : await UserNames.MatchAsync(session, patterns);
        var roles = await RolesAsync(session);
        await foreach (var user in CandidatesAsync(session, keys, roles))
        {
            if ((query.UserType is null || query.UserType == user.UserType)
                && (query.AccountEnabled is null || query.AccountEnabled == user.AccountEnabled)
                && (query.Role.Count == 0 || query.Role.Intersect(user.Roles).Any()))
                yield return user;
        }

        if (missing.Count > 0)
            throw CommerceErrors.UserNotFound(missing);
    }

    /// <summary>The actor, where he is meant; to him there is nobody else.</summary>
    private static async Task<(HashSet<long>? Keys, List<string> Missing)> OwnAsync(SqlSession session, IReadOnlyList<NamePattern> patterns)
    {
        string[] names = [session.Actor.UserPrincipalName, .. await session.QueryAsync<string>(
            "SELECT display_name FROM tenant_user WHERE tenant_id = @t AND user_key = @key UNION ALL SELECT user_id FROM tenant_user WHERE tenant_id = @t AND user_key = @key",
            new { key = session.Actor.UserKey })];
        var others = patterns.Where(pattern => !names.Any(pattern.IsMatch)).ToList();
        return (patterns.Count == 0 || others.Count < patterns.Count ? [session.Actor.UserKey] : [], [.. others.Where(pattern => !pattern.HasWildcard).Select(pattern => pattern.Text)]);
    }

    /// <summary>The users with these keys, all where there are none to pick, by principal name.</summary>
    private static async IAsyncEnumerable<TenantUser> CandidatesAsync(SqlSession session, HashSet<long>? keys, ILookup<long, Role> roles)
    {
        // A list by name goes through the index and from there to each row; to look at every row in its place is several times as fast.
        if (keys is { Count: <= Few })
        {
            var users = new List<TenantUser>();
            foreach (var chunk in keys.Chunk(UserNames.ChunkSize))
            {
                await foreach (var row in session.ReadAsync($"{Columns} AND u.user_key IN ({string.Join(',', chunk)})"))
                    users.Add(Make(row, roles));
            }

            foreach (var user in users.OrderBy(user => user.UserPrincipalName, StringComparer.OrdinalIgnoreCase))
                yield return user;
            yield break;
        }

        await foreach (var row in session.ReadAsync($"{Columns} ORDER BY u.upn_key"))
        {
            if (keys is null || keys.Contains(row.GetInt64(0)))
                yield return Make(row, roles);
        }
    }

    /// <summary>Few users hold roles, so all of them are read at once.</summary>
    internal static async Task<ILookup<long, Role>> RolesAsync(SqlSession session)
    {
        var roles = await session.QueryAsync<RoleRow>("SELECT user_key AS UserKey, role AS Role FROM user_role WHERE tenant_id = @t");
        return roles.ToLookup(row => row.UserKey, row => Reading.Parse<Role>(row.Role));
    }

    private static TenantUser Make(System.Data.Common.DbDataReader row, ILookup<long, Role> roles) => new()
    {
        UserPrincipalName = row.GetString(1),
        DisplayName = row.GetString(2),
        UserId = row.GetString(3),
        UserType = Reading.Parse<UserType>(row.GetString(4)),
        AccountEnabled = row.GetInt64(5) != 0,
        DisabledAt = row.GetTimeOrNull(6)?.Value,
        UsageLocation = row.GetStringOrNull(7),
        OnPremisesSyncEnabled = row.GetInt64OrNull(8) is { } synced ? synced != 0 : null,
        CreatedAt = row.GetTimeOrNull(9)?.Value,
        Roles = [.. roles[row.GetInt64(0)].Order()],
    };

    private sealed class RoleRow
    {
        public long UserKey { get; init; }

        public string Role { get; init; } = "";
    }
}
