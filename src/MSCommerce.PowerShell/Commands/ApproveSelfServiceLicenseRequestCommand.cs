namespace MSCommerce.PowerShell;

/// <summary>Approves licence requests, for all of their users or for some, and assigns the licences.</summary>
/// <remarks>
/// The licences are assigned in the same step; too few available is an error that changes nothing. Free licences of the organisation's subscriptions of the product are given, unless
/// -SubscriptionId or -ProductId names others. With -User those who are named get one, and the others of the request are refused. Requester and users are e-mailed.
///
/// What is piped is one change, made as a whole or not at all; subscription, product and users wanted are never taken from the piped request. A request that was decided stays so.
/// Only a global administrator decides.
/// </remarks>
/// <example>
/// <para>Shows who would get a licence of what waits for a decision, and how many there are.</para>
/// <code>$null = New-SelfServiceLicenseRequest -ProductId 'Power Automate RPA' -User ada.adler@fabrikam.example
/// Get-SelfServiceLicenseRequest -Pending | Approve-SelfServiceLicenseRequest -ProductId 'Power Automate per user' -WhatIf</code>
/// </example>
/// <example>
/// <para>Gives one of two users a licence, without a service, and says why.</para>
/// <code>$null = New-SelfServiceSubscription -ProductId 'Power Automate RPA' -Licenses 5 -Confirm:$false
/// $request = New-SelfServiceLicenseRequest -ProductId 'Power Automate RPA' -User ada.adler@fabrikam.example, chen.fischer@fabrikam.example
/// $request | Approve-SelfServiceLicenseRequest -User ada.adler@fabrikam.example -DisabledService 'Desktop Flows' -Message 'One to begin with.' -PassThru</code>
/// </example>
/// <example>
/// <para>Gives licences of another product than the one requested.</para>
/// <code>$request = New-SelfServiceLicenseRequest -ProductId 'Power Automate RPA' -User ada.adler@fabrikam.example
/// Approve-SelfServiceLicenseRequest -RequestId $request.RequestId -ProductId 'Power BI Pro' -Message 'This one does it.'</code>
/// </example>
/// <seealso cref="GetSelfServiceLicenseRequestCommand"/>
/// <seealso cref="DenySelfServiceLicenseRequestCommand"/>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
/// <seealso cref="GetMSCommerceNoticeCommand"/>
[Cmdlet(VerbsLifecycle.Approve, "SelfServiceLicenseRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Approve-SelfServiceLicenseRequests")]
[OutputType(typeof(LicenseRequestDecision))]
public sealed class ApproveSelfServiceLicenseRequestCommand : DecisionCommand
{
    /// <summary>The users of the requests who get a licence, by principal name or object id; the others are refused. All where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RequestedUserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>The subscription whose licences are given; one that the organisation controls.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>The product whose free licences are given, where it is not the one asked for. It is never taken from the piped request.</summary>
    [Parameter]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProductId { get; set; }

    /// <summary>Services of the product that are switched off for those who get a licence.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNull]
    public string[] DisabledService { get; set; } = [];

    private protected override string Purpose => "Approve licence requests";

    private protected override Task<IReadOnlyList<LicenseRequestDecision>> PlanAsync(CommerceClient client, IReadOnlyList<Guid> ids, CancellationToken stop) =>
        client.LicenseRequests.PlanApproveAsync(
            new()
            {
                RequestId = ids,
                User = User,
                SubscriptionId = SubscriptionId,
                Product = ProductId,
                DisabledService = DisabledService,
                Message = Message,
                DryRun = IsWhatIf,
            },
            stop);
}
