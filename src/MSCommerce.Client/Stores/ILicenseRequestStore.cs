namespace MSCommerce.Stores;

/// <summary>Licence requests and the organisation's own process (R).</summary>
public interface ILicenseRequestStore
{
    /// <summary>The licence requests that the actor may see, newest first: an administrator all, anyone else those that he raised. What is past its retention is gone (R3).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>RequestNotFound</c>, after those that are.</returns>
    IAsyncEnumerable<LicenseRequest> GetAsync(LicenseRequestQuery query, CancellationToken cancellationToken);

    /// <summary>How many licence requests a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountAsync(LicenseRequestQuery query, CancellationToken cancellationToken);

    /// <summary>What raising a request would do (R1). Writes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow.</returns>
    /// <exception cref="CommerceException"><c>OwnRequestProcess</c>, <c>RequestNotNeeded</c>, <c>RequestPending</c>, <c>UserNotFound</c>, <c>UserDisabled</c> and the refusals of E1 to E3.</exception>
    Task<LicenseRequestPlan> PlanRaiseAsync(RaiseLicenseRequest request, CancellationToken cancellationToken);

    /// <summary>Raises a request, while the rules still allow it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The request.</returns>
    Task<LicenseRequest> RaiseAsync(LicenseRequestPlan plan, CancellationToken cancellationToken);

    /// <summary>What approving requests would do (R4). Writes nothing.</summary>
    /// <param name="request">Which, for whom, and from which licences.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One decision a request.</returns>
    /// <exception cref="CommerceException"><c>RequestNotFound</c>, <c>RequestDecided</c>, <c>RequestUserNotFound</c>, <c>TooFewLicenses</c>, <c>SubscriptionNotControlled</c>, <c>ServiceNotFound</c>, <c>UserDisabled</c>.</exception>
    Task<IReadOnlyList<LicenseRequestDecision>> PlanApproveAsync(ApproveLicenseRequest request, CancellationToken cancellationToken);

    /// <summary>What denying requests would do (R5). Writes nothing.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One decision a request.</returns>
    /// <exception cref="CommerceException"><c>RequestNotFound</c>, <c>RequestDecided</c>.</exception>
    Task<IReadOnlyList<LicenseRequestDecision>> PlanDenyAsync(DenyLicenseRequest request, CancellationToken cancellationToken);

    /// <summary>Decides requests: assigns the licences, writes to requesters and users; all or none.</summary>
    /// <param name="decisions">The plan.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The decisions, applied.</returns>
    /// <exception cref="CommerceException"><c>RequestDecided</c>, <c>TooFewLicenses</c> and whatever the plan could not foresee.</exception>
    Task<IReadOnlyList<LicenseRequestDecision>> DecideAsync(IReadOnlyList<LicenseRequestDecision> decisions, CancellationToken cancellationToken);

    /// <summary>How people ask for licences (R7).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The process.</returns>
    Task<RequestProcess> GetProcessAsync(CancellationToken cancellationToken);

    /// <summary>What setting the organisation's own process would change. Writes nothing.</summary>
    /// <param name="request">Message and link.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a property (<c>Message</c>, <c>Link</c>); those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>MessageMissing</c> where there is none yet and none is given.</exception>
    Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(SetRequestProcessRequest request, CancellationToken cancellationToken);

    /// <summary>What switching the organisation's own process off would change. Writes nothing.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The message and link that go; nothing where there is no such process.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanClearProcessAsync(CancellationToken cancellationToken);

    /// <summary>Writes changes of the organisation's own process, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    Task<IReadOnlyList<PropertyChange>> ApplyProcessAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);
}
