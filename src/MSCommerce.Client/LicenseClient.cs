using MSCommerce.Files;
using MSCommerce.Payments;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Licences, who holds them, and moves (S3, T1).</summary>
public sealed class LicenseClient
{
    /// <summary>Whoever has one of these may assign licences of some subscription; of which, SubscriptionRules says.</summary>
    private static readonly Permission[] Assigners = [Permission.ManageCentral, Permission.ChangeOwn];

    private readonly Gate _gate;
    private readonly PaymentDesk _desk;

    internal LicenseClient(Gate gate, PaymentDesk desk) => (_gate, _desk) = (gate, desk);

    /// <summary>The users who hold licences, grouped by purchaser (S3): an administrator sees all, a purchaser those of his own subscriptions.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    /// <exception cref="CommerceException"><c>SortNotApplicable</c>: sorted by what only former users have.</exception>
    [Operation("license user list", Permission.View, Summary = "Lists users with licences, grouped by purchaser.", Cmdlet = "Get-SelfServiceUser")]
    public IAsyncEnumerable<LicensedUser> GetUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken = default)
    {
        Gate.Demand(query);
        if (query.SortBy == LicensedUserSort.EndedAt)
            throw CommerceErrors.InvalidRequest("SortNotApplicable", "A licence that somebody holds has not ended. Sort by something else, or list former users.");
        return _gate.ListAsync(Permission.View, "ReadLicenses", stop => _gate.Store.Licenses.GetUsersAsync(query, stop), cancellationToken);
    }

    /// <summary>How many licences a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadLicenses", "", dryRun: false, stop => _gate.Store.Licenses.CountUsersAsync(query, stop), cancellationToken);

    /// <summary>Writes the users who hold licences to a file (S3): CSV that is safe to open in a spreadsheet, or JSON lines.</summary>
    /// <param name="request">Which, and where to.</param>
    /// <param name="progress">Told how many rows were written.</param>
    /// <param name="cancellationToken">Stops the export; the file is then as before.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="CommerceException"><c>FileExists</c>, <c>FileUnwritable</c>, <c>SubscriptionNotFound</c>.</exception>
    [Operation("license user export", Permission.View, Summary = "Writes users with licences to a CSV or JSON lines file.", Cmdlet = "Export-SelfServiceUser")]
    public Task<ExportResult> ExportUsersAsync(
        ExportUsersRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        var query = new LicensedUserQuery
        {
            SubscriptionId = request.SubscriptionId,
            Product = request.Product,
            Purchaser = request.Purchaser,
            User = request.User,
            Channel = request.Channel,
        };
        return _gate.RunAsync(
            Permission.View, "ReadLicenses", request.Path, dryRun: false,
            stop => ExportFile.WriteAsync(
                request.Path, LicensedUserColumns, request.Raw, request.Force, sink => _gate.Store.Licenses.ExportUsersAsync(query, sink, progress, stop), stop),
            cancellationToken);
    }

    /// <summary>What a move would do (T1): the users, the licences needed and available, the subscriptions cancelled. Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The move.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow.</returns>
    /// <exception cref="CommerceException">Whatever would make the move fail; too few licences say how many are missing.</exception>
    public Task<MovePlan> PlanMoveAsync(MoveUsersRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.SubscriptionId.Count == 0 && request.License.Count == 0)
            throw CommerceErrors.NothingNamed("subscription to move users from");
        if ((request.TargetSubscriptionId is null) == (request.TargetProduct is null))
            throw CommerceErrors.InvalidRequest("TargetAmbiguous", "Name where the users go: either a target subscription or a target product, and not both.");

        return _gate.RunAsync(
            Permission.TakeOver, AuditActions.LicenseMoved, string.Join(", ", request.SubscriptionId.Concat(request.License.Select(license => license.SubscriptionId)).Distinct(StringComparer.OrdinalIgnoreCase)),
            request.DryRun, stop => _gate.Store.Licenses.PlanMoveAsync(request, stop), cancellationToken);
    }

    /// <summary>Moves the users of a plan; the plan must still hold (T1, T2).</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops: with transactions nothing was done, else each result says what was.</param>
    /// <returns>One result a source.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>TooFewLicenses</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<MoveResult>> ApplyMoveAsync(
        MovePlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.RunAsync(
            Permission.TakeOver, AuditActions.LicenseMoved, string.Join(", ", plan.Sources.Select(source => source.Subscription.SubscriptionId)), dryRun: false,
            stop => _desk.RunAsync([], _ => _gate.Store.Licenses.MoveAsync(plan, progress, stop), stop), cancellationToken);

    /// <summary>Moves users to another subscription and cancels the self-service subscriptions that they came from (T1).</summary>
    /// <param name="request">The move.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a source, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanMoveAsync"/> and <see cref="ApplyMoveAsync"/>.</exception>
    [Operation(
        "license user move", Permission.TakeOver, Changes = true, TakesAway = true, Plan = nameof(PlanMoveAsync), Apply = nameof(ApplyMoveAsync),
        Summary = "Moves users to another subscription and cancels the self-service subscription they came from.", Cmdlet = "Move-SelfServiceUsers")]
    public async Task<IReadOnlyList<MoveResult>> MoveAsync(
        MoveUsersRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var plan = await PlanMoveAsync(request, cancellationToken);
        return request.DryRun
            ? [.. plan.Sources.Select(source => MoveResults.Planned(plan, source))]
            : await ApplyMoveAsync(plan, progress, cancellationToken);
    }

    /// <summary>Imports assignments from a file: all or nothing; those that exist already are left as they are.</summary>
    /// <param name="request">The file.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c> with the line, <c>TooFewLicenses</c>, <c>RoleMissing</c>.</exception>
    [Operation(
        "license import", Permission.AdministerTenant, Changes = true,
        Summary = "Imports assignments from CSV or JSON lines.", Cmdlet = "Import-SelfServiceLicense")]
    public Task<ImportResult> ImportAsync(
        ImportLicensesRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(request).RunAsync(
            Permission.AdministerTenant, AuditActions.LicensesImported, request.Path, request.DryRun,
            stop => _gate.Store.Licenses.ImportAsync(request.Path, LicenseFile.ReadAsync(request.Path, stop), request.DryRun, progress, stop), cancellationToken);

    /// <summary>The licences of each product over all its subscriptions (S2): a product bought several times is one line.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One entry a product.</returns>
    [Operation("license summary", Permission.View, Summary = "Sums up licences by product: one line a product, however often it was bought.", Cmdlet = "Get-SelfServiceLicenseSummary")]
    public IAsyncEnumerable<LicenseSummary> GetSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadLicenses", stop => _gate.Store.Licenses.GetSummaryAsync(query, stop), cancellationToken);

    /// <summary>How many products a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadLicenses", "", dryRun: false, stop => _gate.Store.Licenses.CountSummaryAsync(query, stop), cancellationToken);

    /// <summary>The Power Platform capacity that self-service subscriptions bring (S5).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One entry a product that brings any.</returns>
    [Operation("capacity list", Permission.View, Summary = "Lists the Power Platform capacity that self-service subscriptions bring.", Cmdlet = "Get-SelfServiceCapacity")]
    public IAsyncEnumerable<ProductCapacity> GetCapacityAsync(CapacityQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadLicenses", stop => _gate.Store.Licenses.GetCapacityAsync(query, stop), cancellationToken);

    /// <summary>How many products that bring capacity a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountCapacityAsync(CapacityQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadLicenses", "", dryRun: false, stop => _gate.Store.Licenses.CountCapacityAsync(query, stop), cancellationToken);

    /// <summary>The users who held licences and do not any more (T3, L3).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream, by default grouped by subscription, newest first.</returns>
    [Operation("license user former", Permission.View, Summary = "Lists users who held licences of subscriptions that were cancelled, moved or ran out.", Cmdlet = "Get-SelfServiceUser")]
    public IAsyncEnumerable<FormerLicensedUser> GetFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadLicenses", stop => _gate.Store.Licenses.GetFormerUsersAsync(query, stop), cancellationToken);

    /// <summary>How many former licences a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadLicenses", "", dryRun: false, stop => _gate.Store.Licenses.CountFormerUsersAsync(query, stop), cancellationToken);

    /// <summary>What assigning licences would do (U4, T5). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The users, and the subscription or product.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow.</returns>
    /// <exception cref="CommerceException"><c>TooFewLicenses</c>, <c>UserNotFound</c>, <c>UserDisabled</c>, <c>SubscriptionNotControlled</c>, <c>ServiceNotFound</c>, <c>RoleMissing</c> and the like.</exception>
    public Task<LicensePlan> PlanAssignAsync(AssignLicensesRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.User.Count == 0)
            throw CommerceErrors.NothingNamed("user");
        if ((request.SubscriptionId is null) == (request.Product is null))
            throw CommerceErrors.InvalidRequest("TargetAmbiguous", "Name whose licences are assigned: either a subscription or a product, and not both.");
        if (request is { BuyShortfall: true, Product: null })
            throw CommerceErrors.InvalidRequest("ShortfallNeedsProduct", "What is missing is bought for a product. Name the product and not a subscription.");
        return _gate.RunAsync(
            Assigners, AuditActions.LicenseAssigned, request.SubscriptionId ?? request.Product!, request.DryRun, stop => _gate.Store.Licenses.PlanAssignAsync(request, stop), cancellationToken);
    }

    /// <summary>What taking licences away would do (U4). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The users and the subscription, or single licences.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow.</returns>
    /// <exception cref="CommerceException"><c>UserNotFound</c>, <c>SubscriptionNotFound</c>, <c>SubscriptionNotControlled</c>, <c>RoleMissing</c> and the like.</exception>
    public Task<LicensePlan> PlanUnassignAsync(UnassignLicensesRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.License.Count == 0 && (request.SubscriptionId is null || request.User.Count == 0))
            throw CommerceErrors.NothingNamed("licence to take away: a subscription and its users");
        return _gate.RunAsync(
            Assigners, AuditActions.LicenseRemoved,
            string.Join(", ", request.License.Select(license => license.SubscriptionId).Append(request.SubscriptionId).Where(id => id is not null).Distinct(StringComparer.OrdinalIgnoreCase)),
            request.DryRun, stop => _gate.Store.Licenses.PlanUnassignAsync(request, stop), cancellationToken);
    }

    /// <summary>Makes the changes of a plan; all or none where the store has transactions.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a subscription.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>TooFewLicenses</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<LicenseResult>> ApplyAsync(LicensePlan plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Assigners, plan.Changes.Any(change => change.Action == LicenseAction.Unassign) ? AuditActions.LicenseRemoved : AuditActions.LicenseAssigned,
        string.Join(", ", plan.Versions.Keys), dryRun: false, stop => _gate.Store.Licenses.ApplyAsync(plan, progress, stop), cancellationToken);

    /// <summary>Assigns licences (U4): of one subscription, or of the organisation's subscriptions of a product, with the shortfall bought on demand (T5).</summary>
    /// <param name="request">The users, and the subscription or product.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a subscription, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanAssignAsync"/> and <see cref="ApplyAsync"/>.</exception>
    [Operation(
        "license assign", Permission.ManageCentral, Permission.ChangeOwn, Changes = true, Plan = nameof(PlanAssignAsync), Apply = nameof(ApplyAsync),
        Summary = "Assigns licences of a subscription, or of a product with the shortfall bought.", Cmdlet = "Add-SelfServiceLicense")]
    public async Task<IReadOnlyList<LicenseResult>> AssignAsync(
        AssignLicensesRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var plan = await PlanAssignAsync(request, cancellationToken);
        return request.DryRun ? LicenseResults.Planned(plan) : await ApplyAsync(plan, progress, cancellationToken);
    }

    /// <summary>Takes licences away (U4).</summary>
    /// <param name="request">The users and the subscription, or single licences.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a subscription, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanUnassignAsync"/> and <see cref="ApplyAsync"/>.</exception>
    [Operation(
        "license unassign", Permission.ManageCentral, Permission.ChangeOwn, Changes = true, TakesAway = true, Plan = nameof(PlanUnassignAsync), Apply = nameof(ApplyAsync),
        Summary = "Takes licences away from users.", Cmdlet = "Remove-SelfServiceLicense")]
    public async Task<IReadOnlyList<LicenseResult>> UnassignAsync(
        UnassignLicensesRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var plan = await PlanUnassignAsync(request, cancellationToken);
        return request.DryRun ? LicenseResults.Planned(plan) : await ApplyAsync(plan, progress, cancellationToken);
    }

    private static IReadOnlyList<string> LicensedUserColumns => Stores.LicensedUserColumns.Names;
}
