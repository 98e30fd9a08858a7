using System.Runtime.CompilerServices;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Licences and who holds them (S2, S3, T1, U4), through Graph, which counts and assigns them by SKU.</summary>
internal sealed class GraphLicenseStore(GraphService service) : ILicenseStore
{
    public async IAsyncEnumerable<LicenseSummary> GetSummaryAsync(LicenseSummaryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, missing) = await new LicenseSummaryList(service, query).FindAsync(cancellationToken);
        foreach (var summary in Pages.Of(found, query.Skip, query.First))
            yield return summary;
        if (missing is not null)
            throw missing;
    }

    public async Task<long> CountSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken) => (await new LicenseSummaryList(service, query).FindAsync(cancellationToken)).Found.Count;

    public IAsyncEnumerable<LicensedUser> GetUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) => new LicensedUserList(service, query).ReadAsync(cancellationToken);

    public Task<long> CountUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) => new LicensedUserList(service, query).CountAsync(cancellationToken);

    public Task<long> ExportUsersAsync(LicensedUserQuery query, IRowSink sink, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        LicensedUserExport.WriteAsync(GetUsersAsync(query, cancellationToken), sink, progress);

    public Task<LicensePlan> PlanAssignAsync(AssignLicensesRequest request, CancellationToken cancellationToken) => new AssignmentPlanner(service).AssignAsync(request, cancellationToken);

    public Task<LicensePlan> PlanUnassignAsync(UnassignLicensesRequest request, CancellationToken cancellationToken) => new AssignmentPlanner(service).UnassignAsync(request, cancellationToken);

    public Task<IReadOnlyList<LicenseResult>> ApplyAsync(LicensePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        new AssignmentWriter(service, plan, progress).ApplyAsync(cancellationToken);

    public Task<MovePlan> PlanMoveAsync(MoveUsersRequest request, CancellationToken cancellationToken) => new MovePlanner(service).PlanAsync(request, cancellationToken);

    public Task<IReadOnlyList<MoveResult>> MoveAsync(MovePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        new MoveWriter(service, plan, progress).MoveAsync(cancellationToken);

    public IAsyncEnumerable<ProductCapacity> GetCapacityAsync(CapacityQuery query, CancellationToken cancellationToken) => RefuseCapacity<IAsyncEnumerable<ProductCapacity>>();

    public Task<long> CountCapacityAsync(CapacityQuery query, CancellationToken cancellationToken) => RefuseCapacity<Task<long>>();

    public IAsyncEnumerable<FormerLicensedUser> GetFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) => RefuseFormer<IAsyncEnumerable<FormerLicensedUser>>();

    public Task<long> CountFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) => RefuseFormer<Task<long>>();

    public Task<ImportResult> ImportAsync(
        string source, IAsyncEnumerable<LicenseRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        NotOffered.Refuse<Task<ImportResult>>("import assignments from a file", "Use Import-Csv and Add-SelfServiceLicense, which reports on each user.");

    private static T RefuseCapacity<T>() => NotOffered.Refuse<T>(
        "tell the capacity that licences bring", "Use the Power Platform admin center, Licensing > Capacity (https://admin.powerplatform.microsoft.com).");

    private static T RefuseFormer<T>() => NotOffered.Refuse<T>(
        "list who held a licence once", $"It keeps no list of them; who was changed is in its audit log, in Microsoft Purview (https://purview.microsoft.com). Export-SelfServiceUser before a change keeps one.");
}
