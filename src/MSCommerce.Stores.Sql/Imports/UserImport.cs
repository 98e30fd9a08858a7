using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql.Imports;

/// <summary>Imports users: the rows go into a temporary table, then everything is looked up, checked and written set by set.</summary>
internal sealed class UserImport(SqlSession session, string source, IProgress<OperationProgress>? progress)
{
    private readonly ImportFaults _faults = new(source);
    private readonly ImportProgress _progress = new("Reading users", progress);

    public async Task<ImportResult> RunAsync(IAsyncEnumerable<UserRow> rows, bool dryRun)
    {
        await session.Dialect.ExpectManyAsync(session.Connection);
        await StageAsync(rows);
        await ResolveAsync();
        await CheckAsync();
        _faults.ThrowIfAny();

        var administrators = await session.QueryAsync<long>(Actors.EnabledGlobalAdministrators);
        var updated = await UpdateAsync();
        var created = await InsertAsync();
        await SetRolesAsync();
        await KeepAnAdministratorAsync(administrators);
        return await ImportRecord.CloseAsync(session, AuditActions.UsersImported, source, _progress.Rows, created, updated, dryRun);
    }

    private async Task StageAsync(IAsyncEnumerable<UserRow> rows)
    {
        var (name, time) = (session.Dialect.NameType, session.Dialect.TimeType);
        await session.CreateTemporaryAsync("user_row",
            $"""
            place INTEGER PRIMARY KEY, line BIGINT NOT NULL, upn TEXT NOT NULL, upn_key TEXT NOT NULL, user_id {name}, made_up_id TEXT, display_name TEXT, user_type TEXT,
            account_enabled INTEGER, disabled_at {time}, usage_location TEXT, is_synced INTEGER, created_at {time}, roles TEXT, user_key BIGINT
            """);
        using (var staged = session.Dialect.OpenBulkWriter(
            session.Connection, "user_row", "place", "line", "upn", "upn_key", "user_id", "made_up_id", "display_name", "user_type", "account_enabled", "disabled_at",
            "usage_location", "is_synced", "created_at", "roles"))
        {
            await foreach (var row in rows.WithCancellation(session.Stop))
            {
                _progress.Next();
                if (Refuse(row) is { } why)
                {
                    _faults.Note(_progress.Rows, row.Line, why);
                    break;
                }

                Stage(staged, row);
            }

            staged.Complete();
        }

        _progress.Done();
    }

    private static string? Refuse(UserRow row) =>
        string.IsNullOrWhiteSpace(row.UserPrincipalName) || !row.UserPrincipalName.Contains('@', StringComparison.Ordinal)
            ? $"'{row.UserPrincipalName}' is not a user principal name; it reads name@domain"
            : row.UserId is not null && string.IsNullOrWhiteSpace(row.UserId)
            ? "the object id is empty"
            : ImportValues.RefuseTexts(row.UserPrincipalName, row.UserId, row.DisplayName, row.UsageLocation) ?? ImportValues.RefuseDates(row.DisabledAt, row.CreatedAt);

    private void Stage(BulkWriter staged, UserRow row)
    {
        staged.Write((long)_progress.Rows);
        staged.Write(row.Line);
        staged.Write(row.UserPrincipalName);
        staged.Write(NameKey.Of(row.UserPrincipalName));
        staged.Write(row.UserId);
        staged.Write(row.UserId is null ? Guid.NewGuid().ToString() : null);
        staged.Write(row.DisplayName);
        staged.Write(row.UserType?.ToString());
        staged.Write(row.AccountEnabled);
        staged.Write(UtcTime.Of(row.DisabledAt));
        staged.Write(row.UsageLocation);
        staged.Write(row.OnPremisesSyncEnabled);
        staged.Write(UtcTime.Of(row.CreatedAt));
        staged.Write(row.Roles is { } roles ? string.Join(';', roles.Distinct().Select(role => role.ToString()).Order(StringComparer.Ordinal)) : null);
        staged.EndRow();
    }

    /// <summary>Finds the users that exist: by object id, else by principal name, unless that one's id is known to be another. Who is new has no key.</summary>
    private async Task ResolveAsync()
    {
        // Once for all rows, before there is an index. Looked up one by one, whatever the planner takes the tables for: a join it may make the wrong way round.
        await session.ExecuteAsync(
            """
            UPDATE user_row SET user_key = coalesce(
                (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.user_id = user_row.user_id),
                (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.upn_key = user_row.upn_key AND (user_row.user_id IS NULL OR u.user_id_is_made_up = 1)))
            """);
        await session.ExecuteAsync("CREATE INDEX user_row_by_upn ON user_row (upn_key)");
        await session.ExecuteAsync("CREATE INDEX user_row_by_id ON user_row (user_id)");
        await session.ExecuteAsync("CREATE INDEX user_row_by_key ON user_row (user_key)");
    }

