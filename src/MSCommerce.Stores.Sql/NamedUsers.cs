using System.Data.Common;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// Users by their exact names, however many: staged as <c>named</c> (place, subscription_key, name, user_key), and found there by
/// principal name, else by object id.
/// </summary>
internal static class NamedUsers
{
    /// <summary>Where the columns begin that <see cref="ReadKnownAsync"/> is asked for.</summary>
    public const int First = 1;

    public static Task StageAsync(SqlSession session, IEnumerable<string> names) => StageAsync(session, names.Select(name => ((long?)null, name)));

    /// <summary>Puts in users with the subscriptions that they are named with.</summary>
    public static async Task StageAsync(SqlSession session, IEnumerable<(long? SubscriptionKey, string Name)> names)
    {
        StagedColumn[] columns =
        [
            new("place", "INTEGER PRIMARY KEY", IsNumber: true),
            new("subscription_key", "BIGINT", IsNumber: true),
            new("name", $"{session.Dialect.NameType} NOT NULL", IsNumber: false),
            new("name_key", "TEXT NOT NULL", IsNumber: false),
            new("user_key", "BIGINT", IsNumber: true),
        ];
        await StagedRows.StageAsync(session, "named", columns, names.Select((named, index) => (object?[])[index + 1L, named.SubscriptionKey, named.Name, NameKey.Of(named.Name), null]));
        await StagedRows.FindUsersAsync(session, "named");
    }

    /// <summary>Refuses names that nobody answers to.</summary>
    /// <exception cref="CommerceException"><c>UserNotFound</c>.</exception>
    public static async Task DemandAllKnownAsync(SqlSession session)
    {
        var unknown = await session.QueryAsync<string>("SELECT name FROM named WHERE user_key IS NULL ORDER BY place");
        if (unknown.Count > 0)
            throw CommerceErrors.UserNotFound([.. unknown.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>Each user once, in the order in which they were named first. Names that nobody answers to are passed over.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="columns">Columns of the user <c>u</c>, or expressions of his key.</param>
    /// <param name="parameters">Their parameters.</param>
    public static IAsyncEnumerable<DbDataReader> ReadAsync(SqlSession session, string columns, object? parameters = null) => session.ReadAsync(
        $"""
        SELECT {columns}
        FROM (SELECT n.user_key, min(n.place) AS place FROM named n WHERE n.user_key IS NOT NULL GROUP BY n.user_key) f
        JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = f.user_key
        ORDER BY f.place
        """,
        parameters);

    /// <summary>Each user once, or once a subscription that he is named with, in the order in which they were named first.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="columns">Columns of the user <c>u</c>, or expressions of <c>f.subscription_key</c> and <c>f.user_key</c>; they begin at <see cref="First"/>.</param>
    /// <exception cref="CommerceException"><c>UserNotFound</c>, at the end: a name that nobody answers to.</exception>
    public static async IAsyncEnumerable<DbDataReader> ReadKnownAsync(SqlSession session, string columns)
    {
        var unknown = new List<string>();
        var rows = session.ReadAsync(
            $"""
            SELECT f.name, {columns}
            FROM (SELECT n.subscription_key, n.user_key, min(n.place) AS place, CASE WHEN n.user_key IS NULL THEN n.name END AS name
                  FROM named n GROUP BY n.subscription_key, n.user_key, CASE WHEN n.user_key IS NULL THEN n.name END) f
            LEFT JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = f.user_key
            ORDER BY f.place
            """);
        await foreach (var row in rows)
        {
            if (row.GetStringOrNull(0) is { } name)
                unknown.Add(name);
            else
                yield return row;
        }

        if (unknown.Count > 0)
            throw CommerceErrors.UserNotFound([.. unknown.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }
}
