using MSCommerce.Notices;

namespace MSCommerce.Rules;

/// <summary>When an e-mail that was not sent is tried again (N1).</summary>
public static class NoticeRetry
{
    /// <summary>After so many tries it is given up.</summary>
    public const int MaximumAttempts = 12;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    /// <summary>How long a sender may hold what it has taken.</summary>
    public static TimeSpan ClaimLasts { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Where a notice stands after a try.</summary>
    /// <param name="outcome">How the try ended.</param>
    /// <param name="attempts">How often it was tried, this time included.</param>
    /// <param name="now">When.</param>
    /// <returns>The status, and from when it is tried again: 5 minutes after the first failure, twice as long after each further one, 12 hours at most.</returns>
    public static (NoticeStatus Status, DateTimeOffset? NextAttemptAt) After(NoticeAttemptOutcome outcome, int attempts, DateTimeOffset now) => outcome switch
    {
        NoticeAttemptOutcome.Sent => (NoticeStatus.Sent, null),
        NoticeAttemptOutcome.Postponed when attempts < MaximumAttempts => (NoticeStatus.Failed, now + Wait(attempts)),
        _ => (NoticeStatus.Undeliverable, null),
    };

    private static TimeSpan Wait(int attempts)
    {
        var wait = TimeSpan.FromMinutes(5 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 16)));
        return wait < LongestWait ? wait : LongestWait;
    }
}
