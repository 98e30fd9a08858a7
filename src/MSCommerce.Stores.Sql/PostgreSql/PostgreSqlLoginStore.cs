using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>Which user a login of the database is. That nobody but an administrator writes this, the database sees to as well.</summary>
internal sealed class PostgreSqlLoginStore(SqlStore store) : ILoginStore
{
    private const string Mapped =
        """
        SELECT l.login_name AS Login, u.user_key AS UserKey, u.upn AS Upn, u.display_name AS DisplayName, u.account_enabled AS AccountEnabled,
               CASE WHEN r.oid IS NULL THEN NULL WHEN pg_has_role(r.oid, 'mscommerce_writer', 'USAGE') THEN 'Write' WHEN pg_has_role(r.oid, 'mscommerce_reader', 'USAGE') THEN 'Read' ELSE 'None' END AS Access
        FROM tenant_login l
        JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
        LEFT JOIN pg_roles r ON r.rolname = l.login_name
        WHERE l.tenant_id = @t
        ORDER BY l.login_name
        """;

    public IAsyncEnumerable<TenantLogin> GetAsync(LoginQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.AdministerTenant, session => ReadAsync(session, query), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanAsync(SetLoginRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.AdministerTenant, session => PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.AdministerTenant, session => ApplyAsync(session, changes), dryRun: false, cancellationToken);

    /// <summary>Maps a login, where the rules allow it and nobody else has it.</summary>
    /// <exception cref="CommerceException"><c>LoginNotFound</c>, <c>LoginUnsafe</c>, <c>LoginTaken</c>.</exception>
    public static async Task MapAsync(SqlSession session, string login, long userKey)
    {
        await DemandMappableAsync(session, login);
        // Another tenant's line is not seen here, and stands in the way all the same.
        var written = await session.ExecuteAsync(
            "INSERT INTO tenant_login (login_name, tenant_id, user_key) VALUES (@login, @t, @userKey) ON CONFLICT (login_name) DO NOTHING", new { login, userKey });
        if (written == 0)
            throw CommerceErrors.LoginTaken(login);
    }

    private static async IAsyncEnumerable<TenantLogin> ReadAsync(SqlSession session, LoginQuery query)
    {
        var patterns = NamePattern.All(query.Login);
        var found = new bool[patterns.Count];
        foreach (var row in await session.QueryAsync<Row>(Mapped))
        {
            var named = patterns.Count == 0;
            for (var index = 0; index < found.Length; index++)
            {
                if (patterns[index].IsMatch(row.Login))
                    found[index] = named = true;
            }

            if (!named)
                continue;
            yield return new()
            {
                Login = row.Login,
                UserPrincipalName = row.Upn,
                DisplayName = row.DisplayName,
                AccountEnabled = row.AccountEnabled,
                Access = row.Access is { } access ? Reading.Parse<LoginAccess>(access) : null,
            };
        }

        var missing = patterns.Where((pattern, index) => !pattern.HasWildcard && !found[index]).Select(pattern => pattern.Text).ToList();
        if (missing.Count > 0)
            throw CommerceErrors.LoginUnknown(missing);
    }

    private static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetLoginRequest request)
    {
        var mapped = await session.QueryAsync<Row>(Mapped);
        return request.User is { } user ? await PlanSetAsync(session, request, user, mapped) : PlanRemove(request, mapped, await OwnAsync(session));
    }

    private static async Task<IReadOnlyList<PropertyChange>> PlanSetAsync(SqlSession session, SetLoginRequest request, string user, List<Row> mapped)
    {
        var key = await UserNames.FindAsync(session, user) ?? throw CommerceErrors.UserNotFound([user]);
        var wanted = await session.ScalarAsync<string>("SELECT upn FROM tenant_user WHERE tenant_id = @t AND user_key = @key", new { key });
        var own = await OwnAsync(session);
        var plan = new List<PropertyChange>();
        foreach (var login in request.Login.Distinct(StringComparer.Ordinal))
        {
            await DemandMappableAsync(session, login);
            var current = mapped.Find(row => row.Login == login);
            if (login == own && current?.UserKey != key)
                throw CommerceErrors.LoginInUse(login);
            PlannedChanges.AddTo(plan, login, login, "User", current?.Upn, wanted);
        }

        return plan;
    }

    private static List<PropertyChange> PlanRemove(SetLoginRequest request, List<Row> mapped, string own)
    {
        var selection = Selection.Of(mapped, request.Login, row => [row.Login], _ => null);
        if (selection.Missing.Count > 0)
            throw CommerceErrors.LoginUnknown(selection.Missing);
        if (selection.Unmatched.Count > 0)
            throw CommerceErrors.PatternMatchedNothing(selection.Unmatched[0], "login");
        var plan = new List<PropertyChange>();
        foreach (var row in selection.Matches)
        {
            if (row.Login == own)
                throw CommerceErrors.LoginInUse(row.Login);
            PlannedChanges.AddTo(plan, row.Login, row.Login, "User", row.Upn, null);
        }

        return plan;
    }

    private static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var mapped = await session.QueryAsync<Row>(Mapped);
        var own = await OwnAsync(session);
        var applied = new List<PropertyChange>();
        foreach (var change in PlannedChanges.Effective(changes))
        {
            if (change.Property != "User")
                throw CommerceErrors.ValueInvalid("Property", change.Property);
            if (change.Target == own)
                throw CommerceErrors.LoginInUse(change.Target);
            PlannedChanges.DemandCurrent(change, mapped.Find(row => row.Login == change.Target)?.Upn);
            await session.ExecuteAsync("DELETE FROM tenant_login WHERE tenant_id = @t AND login_name = @login", new { login = change.Target });
            if (change.Wanted is { } user)
                await MapAsync(session, change.Target, await UserNames.FindAsync(session, user) ?? throw CommerceErrors.UserNotFound([user]));
            applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.LoginChanged, change));
        }

        return applied;
    }

    private static Task<string> OwnAsync(SqlSession session) => session.ScalarAsync<string>("SELECT session_user::text");

    private static async Task DemandMappableAsync(SqlSession session, string login)
    {
        var isUnsafe = await session.FirstOrDefaultAsync<bool?>(
            "SELECT r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, 'mscommerce_owner', 'USAGE') FROM pg_roles r WHERE r.rolname = @login AND r.rolcanlogin", new { login });
        if (isUnsafe is null)
            throw CommerceErrors.LoginNotFound(login);
        if (isUnsafe == true)
            throw CommerceErrors.LoginUnsafe(login);
    }

    private sealed class Row
    {
        public string Login { get; init; } = "";

        public long UserKey { get; init; }

        public string Upn { get; init; } = "";

        public string DisplayName { get; init; } = "";

        public bool AccountEnabled { get; init; }

        public string? Access { get; init; }
    }
}
