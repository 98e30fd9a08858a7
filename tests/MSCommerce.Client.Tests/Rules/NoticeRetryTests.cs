using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "N1")]
public class NoticeRetryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(5, 80)]
    [InlineData(8, 640)]
    [InlineData(9, 720)]
    [InlineData(11, 720)]
    public void Each_failure_doubles_the_wait_up_to_twelve_hours(int attempts, int minutes) =>
        Assert.Equal((NoticeStatus.Failed, Now.AddMinutes(minutes)), NoticeRetry.After(NoticeAttemptOutcome.Postponed, attempts, Now));

    [Theory]
    [InlineData(NoticeAttemptOutcome.Postponed, 12)]
    [InlineData(NoticeAttemptOutcome.Postponed, 13)]
    [InlineData(NoticeAttemptOutcome.Rejected, 1)]
    public void What_failed_too_often_or_is_refused_for_good_is_given_up(NoticeAttemptOutcome outcome, int attempts) =>
        Assert.Equal((NoticeStatus.Undeliverable, (DateTimeOffset?)null), NoticeRetry.After(outcome, attempts, Now));

    [Fact]
    public void What_was_sent_is_sent() => Assert.Equal((NoticeStatus.Sent, (DateTimeOffset?)null), NoticeRetry.After(NoticeAttemptOutcome.Sent, 3, Now));
}
