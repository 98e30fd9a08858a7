using System.Net.Mail;
using System.Runtime.CompilerServices;
using MSCommerce.Stores;

namespace MSCommerce.Notices;

/// <summary>
/// Sends the notices of an outbox (N1): takes some, writes and hands over each, and records each at once, so that what was sent is recorded whatever happens to the next.
/// </summary>
internal sealed class NoticeSender(INoticeStore outbox, NoticeTemplateSet templates, MailAddress from, SendNoticesRequest request)
{
    /// <summary>Taken at once. Each may take the transport's whole patience, and the claim must not lapse meanwhile.</summary>
    private const int Batch = 10;

    private const int RecordingTries = 4;

    /// <summary>How long a message that is under way may still take after Ctrl+C: broken off half-way it might be sent, and nobody would know.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly int _most = request.First ?? int.MaxValue;

    /// <summary>Writes what would be sent, and sends none.</summary>
    public async IAsyncEnumerable<NoticeDelivery> RehearseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (notice, facts) in await outbox.GetDueAsync(Query(_most), cancellationToken))
        {
            var (message, error) = Write(notice, facts);
            yield return Delivery(notice, message, error);
        }
    }

    /// <summary>Sends them.</summary>
    /// <param name="transport">Hands them to the mail server.</param>
    /// <param name="since">When the run began: it tries each once.</param>
    /// <param name="progress">Told after each.</param>
    /// <param name="cancellationToken">Stops after the one that is under way.</param>
    public async IAsyncEnumerable<NoticeDelivery> SendAsync(
        INoticeTransport transport, DateTimeOffset since, IProgress<OperationProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var done = 0;
        while (done < _most)
        {
            var claim = Guid.NewGuid();
            var taken = await outbox.ClaimAsync(Query(Math.Min(Batch, _most - done)) with { NotTriedSince = since }, claim, cancellationToken);
            if (taken.Count == 0)
                yield break;

            var left = taken.Count;
            var isUnrecorded = false;
            try
            {
                foreach (var (notice, facts) in taken)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var (message, error) = Write(notice, facts);
                    var attempt = message is null ? new(NoticeAttemptOutcome.Rejected, error) : await HandOverAsync(transport, message, cancellationToken);
                    isUnrecorded = true;
                    var recorded = await RecordAsync(notice, claim, attempt);
                    isUnrecorded = false;
                    left--;
                    done++;
                    progress?.Report(new("Sending e-mails", done));
                    yield return recorded is null ? TakenByAnother(notice, message, attempt) : Delivery(recorded, message, attempt.Error);
                }
            }
            finally
            {
                // What was sent and not recorded is not given back: the claim lapses by itself, and until then nobody sends it a second time.
                if (left > 0 && !isUnrecorded)
                    await ReleaseAsync(claim);
            }
        }
    }

    private DueNoticeQuery Query(int limit) => new() { NoticeId = request.NoticeId, Recipient = request.Recipient, Kind = request.Kind, Limit = limit };

    private (OutgoingMessage? Message, string? Error) Write(Notice notice, NoticeFacts facts)
    {
        try
        {
            var written = templates.Write(notice.Kind, facts);
            return (new()
            {
                MessageId = SmtpMessage.IdOf(notice.NoticeId, from),
                From = from.Address,
                FromName = from.DisplayName is { Length: > 0 } name ? name : null,
                To = notice.Recipient,
                ToName = facts.RecipientName,
                Subject = written.Subject,
                Text = written.Text,
                Html = written.Html,
            }, null);
        }
        catch (CommerceException poison)
        {
            return (null, poison.Message);
        }
    }

    private static async Task<NoticeAttempt> HandOverAsync(INoticeTransport transport, OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource();
        await using (cancellationToken.Register(() => patience.CancelAfter(Grace)))
            return await transport.SendAsync(message, patience.Token);
    }

    /// <summary>Records a try, whoever stops the run meanwhile; a store that is busy for a moment is asked again.</summary>
    private async Task<Notice?> RecordAsync(Notice notice, Guid claim, NoticeAttempt attempt)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await outbox.RecordAttemptAsync(notice.NoticeId, claim, attempt, CancellationToken.None);
            }
            catch (CommerceException) when (tries < RecordingTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(4, tries - 1)), CancellationToken.None);
            }
            catch (CommerceException failure) when (attempt.Outcome == NoticeAttemptOutcome.Sent)
            {
                throw CommerceErrors.NoticeUnrecorded(notice, failure);
            }
        }
    }

    private async Task ReleaseAsync(Guid claim)
    {
        try
        {
            await outbox.ReleaseAsync(claim, CancellationToken.None);
        }
        catch (CommerceException)
        {
            // It lapses by itself; what ended the run matters more.
        }
    }

    private static NoticeDelivery Delivery(Notice notice, OutgoingMessage? message, string? error) => new()
    {
        NoticeId = notice.NoticeId,
        Kind = notice.Kind,
        Recipient = notice.Recipient,
        Subject = message?.Subject ?? notice.Subject,
        Status = notice.Status,
        Attempts = notice.Attempts,
        Error = error,
        NextAttemptAt = notice.NextAttemptAt,
    };

    private static NoticeDelivery TakenByAnother(Notice notice, OutgoingMessage? message, NoticeAttempt attempt) => Delivery(
        notice, message,
        attempt.Outcome == NoticeAttemptOutcome.Sent
            ? "It took so long to send that another sender has taken the notice meanwhile. The recipient may get it twice, with one Message-ID."
            : "It took so long that another sender has taken the notice meanwhile.");
}
