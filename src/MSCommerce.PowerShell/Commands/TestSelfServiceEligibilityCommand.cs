namespace MSCommerce.PowerShell;

/// <summary>Tells whether a user may buy products through self-service, and if not, why and what to do.</summary>
/// <remarks>
/// One object a user and product. IsEligible says whether he may; Refusals has every rule that refuses, Reason and Advice the first. Where nothing but the policy refuses,
/// MayRequest is true: licences can be requested with New-SelfServiceLicenseRequest.
///
/// Without -User the answer is about whoever asks. An administrator may ask about anyone. -Trial asks about a trial, which needs no card; -PaymentMethodId asks
/// whether one of one's own cards would do. What the organisation buys is not concerned.
/// </remarks>
/// <example>
/// <para>Lists which products of two families one may buy oneself.</para>
/// <code>Test-SelfServiceEligibility -ProductId 'Visio*', 'Power*'</code>
/// </example>
/// <example>
/// <para>Shows why a user may not buy a product, and what he can do.</para>
/// <code>Test-SelfServiceEligibility -ProductId 'Microsoft 365 Copilot' -User ada.adler@fabrikam.example | Format-List ProductName, IsEligible, Refusals, Advice</code>
/// </example>
/// <example>
/// <para>Lists the trials that somebody could begin.</para>
/// <code>Get-SelfServiceProduct | Test-SelfServiceEligibility -User ada.adler@fabrikam.example -Trial | Where-Object IsEligible</code>
/// </example>
/// <seealso cref="NewSelfServiceSubscriptionCommand"/>
/// <seealso cref="NewSelfServiceLicenseRequestCommand"/>
/// <seealso cref="GetMSCommerceProductPolicyCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "SelfServiceEligibility")]
[Alias("Test-SelfServiceEligibilities")]
[OutputType(typeof(Eligibility))]
public sealed class TestSelfServiceEligibilityCommand : SessionCommand
{
    private readonly List<string> _products = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    public string[] ProductId { get; set; } = [];

    /// <summary>Users by principal name or object id; whoever asks where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Asks about a trial instead of a purchase.</summary>
    [Parameter]
    public SwitchParameter Trial { get; set; }

    /// <summary>One of one's own cards that would be charged; where it is left out, nothing is said about payment.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PaymentMethodId { get; set; }

    private protected override string Purpose => "Read who may buy";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _products.AddRange(ProductId);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && _products.Count == 0)
            return Task.CompletedTask;
        var query = new EligibilityQuery { Product = [.. _products.Distinct(StringComparer.OrdinalIgnoreCase)], User = User, Trial = Trial, PaymentMethodId = PaymentMethodId };
        return WriteAsync(client.Products.TestEligibilityAsync(query, stop), stop);
    }
}
