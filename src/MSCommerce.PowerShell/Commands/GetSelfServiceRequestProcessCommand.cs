namespace MSCommerce.PowerShell;

/// <summary>Shows how people of the tenant ask for licences: here, or by a process of the organisation's own.</summary>
/// <remarks>
/// While the organisation has a process of its own no request is taken here, and whoever would raise one is told its message and link. Those that were raised before wait for their
/// decision all the same; PendingRequests says how many.
/// </remarks>
/// <example>
/// <para>Shows how people ask for licences.</para>
/// <code>Get-SelfServiceRequestProcess</code>
/// </example>
/// <example>
/// <para>Says whether requests are taken here.</para>
/// <code>(Get-SelfServiceRequestProcess).IsOwnProcess -eq $false</code>
/// </example>
/// <seealso cref="SetSelfServiceRequestProcessCommand"/>
/// <seealso cref="ClearSelfServiceRequestProcessCommand"/>
/// <seealso cref="GetSelfServiceLicenseRequestCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceRequestProcess")]
[OutputType(typeof(RequestProcess))]
public sealed class GetSelfServiceRequestProcessCommand : SessionCommand
{
    private protected override string Purpose => "Read the request process";

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop) => Write(await client.LicenseRequests.GetProcessAsync(stop));
}