    private async Task CheckAsync()
    {
        await TwiceAsync("upn_key", name => $"'{name}' has a line already");
        await TwiceAsync("user_id", name => $"the object id '{name}' has a line already");
        await TwiceAsync("user_key", name => $"'{name}' is a user who has a line already, under his object id or another name");
        await _faults.FindAsync(
            session,
            """
            SELECT r.place AS Place, r.line AS Line, r.upn AS Name
            FROM user_row r JOIN tenant_user u ON u.tenant_id = @t AND u.upn_key = r.upn_key
            WHERE (r.user_key IS NULL OR r.user_key <> u.user_key)
              AND NOT EXISTS (SELECT 1 FROM user_row m WHERE m.user_key = u.user_key AND m.upn_key <> u.upn_key)
            ORDER BY r.place
            """,
            name => $"'{name}' is the principal name of a user with another object id; if that account was deleted and made anew, import a line with the old object id and another principal name first");
    }

    private async Task TwiceAsync(string column, Func<string, string> why)
    {
        // Whether there is any is seen in one walk along the index; which comes first is asked only then.
        if (await session.FirstOrDefaultAsync<long?>($"SELECT 1 FROM user_row WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1 LIMIT 1") is null)
            return;
        await _faults.FindAsync(
            session,
            $"""
            SELECT r.place AS Place, r.line AS Line, r.{(column == "user_id" ? "user_id" : "upn")} AS Name
            FROM user_row r WHERE EXISTS (SELECT 1 FROM user_row e WHERE e.{column} = r.{column} AND e.place < r.place)
            ORDER BY r.place
            """,
            why);
    }

    private async Task<int> UpdateAsync()
    {
        var time = session.Dialect.TimeType;
        await session.CreateTemporaryAsync("user_change",
            $"""
            user_key BIGINT PRIMARY KEY, user_id TEXT, user_id_is_made_up INTEGER, upn TEXT, upn_key TEXT, display_name TEXT, user_type TEXT, account_enabled INTEGER,
            disabled_at {time}, usage_location TEXT, is_synced INTEGER, created_at {time}, roles_changed INTEGER
            """);
        var held = session.Dialect.Join("held.role", ';');
        var updated = await session.ExecuteAsync(
            $"""
            INSERT INTO user_change
            SELECT w.user_key, w.user_id, w.made_up, w.upn, w.upn_key, w.display_name, w.user_type, w.account_enabled, w.disabled_at, w.usage_location, w.is_synced, w.created_at, w.roles_changed
            FROM (
                SELECT u.user_key, coalesce(r.user_id, u.user_id) AS user_id, CASE WHEN r.user_id IS NULL THEN u.user_id_is_made_up ELSE 0 END AS made_up, r.upn, r.upn_key,
                       coalesce(r.display_name, u.display_name) AS display_name, coalesce(r.user_type, u.user_type) AS user_type,
                       coalesce(r.account_enabled, u.account_enabled) AS account_enabled,
                       CASE WHEN coalesce(r.account_enabled, u.account_enabled) = 1 THEN NULL ELSE coalesce(r.disabled_at, u.disabled_at, @now) END AS disabled_at,
                       coalesce(r.usage_location, u.usage_location) AS usage_location, coalesce(r.is_synced, u.is_synced) AS is_synced,
                       coalesce(r.created_at, u.created_at) AS created_at,
                       CASE WHEN r.roles <> coalesce((
                           SELECT {held} FROM (SELECT o.role FROM user_role o WHERE o.tenant_id = @t AND o.user_key = u.user_key ORDER BY o.role) held), '')
                       THEN 1 ELSE 0 END AS roles_changed
                FROM user_row r JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = r.user_key) w
            JOIN tenant_user h ON h.tenant_id = @t AND h.user_key = w.user_key
            WHERE w.upn_key <> h.upn_key OR w.user_id <> h.user_id OR w.display_name <> h.display_name OR w.user_type <> h.user_type
               OR w.account_enabled <> h.account_enabled OR w.disabled_at <> h.disabled_at
               OR coalesce(w.usage_location, '') <> coalesce(h.usage_location, '') OR coalesce(w.is_synced, -1) <> coalesce(h.is_synced, -1)
               OR w.created_at <> h.created_at OR (w.created_at IS NULL) <> (h.created_at IS NULL) OR w.roles_changed = 1
            """,
            new { now = session.Now });
        if (updated == 0)
            return 0;

        await InvoiceWriter.WriteDueOfOwnersAsync(session, await session.QueryAsync<long>(
            """
            SELECT DISTINCT c.user_key
            FROM user_change c
            JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = c.user_key
            JOIN billing_profile f ON f.tenant_id = @t AND f.owner_key = c.user_key
            WHERE c.account_enabled <> u.account_enabled OR c.disabled_at <> u.disabled_at
            """));
        await Leavers.KeepEndedAsync(session, await session.QueryAsync<long>(
            "SELECT c.user_key FROM user_change c JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = c.user_key WHERE u.account_enabled = 0 AND c.account_enabled = 1"));

        // Names by themselves, for the sake of the indexes that others leave alone. Two users may swap theirs: first nobody has the old ones.
        const string Those = "FROM user_change c WHERE tenant_user.tenant_id = @t AND tenant_user.user_key = c.user_key";
        await session.ExecuteAsync($"UPDATE tenant_user SET upn_key = '~' || tenant_user.user_key {Those} AND tenant_user.upn_key <> c.upn_key");
        await session.ExecuteAsync($"UPDATE tenant_user SET upn = c.upn, upn_key = c.upn_key {Those} AND tenant_user.upn_key <> c.upn_key");
        await session.ExecuteAsync($"UPDATE tenant_user SET user_id = c.user_id, user_id_is_made_up = c.user_id_is_made_up {Those} AND tenant_user.user_id <> c.user_id");
        await session.ExecuteAsync(
            $"""
            UPDATE tenant_user SET display_name = c.display_name, user_type = c.user_type, account_enabled = c.account_enabled, disabled_at = c.disabled_at, usage_location = c.usage_location, is_synced = c.is_synced, created_at = c.created_at
            {Those}
            """);
        return updated;
    }

