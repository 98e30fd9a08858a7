using MSCommerce.Files;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Subscriptions (S1, U2).</summary>
public sealed class SubscriptionClient
{
    private readonly Gate _gate;

    internal SubscriptionClient(Gate gate) => _gate = gate;

    /// <summary>The subscriptions that the actor may see: an administrator all, a purchaser his own.</summary>
    /// <param name="query">Which, in what order, which page.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that does not exist is <c>SubscriptionNotFound</c>, after those that do.</returns>
    [Operation("subscription list", Permission.View, Summary = "Lists subscriptions with purchaser, price, expiry and licences.", Cmdlet = "Get-SelfServiceSubscription")]
    public IAsyncEnumerable<Subscription> GetAsync(SubscriptionQuery query, CancellationToken cancellationToken = default) =>
        _gate.ListAsync(Permission.View, "ReadSubscriptions", stop => _gate.Store.Subscriptions.GetAsync(query, stop), cancellationToken);

    /// <summary>How many subscriptions a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountAsync(SubscriptionQuery query, CancellationToken cancellationToken = default) =>
        _gate.RunAsync(Permission.View, "ReadSubscriptions", "", dryRun: false, stop => _gate.Store.Subscriptions.CountAsync(query, stop), cancellationToken);

    /// <summary>Imports subscriptions from a file: new ones are added, known ones changed, all or nothing; a repeat changes nothing.</summary>
    /// <param name="request">The file.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c> with the line, <c>RoleMissing</c>.</exception>
    [Operation("subscription import", Permission.AdministerTenant, Changes = true, Summary = "Imports subscriptions from CSV or JSON lines.", Cmdlet = "Import-SelfServiceSubscription")]
    public Task<ImportResult> ImportAsync(
        ImportSubscriptionsRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.SubscriptionsImported, request.Path, request.DryRun,
            stop => _gate.Store.Subscriptions.ImportAsync(request.Path, SubscriptionFile.ReadAsync(request.Path, stop), request.DryRun, progress, stop), cancellationToken);
}
