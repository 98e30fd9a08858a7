using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Requests for licences of products that the policy keeps people from buying, and the organisation's own process (R).</summary>
public sealed class LicenseRequestClient
{
    private readonly Gate _gate;

    internal LicenseRequestClient(Gate gate) => _gate = gate;

    /// <summary>The licence requests that the actor may see, newest first (R2): an administrator all, anyone else his own.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>RequestNotFound</c>, after those that are.</returns>
    [Operation("request list", Permission.View, Summary = "Lists licence requests, newest first.", Remark = nameof(GetRemarkAsync), Cmdlet = "Get-SelfServiceLicenseRequest")]
    public IAsyncEnumerable<LicenseRequest> GetAsync(LicenseRequestQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadLicenseRequests", stop => _gate.Store.LicenseRequests.GetAsync(query, stop), cancellationToken);

    /// <summary>How many licence requests a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountAsync(LicenseRequestQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadLicenseRequests", "", dryRun: false, stop => _gate.Store.LicenseRequests.CountAsync(query, stop), cancellationToken);

    /// <summary>What is said beside the list of requests (R7): that the organisation takes them by a process of its own.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The remark; null where requests are taken here.</returns>
    public async Task<string?> GetRemarkAsync(CancellationToken cancellationToken = default)
    {
        // Whoever may list requests may know: it is what he would be told if he raised one.
        var process = await _gate.RunAsync(Permission.View, "ReadLicenseRequests", "", dryRun: false, stop => _gate.Store.LicenseRequests.GetProcessAsync(stop), cancellationToken);
        return process.IsOwnProcess
            ? $"The organisation takes licence requests by a process of its own, and none is taken here: {LicenseRequestRules.InWords(process)}"
            : null;
    }

    /// <summary>What raising a request would do (R1). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="CommerceException"><c>OwnRequestProcess</c>, <c>RequestNotNeeded</c>, <c>RequestPending</c>, <c>UserNotFound</c>, <c>MessageTooLong</c>, <c>RoleMissing</c>.</exception>
    public Task<LicenseRequestPlan> PlanRaiseAsync(RaiseLicenseRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (LicenseRequestRules.RefuseMessage(request.Message) is { } refusal)
            throw refusal;
        if (LicenseRequestRules.RefuseUsers(request.User.Count) is { } tooMany)
            throw tooMany;
        return _gate.RunAsync(
            Permission.RequestLicense, AuditActions.LicenseRequested, request.Product, request.DryRun, stop => _gate.Store.LicenseRequests.PlanRaiseAsync(request, stop), cancellationToken);
    }

    /// <summary>Raises a request as planned.</summary>
    /// <param name="plan">The plan that was confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The request.</returns>
    public Task<LicenseRequest> ApplyRaiseAsync(LicenseRequestPlan plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.RequestLicense, AuditActions.LicenseRequested, plan.ProductId, dryRun: false, stop => _gate.Store.LicenseRequests.RaiseAsync(plan, stop), cancellationToken);

    /// <summary>Asks for licences of a product that the policy keeps one from buying, for oneself or for named colleagues (R1).</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan of the request that was, or would be, raised.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanRaiseAsync"/>.</exception>
    [Operation(
        "request new", Permission.RequestLicense, Changes = true, Plan = nameof(PlanRaiseAsync), Apply = nameof(ApplyRaiseAsync),
        Summary = "Asks the administrators for licences.", Cmdlet = "New-SelfServiceLicenseRequest")]
    public async Task<LicenseRequestPlan> RaiseAsync(RaiseLicenseRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanRaiseAsync(request, cancellationToken);
        if (!request.DryRun)
            await ApplyRaiseAsync(plan, cancellationToken);
        return plan;
    }

    /// <summary>What approving requests would do (R4). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which, for whom, and from which licences.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One decision a request.</returns>
    /// <exception cref="CommerceException"><c>RequestNotFound</c>, <c>RequestDecided</c>, <c>RequestUserNotFound</c>, <c>TooFewLicenses</c>, <c>ServiceNotFound</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<LicenseRequestDecision>> PlanApproveAsync(ApproveLicenseRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.RequestId.Count == 0)
            throw CommerceErrors.NothingNamed("licence request");
        if (request is { SubscriptionId: not null, Product: not null })
            throw CommerceErrors.InvalidRequest("TargetAmbiguous", "Give the subscription whose licences are given, or the product, not both.");
        if (LicenseRequestRules.RefuseMessage(request.Message) is { } refusal)
            throw refusal;
        return _gate.RunAsync(
            Permission.DecideRequests, AuditActions.LicenseRequestDecided, string.Join(", ", request.RequestId), request.DryRun,
            stop => _gate.Store.LicenseRequests.PlanApproveAsync(request, stop), cancellationToken);
    }

