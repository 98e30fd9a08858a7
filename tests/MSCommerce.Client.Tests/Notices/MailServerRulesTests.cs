using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Notices;

[Trait("Requirement", "N1")]
public sealed class MailServerRulesTests
{
    private static readonly SendNoticesRequest Request = new() { SmtpServer = "smtp.contoso.example" };

    public static TheoryData<string, SendNoticesRequest> Refused => new()
    {
        { "MailServerInvalid", new() { SmtpServer = "" } },
        { "MailServerInvalid", new() { SmtpServer = "smtp.contoso.example\r\nQUIT" } },
        { "PortInvalid", Request with { Port = 0 } },
        { "PortInvalid", Request with { Port = 65536 } },
        { "FirstInvalid", Request with { First = 0 } },
        { "CredentialIncomplete", Request with { UserName = "a", UseTls = true } },
        { "CredentialIncomplete", Request with { Password = "secret-word", UseTls = true } },
        { "CredentialUnprotected", Request with { UserName = "a", Password = "secret-word" } },
        { "CredentialUnprotected", Request with { SmtpServer = "127.0.0.1.contoso.example", UserName = "a", Password = "secret-word" } },
        { "SenderInvalid", Request with { From = "nobody" } },
        { "SenderInvalid", Request with { From = "a@contoso.example\r\nBcc: eve@evil.example" } },
    };

    public static TheoryData<SendNoticesRequest> Sound =>
    [
        Request,
        Request with { Port = 65535, First = 1, From = "Licences <licences@contoso.example>" },
        Request with { UserName = "a", Password = "b", UseTls = true },
        Request with { SmtpServer = "localhost", UserName = "a", Password = "b" },
        Request with { SmtpServer = "::1", UserName = "a", Password = "b" },
        Request with { SmtpServer = "127.0.0.2", UserName = "a", Password = "b" },
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_or_must_not_be_tried_is_refused_before_anything_is_connected_to(string errorId, SendNoticesRequest request)
    {
        var refusal = MailServerRules.Refuse(request)!;

        Assert.Equal((errorId, CommerceError.InvalidRequest), (refusal.ErrorId, refusal.Error));
        Assert.DoesNotContain("secret-word", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", request.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_is_sound_is_not(SendNoticesRequest request) => Assert.Null(MailServerRules.Refuse(request));

    [Theory]
    [InlineData(true, null, 587)]
    [InlineData(false, null, 25)]
    [InlineData(true, 2525, 2525)]
    public void The_port_follows_from_TLS(bool useTls, int? port, int expected) => Assert.Equal(expected, MailServerRules.PortOf(Request with { UseTls = useTls, Port = port }));
}
