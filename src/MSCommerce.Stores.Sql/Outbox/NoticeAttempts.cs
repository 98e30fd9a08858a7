using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Outbox;

/// <summary>Records what became of notices that were taken to be sent (N1).</summary>
internal static class NoticeAttempts
{
    /// <summary>Records a try, by whom still holds the claim: exactly once.</summary>
    /// <returns>The notice as it stands now; null where another has the claim, or nobody has any more.</returns>
    public static async Task<Notice?> RecordAsync(SqlSession session, Guid noticeId, Guid claimId, NoticeAttempt attempt)
    {
        if (await NoticeReader.FindAsync(session, noticeId) is not { Notice: { } before })
            throw CommerceErrors.NoticeNotFound([noticeId.ToString()]);

        var (status, next) = NoticeRetry.After(attempt.Outcome, before.Attempts + 1, session.Now.Value);
        var sent = status == NoticeStatus.Sent ? session.Now : (UtcTime?)null;
        var written = await session.ExecuteAsync(
            """
            UPDATE outbox
            SET status = @status, attempts = attempts + 1, last_attempt_at = @now, next_attempt_at = @next, sent_at = @sent, last_error = @error,
                claim_id = NULL, claimed_until = NULL
            WHERE tenant_id = @t AND notice_id = @id AND claim_id = @claim
            """,
            new
            {
                id = noticeId.ToString(),
                claim = claimId.ToString(),
                status = status.ToString(),
                now = session.Now,
                next = UtcTime.Of(next),
                sent,
                error = attempt.Error,
            });
        if (written == 0)
            return null;

        if (status != NoticeStatus.Failed)
        {
            await AuditLog.AddAsync(
                session, AuditActions.NoticeSent, noticeId.ToString(), before.Status.ToString(),
                $"{status}: {before.Kind} to {before.Recipient}{(attempt.Error is { } error ? $": {error}" : "")}");
        }

        return (await NoticeReader.FindAsync(session, noticeId))!.Notice;
    }
}
