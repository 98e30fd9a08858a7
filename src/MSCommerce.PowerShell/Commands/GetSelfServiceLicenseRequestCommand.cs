namespace MSCommerce.PowerShell;

/// <summary>Lists requests for licences: product, requester, users, status.</summary>
/// <remarks>
/// The newest come first. An administrator sees all requests, anyone else his own. A request is kept for some days after its decision
/// (Set-MSCommerceTenant -LicenseRequestRetentionDays), one that waits until it is decided. Where the organisation takes requests by a process of its own, a warning says so.
/// </remarks>
/// <example>
/// <para>Lists what waits for a decision.</para>
/// <code>$null = New-SelfServiceLicenseRequest -ProductId 'Power Automate RPA' -User ada.adler@fabrikam.example -Message 'For month-end closing.'
/// Get-SelfServiceLicenseRequest -Pending</code>
/// </example>
/// <example>
/// <para>Shows for whom a product was requested, and what became of it.</para>
/// <code>Get-SelfServiceLicenseRequest -ProductId '*Copilot*' | Format-List RequesterName, Users, Message, Status, DecisionMessage</code>
/// </example>
/// <example>
/// <para>Shows the first ten that were decided, and how many there are in all.</para>
/// <code>Get-SelfServiceLicenseRequest -Completed -First 10 -IncludeTotalCount</code>
/// </example>
/// <seealso cref="ApproveSelfServiceLicenseRequestCommand"/>
/// <seealso cref="DenySelfServiceLicenseRequestCommand"/>
/// <seealso cref="NewSelfServiceLicenseRequestCommand"/>
/// <seealso cref="GetSelfServiceRequestProcessCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceLicenseRequest", SupportsPaging = true)]
[Alias("Get-SelfServiceLicenseRequests")]
[OutputType(typeof(LicenseRequest))]
public sealed class GetSelfServiceLicenseRequestCommand : SessionCommand
{
    private readonly List<Guid> _ids = [];

    /// <summary>Ids of requests; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LicenseRequestCompleter))]
    [ValidateNotNullOrEmpty]
    public Guid[] RequestId { get; set; } = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards.</summary>
    [Parameter]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>Requesters by principal name, display name or object id, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Requester { get; set; } = [];

    /// <summary>Those that wait for a decision.</summary>
    [Parameter]
    public SwitchParameter Pending { get; set; }

    /// <summary>Those that were decided.</summary>
    [Parameter]
    public SwitchParameter Completed { get; set; }

    private protected override string Purpose => "Read licence requests";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(RequestId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && _ids.Count == 0)
            return;
        var query = new LicenseRequestQuery
        {
            RequestId = [.. _ids.Distinct()],
            Product = ProductId,
            Requester = Requester,
            IsDecided = Pending == Completed ? null : Completed,
            Skip = PageSkip,
            First = PageFirst,
        };
        if (await client.LicenseRequests.GetRemarkAsync(stop) is { } remark)
            Warn(remark);
        await WritePageAsync(token => client.LicenseRequests.CountAsync(query, token), client.LicenseRequests.GetAsync(query, stop), stop);
    }
}
