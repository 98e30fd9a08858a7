using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Outbox;

/// <summary>Finds the notices that are to be sent, and takes them, so that of several senders one alone has each (N1).</summary>
internal static class NoticeClaims
{
    /// <summary>Written as the index of those that wait has it: SQLite takes the index for no other wording.</summary>
    private const string Waiting = "status IN ('Pending', 'Failed')";

    private const string Unclaimed = "(claimed_until IS NULL OR claimed_until <= @now)";

    /// <summary>The notices that are to be sent, oldest first.</summary>
    public static async Task<IReadOnlyList<QueuedNotice>> FindAsync(SqlSession session, DueNoticeQuery query) =>
        [.. (await CandidatesAsync(session, query)).Select(candidate => candidate.Notice)];

    public static async Task<IReadOnlyList<QueuedNotice>> TakeAsync(SqlSession session, DueNoticeQuery query, Guid claimId)
    {
        while (await CandidatesAsync(session, query) is { Count: > 0 } candidates)
        {
            var taken = new List<QueuedNotice>();
            foreach (var chunk in candidates.Chunk(UserNames.ChunkSize))
                taken.AddRange(await TakeAsync(session, [.. chunk.Select(candidate => candidate.Key)], claimId));
            if (taken.Count > 0)
                return taken;
            // Where changes run side by side, another sender took them all meanwhile: see what is left.
        }

        return [];
    }

    public static Task ReleaseAsync(SqlSession session, Guid claimId) => session.ExecuteAsync(
        "UPDATE outbox SET claim_id = NULL, claimed_until = NULL WHERE tenant_id = @t AND claim_id = @claim", new { claim = claimId.ToString() });

    private static async Task<List<QueuedNotice>> TakeAsync(SqlSession session, long[] keys, Guid claimId)
    {
        var list = string.Join(',', keys);
        var claim = claimId.ToString();
        await session.ExecuteAsync(
            $"UPDATE outbox SET claim_id = @claim, claimed_until = @until WHERE tenant_id = @t AND notice_key IN ({list}) AND status <> 'Sent' AND {Unclaimed}",
            new { claim, until = UtcTime.Of(session.Now.Value + NoticeRetry.ClaimLasts), now = session.Now });

        var taken = new List<QueuedNotice>();
        await foreach (var row in session.ReadAsync(
            $"SELECT {NoticeReader.Columns} FROM outbox WHERE tenant_id = @t AND notice_key IN ({list}) AND claim_id = @claim ORDER BY notice_key", new { claim }))
            taken.Add(NoticeReader.Make(row));
        return taken;
    }

    private static async Task<List<(long Key, QueuedNotice Notice)>> CandidatesAsync(SqlSession session, DueNoticeQuery query)
    {
        if (query.NoticeId.Count > 0)
            await DemandSendableAsync(session, query);

        var parameters = new SqlParameters();
        parameters.Add("now", session.Now);
        var untried = "";
        if (query.NotTriedSince is { } since)
        {
            untried = " AND (last_attempt_at IS NULL OR last_attempt_at < @since)";
            parameters.Add("since", UtcTime.Of(since));
        }

        var recipients = NamePattern.All(query.Recipient);
        var candidates = new List<(long, QueuedNotice)>();
        foreach (var which in Which(query))
        {
            var sql = $"SELECT {NoticeReader.Columns} FROM outbox WHERE tenant_id = @t AND {which} AND {Unclaimed}{untried} ORDER BY notice_key";
            await foreach (var row in session.ReadAsync(sql, parameters))
            {
                if (query.NoticeId.Count == 0 && candidates.Count >= query.Limit)
                    break;
                if (recipients.Allow(NoticeReader.Recipient(row)) && (query.Kind.Count == 0 || query.Kind.Contains(NoticeReader.Kind(row))))
                    candidates.Add((NoticeReader.Key(row), NoticeReader.Make(row)));
            }
        }

        return [.. candidates.OrderBy(candidate => candidate.Item1).Take(query.Limit)];
    }

    /// <summary>Those that are named, due or not, given up or not; else those that are due.</summary>
    private static IEnumerable<string> Which(DueNoticeQuery query) => query.NoticeId.Count == 0
        ? [$"{Waiting} AND (next_attempt_at IS NULL OR next_attempt_at <= @now)"]
        : query.NoticeId.Distinct().Chunk(UserNames.ChunkSize).Select(chunk => $"notice_id IN ({Literals(chunk)}) AND status <> 'Sent'");

    /// <summary>Refuses ids that are not there and notices that were sent; one that was sent since this run began is done, and no mistake.</summary>
    private static async Task DemandSendableAsync(SqlSession session, DueNoticeQuery query)
    {
        var found = new Dictionary<Guid, UtcTime?>();
        foreach (var chunk in query.NoticeId.Distinct().Chunk(UserNames.ChunkSize))
        {
            await foreach (var row in session.ReadAsync($"SELECT notice_id, sent_at FROM outbox WHERE tenant_id = @t AND notice_id IN ({Literals(chunk)})"))
                found.Add(Guid.Parse(row.GetString(0)), row.GetTimeOrNull(1));
        }

        var unknown = query.NoticeId.Where(id => !found.ContainsKey(id)).Distinct().ToList();
        if (unknown.Count > 0)
            throw CommerceErrors.NoticeNotFound(unknown.ConvertAll(id => id.ToString()));

        var since = UtcTime.Of(query.NotTriedSince)?.Value;
        var sent = query.NoticeId.Where(id => found[id] is { } sentAt && (since is null || sentAt.Value < since)).Distinct().ToList();
        if (sent.Count > 0)
            throw CommerceErrors.NoticeIsSent(sent.ConvertAll(id => id.ToString()));
    }

    private static string Literals(IEnumerable<Guid> ids) => string.Join(',', ids.Select(id => $"'{id}'"));
}
