namespace MSCommerce.Notices;

/// <summary>A notice on its way out, with the facts that a template is filled with.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Facts">Its facts.</param>
public sealed record QueuedNotice(Notice Notice, NoticeFacts Facts);

/// <summary>Which notices are to be sent: those that are due and that nobody else has taken.</summary>
public sealed record DueNoticeQuery
{
    /// <summary>These alone, due or not, given up or not; all that are due where empty.</summary>
    public IReadOnlyList<Guid> NoticeId { get; init; } = [];

    /// <summary>Recipients, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Recipient { get; init; } = [];

    /// <summary>These kinds alone; all where empty.</summary>
    public IReadOnlyList<NoticeKind> Kind { get; init; } = [];

    /// <summary>Leave out those that were tried at or after this moment (UTC), so that one run tries each once; named ones that were sent since are left out too. Null leaves none out.</summary>
    public DateTimeOffset? NotTriedSince { get; init; }

    /// <summary>How many at most.</summary>
    public required int Limit { get; init; }
}

/// <summary>How a try to send a notice ended.</summary>
public enum NoticeAttemptOutcome
{
    /// <summary>The mail server took it.</summary>
    Sent,

    /// <summary>It may work later: the server was out of reach, busy, or broke off.</summary>
    Postponed,

    /// <summary>It will not work by trying again: the server refuses this recipient or this message for good, or the address is none.</summary>
    Rejected,
}

/// <summary>A try to send a notice.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">Why it failed; null where it was sent.</param>
public sealed record NoticeAttempt(NoticeAttemptOutcome Outcome, string? Error = null);
