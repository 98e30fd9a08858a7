using MSCommerce.Notices;

namespace MSCommerce.Stores;

/// <summary>The outbox (N1).</summary>
public interface INoticeStore
{
    /// <summary>The notices that the actor may see, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<Notice> GetAsync(NoticeQuery query, CancellationToken cancellationToken);

    /// <summary>The notices that are to be sent, oldest first. Writes nothing.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>The notices.</returns>
    /// <exception cref="CommerceException"><c>NoticeNotFound</c>, <c>NoticeIsSent</c> for an exact id.</exception>
    Task<IReadOnlyList<QueuedNotice>> GetDueAsync(DueNoticeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the notices that are to be sent, so that nobody else sends them meanwhile. A claim lapses after <see cref="Rules.NoticeRetry.ClaimLasts"/>: a sender that died
    /// keeps no notice from being sent.
    /// </summary>
    /// <param name="query">Which.</param>
    /// <param name="claimId">Who takes them: a new id for each claim.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The notices taken; empty where none is left, or another has those that are.</returns>
    /// <exception cref="CommerceException"><c>NoticeNotFound</c>, <c>NoticeIsSent</c> for an exact id.</exception>
    Task<IReadOnlyList<QueuedNotice>> ClaimAsync(DueNoticeQuery query, Guid claimId, CancellationToken cancellationToken);

    /// <summary>Records what became of one notice, at once, so that what was sent is recorded whatever happens to the next.</summary>
    /// <param name="noticeId">The notice.</param>
    /// <param name="claimId">The claim that it was taken with.</param>
    /// <param name="attempt">How the try ended.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The notice as it stands now; null where the claim has lapsed and another has it: then nothing was written.</returns>
    Task<Notice?> RecordAttemptAsync(Guid noticeId, Guid claimId, NoticeAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Gives back what a claim still holds: nobody tried it.</summary>
    /// <param name="claimId">The claim.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task ReleaseAsync(Guid claimId, CancellationToken cancellationToken);
}
