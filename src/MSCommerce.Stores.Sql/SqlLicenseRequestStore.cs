using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Requests;

namespace MSCommerce.Stores.Sql;

/// <summary>Licence requests and the organisation's own process (R).</summary>
internal sealed class SqlLicenseRequestStore(SqlStore store) : ILicenseRequestStore
{
    public IAsyncEnumerable<LicenseRequest> GetAsync(LicenseRequestQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountAsync(LicenseRequestQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LicenseRequestPlan> PlanRaiseAsync(RaiseLicenseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LicenseRequest> RaiseAsync(LicenseRequestPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LicenseRequestDecision>> PlanApproveAsync(ApproveLicenseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LicenseRequestDecision>> PlanDenyAsync(DenyLicenseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LicenseRequestDecision>> DecideAsync(IReadOnlyList<LicenseRequestDecision> decisions, CancellationToken cancellationToken) => throw new NotSupportedException();

    // Whoever lists requests is told how they are taken: the client asks for more where more is shown.
    public Task<RequestProcess> GetProcessAsync(CancellationToken cancellationToken) => store.ReadAsync(RequestProcessReader.ReadAsync, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(SetRequestProcessRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.DecideRequests, session => RequestProcessChanges.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanClearProcessAsync(CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.DecideRequests, RequestProcessChanges.PlanClearAsync, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyProcessAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.DecideRequests, session => RequestProcessChanges.ApplyAsync(session, changes), dryRun: false, cancellationToken);
}
