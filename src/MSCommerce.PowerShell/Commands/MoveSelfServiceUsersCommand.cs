using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>Moves users to another subscription, and cancels the self-service subscription that they came from.</summary>
/// <remarks>
/// Every user who has no licence in the target yet needs one there: that is checked before anything changes, and the error says how many are missing.
/// Services that are switched off for a user stay off where both products have them. Where all users move, the old subscription is then cancelled, its
/// purchaser is e-mailed, and its status is Deleted. Disabled accounts are not moved: they lose the licence with the subscription.
///
/// Where users are named, with -User or because they are piped from Get-SelfServiceUser, the old subscription stays as it is.
///
/// Everything that is piped is one transaction: stopped at any moment, the tenant is as before or as after. A Microsoft 365 tenant has no transactions: there each user
/// either has the new licence or still has the old one, users who could not be moved are reported one by one, and the command, run again, goes on where it stopped. It assigns
/// by product and not by subscription: where source and target are one product nothing has to move, and where the product has several subscriptions the users have to be named.
/// Nothing cancels the old subscription there but the admin centre; a warning says so, and where. Disabled accounts, and users who have the licence by a group, keep it.
///
/// The command asks for confirmation, subscription by
/// subscription; in a runbook say -Confirm:$false. -WhatIf shows the users, and the licences needed and available.
/// </remarks>
/// <example>
/// <para>Shows what moving a subscription's users to the organisation's own would do.</para>
/// <code>Get-SelfServiceSubscription -SelfService -ProductId 'Project Plan 3' -Status Active | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -WhatIf</code>
/// </example>
/// <example>
/// <para>Moves the users of the smallest subscription of a product, and shows what became of it.</para>
/// <code>Get-SelfServiceSubscription -SelfService -ProductId 'Project Plan 3' -Status Active -SortBy TotalLicenses -First 1 | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -Confirm:$false -PassThru</code>
/// </example>
/// <example>
/// <para>Moves some users, each by his own licence, to a subscription named by its id. The subscriptions that they come from stay.</para>
/// <code>$target = Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2'
/// Get-SelfServiceUser -SelfService -ProductId 'Planner Plan 1' | Where-Object AccountEnabled | Select-Object -First 2 | Move-SelfServiceUsers -TargetSubscriptionId $target.SubscriptionId -Confirm:$false</code>
/// </example>
/// <seealso cref="GetSelfServiceSubscriptionCommand"/>
/// <seealso cref="GetSelfServiceUserCommand"/>
/// <seealso cref="GetMSCommerceNoticeCommand"/>
/// <seealso cref="GetMSCommerceAuditLogCommand"/>
[Cmdlet(VerbsCommon.Move, "SelfServiceUsers", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ProductSet)]
[Alias("Move-SelfServiceUser")]
[OutputType(typeof(MoveResult))]
public sealed class MoveSelfServiceUsersCommand : SessionCommand
{
    private const string ProductSet = "TargetProduct";
    private const string SubscriptionSet = "TargetSubscription";

    private readonly List<string> _sources = [];
    private readonly List<LicenseReference> _licenses = [];
    private bool _areUsersNamed;

    /// <summary>The subscriptions that the users come from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SourceCompleter))]
    [AllowNull]
    [NotEmptyList]
    public string[]? SubscriptionId { get; set; } = [];

    /// <summary>The users to move, by principal name or object id; all where it is left out. Where users are named the subscriptions stay.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [PrincipalNames]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>The product that the users go to, by id, name or an id that has been replaced: its one active central subscription.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProductSet)]
    [Alias("TargetProduct")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TargetProductId { get; set; }

    /// <summary>The subscription that the users go to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SubscriptionSet)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TargetSubscriptionId { get; set; }

    /// <summary>Writes what became of each subscription.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Move users";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // What the command line names holds for all that is piped; what is piped is bound later.
        _areUsersNamed = User.Length > 0;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_areUsersNamed || User.Length == 0)
            _sources.AddRange(SubscriptionId ?? []);
        // A licensed user's subscription may be unknown to the store, and is null; one who has none has no licence to move.
        else if (!MyInvocation.BoundParameters.ContainsKey(nameof(SubscriptionId)))
            Fail(CommandErrors.SubscriptionOfUserMissing(User[0]));
        else
            _licenses.AddRange(Licenses.Of(SubscriptionId, User));
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_sources.Count + _licenses.Count))
            return;

        var request = new MoveUsersRequest
        {
            SubscriptionId = [.. _sources.Distinct(StringComparer.OrdinalIgnoreCase)],
            User = _areUsersNamed ? User : [],
            License = _licenses,
            TargetProduct = TargetProductId,
            TargetSubscriptionId = TargetSubscriptionId,
            DryRun = IsWhatIf,
        };
        var plan = await client.Licenses.PlanMoveAsync(request, stop);
        var confirmed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in plan.Sources)
        {
            // Where nobody moves there is nothing to confirm, but something to be told.
            if (source is { Users: 0, Note: not null } || await ShouldProcessAsync($"{Wording.Count(source.Users, "user")} of {Wording.Whose(source.Subscription)}", Describe(plan, source), stop))
                confirmed.Add(source.Subscription.SubscriptionId);
        }

        if (confirmed.Count == 0)
            return;
        if (IsWhatIf)
        {
            foreach (var note in plan.Sources.Where(source => source.Users == 0).Select(source => source.Note).OfType<string>())
                Warn(note);
            return;
        }

        // Not planned anew: what was confirmed is what is made, or nothing where it changed since.
        plan = plan with { Sources = [.. plan.Sources.Where(source => confirmed.Contains(source.Subscription.SubscriptionId))] };

        foreach (var result in await client.Licenses.ApplyMoveAsync(plan, Progress, stop))
        {
            Tell($"Users moved from {result.SubscriptionId} to {result.TargetSubscriptionId}: {result.Users}; its status is {result.Status}.");
            foreach (var failure in result.Failures)
                Report(CommandErrors.UserNotMoved(failure));
            if (result.Note is { } note)
                Warn(note);
            if (PassThru)
                Write(result);
        }
    }

    private static string Describe(MovePlan plan, MoveSource source)
    {
        var target = plan.Target;
        var available = plan.SeatsAvailable is { } seats ? seats.ToString("N0", CultureInfo.CurrentCulture) : "an unknown number";
        var text = $"Move to {target.ProductName} ({target.SubscriptionId}); the whole move needs {Wording.Count(plan.SeatsNeeded, "licence")} there and {available} are available";
        if (source.UsersAlreadyLicensed > 0)
            text += $"; {Wording.Count(source.UsersAlreadyLicensed, "user")} hold one there already";
        if (source.UsersByGroup > 0)
            text += $"; {Wording.Count(source.UsersByGroup, "user")} cannot be moved, as the licence comes by a group";
        if (!source.IsCancelled)
            return text + (source.Note is { } note ? $". {note}" : "; the subscription stays");

        text += "; the subscription is then cancelled and its purchaser e-mailed";
        return source.UsersDisabled > 0 ? text + $"; {Wording.Count(source.UsersDisabled, "disabled account")} lose their licence" : text;
    }
}
