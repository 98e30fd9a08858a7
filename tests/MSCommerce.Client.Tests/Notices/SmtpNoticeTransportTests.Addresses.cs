using MSCommerce.MailServer;
using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

/// <summary>Addresses that are none, and those with letters beyond ASCII.</summary>
public sealed partial class SmtpNoticeTransportTests
{
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
}
