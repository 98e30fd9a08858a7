using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>Assigns licences of a subscription, or of whatever subscriptions of a product the organisation has.</summary>
/// <remarks>
/// With -ProductId the free licences of the organisation's active subscriptions are used, those that last longest first. -BuyShortfall buys what is missing, at the
/// organisation's price, which is shown and asked about. Without it too few licences is an error that says how many are missing.
///
/// Users must be enabled; guests of the tenant may hold licences, users of other tenants never. Who has a licence already keeps it. Licences of a subscription that
/// somebody bought himself are his to assign, unless the organisation took control of it.
///
/// Users may come from the pipeline: from Get-SelfServiceUser, Get-MSCommerceUser, a file with the column UserPrincipalName, or as names alone. However many are piped, they are
/// one change: all are given a licence, or none. The subscription and the product are never taken from the piped object.
/// </remarks>
/// <example>
/// <para>Gives a licence of a product to two users, without the services named.</para>
/// <code>Add-SelfServiceLicense -ProductId 'Visio Plan 2' -User billing@fabrikam.example, reader@fabrikam.example -DisabledService 'Visio Desktop'</code>
/// </example>
/// <example>
/// <para>Gives the users of what people bought themselves the organisation's licence, buying what is missing.</para>
/// <code>Get-SelfServiceUser -SelfService -ProductId 'Visio Plan 1' | Where-Object AccountEnabled | Add-SelfServiceLicense -ProductId 'Visio Plan 1' -BuyShortfall -Confirm:$false -PassThru</code>
/// </example>
/// <example>
/// <para>Gives the former users of a cancelled subscription a licence of the organisation's.</para>
/// <code>$theirs = Get-SelfServiceSubscription -SelfService -ProductId 'Project Plan 3' -Status Active -First 1
/// $theirs | Remove-SelfServiceSubscription -Reason CentrallyProvided -Confirm:$false
/// Get-SelfServiceUser -Former -SubscriptionId $theirs.SubscriptionId | Add-SelfServiceLicense -ProductId 'Project Plan 3'</code>
/// </example>
/// <example>
/// <para>Shows what assigning licences of one subscription to the users of a file would do.</para>
/// <code>'UserPrincipalName', 'billing@fabrikam.example' | Set-Content -Path users.csv
/// $planner = Get-SelfServiceSubscription -Central -ProductId 'Planner Plan 1'
/// Import-Csv -Path users.csv | Add-SelfServiceLicense -SubscriptionId $planner.SubscriptionId -WhatIf</code>
/// </example>
/// <seealso cref="RemoveSelfServiceLicenseCommand"/>
/// <seealso cref="GetSelfServiceUserCommand"/>
/// <seealso cref="GetSelfServiceLicenseSummaryCommand"/>
/// <seealso cref="NewSelfServiceSubscriptionCommand"/>
[Cmdlet(VerbsCommon.Add, "SelfServiceLicense", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ProductSet)]
[Alias("Add-SelfServiceLicenses")]
[OutputType(typeof(LicenseResult))]
public sealed class AddSelfServiceLicenseCommand : LicensePlanCommand
{
    private const string ProductSet = "Product";
    private const string SubscriptionSet = "Subscription";

    private readonly List<string> _users = [];

    /// <summary>The product whose free licences are assigned, by id, name or an id that has been replaced.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProductSet)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProductId { get; set; }

    /// <summary>The subscription whose licences are assigned. It is never taken from the pipeline: a piped user's subscription is the one that he has.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SubscriptionSet)]
    [ArgumentCompleter(typeof(AssignableCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>The users, by principal name or object id.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [PrincipalNames]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Services of the product that are switched off for these users; an empty list, @(), switches all on. Where it is left out, users who have a licence keep their services.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNull]
    public string[]? DisabledService { get; set; }

    /// <summary>Buys the licences that are missing, for the organisation.</summary>
    [Parameter(ParameterSetName = ProductSet)]
    public SwitchParameter BuyShortfall { get; set; }

    private protected override string Purpose => "Assign licences";

    private protected override int Named => _users.Count;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _users.AddRange(User);

    private protected override Task<LicensePlan> PlanAsync(CommerceClient client, CancellationToken stop) => client.Licenses.PlanAssignAsync(
        new()
        {
            SubscriptionId = SubscriptionId,
            Product = ProductId,
            User = [.. _users.Distinct(StringComparer.OrdinalIgnoreCase)],
            DisabledService = DisabledService,
            BuyShortfall = BuyShortfall,
            DryRun = IsWhatIf,
        },
        stop);

    private protected override string Describe(LicensePlan plan, IReadOnlyList<LicenseChange> changes, PurchasePlan? purchase)
    {
        var parts = new List<string>();
        if (purchase is not null)
            parts.Add($"Buy {Wording.Count(purchase.Licenses, "licence")} {Wording.Price(purchase)}");
        var assigned = Users(changes, LicenseAction.Assign);
        if (assigned.Count > 0)
            parts.Add($"Assign {Wording.Count(assigned.Count, "licence")} to {Wording.Names(assigned)}");
        var changed = Users(changes, LicenseAction.ChangeServices);
        if (changed.Count > 0)
            parts.Add($"Change the services of {Wording.Names(changed)}");
        parts.Add(string.Create(CultureInfo.CurrentCulture, $"in all {plan.SeatsNeeded:N0} needed, {plan.SeatsAvailable:N0} available"));
        return string.Join("; ", parts);
    }

    private static List<string> Users(IEnumerable<LicenseChange> changes, LicenseAction action) => [.. changes.Where(change => change.Action == action).Select(change => change.User)];
}
