using MSCommerce.MailServer;
using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

/// <summary>What a real mail server answers, and what the transport makes of it.</summary>
[Trait("Requirement", "N1")]
public sealed partial class SmtpNoticeTransportTests
{
    private static readonly OutgoingMessage Message = new()
    {
        MessageId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301@contoso.example",
        From = "licences@contoso.example",
        FromName = "Licences, Contoso",
        To = "ada@contoso.example",
        ToName = "Ada \"Ada\" Lovelace-Ångström",
        Subject = "Your request for licences of Power BI Pro (Übersicht) was approved, and this line is long enough to be folded: 漢字漢字漢字漢字",
        Text = "Hello Zoë,\n\n.\n漢字 and a line that is rather long: " + "word " + "word word word word word word word word word word word word word word word word word",
        Html = "<p>Hello Zoë</p>\n.",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_whole()
    {
        await using var server = await TestMailServer.StartAsync();
        await using var transport = Transport(server);

        Assert.Equal(new(NoticeAttemptOutcome.Sent), await transport.SendAsync(Message, Stop));

        var taken = Assert.Single(server.Taken);
        Assert.Equal((Message.From, Message.To), (taken.From, Assert.Single(taken.To)));
        Assert.Equal(Message.Subject, taken.Header("Subject"));
        Assert.Equal("\"Licences, Contoso\" <licences@contoso.example>", taken.Header("From"));
        Assert.Equal("Ada 'Ada' Lovelace-Ångström <ada@contoso.example>", taken.Header("To"));
        Assert.Equal($"<{Message.MessageId}>", taken.Header("Message-ID"));
        Assert.Equal("auto-generated", taken.Header("Auto-Submitted"));
        Assert.NotEmpty(taken.Header("Date"));
        Assert.StartsWith("multipart/alternative", taken.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(["text/plain", "text/html"], taken.Parts.Select(part => part[0]));
        Assert.Equal((Message.Text, Message.Html), (taken.Part("text/plain"), taken.Part("text/html")));
    }

    [Theory]
    [InlineData("550 5.1.1 No such user", NoticeAttemptOutcome.Rejected)]
    [InlineData("553 5.1.3 Not an address", NoticeAttemptOutcome.Rejected)]
    [InlineData("450 4.2.0 Greylisted", NoticeAttemptOutcome.Postponed)]
    [InlineData("451 4.3.0 Try again", NoticeAttemptOutcome.Postponed)]
    public async Task A_recipient_that_is_refused_concerns_that_message_alone(string reply, NoticeAttemptOutcome outcome)
    {
        await using var server = await TestMailServer.StartAsync("--refuse", $"bob@*={reply}");
        await using var transport = Transport(server);

        var attempt = await transport.SendAsync(Message with { To = "bob@contoso.example" }, Stop);

        Assert.Equal(outcome, attempt.Outcome);
        Assert.Contains(reply[4..], attempt.Error, StringComparison.Ordinal);
        Assert.Equal(NoticeAttemptOutcome.Sent, (await transport.SendAsync(Message, Stop)).Outcome);
        Assert.Equal([Message.To], server.Taken.SelectMany(taken => taken.To));
    }

    [Theory]
    [InlineData("554 5.6.0 Content rejected", NoticeAttemptOutcome.Rejected)]
    [InlineData("452 4.3.1 Out of space", NoticeAttemptOutcome.Postponed)]
    public async Task A_message_whose_text_is_refused_is_that_message_alone(string reply, NoticeAttemptOutcome outcome)
    {
        await using var server = await TestMailServer.StartAsync("--refuse-message", reply);
        await using var transport = Transport(server);

        var attempt = await transport.SendAsync(Message, Stop);

        Assert.Equal(outcome, attempt.Outcome);
        Assert.Contains(reply[4..], attempt.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--refuse-sender", "550 5.7.1 Sender refused")]
    [InlineData("--refuse-sender", "530 5.7.57 Client not authenticated")]
    [InlineData("--refuse", "*=554 5.1.8 Sender address rejected: Domain not found")]
    [InlineData("--refuse-message", "554 5.2.252 SendAsDenied; licences@contoso.example not allowed")]
    public async Task A_sender_who_is_refused_ends_the_run(string option, string reply)
    {
        await using var server = await TestMailServer.StartAsync(option, reply);
        await using var transport = Transport(server);

        await RefusedAsync("MailServerRefused", transport, reply.Split('=')[^1][4..]);
        Assert.Empty(server.Taken);
    }

    /// <summary>The framework's client does not tell which command such an answer came to.</summary>
    [Theory]
    [InlineData("--refuse", "*=554 5.7.1 Relay access denied")]
    [InlineData("--greeting", "554 No service for you")]
    public async Task An_answer_that_may_be_about_the_recipient_or_about_everything_postpones_the_message(string option, string reply)
    {
        await using var server = await TestMailServer.StartAsync(option, reply);
        await using var transport = Transport(server);

        var attempt = await transport.SendAsync(Message, Stop);

        Assert.Equal(NoticeAttemptOutcome.Postponed, attempt.Outcome);
        Assert.Contains(reply.Split('=')[^1][4..], attempt.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("554 5.7.1 Relay access denied")]
    [InlineData("556 5.1.10 Domain takes no mail")]
    public async Task The_same_answer_is_about_the_recipient_where_the_server_took_others(string reply)
    {
        await using var server = await TestMailServer.StartAsync("--refuse", $"bob@*={reply}");
        await using var transport = Transport(server);
        await transport.SendAsync(Message, Stop);

        Assert.Equal(NoticeAttemptOutcome.Rejected, (await transport.SendAsync(Message with { To = "bob@contoso.example" }, Stop)).Outcome);
    }

    private static SmtpNoticeTransport Transport(TestMailServer server, string? userName = null, string? password = null) =>
        new(new() { SmtpServer = "127.0.0.1", Port = server.Port, UserName = userName, Password = password });

    private static async Task<CommerceException> RefusedAsync(string errorId, SmtpNoticeTransport transport, string why)
    {
        var refusal = await Assert.ThrowsAsync<CommerceException>(() => transport.SendAsync(Message, Stop));
        Assert.Equal(errorId, refusal.ErrorId);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("stays in the outbox", refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
