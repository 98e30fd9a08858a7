using MSCommerce.MailServer;
using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

/// <summary>Sign-in, and servers that are not there, not secure, or go away meanwhile.</summary>
public sealed partial class SmtpNoticeTransportTests
{
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
}
