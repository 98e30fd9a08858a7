using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>Finds users by what they are called.</summary>
internal static class UserNames
{
    /// <summary>How many keys, or names, one statement takes.</summary>
    public const int ChunkSize = 500;

    /// <summary>The keys of the users whom exact names mean, by principal name or object id and through the index.</summary>
    /// <returns>Null where that does not do: a wildcard, or a name that only a display name may answer to.</returns>
    public static async Task<IReadOnlyList<long>?> FindAllAsync(SqlSession session, IReadOnlyList<NamePattern> patterns)
    {
        if (patterns.Any(pattern => pattern.HasWildcard))
            return null;

        var keys = new HashSet<long>();
        foreach (var name in patterns.Select(pattern => pattern.Text).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await FindAsync(session, name) is not { } key)
                return null;
            keys.Add(key);
        }

        return [.. keys];
    }

    /// <summary>The key of the user with a principal name, else with an object id; null where there is none.</summary>
    public static async Task<long?> FindAsync(SqlSession session, string name) => !ImportValues.IsText(name)
        ? null
        : await session.FirstOrDefaultAsync<long?>("SELECT user_key FROM tenant_user WHERE tenant_id = @t AND upn_key = @key", new { key = NameKey.Of(name) })
        ?? await session.FirstOrDefaultAsync<long?>("SELECT user_key FROM tenant_user WHERE tenant_id = @t AND user_id = @name", new { name });

    /// <summary>SQL: the key of the user whom a staged name means, by principal name, else by object id. Beside the column stands its <see cref="NameKey"/>.</summary>
    public static string KeyOf(string name) =>
        $"""
        coalesce(
            (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.upn_key = {name}_key),
            (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.user_id = {name}))
        """;

    /// <summary>The keys of all users whom a pattern matches, and which exact names matched nobody.</summary>
    public static async Task<(HashSet<long> Keys, List<string> Missing)> MatchAsync(SqlSession session, IReadOnlyList<NamePattern> patterns)
    {
        if (await FindAllAsync(session, patterns) is { } exact)
            return ([.. exact], []);

        var keys = new HashSet<long>();
        var found = new bool[patterns.Count];
        await foreach (var row in session.ReadAsync("SELECT user_key, upn, display_name, user_id FROM tenant_user WHERE tenant_id = @t"))
        {
            var (upn, displayName, id) = (row.GetString(1), row.GetString(2), row.GetString(3));
            for (var index = 0; index < found.Length; index++)
            {
                if (!patterns[index].IsMatch(upn) && !patterns[index].IsMatch(displayName) && !patterns[index].IsMatch(id))
                    continue;
                found[index] = true;
                keys.Add(row.GetInt64(0));
            }
        }

        return (keys, [.. patterns.Where((pattern, index) => !pattern.HasWildcard && !found[index]).Select(pattern => pattern.Text)]);
    }
}
