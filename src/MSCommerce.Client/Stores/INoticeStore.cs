namespace MSCommerce.Stores;

/// <summary>The outbox (N1).</summary>
public interface INoticeStore
{
    /// <summary>The notices that the actor may see, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<Notice> GetAsync(NoticeQuery query, CancellationToken cancellationToken);
}
