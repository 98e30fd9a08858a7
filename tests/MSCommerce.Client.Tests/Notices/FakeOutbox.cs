using System.Runtime.CompilerServices;
using MSCommerce.Notices;
using MSCommerce.Rules;
using MSCommerce.Stores;

namespace MSCommerce.Client.Tests.Notices;

/// <summary>An outbox in memory that keeps to the contract, and fails where a test wants it to.</summary>
internal sealed class FakeOutbox(TimeProvider clock, int count) : INoticeStore
{
    private readonly Dictionary<Guid, Guid> _claims = [];
    private readonly HashSet<Guid> _tried = [];

    public List<Notice> Notices { get; } =
    [
        .. Enumerable.Range(0, count).Select(number => new Notice
        {
            NoticeId = Guid.NewGuid(), Kind = NoticeKind.ControlTaken, Recipient = $"user{number}@contoso.example", Subject = "built in", Body = "built in", CreatedAt = clock.GetUtcNow(),
            Status = NoticeStatus.Pending, Attempts = 0, CorrelationId = Guid.NewGuid(),
        }),
    ];

    /// <summary>The claims that were made, with how many each took.</summary>
    public List<(Guid Claim, int Count, DueNoticeQuery Query)> Claims { get; } = [];

    public List<Guid> Released { get; } = [];

    /// <summary>Called before each record: throws where it is to fail.</summary>
    public Action<Notice, NoticeAttempt> BeforeRecord { get; set; } = (_, _) => { };

    public Action BeforeRelease { get; set; } = () => { };

    public bool HasAnotherTaken { get; set; }

    public IEnumerable<Notice> Claimed => Notices.Where(notice => _claims.ContainsKey(notice.NoticeId));

    public async IAsyncEnumerable<Notice> GetAsync(NoticeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var notice in Notices)
            yield return notice;
        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<QueuedNotice>> GetDueAsync(DueNoticeQuery query, CancellationToken cancellationToken)
    {
        var sent = Notices.Where(notice => query.NoticeId.Contains(notice.NoticeId) && notice.Status == NoticeStatus.Sent && (query.NotTriedSince is null || notice.SentAt < query.NotTriedSince)).ToList();
        if (sent.Count > 0)
            throw CommerceErrors.NoticeIsSent(sent.ConvertAll(notice => notice.NoticeId.ToString()));
        return Task.FromResult<IReadOnlyList<QueuedNotice>>(
        [
            .. Notices
                .Where(notice => notice.Status is not NoticeStatus.Sent && !_claims.ContainsKey(notice.NoticeId) && (query.NotTriedSince is null || !_tried.Contains(notice.NoticeId)))
                .Where(notice => query.NoticeId.Count > 0 ? query.NoticeId.Contains(notice.NoticeId) : notice.Status is NoticeStatus.Pending)
                .Take(query.Limit)
                .Select(notice => new QueuedNotice(notice, new() { TenantName = "Contoso", RecipientName = $"Person {notice.Recipient}", ProductName = "Visio" })),
        ]);
    }

    public async Task<IReadOnlyList<QueuedNotice>> ClaimAsync(DueNoticeQuery query, Guid claimId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var taken = await GetDueAsync(query, cancellationToken);
        foreach (var queued in taken)
            _claims[queued.Notice.NoticeId] = claimId;
        Claims.Add((claimId, taken.Count, query));
        return taken;
    }

    public Task<Notice?> RecordAttemptAsync(Guid noticeId, Guid claimId, NoticeAttempt attempt, CancellationToken cancellationToken)
    {
        var index = Notices.FindIndex(notice => notice.NoticeId == noticeId);
        BeforeRecord(Notices[index], attempt);
        if (HasAnotherTaken)
            return Task.FromResult<Notice?>(null);
        Assert.Equal(claimId, _claims[noticeId]);
        var (status, next) = NoticeRetry.After(attempt.Outcome, Notices[index].Attempts + 1, clock.GetUtcNow());
        Notices[index] = Notices[index] with
        {
            Status = status, Attempts = Notices[index].Attempts + 1, NextAttemptAt = next, LastError = attempt.Error, SentAt = status == NoticeStatus.Sent ? clock.GetUtcNow() : null,
        };
        _claims.Remove(noticeId);
        _tried.Add(noticeId);
        return Task.FromResult<Notice?>(Notices[index]);
    }

    public Task ReleaseAsync(Guid claimId, CancellationToken cancellationToken)
    {
        BeforeRelease();
        Released.Add(claimId);
        foreach (var notice in Notices)
        {
            if (_claims.TryGetValue(notice.NoticeId, out var claim) && claim == claimId)
                _claims.Remove(notice.NoticeId);
        }

        return Task.CompletedTask;
    }
}

/// <summary>A mail server that does as a test wants.</summary>
internal sealed class FakeTransport : INoticeTransport
{
    /// <summary>What it took.</summary>
    public List<OutgoingMessage> Taken { get; } = [];

    public bool IsDisposed { get; private set; }

    public Func<OutgoingMessage, CancellationToken, Task<NoticeAttempt>> Answer { get; set; } = (_, _) => Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent));

    public async Task<NoticeAttempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var attempt = await Answer(message, cancellationToken);
        if (attempt.Outcome == NoticeAttemptOutcome.Sent)
            Taken.Add(message);
        return attempt;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
