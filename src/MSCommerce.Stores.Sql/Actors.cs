using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Finds who acts, and reads what he may at this moment.</summary>
internal static class Actors
{
    /// <summary>The key of the user who is to act: the one named, else the oldest global administrator whose account is enabled.</summary>
    /// <exception cref="CommerceException"><c>ActorRefused</c>.</exception>
    public static async Task<long> FindAsync(SqlSession session, string? name)
    {
        if (name is null)
        {
            var administrators = await session.QueryAsync<long>(EnabledGlobalAdministrators);
            return administrators.Count > 0 ? administrators.Min() : throw CommerceErrors.ActorRefused("the first administrator", "no enabled user of the tenant is a global administrator");
        }

        var found = await session.FirstOrDefaultAsync<ActorRow>(
            "SELECT user_key AS UserKey, account_enabled AS AccountEnabled FROM tenant_user WHERE tenant_id = @t AND upn_key = @key", new { key = NameKey.Of(name) });
        if (found is null)
            throw session.Dialect.RefuseActor(name, "the tenant has no such user");
        return found.AccountEnabled ? found.UserKey : throw session.Dialect.RefuseActor(name, "the account is disabled");
    }

    /// <summary>The keys of those who administer the tenant. A partner with the same role does not, see <see cref="RoleTable"/>.</summary>
    public const string EnabledGlobalAdministrators =
        """
        SELECT u.user_key
        FROM user_role r JOIN tenant_user u ON u.tenant_id = r.tenant_id AND u.user_key = r.user_key
        WHERE r.tenant_id = @t AND r.role = 'GlobalAdministrator' AND u.account_enabled = 1
          AND NOT EXISTS (SELECT 1 FROM user_role p WHERE p.tenant_id = r.tenant_id AND p.user_key = r.user_key AND p.role = 'Partner')
        """;

    /// <summary>The actor as he is now: his roles may have changed since he signed in.</summary>
    /// <exception cref="CommerceException"><c>ActorRefused</c>: his account was disabled meanwhile.</exception>
    public static async Task<Actor> ReadAsync(SqlSession session, long userKey)
    {
        // One row a role, and one for who has none.
        var rows = await session.QueryAsync<ActorRow>(
            $"""
            SELECT u.user_key AS UserKey, u.upn AS Upn, u.account_enabled AS AccountEnabled, r.role AS Role
            FROM tenant_user u LEFT JOIN user_role r ON r.tenant_id = u.tenant_id AND r.user_key = u.user_key
            WHERE u.tenant_id = @t AND u.user_key = {session.Dialect.ActorKey}
            """,
            new { userKey });
        if (rows is not [{ AccountEnabled: true } actor, ..])
            throw session.Dialect.RefuseActor(rows is [var disabled, ..] ? disabled.Upn : "the user of this session", "the account is no longer enabled");
        return new(actor.UserKey, actor.Upn, actor.AccountEnabled, [.. rows.Select(row => row.Role).OfType<string>().Select(Reading.Parse<Role>).Order()]);
    }

    private sealed class ActorRow
    {
        public long UserKey { get; init; }

        public string Upn { get; init; } = "";

        public bool AccountEnabled { get; init; }

        /// <summary>One of his roles; null where he has none, or they were not asked for.</summary>
        public string? Role { get; init; }
    }
}
