using System.Net;
using System.Net.Mail;
using MSCommerce.Rules;

namespace MSCommerce.Notices;

/// <summary>Hands e-mails to a mail server over SMTP, one connection for a run of them.</summary>
/// <remarks>
/// On the framework's own <see cref="SmtpClient"/>: one library less in everybody's PowerShell session. It encrypts by STARTTLS, and does not speak TLS from the first byte
/// (port 465); it signs in by LOGIN (a name and a password), NTLM or Negotiate, not by OAuth.
/// </remarks>
public sealed class SmtpNoticeTransport : INoticeTransport
{
    private readonly SendNoticesRequest _request;
    private readonly TimeSpan _patience;
    private SmtpClient? _client;
    private bool _isProven;

    /// <summary>Makes one. It connects when the first e-mail is sent.</summary>
    /// <param name="request">Server, port, TLS, and who signs in.</param>
    /// <exception cref="CommerceException">See <see cref="MailServerRules.Refuse"/>.</exception>
    public SmtpNoticeTransport(SendNoticesRequest request)
        : this(request, TimeSpan.FromSeconds(100))
    {
    }

    internal SmtpNoticeTransport(SendNoticesRequest request, TimeSpan patience)
    {
        if (MailServerRules.Refuse(request) is { } refusal)
            throw refusal;
        (_request, _patience) = (request, patience);
    }

    private string Server => $"{_request.SmtpServer}:{MailServerRules.PortOf(_request)}";

    /// <inheritdoc/>
    public async Task<NoticeAttempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var isReused = _client is not null;
        var (attempt, isStale) = await TryAsync(message, isReused, cancellationToken);
        // Servers close a connection after a while, or after so many messages. Nothing of this one went out: a new connection shows whether the server is there.
        return isStale ? (await TryAsync(message, isReused: false, cancellationToken)).Attempt! : attempt!;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task<(NoticeAttempt? Attempt, bool IsStale)> TryAsync(OutgoingMessage message, bool isReused, CancellationToken cancellationToken)
    {
        using var mail = SmtpMessage.Make(message, out var refusal);
        if (mail is null)
            return (new(NoticeAttemptOutcome.Rejected, refusal), false);

        _client ??= Open();
        _client.DeliveryFormat = mail.IsInternational ? SmtpDeliveryFormat.International : SmtpDeliveryFormat.SevenBit;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            await _client.SendMailAsync(mail.Mail, patience.Token);
            _isProven = true;
            return (new(NoticeAttemptOutcome.Sent), false);
        }
        catch (Exception failure) when (failure is SmtpException or OperationCanceledException or IOException or InvalidOperationException or FormatException)
        {
            var isProven = _isProven;
            // What the client makes of its connection after a failure is not to be relied on.
            Close();
            cancellationToken.ThrowIfCancellationRequested();
            if (patience.IsCancellationRequested)
                return (SmtpFailures.JudgeSilence(Server, _patience, mail.HasBegun), false);
            if (isReused && !mail.HasBegun && !SmtpFailures.IsAnswer(failure))
                return (null, true);
            return (SmtpFailures.Judge(Server, message.To, failure, mail.HasBegun, isProven), false);
        }
    }

    private SmtpClient Open() => new(_request.SmtpServer, MailServerRules.PortOf(_request))
    {
        EnableSsl = _request.UseTls,
        Credentials = string.IsNullOrEmpty(_request.UserName) ? null : new NetworkCredential(_request.UserName, _request.Password),
    };

    private void Close()
    {
        _client?.Dispose();
        (_client, _isProven) = (null, false);
    }
}
