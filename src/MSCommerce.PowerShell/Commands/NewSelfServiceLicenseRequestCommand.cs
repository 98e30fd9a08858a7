namespace MSCommerce.PowerShell;

/// <summary>Asks the administrators for licences of a product that the policy keeps one from buying.</summary>
/// <remarks>
/// The request is for oneself, or for the users who are named or piped: all of them are one request. It waits until a global administrator decides it; then requester and users are
/// e-mailed. What one may buy oneself needs no request, and is refused. Where the organisation takes requests by a process of its own, its message says what to do instead.
/// </remarks>
/// <example>
/// <para>Asks for a licence for oneself.</para>
/// <code>New-SelfServiceLicenseRequest -ProductId 'Microsoft 365 Copilot' -Message 'For the annual report.'</code>
/// </example>
/// <example>
/// <para>Asks for licences for the colleagues of a list.</para>
/// <code>'ada.adler@fabrikam.example', 'chen.fischer@fabrikam.example' | New-SelfServiceLicenseRequest -ProductId 'Power Automate RPA' -Message 'For month-end closing.'</code>
/// </example>
/// <example>
/// <para>Shows what would be requested for the users of a subscription.</para>
/// <code>Get-SelfServiceUser -ProductId 'Project Plan 3' -SelfService | New-SelfServiceLicenseRequest -ProductId 'Microsoft 365 Copilot' -WhatIf</code>
/// </example>
/// <seealso cref="TestSelfServiceEligibilityCommand"/>
/// <seealso cref="GetSelfServiceLicenseRequestCommand"/>
/// <seealso cref="ApproveSelfServiceLicenseRequestCommand"/>
[Cmdlet(VerbsCommon.New, "SelfServiceLicenseRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("New-SelfServiceLicenseRequests")]
[OutputType(typeof(LicenseRequest))]
public sealed class NewSelfServiceLicenseRequestCommand : SessionCommand
{
    private readonly List<string> _users = [];

    /// <summary>The product by id, name or an id that has been replaced. It is never taken from the pipeline: a piped user's product is the one that he has.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string ProductId { get; set; } = "";

    /// <summary>For whom, by principal name or object id; for oneself where it is left out.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>What to tell whoever decides, up to 1,000 characters.</summary>
    [Parameter]
    public string? Message { get; set; }

    private protected override string Purpose => "Request licences";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _users.AddRange(User);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        // Nobody piped in is not oneself.
        if (IsNothingPiped(_users.Count))
            return;
        var request = new RaiseLicenseRequest { Product = ProductId, User = [.. _users.Distinct(StringComparer.OrdinalIgnoreCase)], Message = Message, DryRun = IsWhatIf };
        var plan = await client.LicenseRequests.PlanRaiseAsync(request, stop);
        var target = Wording.Named(plan.ProductName, plan.ProductId);
        if (!await ShouldProcessAsync(target, $"Request {Wording.Count(plan.Users.Count, "licence")} for {Wording.Names(plan.Users)}", stop))
            return;
        var raised = await client.LicenseRequests.ApplyRaiseAsync(plan, stop);
        Tell($"Requested {Wording.Count(plan.Users.Count, "licence")} of {target}; the request is {raised.RequestId}.");
        Write(raised);
    }
}
