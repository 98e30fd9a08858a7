namespace MSCommerce.PowerShell;

/// <summary>Asks the administrators for licences of a product that the policy keeps one from buying.</summary>
/// <remarks>
/// The request is for oneself, or for the users who are named or piped: all of them are one request. It waits until a global administrator decides it; then requester and users are
/// e-mailed. What one may buy oneself needs no request, and is refused. Where the organisation takes requests by a process of its own, its message says what to do instead.
///
/// Of several products that are piped each becomes a request; all are checked before the first is made. A piped user's product is the one that he has, and is never taken for the one
/// wanted: with users give -ProductId.
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
/// <example>
/// <para>Shows what would be requested for oneself of several products.</para>
/// <code>Get-SelfServiceProduct -ProductId 'Power Automate RPA', 'Microsoft 365 Copilot' | New-SelfServiceLicenseRequest -Message 'For the pilot.' -WhatIf</code>
/// </example>
/// <seealso cref="TestSelfServiceEligibilityCommand"/>
/// <seealso cref="GetSelfServiceLicenseRequestCommand"/>
/// <seealso cref="ApproveSelfServiceLicenseRequestCommand"/>
[Cmdlet(VerbsCommon.New, "SelfServiceLicenseRequest", DefaultParameterSetName = UserSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("New-SelfServiceLicenseRequests")]
[OutputType(typeof(LicenseRequest))]
public sealed class NewSelfServiceLicenseRequestCommand : SessionCommand
{
    // Two sets, for a piped object as such is a user where the product is named, and never where it is a product itself.
    private const string UserSet = "User", ProductSet = "Product";

    private readonly List<string> _users = [];
    private readonly List<string> _products = [];
    private bool _isProductNamed, _isProductOfUser, _areUsersNamed;

    /// <summary>The product by id, name or an id that has been replaced. It is never taken from a piped user: his product is the one that he has.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UserSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ProductSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string ProductId { get; set; } = "";

    /// <summary>For whom, by principal name or object id; for oneself where it is left out.</summary>
    [Parameter(ParameterSetName = UserSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ProductSet, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [PrincipalNames]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>What to tell whoever decides, up to 1,000 characters.</summary>
    [Parameter]
    public string? Message { get; set; }

    private protected override string Purpose => "Request licences";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // What the command line names holds for all that is piped; what is piped is bound later.
        _isProductNamed = ProductId.Length > 0;
        _areUsersNamed = User.Length > 0;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _isProductOfUser |= !_isProductNamed && !_areUsersNamed && User.Length > 0;
        _products.Add(ProductId);
        _users.AddRange(User);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        // Nobody piped in is not oneself.
        if (IsNothingPiped(_products.Count))
            return;
        if (_isProductOfUser)
            throw CommandErrors.ProductOfPipedUser();

        var plans = new List<LicenseRequestPlan>();
        foreach (var product in _products.Distinct(StringComparer.OrdinalIgnoreCase))
            plans.Add(await client.LicenseRequests.PlanRaiseAsync(new() { Product = product, User = [.. _users.Distinct(StringComparer.OrdinalIgnoreCase)], Message = Message, DryRun = IsWhatIf }, stop));
        foreach (var plan in plans)
        {
            var target = Wording.Named(plan.ProductName, plan.ProductId);
            if (!await ShouldProcessAsync(target, $"Request {Wording.Count(plan.Users.Count, "licence")} for {Wording.Names(plan.Users)}", stop))
                continue;
            var raised = await client.LicenseRequests.ApplyRaiseAsync(plan, stop);
            Tell($"Requested {Wording.Count(plan.Users.Count, "licence")} of {target}; the request is {raised.RequestId}.");
            Write(raised);
        }
    }
}
