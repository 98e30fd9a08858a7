namespace MSCommerce.PowerShell;

/// <summary>Has people who would request licences told of a process of the organisation's own.</summary>
/// <remarks>
/// From then on no request is taken here: whoever would raise one is told the message and the link, and so is whoever is refused by a policy. The list of requests says so. Requests
/// that wait stay until they are decided. What is not named stays; Clear-SelfServiceRequestProcess has requests taken here again.
/// </remarks>
/// <example>
/// <para>Sends people to the intranet.</para>
/// <code>Set-SelfServiceRequestProcess -Message 'Ask for licences in the service portal.' -Link https://intranet.fabrikam.example/licences</code>
/// </example>
/// <example>
/// <para>Sets a message and shows the process as it is then.</para>
/// <code>Set-SelfServiceRequestProcess -Message 'Ask your head of department.' -PassThru</code>
/// </example>
/// <seealso cref="GetSelfServiceRequestProcessCommand"/>
/// <seealso cref="ClearSelfServiceRequestProcessCommand"/>
/// <seealso cref="GetSelfServiceLicenseRequestCommand"/>
[Cmdlet(VerbsCommon.Set, "SelfServiceRequestProcess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RequestProcess))]
public sealed class SetSelfServiceRequestProcessCommand : RequestProcessCommand
{
    /// <summary>What whoever would raise a request is told, up to 1,000 characters.</summary>
    [Parameter(Position = 0)]
    public string? Message { get; set; }

    /// <summary>Where the process is described: an address with https:// or http://; '' takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Link { get; set; }

    private protected override Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(CommerceClient client, CancellationToken stop) =>
        client.LicenseRequests.PlanSetProcessAsync(new() { Message = Message, Link = Link, DryRun = IsWhatIf }, stop);
}
