using MSCommerce.Rules;
using MSCommerce.Stores;
using MSCommerce.Stores.Transfer;

namespace MSCommerce;

/// <content>Copies of the tenant.</content>
public sealed partial class TenantClient
{
    private const string FileScheme = "sqlite";

    /// <summary>
    /// Copies the tenant into another store (X4): as it is at one moment, whoever changes it meanwhile; all of it or nothing; read back and compared before anybody sees
    /// it. What does not travel: logins, cards, charges at the payment provider. Notices that were not sent yet are held in the copy.
    /// </summary>
    /// <param name="request">Where to.</param>
    /// <param name="progress">Told how many rows of which part were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>One entry a part of the tenant.</returns>
    /// <exception cref="CommerceException"><c>FileExists</c>, <c>StoreExists</c>, <c>LoginMissing</c>, <c>TransferRowRefused</c> and its like, <c>NotSupportedByStore</c>, <c>RoleMissing</c>.</exception>
    [Operation("store copy", Permission.AdministerTenant, Summary = "Copies the tenant into another store, verified by counts and checksums.", Cmdlet = "Copy-MSCommerceStore")]
    public Task<IReadOnlyList<CopiedSection>> CopyAsync(CopyStoreRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        CopyAsync(request, dryRun: false, progress, cancellationToken);

    /// <summary>What a copy would have: reads and counts everything, looks whether it can be made there, and writes nothing.</summary>
    /// <param name="request">Where to.</param>
    /// <param name="progress">Told how many rows of which part were read.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a part of the tenant.</returns>
    /// <exception cref="CommerceException">See <see cref="CopyAsync(CopyStoreRequest, IProgress{OperationProgress}?, CancellationToken)"/>.</exception>
    public Task<IReadOnlyList<CopiedSection>> PlanCopyAsync(CopyStoreRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        CopyAsync(request, dryRun: true, progress, cancellationToken);

    private async Task<IReadOnlyList<CopiedSection>> CopyAsync(CopyStoreRequest request, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken stop)
    {
        Gate.Demand(request);
        var address = StoreAddress.TryParse(request.Destination, out var parsed) ? parsed : new(FileScheme, request.Destination);
        // What the other store refuses is no refusal of this tenant's: its log has nothing to do with it.
        await _gate.RunAsync(Permission.AdministerTenant, AuditActions.StoreCopied, address.ToString(), dryRun, _ => Task.FromResult(true), stop);
        var source = _gate.Store.Transfer ?? throw CommerceErrors.NotSupported("This store", "be copied", "Import what its service exports instead: Import-MSCommerceUser and its siblings.");
        var stores = _stores ?? throw CommerceErrors.NoStoresKnown();
        var context = await _gate.Store.GetContextAsync(stop);
        var how = new StoreOptions
        {
            Actor = request.Administrator,
            AdministratorLogin = request.Login,
            TenantName = context.TenantName,
            Credential = request.Credential,
            Replace = request.Force,
            Clock = _gate.Store.Clock,
        };

        // Whatever stands in the way there is found before anything is read here.
        await using var target = await stores.OpenTargetAsync(address, how, stop);
        await using var snapshot = await source.OpenAsync(stop);
        var feed = new TransferFeed(snapshot, context, request.KeepUnsentNotices, progress);
        if (dryRun)
            await ReadAsync(feed, stop);
        else
            await target.ReceiveAsync(feed, stop);
        return [.. feed.Sections.Select(section => Describe(feed, section, target.Store, isVerified: !dryRun))];
    }

    private static async Task ReadAsync(TransferFeed feed, CancellationToken stop)
    {
        foreach (var section in feed.Sections)
        {
            await foreach (var _ in feed.ReadAsync(section, stop))
            {
                // Counted on its way.
            }
        }
    }

    private static CopiedSection Describe(TransferFeed feed, TransferSection section, string destination, bool isVerified) => new()
    {
        Section = section.Name,
        Count = feed.SummaryOf(section).Count,
        Checksum = feed.SummaryOf(section).Checksum,
        IsVerified = isVerified,
        Source = feed.Source.Store,
        Destination = destination,
    };
}
