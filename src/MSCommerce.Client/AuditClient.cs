using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>The audit log (N2).</summary>
public sealed class AuditClient
{
    private readonly Gate _gate;

    internal AuditClient(Gate gate) => _gate = gate;

    /// <summary>The entries, newest first: an administrator sees all, anyone else his own.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    [Operation("audit list", Permission.View, Summary = "Lists the audit log, newest first.", Cmdlet = "Get-MSCommerceAuditLog")]
    public IAsyncEnumerable<AuditEntry> GetAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadAuditLog", stop => _gate.Store.Audit.GetAsync(query, stop), cancellationToken);
}
