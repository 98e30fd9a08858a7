using Dapper;

namespace MSCommerce.Stores.Sql;

/// <summary>Adds to the audit log, in the transaction of what it tells of.</summary>
internal static class AuditLog
{
    public static async Task AddAsync(
        SqlSession session, string action, string target, string? before, string? after, AuditOutcome outcome = AuditOutcome.Succeeded)
    {
        var sequence = await session.TakeKeysAsync("audit", 1) + 1;
        await session.ExecuteAsync(
            """
            INSERT INTO audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, before, after, outcome, correlation_id)
            VALUES (@t, @sequence, @now, @actor, @actorKey, @action, @target, @before, @after, @outcome, @correlation)
            """,
            new
            {
                sequence,
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
        var last = await session.TakeKeysAsync("audit", count);
        var all = new DynamicParameters(parameters);
        all.AddDynamicParams(new
        {
            last,
            now = session.Now,
            actor = session.Actor.UserPrincipalName,
            actorKey = session.Actor.UserKey,
            action,
            correlation = session.CorrelationId.ToString(),
        });
        await session.ExecuteAsync(
            $"""
            INSERT INTO audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, before, after, outcome, correlation_id)
            SELECT @t, @last + e.place, @now, @actor, @actorKey, @action, e.target, e.before, e.after, 'Succeeded', @correlation
            FROM ({rows}) e
            ORDER BY e.place
            """,
            all);
    }
}
