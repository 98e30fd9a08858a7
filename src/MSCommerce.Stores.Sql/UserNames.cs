using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>Finds users by what they are called.</summary>
internal static class UserNames
{
    /// <summary>How many keys, or names, one statement takes.</summary>
    public const int ChunkSize = 500;

    /// <summary>The key of the user with a principal name, else with an object id; null where there is none.</summary>
    public static async Task<long?> FindAsync(SqlSession session, string name) => !ImportValues.IsText(name)
        ? null
        : await session.FirstOrDefaultAsync<long?>("SELECT user_key FROM tenant_user WHERE tenant_id = @t AND upn_key = @key", new { key = NameKey.Of(name) })
        ?? await session.FirstOrDefaultAsync<long?>("SELECT user_key FROM tenant_user WHERE tenant_id = @t AND user_id = @name", new { name });

    /// <summary>The keys of the users whom names mean, by principal name, else by object id; those that mean nobody are left out.</summary>
    public static async Task<Dictionary<string, long>> FindAsync(SqlSession session, IEnumerable<string> names)
    {
        var keys = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var chunk in names.Where(ImportValues.IsText).Chunk(ChunkSize))
        {
            await FindAsync(session, "upn_key", "upn", [.. chunk.Select(NameKey.Of)], keys);
            await FindAsync(session, "user_id", "user_id", [.. chunk.Where(name => !keys.ContainsKey(name))], keys);
        }

        return keys;
    }

    /// <summary>SQL: the key of the user whom a staged name means, by principal name, else by object id. Beside the column stands its <see cref="NameKey"/>.</summary>
    public static string KeyOf(string name) =>
        $"""
        coalesce(
            (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.upn_key = {name}_key),
            (SELECT u.user_key FROM tenant_user u WHERE u.tenant_id = @t AND u.user_id = {name}))
        """;

    /// <summary>
    /// The keys of all users whom names mean, and which exact names mean nobody. An exact name that is somebody's principal name or object id means him, even
    /// where it is another's display name; else everybody with this display name is meant.
    /// </summary>
    public static async Task<(HashSet<long> Keys, List<string> Missing)> MatchAsync(SqlSession session, IReadOnlyList<NamePattern> patterns)
    {
        var keys = new HashSet<long>();
        var open = new List<NamePattern>();
        foreach (var pattern in patterns.DistinctBy(pattern => pattern.Text, StringComparer.OrdinalIgnoreCase))
        {
            if (!pattern.HasWildcard && await FindAsync(session, pattern.Text) is { } key)
                keys.Add(key);
            else
                open.Add(pattern);
        }

        if (open.Count == 0)
            return (keys, []);

        var found = new bool[open.Count];
        await foreach (var row in session.ReadAsync("SELECT user_key, upn, display_name, user_id FROM tenant_user WHERE tenant_id = @t"))
        {
            var (upn, displayName, id) = (row.GetString(1), row.GetString(2), row.GetString(3));
            for (var index = 0; index < found.Length; index++)
            {
                if (!open[index].IsMatch(upn) && !open[index].IsMatch(displayName) && !open[index].IsMatch(id))
                    continue;
                found[index] = true;
                keys.Add(row.GetInt64(0));
            }
        }

        return (keys, [.. open.Where((pattern, index) => !pattern.HasWildcard && !found[index]).Select(pattern => pattern.Text)]);
    }

    private static async Task FindAsync(SqlSession session, string column, string name, string[] values, Dictionary<string, long> keys)
    {
        if (values.Length == 0)
            return;
        var parameters = new SqlParameters();
        await foreach (var row in session.ReadAsync($"SELECT {name}, user_key FROM tenant_user WHERE tenant_id = @t AND {column} IN {parameters.AddList("v", values)}", parameters))
            keys.TryAdd(row.GetString(0), row.GetInt64(1));
    }
}
