using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

public class NoticeTemplatesTests
{
    private static readonly NoticeFacts Facts = new()
    {
        TenantName = "Fabrikam",
        RecipientName = "Ada Lovelace",
        ProductName = "Power BI Pro",
        SubscriptionId = "s1",
        Users = 12,
    };

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Theory]
    [Trait("Requirement", "P10")]
    [MemberData(nameof(Kinds))]
    public void No_notice_invites_anyone_to_buy(NoticeKind kind)
    {
        var (subject, body) = NoticeTemplates.Render(kind, Facts);

        Assert.DoesNotMatch("(?i)\\b(buy|purchase|upgrade|subscribe|offer|trial)\\b", $"{subject}\n{body}");
    }

    [Theory]
    [Trait("Requirement", "N1")]
    [MemberData(nameof(Kinds))]
    public void A_notice_names_the_recipient_the_product_and_the_subscription(NoticeKind kind)
    {
        var (subject, body) = NoticeTemplates.Render(kind, Facts);

        Assert.Contains("Power BI Pro", subject, StringComparison.Ordinal);
        Assert.Contains("Ada Lovelace", body, StringComparison.Ordinal);
        Assert.Contains("Subscription: s1", body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', subject);
    }

    [Fact]
    [Trait("Requirement", "T1")]
    public void A_cancellation_says_whether_the_users_were_moved_or_lost_their_access()
    {
        Assert.Contains("(12) were moved to the organisation's Visio Plan 2", NoticeTemplates.Render(NoticeKind.SubscriptionCancelled, Facts with { TargetProductName = "Visio Plan 2" }).Body, StringComparison.Ordinal);
        Assert.Contains("(12) have lost their access", NoticeTemplates.Render(NoticeKind.SubscriptionCancelled, Facts).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "T5")]
    public void A_request_to_cancel_warns_while_not_everybody_is_covered()
    {
        Assert.Contains("3 of its 12 users do not have", NoticeTemplates.Render(NoticeKind.CancellationRequested, Facts with { UsersNotCovered = 3 }).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("wait", NoticeTemplates.Render(NoticeKind.CancellationRequested, Facts).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_are_read_as_they_were_kept() => Assert.Equal(Facts, NoticeFacts.FromJson(Facts.ToJson()));
}
