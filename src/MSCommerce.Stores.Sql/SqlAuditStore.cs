using System.Text;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>The audit log (N2).</summary>
internal sealed class SqlAuditStore(SqlStore store) : IAuditStore
{
    public IAsyncEnumerable<AuditEntry> GetAsync(AuditQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ReadAsync(session, query), cancellationToken);

    public Task RecordRefusalAsync(string action, string target, string reason, CancellationToken cancellationToken) => store.ChangeAsync(
        permission: null,
        async session =>
        {
            await AuditLog.AddAsync(session, action, target, before: null, reason, AuditOutcome.Refused);
            return true;
        },
        dryRun: false, cancellationToken);

    private static async IAsyncEnumerable<AuditEntry> ReadAsync(SqlSession session, AuditQuery query)
    {
        var (actors, actions, targets) = (NamePattern.All(query.Actor), NamePattern.All(query.Action), NamePattern.All(query.Target));
        var left = query.First ?? long.MaxValue;
        if (left <= 0)
            yield break;

        await foreach (var row in session.ReadAsync(Sql(session, query), new
        {
            actorKey = session.Actor.UserKey,
            since = UtcTime.Of(query.Since),
            until = UtcTime.Of(query.Until),
            outcome = query.Outcome?.ToString(),
            correlation = query.CorrelationId?.ToString(),
        }))
        {
            var (actor, action, target) = (row.GetString(2), row.GetString(3), row.GetString(4));
            if (!actors.Allow(actor) || !actions.Allow(action) || !targets.Allow(target))
                continue;

            yield return new AuditEntry
            {
                Sequence = row.GetInt64(0),
                OccurredAt = row.GetTime(1).Value,
                Actor = actor,
                Action = action,
                Target = target,
                Before = row.GetStringOrNull(5),
                After = row.GetStringOrNull(6),
                Outcome = Reading.Parse<AuditOutcome>(row.GetString(7)),
                CorrelationId = Guid.Parse(row.GetString(8)),
                Login = row.GetStringOrNull(9),
            };
            if (--left == 0)
                yield break;
        }
    }

    private static string Sql(SqlSession session, AuditQuery query)
    {
        var sql = new StringBuilder(
            "SELECT sequence, occurred_at, actor, action, target, before, after, outcome, correlation_id, login FROM audit WHERE tenant_id = @t");
        if (session.ReachOf(Permission.View) != Reach.All)
            sql.Append(" AND actor_key = @actorKey");
        if (query.Since is not null)
            sql.Append(" AND occurred_at >= @since");
        if (query.Until is not null)
            sql.Append(" AND occurred_at < @until");
        if (query.Outcome is not null)
            sql.Append(" AND outcome = @outcome");
        if (query.CorrelationId is not null)
            sql.Append(" AND correlation_id = @correlation");
        return sql.Append(" ORDER BY sequence DESC").ToString();
    }
}
