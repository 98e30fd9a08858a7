namespace MSCommerce.Stores;

/// <summary>The audit log (N2): it can be added to and read, nothing else.</summary>
public interface IAuditStore
{
    /// <summary>The entries that the actor may see, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<AuditEntry> GetAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Records that the actor was refused.</summary>
    /// <param name="action">What was to be done: one of <see cref="AuditActions"/>, or the name of the operation that read.</param>
    /// <param name="target">On what.</param>
    /// <param name="reason">Why it was refused.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task RecordRefusalAsync(string action, string target, string reason, CancellationToken cancellationToken);
}
