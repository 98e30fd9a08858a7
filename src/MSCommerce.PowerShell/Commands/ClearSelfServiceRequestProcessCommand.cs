namespace MSCommerce.PowerShell;

/// <summary>Switches the organisation's own request process off: requests are taken here again.</summary>
/// <remarks>
/// Message and link go. Where there is no process of the organisation's own, nothing changes.
/// </remarks>
/// <example>
/// <para>Has requests taken here again, and shows it.</para>
/// <code>Set-SelfServiceRequestProcess -Message 'Ask your head of department.'
/// Clear-SelfServiceRequestProcess -PassThru</code>
/// </example>
/// <example>
/// <para>Shows what would go.</para>
/// <code>Set-SelfServiceRequestProcess -Message 'Ask in the portal.' -Link https://intranet.fabrikam.example/licences
/// Clear-SelfServiceRequestProcess -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServiceRequestProcessCommand"/>
/// <seealso cref="SetSelfServiceRequestProcessCommand"/>
[Cmdlet(VerbsCommon.Clear, "SelfServiceRequestProcess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RequestProcess))]
public sealed class ClearSelfServiceRequestProcessCommand : RequestProcessCommand
{
    private protected override Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(CommerceClient client, CancellationToken stop) =>
        client.LicenseRequests.PlanClearProcessAsync(new() { DryRun = IsWhatIf }, stop);
}
