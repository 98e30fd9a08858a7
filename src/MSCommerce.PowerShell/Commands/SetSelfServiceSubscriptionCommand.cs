namespace MSCommerce.PowerShell;

/// <summary>Changes a subscription's total of licences or its renewal, or takes control of it for the organisation.</summary>
/// <remarks>
/// An administrator changes the organisation's subscriptions, and those of others once control was taken: the purchaser then sees his subscription and no more, he is
/// e-mailed, payment stays as it is until the term ends, and renewal is off until it is switched on. Anyone else changes what he bought himself.
///
/// The total is never below the licences that are assigned, and never below 1; each change of it is an order. While a product is blocked by policy, a
/// subscription that somebody bought himself can be reduced and not enlarged. A trial does not renew.
///
/// What is piped is one change, made as a whole or not at all; the total and the renewal wanted are never taken from the piped object. The command asks for confirmation; in a
/// runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Adds licences to one of the organisation's subscriptions, and shows it as it is then.</para>
/// <code>$visio = Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2'
/// Set-SelfServiceSubscription -SubscriptionId $visio.SubscriptionId -TotalLicenses ($visio.TotalLicenses + 5) -Confirm:$false -PassThru</code>
/// </example>
/// <example>
/// <para>Takes control of the subscriptions that people bought of a product.</para>
/// <code>Get-SelfServiceSubscription -SelfService -ProductId 'Planner Plan 1' -Status Active | Set-SelfServiceSubscription -TakeControl -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Shows which of the organisation's subscriptions would no longer renew.</para>
/// <code>Get-SelfServiceSubscription -Central -ProductId 'Teams*' | Set-SelfServiceSubscription -AutoRenew $false -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServiceSubscriptionCommand"/>
/// <seealso cref="GetSelfServiceOrderCommand"/>
/// <seealso cref="NewSelfServiceSubscriptionCommand"/>
/// <seealso cref="RemoveSelfServiceSubscriptionCommand"/>
[Cmdlet(VerbsCommon.Set, "SelfServiceSubscription", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("Set-SelfServiceSubscriptions")]
[OutputType(typeof(Subscription))]
public sealed class SetSelfServiceSubscriptionCommand : PropertyChangeCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of subscriptions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SubscriptionId { get; set; } = [];

    /// <summary>The total number of licences wanted, up to 10,000,000, and not how many more.</summary>
    [Parameter]
    [WholeNumber]
    public int? TotalLicenses { get; set; }

    /// <summary>$true to renew at the end of each term, $false to let it end.</summary>
    [Parameter]
    public bool? AutoRenew { get; set; }

    /// <summary>Takes control for the organisation.</summary>
    [Parameter]
    public SwitchParameter TakeControl { get; set; }

    private protected override string Purpose => "Change subscriptions";

    private protected override int Named => _ids.Count;

    private List<string> Ids => [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(SubscriptionId);

    private protected override Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop) => client.Subscriptions.PlanSetAsync(
        new() { SubscriptionId = Ids, TotalLicenses = TotalLicenses, AutoRenew = AutoRenew, TakeControl = TakeControl, DryRun = IsWhatIf }, stop);

    private protected override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.Subscriptions.ApplySetAsync(changes, stop);

    private protected override IAsyncEnumerable<object> ReadAsync(CommerceClient client, IReadOnlyList<string> changed, CancellationToken stop) =>
        client.Subscriptions.GetAsync(new() { SubscriptionId = Ids }, stop);

    private protected override string TargetOf(object item) => ((Subscription)item).SubscriptionId;
}
