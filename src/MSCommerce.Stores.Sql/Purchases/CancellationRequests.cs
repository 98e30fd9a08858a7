using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>
/// Asks purchasers by e-mail to cancel (T5). While a first request waits to be sent it is brought up to date and no second one is written; once it
/// was sent, the next is a reminder.
/// </summary>
internal static class CancellationRequests
{
    public static async Task<IReadOnlyList<CancellationNotice>> PlanAsync(SqlSession session, RequestCancellationRequest request)
    {
        var cases = await FindAsync(session, request.SubscriptionId.Distinct(StringComparer.OrdinalIgnoreCase));
        return [.. cases.Select(asked => asked.Notice)];
    }

    public static async Task<IReadOnlyList<CancellationNotice>> WriteAsync(SqlSession session, IReadOnlyList<CancellationNotice> notices)
    {
        if (notices.GroupBy(notice => notice.SubscriptionId, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw CommerceErrors.NamedTwice($"Subscription {twice.Key}");

        var cases = await FindAsync(session, notices.Select(notice => notice.SubscriptionId));
        var written = new List<CancellationNotice>();
        foreach (var (planned, asked) in notices.Zip(cases))
        {
            DemandUnchanged(planned, asked.Notice);
            await WriteAsync(session, asked);
            written.Add(asked.Notice with { IsApplied = true });
        }

        return written;
    }

    private static void DemandUnchanged(CancellationNotice planned, CancellationNotice now)
    {
        if ((planned.Users, planned.UsersNotCovered) != (now.Users, now.UsersNotCovered))
            throw CommerceErrors.ChangedMeanwhile($"{now.ProductName} ({now.SubscriptionId})", InWords(planned.Users, planned.UsersNotCovered), InWords(now.Users, now.UsersNotCovered));
    }

    private static string InWords(int users, int notCovered) => $"{PropertyText.Of(users)} users, {PropertyText.Of(notCovered)} of them not covered";

    private static async Task WriteAsync(SqlSession session, Case asked)
    {
        var (stored, notice, waiting) = asked;
        var facts = await SqlNoticeStore.FactsAsync(session, stored.Subscription, notice.Users, notice.UsersNotCovered);
        var before = waiting is { } kept ? NoticeFacts.FromJson(kept.Facts) : null;
        if (facts == before)
            return;

        if (waiting is null)
        {
            await SqlNoticeStore.AddAsync(session, NoticeKind.CancellationRequested, notice.Purchaser, stored.PurchaserKey!.Value, facts, stored.Key);
        }
        else if (await session.ExecuteAsync(
            """
            UPDATE outbox SET facts = @facts, correlation_id = @correlation
            WHERE tenant_id = @t AND notice_key = @notice AND status <> 'Sent' AND (claimed_until IS NULL OR claimed_until <= @now)
            """,
            new { notice = waiting.NoticeKey, facts = facts.ToJson(), correlation = session.CorrelationId.ToString(), now = session.Now }) == 0)
        {
            // What a sender has in hand goes out as it was: brought up to date now, it would be recorded as sent, and nobody had read it.
            throw CommerceErrors.NoticeBeingSent(notice.SubscriptionId, notice.Purchaser);
        }

        await AuditLog.AddAsync(
            session, AuditActions.CancellationRequested, notice.SubscriptionId, before is null ? null : InWords(before.Users, before.UsersNotCovered),
            InWords(notice.Users, notice.UsersNotCovered));
    }

    private static async Task<List<Case>> FindAsync(SqlSession session, IEnumerable<string> ids)
    {
        var wanted = ids.ToList();
        var found = await SubscriptionReader.FindAsync(session, wanted);
        foreach (var stored in wanted.Select(id => found[id]))
        {
            if (SubscriptionRules.RefuseCancellationRequest(stored.Subscription, stored.PurchaserEnabled) is { } refusal)
                throw refusal;
        }

        await StageAsync(session, found.Values);
        var users = (await session.QueryAsync<UsersRow>(
            """
            SELECT a.subscription_key AS SubscriptionKey, count(*) AS Users, sum(CASE WHEN u.account_enabled = 0 OR EXISTS (
                       SELECT 1 FROM license h JOIN providing p ON p.subscription_key = h.subscription_key
                       WHERE h.tenant_id = @t AND h.user_key = l.user_key AND p.product_key = a.product_key) THEN 0 ELSE 1 END) AS NotCovered
            FROM asked a
            CROSS JOIN license l
            CROSS JOIN tenant_user u
            WHERE l.tenant_id = @t AND l.subscription_key = a.subscription_key AND u.tenant_id = @t AND u.user_key = l.user_key
            GROUP BY a.subscription_key
            """)).ToDictionary(row => row.SubscriptionKey);
        var waiting = (await session.QueryAsync<WaitingRow>(
            """
            SELECT a.subscription_key AS SubscriptionKey, o.notice_key AS NoticeKey, o.facts AS Facts
            FROM asked a CROSS JOIN outbox o
            WHERE o.tenant_id = @t AND o.subscription_key = a.subscription_key AND o.kind = 'CancellationRequested' AND o.status IN ('Pending', 'Failed')
            """)).ToDictionary(row => row.SubscriptionKey);
        return [.. wanted.Select(id => Make(found[id], users, waiting))];
    }

    private static Case Make(StoredSubscription stored, Dictionary<long, UsersRow> users, Dictionary<long, WaitingRow> waiting)
    {
        var counted = users.GetValueOrDefault(stored.Key);
        return new(
            stored,
            new()
            {
                SubscriptionId = stored.Subscription.SubscriptionId,
                ProductName = stored.Subscription.ProductName,
                Purchaser = stored.Subscription.Purchaser!,
                Users = counted?.Users ?? 0,
                UsersNotCovered = counted?.NotCovered ?? 0,
                IsWaiting = waiting.ContainsKey(stored.Key),
            },
            waiting.GetValueOrDefault(stored.Key));
    }

    /// <summary>The subscriptions asked about, and those that provide their products for the organisation.</summary>
    private static async Task StageAsync(SqlSession session, IReadOnlyCollection<StoredSubscription> asked)
    {
        var providing = new List<StoredSubscription>();
        await foreach (var stored in SubscriptionReader.OfProductsAsync(session, asked.Select(stored => stored.ProductKey).Distinct()))
        {
            if (SeatAllocation.Provides(stored.Subscription))
                providing.Add(stored);
        }

        foreach (var (table, rows) in new[] { ("asked", asked), ("providing", providing) })
        {
            await session.CreateTemporaryAsync(table, "subscription_key BIGINT NOT NULL PRIMARY KEY, product_key BIGINT NOT NULL");
            using var staged = session.Dialect.OpenBulkWriter(session.Connection, table, "subscription_key", "product_key");
            foreach (var row in rows)
            {
                staged.Write(row.Key);
                staged.Write(row.ProductKey);
                staged.EndRow();
            }

            staged.Complete();
        }
    }

    private sealed record Case(StoredSubscription Stored, CancellationNotice Notice, WaitingRow? Waiting);

    private sealed class UsersRow
    {
        public long SubscriptionKey { get; init; }

        public int Users { get; init; }

        public int NotCovered { get; init; }
    }

    private sealed class WaitingRow
    {
        public long SubscriptionKey { get; init; }

        public long NoticeKey { get; init; }

        public string Facts { get; init; } = "";
    }
}
