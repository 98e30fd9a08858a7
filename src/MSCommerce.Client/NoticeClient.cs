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
        _gate.ListAsync(Permission.View, "ReadNotices", stop => _gate.Store.Notices.GetAsync(query, stop), cancellationToken);
}
