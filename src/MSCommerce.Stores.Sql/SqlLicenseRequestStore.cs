using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Requests;

namespace MSCommerce.Stores.Sql;

/// <summary>Licence requests and the organisation's own process (R).</summary>
internal sealed class SqlLicenseRequestStore(SqlStore store) : ILicenseRequestStore
{
    public IAsyncEnumerable<LicenseRequest> GetAsync(LicenseRequestQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => RequestList.ReadAsync(session, query), cancellationToken);

    public Task<long> CountAsync(LicenseRequestQuery query, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.View, session => RequestList.CountAsync(session, query), cancellationToken);

    public Task<LicenseRequestPlan> PlanRaiseAsync(RaiseLicenseRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.RequestLicense, session => RequestRaising.PlanAsync(session, request), cancellationToken);

    public Task<LicenseRequest> RaiseAsync(LicenseRequestPlan plan, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.RequestLicense, session => RequestRaising.RaiseAsync(session, plan), dryRun: false, cancellationToken);

    public Task<IReadOnlyList<LicenseRequestDecision>> PlanApproveAsync(ApproveLicenseRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.DecideRequests, session => DecisionPlanner.PlanApproveAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<LicenseRequestDecision>> PlanDenyAsync(DenyLicenseRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.DecideRequests, session => DecisionPlanner.PlanDenyAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<LicenseRequestDecision>> DecideAsync(IReadOnlyList<LicenseRequestDecision> decisions, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.DecideRequests, session => DecisionWriter.ApplyAsync(session, decisions), dryRun: false, cancellationToken);

    // Whoever lists requests is told how they are taken: the client asks for more where more is shown.
    public Task<RequestProcess> GetProcessAsync(CancellationToken cancellationToken) => store.ReadAsync(RequestProcessReader.ReadAsync, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(SetRequestProcessRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.DecideRequests, session => RequestProcessChanges.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanClearProcessAsync(CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.DecideRequests, RequestProcessChanges.PlanClearAsync, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyProcessAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.DecideRequests, session => RequestProcessChanges.ApplyAsync(session, changes), dryRun: false, cancellationToken);
}
