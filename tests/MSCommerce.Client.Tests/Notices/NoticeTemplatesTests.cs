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

    private static readonly NoticeFacts Decided = Facts with
    {
        RequestId = Guid.Parse("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
        RequesterName = "Bob Babbage",
        Approved = ["Ada Lovelace (ada@fabrikam.example)", "Cyd <cyd@fabrikam.example>"],
        Refused = ["Dan (dan@fabrikam.example)"],
        GrantedProductName = "Power BI Premium",
        DisabledServices = ["Copilot", "Fabric"],
        Message = "Welcome.\nAsk me & <Bob>.",
    };

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Theory]
    [Trait("Requirement", "P10")]
    [MemberData(nameof(Kinds))]
    public void No_notice_invites_anyone_to_buy(NoticeKind kind) => Assert.All(
        [Facts, Facts with { TargetProductName = "Visio Plan 2", UsersNotCovered = 3 }, Decided, Decided with { Approved = [] }, Decided with { Refused = [] }],
        facts => Assert.DoesNotMatch("(?i)\\b(buy|purchase|upgrade|subscribe|offer|trial)\\b", $"{NoticeTemplateSet.BuiltIn.Write(kind, facts)}"));

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

    [Theory]
    [Trait("Requirement", "N1")]
    [MemberData(nameof(Kinds))]
    public void The_HTML_says_what_the_text_says_and_loads_nothing(NoticeKind kind)
    {
        var notice = NoticeTemplateSet.BuiltIn.Write(kind, Decided);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", notice.Html, StringComparison.Ordinal);
        Assert.Contains("color-scheme", notice.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(src|href)=|url\\(|<script", notice.Html);
        Assert.Equal(Words(notice.Text), Words(System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(Main(notice.Html), "<[^>]*>", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)))));

        static string Main(string html) => html[(html.IndexOf("<main>", StringComparison.Ordinal) + 6)..html.IndexOf("</main>", StringComparison.Ordinal)];
        static IEnumerable<string> Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Split('.', ',', ':')).Where(word => word.Length > 0);
    }

    [Theory]
    [Trait("Requirement", "N1")]
    [MemberData(nameof(Kinds))]
    public void What_people_typed_is_text_in_HTML_and_one_line_in_the_subject(NoticeKind kind)
    {
        var nasty = Decided with
        {
            TenantName = "<b>Evil</b>\r\nBcc: eve@evil.example", RecipientName = "<script>alert(1)</script>", ProductName = "\"Pro\"\r\n & <i>", GrantedProductName = null,
            Approved = ["<u>x</u>"], Refused = ["<u>y</u>"], Message = "</blockquote><img src=x>", DisabledServices = ["<s>"], SubscriptionId = "<a>", RequesterName = "<em>",
        };

        var notice = NoticeTemplateSet.BuiltIn.Write(kind, nasty);

        Assert.DoesNotMatch("<(b|i|script|u|img|s|a|em)>|<img", notice.Html);
        Assert.Contains("&lt;script&gt;", notice.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(notice.Subject, char.IsControl);
        Assert.Contains("\"Pro\" & <i>", notice.Subject, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", notice.Text, StringComparison.Ordinal);
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
    [Trait("Requirement", "R6")]
    public void The_requester_is_told_who_was_given_a_licence_and_who_was_not()
    {
        var (subject, body) = NoticeTemplates.Render(NoticeKind.LicenseRequestDecided, Decided);

        Assert.Equal("Your request for licences of Power BI Pro was approved in part", subject);
        Assert.Equal(
            """
            Hello Ada Lovelace,

            an administrator of Fabrikam has decided your request for licences of Power BI Pro: it was approved in part.

            A licence was given to:
              Ada Lovelace (ada@fabrikam.example)
              Cyd <cyd@fabrikam.example>

            No licence was given to:
              Dan (dan@fabrikam.example)

            The licences are of Power BI Premium, in place of Power BI Pro.

            Switched off in them: Copilot, Fabric.

            The administrator writes:
            Welcome.
            Ask me & <Bob>.

            Subscription: s1
            Request: 3f2504e0-4f89-41d3-9a0c-0305e82c3301
            Please turn to your administrator with any question.
            """, body, ignoreLineEndingDifferences: true);
        Assert.EndsWith("was approved", NoticeTemplates.Render(NoticeKind.LicenseRequestDecided, Decided with { Refused = [] }).Subject, StringComparison.Ordinal);
        Assert.EndsWith("was refused", NoticeTemplates.Render(NoticeKind.LicenseRequestDecided, Decided with { Approved = [] }).Subject, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R6")]
    public void A_user_is_told_what_he_was_given_and_what_is_off_in_it()
    {
        var (subject, body) = NoticeTemplates.Render(NoticeKind.LicenseGranted, Decided);

        Assert.Equal("You were given a licence of Power BI Premium", subject);
        Assert.Contains("Bob Babbage asked for a licence of Power BI Pro for you", body, StringComparison.Ordinal);
        Assert.Contains("Switched off in it: Copilot, Fabric.", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Dan", body, StringComparison.Ordinal);
        Assert.Contains("has refused it", NoticeTemplates.Render(NoticeKind.LicenseRefused, Decided).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_are_read_as_they_were_kept() => Assert.Equal($"{Decided}", $"{NoticeFacts.FromJson(Decided.ToJson())}");
}