    /// <summary>What denying requests would do (R5). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One decision a request.</returns>
    /// <exception cref="CommerceException"><c>RequestNotFound</c>, <c>RequestDecided</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<LicenseRequestDecision>> PlanDenyAsync(DenyLicenseRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.RequestId.Count == 0)
            throw CommerceErrors.NothingNamed("licence request");
        if (LicenseRequestRules.RefuseMessage(request.Message) is { } refusal)
            throw refusal;
        return _gate.RunAsync(
            Permission.DecideRequests, AuditActions.LicenseRequestDecided, string.Join(", ", request.RequestId), request.DryRun,
            stop => _gate.Store.LicenseRequests.PlanDenyAsync(request, stop), cancellationToken);
    }

    /// <summary>Decides requests as planned: assigns the licences and writes to requesters and users (R4 to R6); all or none.</summary>
    /// <param name="plan">The decisions that were confirmed.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The decisions, applied.</returns>
    /// <exception cref="CommerceException"><c>RequestDecided</c>, <c>TooFewLicenses</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<LicenseRequestDecision>> ApplyDecisionsAsync(IReadOnlyList<LicenseRequestDecision> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.DecideRequests, AuditActions.LicenseRequestDecided, string.Join(", ", plan.Select(decision => decision.Request.RequestId)), dryRun: false,
        stop => _gate.Store.LicenseRequests.DecideAsync(plan, stop), cancellationToken);

    /// <summary>Approves requests, for all of their users or for some (R4): the licences are assigned in the same step, and the others are refused.</summary>
    /// <param name="request">Which, for whom, and from which licences.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>One decision a request, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanApproveAsync"/>.</exception>
    [Operation(
        "request approve", Permission.DecideRequests, Changes = true, Plan = nameof(PlanApproveAsync), Apply = nameof(ApplyDecisionsAsync),
        Summary = "Approves licence requests and assigns the licences.", Cmdlet = "Approve-SelfServiceLicenseRequest")]
    public async Task<IReadOnlyList<LicenseRequestDecision>> ApproveAsync(ApproveLicenseRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanApproveAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyDecisionsAsync(plan, cancellationToken);
    }

    /// <summary>Denies requests (R5).</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>One decision a request, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanDenyAsync"/>.</exception>
    [Operation(
        "request deny", Permission.DecideRequests, Changes = true, Plan = nameof(PlanDenyAsync), Apply = nameof(ApplyDecisionsAsync),
        Summary = "Denies licence requests.", Cmdlet = "Deny-SelfServiceLicenseRequest")]
    public async Task<IReadOnlyList<LicenseRequestDecision>> DenyAsync(DenyLicenseRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanDenyAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyDecisionsAsync(plan, cancellationToken);
    }

    /// <summary>How people of the tenant ask for licences (R7).</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The process.</returns>
    [Operation("request-process show", Permission.ReadPolicies, Summary = "Shows how people ask for licences.", Cmdlet = "Get-SelfServiceRequestProcess")]
    public Task<RequestProcess> GetProcessAsync(CancellationToken cancellationToken = default) =>
        _gate.RunAsync(Permission.ReadPolicies, "ReadRequestProcess", "", dryRun: false, stop => _gate.Store.LicenseRequests.GetProcessAsync(stop), cancellationToken);

    /// <summary>What setting the organisation's own process would change (R7). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Message and link.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a property.</returns>
    /// <exception cref="CommerceException"><c>MessageMissing</c>, <c>LinkInvalid</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetProcessAsync(SetRequestProcessRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (LicenseRequestRules.RefuseProcess(request) is { } refusal)
            throw refusal;
        return _gate.RunAsync(
            Permission.DecideRequests, AuditActions.RequestProcessChanged, "", request.DryRun, stop => _gate.Store.LicenseRequests.PlanProcessAsync(request, stop), cancellationToken);
    }

    /// <summary>What switching the organisation's own process off would change (R7). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Nothing but whether it is a dry run.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The message and link that go.</returns>
    public Task<IReadOnlyList<PropertyChange>> PlanClearProcessAsync(ClearRequestProcessRequest request, CancellationToken cancellationToken = default) => _gate.For(request).RunAsync(
        Permission.DecideRequests, AuditActions.RequestProcessChanged, "", request.DryRun, stop => _gate.Store.LicenseRequests.PlanClearProcessAsync(stop), cancellationToken);

    /// <summary>Writes changes of the organisation's own process.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    public Task<IReadOnlyList<PropertyChange>> ApplyProcessAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.DecideRequests, AuditActions.RequestProcessChanged, "", dryRun: false, stop => _gate.Store.LicenseRequests.ApplyProcessAsync(plan, stop), cancellationToken);

    /// <summary>Has people who would raise a request told the organisation's own process; no request is taken while it is on (R7).</summary>
    /// <param name="request">Message and link.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetProcessAsync"/>.</exception>
    [Operation(
        "request-process set", Permission.DecideRequests, Changes = true, Plan = nameof(PlanSetProcessAsync), Apply = nameof(ApplyProcessAsync),
        Summary = "Sets the organisation's own request process.", Cmdlet = "Set-SelfServiceRequestProcess")]
    public async Task<IReadOnlyList<PropertyChange>> SetProcessAsync(SetRequestProcessRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetProcessAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyProcessAsync(plan, cancellationToken);
    }

    /// <summary>Switches the organisation's own process off: requests are taken here again (R7).</summary>
    /// <param name="request">Nothing but whether it is a dry run.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    [Operation(
        "request-process clear", Permission.DecideRequests, Changes = true, Plan = nameof(PlanClearProcessAsync), Apply = nameof(ApplyProcessAsync),
        Summary = "Switches the organisation's own request process off.", Cmdlet = "Clear-SelfServiceRequestProcess")]
    public async Task<IReadOnlyList<PropertyChange>> ClearProcessAsync(ClearRequestProcessRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanClearProcessAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyProcessAsync(plan, cancellationToken);
    }
}
