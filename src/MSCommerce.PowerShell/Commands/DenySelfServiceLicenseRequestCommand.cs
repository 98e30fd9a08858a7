namespace MSCommerce.PowerShell;

/// <summary>Denies licence requests: nobody gets a licence.</summary>
/// <remarks>
/// Requester and users are e-mailed, with the message where there is one. To refuse some users of a request only, approve it for the others. What is piped is one change, made
/// as a whole or not at all. Only a global administrator decides.
/// </remarks>
/// <example>
/// <para>Denies a request and says why.</para>
/// <code>$request = New-SelfServiceLicenseRequest -ProductId 'Microsoft 365 Copilot'
/// Deny-SelfServiceLicenseRequest -RequestId $request.RequestId -Message 'Not before the next budget.'</code>
/// </example>
/// <example>
/// <para>Shows which requests for a product would be denied.</para>
/// <code>$null = New-SelfServiceLicenseRequest -ProductId 'Microsoft 365 Copilot' -User ada.adler@fabrikam.example
/// Get-SelfServiceLicenseRequest -Pending -ProductId '*Copilot*' | Deny-SelfServiceLicenseRequest -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServiceLicenseRequestCommand"/>
/// <seealso cref="ApproveSelfServiceLicenseRequestCommand"/>
/// <seealso cref="GetMSCommerceNoticeCommand"/>
[Cmdlet(VerbsLifecycle.Deny, "SelfServiceLicenseRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Deny-SelfServiceLicenseRequests")]
[OutputType(typeof(LicenseRequestDecision))]
public sealed class DenySelfServiceLicenseRequestCommand : DecisionCommand
{
    private protected override string Purpose => "Deny licence requests";

    private protected override Task<IReadOnlyList<LicenseRequestDecision>> PlanAsync(CommerceClient client, IReadOnlyList<Guid> ids, CancellationToken stop) =>
        client.LicenseRequests.PlanDenyAsync(new() { RequestId = ids, Message = Message, DryRun = IsWhatIf }, stop);
}
