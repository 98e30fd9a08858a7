
namespace MSCommerce.Stores.Sql;

/// <summary>Stub.</summary>
internal sealed class SqlLicenseRequestStore(SqlStore store) : ILicenseRequestStore
{
    public SqlStore Owner { get; } = store;

    public IAsyncEnumerable<LicenseRequest> GetAsync(LicenseRequestQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountAsync(LicenseRequestQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LicenseRequestPlan> PlanRaiseAsync(RaiseLicenseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LicenseRequest> RaiseAsync(LicenseRequestPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LicenseRequestDecision>> PlanApproveAsync(ApproveLicenseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LicenseRequestDecision>> PlanDenyAsync(DenyLicenseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LicenseRequestDecision>> DecideAsync(IReadOnlyList<LicenseRequestDecision> decisions, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RequestProcess> GetProcessAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(SetRequestProcessRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> PlanClearProcessAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> ApplyProcessAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) => throw new NotSupportedException();
}
