using MSCommerce.Files;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Licences, who holds them, and moves (S3, T1).</summary>
public sealed class LicenseClient
{
    private readonly Gate _gate;

    internal LicenseClient(Gate gate) => _gate = gate;

    /// <summary>The users who hold licences, grouped by purchaser (S3): an administrator sees all, a purchaser those of his own subscriptions.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    [Operation("license user list", Permission.View, Summary = "Lists users with licences, grouped by purchaser.", Cmdlet = "Get-SelfServiceUser")]
    public IAsyncEnumerable<LicensedUser> GetUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken = default) =>
        _gate.ListAsync(Permission.View, "ReadLicenses", stop => _gate.Store.Licenses.GetUsersAsync(query, stop), cancellationToken);

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
            stop => _gate.Store.Licenses.MoveAsync(plan, progress, stop), cancellationToken);

    /// <summary>Moves users to another subscription and cancels the self-service subscriptions that they came from (T1).</summary>
    /// <param name="request">The move.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a source, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanMoveAsync"/> and <see cref="ApplyMoveAsync"/>.</exception>
    [Operation("license user move", Permission.TakeOver, Changes = true, TakesAway = true, Plan = nameof(PlanMoveAsync), Apply = nameof(ApplyMoveAsync), Summary = "Moves users to another subscription and cancels the self-service subscription they came from.", Cmdlet = "Move-SelfServiceUsers")]
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
    [Operation("license import", Permission.AdministerTenant, Changes = true, Summary = "Imports assignments from CSV or JSON lines.", Cmdlet = "Import-SelfServiceLicense")]
    public Task<ImportResult> ImportAsync(
        ImportLicensesRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.LicensesImported, request.Path, request.DryRun,
            stop => _gate.Store.Licenses.ImportAsync(request.Path, LicenseFile.ReadAsync(request.Path, stop), request.DryRun, progress, stop), cancellationToken);

    private static IReadOnlyList<string> LicensedUserColumns => Stores.LicensedUserColumns.Names;
}
