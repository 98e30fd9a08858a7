namespace MSCommerce.PowerShell;

/// <summary>Takes licences away from users.</summary>
/// <remarks>
/// The subscription keeps its total: its licences are free for others. A licence that a user does not have is no error. Licences of a subscription that somebody
/// bought himself are his to take away, unless the organisation took control of it.
///
/// Users piped from Get-SelfServiceUser lose the licence that each object is about. However many are piped, they are one change, made as a whole or not at all. The command asks for
/// confirmation, subscription by subscription; in a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Shows which licences of the organisation's disabled accounts still hold.</para>
/// <code>Get-SelfServiceUser -Central | Where-Object AccountEnabled -EQ $false | Remove-SelfServiceLicense -WhatIf</code>
/// </example>
/// <example>
/// <para>Takes a licence away from one user, and shows what became of it.</para>
/// <code>$visio = Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2'
/// $user = $visio | Get-SelfServiceUser | Select-Object -First 1
/// Remove-SelfServiceLicense -SubscriptionId $visio.SubscriptionId -User $user.UserPrincipalName -Confirm:$false -PassThru</code>
/// </example>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
/// <seealso cref="GetSelfServiceUserCommand"/>
/// <seealso cref="MoveSelfServiceUsersCommand"/>
[Cmdlet(VerbsCommon.Remove, "SelfServiceLicense", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("Remove-SelfServiceLicenses")]
[OutputType(typeof(LicenseResult))]
public sealed class RemoveSelfServiceLicenseCommand : LicensePlanCommand
{
    private readonly HashSet<LicenseReference> _licenses = [];

    /// <summary>The subscriptions whose licences are taken away.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SourceCompleter))]
    [AllowNull]
    [NotEmptyList]
    public string[]? SubscriptionId { get; set; } = [];

    /// <summary>The users, by principal name or object id.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [PrincipalNames]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    private protected override string Purpose => "Take licences away";

    private protected override int Named => _licenses.Count;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _licenses.UnionWith(Licenses.Of(SubscriptionId, User));

    private protected override Task<LicensePlan> PlanAsync(CommerceClient client, CancellationToken stop) =>
        client.Licenses.PlanUnassignAsync(new() { License = [.. _licenses], DryRun = IsWhatIf }, stop);

    private protected override string Describe(LicensePlan plan, IReadOnlyList<LicenseChange> changes, PurchasePlan? purchase) =>
        $"Take {Wording.Count(changes.Count, "licence")} away from {Wording.Names([.. changes.Select(change => change.User)])}";
}
