namespace MSCommerce.PowerShell;

/// <summary>Cancels subscriptions: their users lose the licences.</summary>
/// <remarks>
/// The licences are removed, the status is Deleted, and the purchaser is e-mailed unless it is he who cancels. Who was licensed stays on record: Get-SelfServiceUser -Former
/// lists them, and Add-SelfServiceLicense can give them a central licence. To keep people at work, move the users instead (Move-SelfServiceUsers).
///
/// An administrator may cancel any subscription, anyone else what he bought himself. What is piped is one change, made as a whole or not at all. The command asks for
/// confirmation, subscription by subscription; in a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Shows whose licences cancelling the trials would end.</para>
/// <code>Get-SelfServiceSubscription -SelfService -Status Active | Where-Object IsTrial | Remove-SelfServiceSubscription -Reason NoLongerNeeded -WhatIf</code>
/// </example>
/// <example>
/// <para>Cancels what people bought of a product, says why, and lists who lost a licence with it.</para>
/// <code>Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2' -Status Active | Remove-SelfServiceSubscription -Reason CentrallyProvided -Feedback 'See the intranet.' -Confirm:$false -PassThru | Get-SelfServiceUser -Former</code>
/// </example>
/// <seealso cref="GetSelfServiceSubscriptionCommand"/>
/// <seealso cref="MoveSelfServiceUsersCommand"/>
/// <seealso cref="RequestSelfServiceCancellationCommand"/>
/// <seealso cref="GetSelfServiceUserCommand"/>
[Cmdlet(VerbsCommon.Remove, "SelfServiceSubscription", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("Remove-SelfServiceSubscriptions")]
[OutputType(typeof(Subscription))]
public sealed class RemoveSelfServiceSubscriptionCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of subscriptions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SubscriptionId { get; set; } = [];

    /// <summary>Why: one of NoLongerNeeded, TooExpensive, MissingFeatures, TechnicalProblems, TooDifficult, SwitchedProduct, CentrallyProvided, BoughtByMistake, Other.</summary>
    [Parameter(Mandatory = true)]
    public CancellationReason Reason { get; set; }

    /// <summary>What else there is to say, up to 1,000 characters.</summary>
    [Parameter]
    public string? Feedback { get; set; }

    /// <summary>Writes what was cancelled, as it stands afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Cancel subscriptions";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(SubscriptionId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;
        var request = new CancelSubscriptionRequest
        {
            SubscriptionId = [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)],
            Reason = Reason,
            Feedback = Feedback,
            DryRun = IsWhatIf,
        };
        var confirmed = new List<SubscriptionCancellation>();
        foreach (var cancellation in await client.Subscriptions.PlanCancelAsync(request, stop))
        {
            if (await ShouldProcessAsync(Wording.Whose(cancellation.Subscription), Describe(cancellation), stop))
                confirmed.Add(cancellation);
        }

        if (confirmed.Count == 0)
            return;
        foreach (var cancellation in await client.Subscriptions.ApplyCancelAsync(confirmed, stop))
            Tell($"Cancelled {Wording.Whose(cancellation.Subscription)}; users who lost their licence: {cancellation.Users}.");

        if (PassThru)
            await WriteAsync(client.Subscriptions.GetAsync(new() { SubscriptionId = [.. confirmed.Select(cancellation => cancellation.Subscription.SubscriptionId)] }, stop), stop);
    }

    private string Describe(SubscriptionCancellation cancellation)
    {
        var text = $"Cancel ({cancellation.Reason}); {Wording.Count(cancellation.Users, "user")} lose their licence";
        if (cancellation.Detail is { } detail)
            text += $"; {detail}";
        var isTold = cancellation.Subscription.Purchaser is { } purchaser && !string.Equals(purchaser, ActingUser, StringComparison.OrdinalIgnoreCase);
        return isTold ? text + "; the purchaser is e-mailed" : text;
    }
}
