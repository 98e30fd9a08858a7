using System.Net.Mail;
using System.Runtime.CompilerServices;
using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>The outbox (N1).</summary>
public sealed class NoticeClient
{
    private readonly Gate _gate;
    private readonly CommerceClientOptions _options;

    internal NoticeClient(Gate gate, CommerceClientOptions options) => (_gate, _options) = (gate, options);

    /// <summary>The notices, newest first: an administrator sees all, anyone else those sent to him.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    [Operation("notice list", Permission.View, Summary = "Lists the e-mails of the outbox, newest first.", Cmdlet = "Get-MSCommerceNotice")]
    public IAsyncEnumerable<Notice> GetAsync(NoticeQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadNotices", stop => _gate.Store.Notices.GetAsync(query, stop), cancellationToken);

    /// <summary>
    /// Sends the notices that are due, oldest first, each at most once a run. Each is recorded as soon as the mail server has answered; one that could not be sent is due
    /// again after a wait that doubles, or is given up where the server refuses it for good. Whoever stops reading stops the run.
    /// </summary>
    /// <remarks>
    /// What the mail server takes just when the connection or the store fails may be sent again: at least once on the wire, with the same Message-ID, and recorded exactly
    /// once.
    /// </remarks>
    /// <param name="request">Which, and over which mail server.</param>
    /// <param name="progress">Told after each.</param>
    /// <param name="cancellationToken">Stops after the one that is under way; nothing that was not tried is recorded as tried.</param>
    /// <returns>What became of each, as it happens; of a dry run, what would be sent.</returns>
    /// <exception cref="CommerceException">
    /// <c>MailServerUnavailable</c>, <c>MailServerRefused</c>: what was not sent stays due. <c>TemplateInvalid</c> and its like, <c>NoticeNotFound</c>, <c>NoticeIsSent</c>,
    /// <c>RoleMissing</c>, and those of <see cref="MailServerRules.Refuse"/>: nothing was sent. <c>NoticeUnrecorded</c>.
    /// </exception>
    [Operation("notice send", Permission.SendNotices, Changes = true, Summary = "Sends the e-mails of the outbox that are due.", Cmdlet = "Send-MSCommerceNotice")]
    public IAsyncEnumerable<NoticeDelivery> SendAsync(SendNoticesRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(request).ChangeAsync(
            Permission.SendNotices, AuditActions.NoticeSent, string.Join(", ", request.NoticeId), request.DryRun,
            stop => SendAllAsync(request, _gate.Store.Clock.GetUtcNow(), progress, stop), cancellationToken);

    /// <summary>What would be sent. Sends nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which e-mails, and over which mail server.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>Every e-mail as it would be written.</returns>
    /// <exception cref="CommerceException">See <see cref="SendAsync"/>.</exception>
    public IAsyncEnumerable<NoticeDelivery> PlanSendAsync(SendNoticesRequest request, CancellationToken cancellationToken = default) =>
        _gate.For(request).ChangeAsync(
            Permission.SendNotices, AuditActions.NoticeSent, string.Join(", ", request.NoticeId), request.DryRun,
            stop => SendAllAsync(request with { DryRun = true }, _gate.Store.Clock.GetUtcNow(), progress: null, stop), cancellationToken);

    /// <summary>Sends what a dry run showed and was confirmed. What somebody else has sent or tried since is left out.</summary>
    /// <param name="request">The request of the dry run, with the notices that were confirmed.</param>
    /// <param name="plannedAt">When the dry run began, by the clock of the store (UTC).</param>
    /// <param name="progress">Told after each.</param>
    /// <param name="cancellationToken">Stops after the one that is under way.</param>
    /// <returns>What became of each, as it happens.</returns>
    /// <exception cref="CommerceException">See <see cref="SendAsync"/>.</exception>
    public IAsyncEnumerable<NoticeDelivery> SendConfirmedAsync(
        SendNoticesRequest request, DateTimeOffset plannedAt, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(request).ChangeAsync(
            Permission.SendNotices, AuditActions.NoticeSent, string.Join(", ", request.NoticeId), dryRun: false,
            stop => SendAllAsync(request with { DryRun = false }, plannedAt, progress, stop), cancellationToken);

    private async IAsyncEnumerable<NoticeDelivery> SendAllAsync(
        SendNoticesRequest request, DateTimeOffset since, IProgress<OperationProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (MailServerRules.Refuse(request) is { } refusal)
            throw refusal;
        var templates = NoticeTemplateSet.Load(request.TemplatePath, request.Language);
        var sender = new NoticeSender(_gate.Store.Notices, templates, await SenderAsync(request.From, cancellationToken), request);
        if (request.DryRun)
        {
            await foreach (var delivery in sender.RehearseAsync(cancellationToken))
                yield return delivery;
            yield break;
        }

        await using var transport = _options.NoticeTransport(request);
        await foreach (var delivery in sender.SendAsync(transport, since, progress, cancellationToken))
            yield return delivery;
    }

    private async Task<MailAddress> SenderAsync(string? from, CancellationToken cancellationToken)
    {
        var text = from ?? (await _gate.Store.GetContextAsync(cancellationToken)).Actor;
        return MailServerRules.TryReadSender(text, out var sender) ? sender! : throw CommerceErrors.SenderInvalid(text);
    }
}
