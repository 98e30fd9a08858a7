namespace MSCommerce.Stores.Sql;

/// <summary>Adds to the audit log, in the transaction of what it tells of.</summary>
internal static class AuditLog
{
    /// <summary>The last number that was given. Changes take turns, so it is so until the entries are counted.</summary>
    private const string Last = "(SELECT last FROM key_counter WHERE tenant_id = @t AND name = 'audit')";

    private const int Few = 100;

    private const string Columns = "tenant_id, sequence, occurred_at, actor, actor_key, action, target, before, after, outcome, correlation_id";

    public static async Task AddAsync(
        SqlSession session, string action, string target, string? before, string? after, AuditOutcome outcome = AuditOutcome.Succeeded)
    {
        await session.WriteAsync(
            $"""
            INSERT INTO audit ({Columns})
            VALUES (@t, {Last} + 1, @now, @actor, @actorKey, @action, @target, @before, @after, @outcome, @correlation)
            """,
            new
            {
                now = session.Now,
                actor = session.Actor.UserPrincipalName,
                actorKey = session.Actor.UserKey,
                action,
                target,
                before,
                after,
                outcome = outcome.ToString(),
                correlation = session.CorrelationId.ToString(),
            });
        await CountAsync(session, 1);
    }

    /// <summary>Adds an entry for every row of a query, in its order.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="action">What was done.</param>
    /// <param name="count">How many rows the query has.</param>
    /// <param name="rows">Gives <c>target</c>, <c>before</c>, <c>after</c>, and <c>place</c>: 1, 2, 3 and so on.</param>
    /// <param name="parameters">The query's parameters.</param>
    public static async Task AddAllAsync(SqlSession session, string action, long count, string rows, object? parameters = null)
    {
        if (count == 0)
            return;
        var all = SqlParameters.Of(parameters);
        all.AddAll(new
        {
            now = session.Now,
            actor = session.Actor.UserPrincipalName,
            actorKey = session.Actor.UserKey,
            action,
            correlation = session.CorrelationId.ToString(),
        });
        // Many take their time, in which they can be stopped; a commit cannot.
        if (count > Few)
        {
            all.Add("last", await session.TakeKeysAsync("audit", count));
            await session.ExecuteAsync(Sql("@last"), all);
            return;
        }

        await session.WriteAsync(Sql(Last), all);
        await CountAsync(session, count);

        string Sql(string last) =>
            $"""
            INSERT INTO audit ({Columns})
            SELECT @t, {last} + e.place, @now, @actor, @actorKey, @action, e.target, e.before, e.after, 'Succeeded', @correlation
            FROM ({rows}) e
            ORDER BY e.place
            """;
    }

    private static Task CountAsync(SqlSession session, long count) =>
        session.WriteAsync("UPDATE key_counter SET last = last + @count WHERE tenant_id = @t AND name = 'audit'", new { count });
}
