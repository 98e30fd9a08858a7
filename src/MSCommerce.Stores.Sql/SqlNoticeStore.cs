using MSCommerce.Notices;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Outbox;

namespace MSCommerce.Stores.Sql;

/// <summary>The outbox (N1).</summary>
internal sealed class SqlNoticeStore(SqlStore store) : INoticeStore
{
    public IAsyncEnumerable<Notice> GetAsync(NoticeQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ReadAsync(session, query), cancellationToken);

    public Task<IReadOnlyList<QueuedNotice>> GetDueAsync(DueNoticeQuery query, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.SendNotices, session => NoticeClaims.FindAsync(session, query), cancellationToken);

    public Task<IReadOnlyList<QueuedNotice>> ClaimAsync(DueNoticeQuery query, Guid claimId, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.SendNotices, session => NoticeClaims.TakeAsync(session, query, claimId), dryRun: false, cancellationToken);

    // Who holds a claim was allowed to take it: what he sent is recorded even if he lost the role meanwhile.
    public Task<Notice?> RecordAttemptAsync(Guid noticeId, Guid claimId, NoticeAttempt attempt, CancellationToken cancellationToken) =>
        store.ChangeAsync(permission: null, session => NoticeAttempts.RecordAsync(session, noticeId, claimId, attempt), dryRun: false, cancellationToken);

    public Task ReleaseAsync(Guid claimId, CancellationToken cancellationToken) => store.ChangeAsync(
        permission: null,
        async session =>
        {
            await NoticeClaims.ReleaseAsync(session, claimId);
            return true;
        },
        dryRun: false, cancellationToken);

    /// <summary>Writes an e-mail in the transaction of the change that causes it.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="recipient">To whom: a user principal name.</param>
    /// <param name="recipientKey">His key.</param>
    /// <param name="facts">What it tells.</param>
    /// <param name="subscriptionKey">The subscription it is about; null for none.</param>
    public static async Task AddAsync(SqlSession session, NoticeKind kind, string recipient, long recipientKey, NoticeFacts facts, long? subscriptionKey = null)
    {
        var key = await session.TakeKeysAsync("outbox", 1) + 1;
        await session.ExecuteAsync(
            """
            INSERT INTO outbox (tenant_id, notice_key, notice_id, kind, recipient, recipient_key, facts, created_at, status, attempts, correlation_id, subscription_key)
            VALUES (@t, @key, @id, @kind, @recipient, @recipientKey, @facts, @now, 'Pending', 0, @correlation, @subscriptionKey)
            """,
            new
            {
                key,
                id = Guid.NewGuid().ToString(),
                kind = kind.ToString(),
                recipient = MailAddresses.Of(recipient),
                recipientKey,
                facts = facts.ToJson(),
                now = session.Now,
                correlation = session.CorrelationId.ToString(),
                subscriptionKey,
            });
    }

    /// <summary>Writes an e-mail to a subscription's purchaser, unless it is his own doing.</summary>
    public static async Task AddForPurchaserAsync(SqlSession session, NoticeKind kind, StoredSubscription about, int users)
    {
        if (about.PurchaserKey is { } purchaser && purchaser != session.Actor.UserKey)
            await AddAsync(session, kind, about.Subscription.Purchaser!, purchaser, await FactsAsync(session, about.Subscription, users, usersNotCovered: 0), about.Key);
    }

    /// <summary>What an e-mail about a subscription tells its purchaser.</summary>
    public static async Task<NoticeFacts> FactsAsync(SqlSession session, Subscription subscription, int users, int usersNotCovered) => new()
    {
        TenantName = await TenantFacts.ReadNameAsync(session),
        RecipientName = subscription.PurchaserName!,
        ProductName = subscription.ProductName,
        SubscriptionId = subscription.SubscriptionId,
        Users = users,
        UsersNotCovered = usersNotCovered,
    };

    private static async IAsyncEnumerable<Notice> ReadAsync(SqlSession session, NoticeQuery query)
    {
        var recipients = NamePattern.All(query.Recipient);
        var left = query.First ?? long.MaxValue;
        if (left <= 0)
            yield break;

        var own = session.ReachOf(Permission.View) == Reach.All ? "" : " AND recipient_key = @actorKey";
        var sql =
            $"""
            SELECT {NoticeReader.Columns}
            FROM outbox WHERE tenant_id = @t{own} ORDER BY notice_key DESC
            """;
        await foreach (var row in session.ReadAsync(sql, new { actorKey = session.Actor.UserKey }))
        {
            if (!recipients.Allow(NoticeReader.Recipient(row)) || (query.Kind.Count > 0 && !query.Kind.Contains(NoticeReader.Kind(row)))
                || (query.Status.Count > 0 && !query.Status.Contains(NoticeReader.Status(row))))
                continue;

            yield return NoticeReader.Make(row).Notice;
            if (--left == 0)
                yield break;
        }
    }
}