    private async Task<int> InsertAsync()
    {
        var created = await session.ScalarAsync<int>("SELECT count(*) FROM user_row WHERE user_key IS NULL");
        if (created == 0)
            return 0;

        // A key a row: those of rows that are not new are never given out, which costs nothing.
        var last = await session.TakeKeysAsync("tenant_user", _progress.Rows);
        await session.ExecuteAsync(
            """
            INSERT INTO tenant_user (tenant_id, user_key, user_id, user_id_is_made_up, upn, upn_key, display_name, user_type, account_enabled, disabled_at, usage_location, is_synced, created_at)
            SELECT @t, @last + r.place, coalesce(r.user_id, r.made_up_id), CASE WHEN r.user_id IS NULL THEN 1 ELSE 0 END, r.upn, r.upn_key,
                   coalesce(r.display_name, r.upn), coalesce(r.user_type, 'Member'), coalesce(r.account_enabled, 1),
                   CASE WHEN r.account_enabled = 0 THEN coalesce(r.disabled_at, @now) END, r.usage_location, r.is_synced, r.created_at
            FROM user_row r WHERE r.user_key IS NULL
            ORDER BY r.place
            """,
            new { last, now = session.Now });
        return created;
    }

    private async Task SetRolesAsync()
    {
        await session.ExecuteAsync("DELETE FROM user_role WHERE tenant_id = @t AND user_key IN (SELECT user_key FROM user_change WHERE roles_changed = 1)");
        var names = string.Join(" UNION ALL ", Enum.GetNames<Role>().Select(role => $"SELECT '{role}' AS role"));
        await session.ExecuteAsync(
            $"""
            INSERT INTO user_role (tenant_id, user_key, role)
            SELECT @t, (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.upn_key = r.upn_key), n.role
            FROM user_row r JOIN ({names}) n ON ';' || r.roles || ';' LIKE '%;' || n.role || ';%'
            WHERE r.roles <> '' AND (r.user_key IS NULL OR r.user_key IN (SELECT user_key FROM user_change WHERE roles_changed = 1))
            """);
    }

    /// <summary>A tenant that nobody may administer is of no use: the line that takes the last one away is refused.</summary>
    private async Task KeepAnAdministratorAsync(List<long> before)
    {
        if ((await session.QueryAsync<long>(Actors.EnabledGlobalAdministrators)).Count > 0)
            return;
        await _faults.FindAsync(
            session,
            $"SELECT place AS Place, line AS Line, upn AS Name FROM user_row WHERE user_key IN ({string.Join(',', before)}) ORDER BY place DESC",
            name => $"'{name}' is the last enabled global administrator, and would be none any more");
        _faults.ThrowIfAny();
    }
}
