namespace MSCommerce;

/// <summary>What an e-mail is about (N1).</summary>
public enum NoticeKind
{
    /// <summary>To the purchaser: the subscription was cancelled by an administrator (T1, T3).</summary>
    SubscriptionCancelled,

    /// <summary>To the purchaser: the organisation asks him to cancel (T5).</summary>
    CancellationRequested,

    /// <summary>To the purchaser: the organisation has taken control of the subscription (T4).</summary>
    ControlTaken,

    /// <summary>To the requester: his licence request was decided, for whom and how (R6).</summary>
    LicenseRequestDecided,

    /// <summary>To a user of a licence request: a licence was given (R6).</summary>
    LicenseGranted,

    /// <summary>To a user of a licence request: no licence was given (R6).</summary>
    LicenseRefused,
}

/// <summary>Where an e-mail of the outbox stands (N1).</summary>
public enum NoticeStatus
{
    /// <summary>Waiting to be sent.</summary>
    Pending,

    /// <summary>Handed to the mail server, once.</summary>
    Sent,

    /// <summary>Tried and not sent; it is tried again from <see cref="Notice.NextAttemptAt"/>.</summary>
    Failed,

    /// <summary>Given up: the mail server refused it for good, or it failed too often. Naming it when notices are sent tries it again.</summary>
    Undeliverable,
}

/// <summary>An e-mail of the outbox (N1): written with the change that causes it, sent by its own command.</summary>
public sealed record Notice
{
    /// <summary>The notice's id; the message that is sent carries it, so that a repeat is recognised.</summary>
    public required Guid NoticeId { get; init; }

    /// <summary>What it is about.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>To whom: an e-mail address.</summary>
    public required string Recipient { get; init; }

    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The text.</summary>
    public required string Body { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required NoticeStatus Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>From when it is tried again (UTC): each failure doubles the wait. Null where it was not tried, was sent, or was given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was sent (UTC); null where it was not.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why the last try failed; null where none did.</summary>
    public string? LastError { get; init; }

    /// <summary>What it shares with the audit entries of the change that caused it.</summary>
    public required Guid CorrelationId { get; init; }
}

/// <summary>What became of one e-mail when notices were sent (N1).</summary>
public sealed record NoticeDelivery
{
    /// <summary>The notice's id.</summary>
    public required Guid NoticeId { get; init; }

    /// <summary>What it is about.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>To whom: an e-mail address.</summary>
    public required string Recipient { get; init; }

    /// <summary>The subject line, as it was or would be sent.</summary>
    public required string Subject { get; init; }

    /// <summary>Where it stands now; as before for a dry run.</summary>
    public required NoticeStatus Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it was not sent; null where it was.</summary>
    public string? Error { get; init; }

    /// <summary>From when it is tried again (UTC); null where it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
