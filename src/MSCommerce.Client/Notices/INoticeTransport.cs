namespace MSCommerce.Notices;

/// <summary>Hands e-mails to a mail server.</summary>
public interface INoticeTransport : IAsyncDisposable
{
    /// <summary>Hands one e-mail over.</summary>
    /// <param name="message">The e-mail.</param>
    /// <param name="cancellationToken">Stops the try; whether the server took it is then unknown.</param>
    /// <returns>How it ended; a server that cannot be reached or refuses the sender is an exception instead, for the next e-mail would fare no better.</returns>
    /// <exception cref="CommerceException"><c>MailServerUnavailable</c>, <c>MailServerRefused</c>.</exception>
    Task<NoticeAttempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
