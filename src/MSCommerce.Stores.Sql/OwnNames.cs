using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Who is named exactly by an actor who sees his own alone: somebody whose licences are none of his business is to him as if he did not exist.</summary>
internal static class OwnNames
{
    /// <summary>The exact names that mean neither the actor nor anybody in a list.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="patterns">Who is named.</param>
    /// <param name="names">The statement that reads principal name, display name and id of whoever is in the list.</param>
    public static async Task<List<string>> MissingAsync(SqlSession session, IReadOnlyList<NamePattern> patterns, string names)
    {
        var unknown = patterns.Where(pattern => !pattern.HasWildcard && !pattern.IsMatch(session.Actor.UserPrincipalName)).ToList();
        if (unknown.Count == 0)
            return [];
        await foreach (var row in session.ReadAsync(names, new { actor = session.Actor.UserKey }))
            unknown.RemoveAll(pattern => pattern.IsMatch(row.GetString(0)) || pattern.IsMatch(row.GetString(1)) || pattern.IsMatch(row.GetString(2)));
        return [.. unknown.Select(pattern => pattern.Text)];
    }
}
