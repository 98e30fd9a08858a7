using System.Net;
using System.Net.Mail;

namespace MSCommerce.Rules;

/// <summary>How a mail server may be used (N1).</summary>
public static class MailServerRules
{
    /// <summary>Refuses a request to send that cannot or must not be tried. Nothing is connected to.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The refusal; null where it is sound.</returns>
    public static CommerceException? Refuse(SendNoticesRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.SmtpServer) || request.SmtpServer.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
            return CommerceErrors.InvalidRequest("MailServerInvalid", "The mail server is not named as a name or an address. Write it like smtp.contoso.example; nothing was sent.", request.SmtpServer);
        if (request.Port is { } port and (< IPEndPoint.MinPort + 1 or > IPEndPoint.MaxPort))
            return CommerceErrors.InvalidRequest("PortInvalid", $"{PropertyText.Of(port)} is no port. Name one from 1 to 65535, or none: 587 with TLS, 25 without; nothing was sent.", PropertyText.Of(port));
        if (request.First is < 1)
            return CommerceErrors.InvalidRequest("FirstInvalid", "At least one e-mail must be asked for. Name a number from 1, or none for all; nothing was sent.");
        if (string.IsNullOrEmpty(request.UserName) != string.IsNullOrEmpty(request.Password))
            return CommerceErrors.InvalidRequest("CredentialIncomplete", "A name without a password, or a password without a name, signs nobody in. Give both or none; nothing was sent.", request.UserName);
        if (!string.IsNullOrEmpty(request.UserName) && !request.UseTls && !IsOnThisComputer(request.SmtpServer))
        {
            return CommerceErrors.InvalidRequest("CredentialUnprotected",
                $"Without TLS the password for {request.SmtpServer} could be read on its way. Use -UseTls, or leave the credential out; nothing was sent.", request.SmtpServer);
        }

        return request.From is { } from && !TryReadSender(from, out _)
            ? CommerceErrors.SenderInvalid(from)
            : null;
    }

    /// <summary>The port that is used.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The one that it names, else 587 with TLS and 25 without.</returns>
    public static int PortOf(SendNoticesRequest request) => request.Port ?? (request.UseTls ? 587 : 25);

    /// <summary>Reads a sender's address, with or without a name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sender">The address.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryReadSender(string text, out MailAddress? sender)
    {
        sender = null;
        return !text.Any(char.IsControl) && MailAddress.TryCreate(text, out sender);
    }

    private static bool IsOnThisComputer(string server) =>
        server.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(server, out var address) && IPAddress.IsLoopback(address));
}
