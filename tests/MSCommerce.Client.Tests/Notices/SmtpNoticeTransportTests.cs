using MSCommerce.MailServer;
using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

/// <summary>What a real mail server answers, and what the transport makes of it.</summary>
[Trait("Requirement", "N1")]
public sealed class SmtpNoticeTransportTests
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

    [Fact]
    public async Task A_wrong_password_ends_the_run()
    {
        await using var server = await TestMailServer.StartAsync("--user", "sender", "--password", "right");
        await using var transport = Transport(server, userName: "sender", password: "wrong-password");

        var refusal = await RefusedAsync("MailServerRefused", transport, "");

        Assert.DoesNotContain("wrong-password", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_sign_in_where_that_is_needed_is_told_so()
    {
        await using var server = await TestMailServer.StartAsync("--user", "sender", "--password", "right");
        await using var transport = Transport(server);

        await RefusedAsync("MailServerRefused", transport, "");
    }

    [Fact]
    public async Task The_right_password_signs_in()
    {
        await using var server = await TestMailServer.StartAsync("--user", "sender", "--password", "right");
        await using var transport = Transport(server, userName: "sender", password: "right");

        Assert.Equal(NoticeAttemptOutcome.Sent, (await transport.SendAsync(Message, Stop)).Outcome);
        Assert.Equal("sender", Assert.Single(server.Taken).User);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_the_run()
    {
        int port;
        await using (var server = await TestMailServer.StartAsync())
            port = server.Port;
        await using var transport = new SmtpNoticeTransport(new() { SmtpServer = "127.0.0.1", Port = port });

        await RefusedAsync("MailServerUnavailable", transport, "refused");
    }

    [Fact]
    public async Task A_name_that_no_server_has_ends_the_run()
    {
        await using var transport = new SmtpNoticeTransport(new() { SmtpServer = "mail.invalid" });

        await RefusedAsync("MailServerUnavailable", transport, "mail.invalid");
    }

    [Theory]
    [InlineData("--hang-up")]
    [InlineData("--greeting", "421 Too busy")]
    public async Task A_server_that_breaks_off_before_it_takes_anything_ends_the_run(params string[] options)
    {
        await using var server = await TestMailServer.StartAsync(options);
        await using var transport = Transport(server);

        await RefusedAsync("MailServerUnavailable", transport, "");
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_the_run_after_a_while()
    {
        await using var server = await TestMailServer.StartAsync("--silent");
        await using var transport = new SmtpNoticeTransport(new() { SmtpServer = "127.0.0.1", Port = server.Port }, TimeSpan.FromSeconds(1));

        await RefusedAsync("MailServerUnavailable", transport, "within 1 seconds");
    }

    [Fact]
    public async Task A_server_without_TLS_ends_the_run_where_TLS_is_asked_for()
    {
        await using var server = await TestMailServer.StartAsync();
        await using var transport = new SmtpNoticeTransport(new() { SmtpServer = "127.0.0.1", Port = server.Port, UseTls = true });

        await RefusedAsync("MailServerUnavailable", transport, "secure connections");
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task A_connection_that_drops_in_the_middle_of_a_message_postpones_that_message()
    {
        await using var server = await TestMailServer.StartAsync("--drop", "2");
        await using var transport = Transport(server);

        Assert.Equal(NoticeAttemptOutcome.Sent, (await transport.SendAsync(Message, Stop)).Outcome);
        var dropped = await transport.SendAsync(Message, Stop);
        Assert.Equal(NoticeAttemptOutcome.Postponed, dropped.Outcome);
        Assert.Contains("not known whether", dropped.Error, StringComparison.Ordinal);
        Assert.Equal(NoticeAttemptOutcome.Sent, (await transport.SendAsync(Message, Stop)).Outcome);
        Assert.Equal(2, server.Taken.Count);
    }

    [Fact]
    public async Task A_server_that_dies_after_a_message_postpones_it_and_the_next_try_finds_it_gone()
    {
        await using var server = await TestMailServer.StartAsync("--die", "1");
        await using var transport = Transport(server);

        Assert.Equal(NoticeAttemptOutcome.Postponed, (await transport.SendAsync(Message, Stop)).Outcome);
        await RefusedAsync("MailServerUnavailable", transport, "");
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task A_server_that_closes_connections_now_and_then_gets_every_message_once()
    {
        await using var server = await TestMailServer.StartAsync("--last", "2");
        await using var transport = Transport(server);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(new(NoticeAttemptOutcome.Sent), await transport.SendAsync(Message with { MessageId = $"{i}@contoso.example" }, Stop));
            await Task.Delay(150, Stop);
        }

        Assert.Equal(["<0@contoso.example>", "<1@contoso.example>", "<2@contoso.example>", "<3@contoso.example>", "<4@contoso.example>"], server.Taken.Select(taken => taken.Header("Message-ID")));
    }

    [Fact]
    public async Task A_run_that_is_stopped_is_stopped()
    {
        await using var server = await TestMailServer.StartAsync("--silent");
        await using var transport = Transport(server);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendAsync(Message, stop.Token));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("ada@contoso.example, bob@contoso.example")]
    [InlineData("Ada <ada@contoso.example>")]
    [InlineData("ada@contoso.example\r\nBcc: eve@contoso.example")]
    [InlineData("ada@contoso.example>\r\nRCPT TO:<eve@contoso.example")]
    public async Task What_is_no_address_is_rejected_and_concerns_that_message_alone(string address)
    {
        await using var server = await TestMailServer.StartAsync();
        await using var transport = Transport(server);

        var attempt = await transport.SendAsync(Message with { To = address }, Stop);

        Assert.Equal(NoticeAttemptOutcome.Rejected, attempt.Outcome);
        Assert.Contains("no e-mail address", attempt.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', attempt.Error!);
        Assert.Empty(server.Taken);
        Assert.Equal(NoticeAttemptOutcome.Sent, (await transport.SendAsync(Message, Stop)).Outcome);
    }

    [Fact]
    public async Task An_address_with_letters_beyond_ASCII_is_sent_to_where_the_server_takes_it()
    {
        await using var server = await TestMailServer.StartAsync("--smtputf8");
        await using var transport = Transport(server);

        Assert.Equal(new(NoticeAttemptOutcome.Sent), await transport.SendAsync(Message with { To = "zoë@contoso.example" }, Stop));
        Assert.Equal(new(NoticeAttemptOutcome.Sent), await transport.SendAsync(Message with { To = "zoe@bücher.example" }, Stop));

        Assert.Equal(["zoë@contoso.example", "zoe@xn--bcher-kva.example"], server.Taken.SelectMany(taken => taken.To));
    }

    [Fact]
    public async Task An_address_with_letters_beyond_ASCII_is_rejected_where_the_server_does_not_take_it()
    {
        await using var server = await TestMailServer.StartAsync();
        await using var transport = Transport(server);

        var attempt = await transport.SendAsync(Message with { To = "zoë@contoso.example" }, Stop);

        Assert.Equal(NoticeAttemptOutcome.Rejected, attempt.Outcome);
        Assert.Contains("ASCII", attempt.Error, StringComparison.Ordinal);
        Assert.Equal(NoticeAttemptOutcome.Sent, (await transport.SendAsync(Message, Stop)).Outcome);
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
