namespace MSCommerce.PowerShell;

/// <summary>Tells whether a user may buy products through self-service, and if not, why and what to do.</summary>
/// <remarks>
/// One object a user and product. IsEligible says whether he may; Refusals has every rule that refuses, Reason and Advice the first. Where nothing but the policy refuses, and
/// the organisation takes requests here, MayRequest is true: licences can be requested with New-SelfServiceLicenseRequest.
///
/// Without -User the answer is about whoever asks. An administrator may ask about anyone. -Trial asks about a trial, which needs no card; -PaymentMethodId asks
/// whether one of one's own cards would do. What the organisation buys is not concerned.
///
/// Users, products or both can be piped; an object that has both asks about that user and that product.
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
/// <example>
/// <para>Counts by rule why people of the tenant may not buy a product.</para>
/// <code>Get-MSCommerceUser | Test-SelfServiceEligibility -ProductId 'Visio Plan 2' | Select-Object -ExpandProperty Refusals | Group-Object Rule</code>
/// </example>
/// <seealso cref="NewSelfServiceSubscriptionCommand"/>
/// <seealso cref="NewSelfServiceLicenseRequestCommand"/>
/// <seealso cref="GetMSCommerceProductPolicyCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "SelfServiceEligibility")]
[Alias("Test-SelfServiceEligibilities")]
[OutputType(typeof(Eligibility))]
public sealed class TestSelfServiceEligibilityCommand : SessionCommand
{
    private readonly List<(string[] Products, string[] Users)> _asked = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>Users by principal name or object id; whoever asks where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
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
    protected override void ProcessRecord() => _asked.Add((ProductId, User));

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        foreach (var (products, users) in Questions())
        {
            var query = new EligibilityQuery { Product = products, User = users, Trial = Trial, PaymentMethodId = PaymentMethodId };
            await WriteAsync(client.Products.TestEligibilityAsync(query, stop), stop);
        }
    }

    /// <summary>As few questions as ask the same: one where the command line names the products or the users, else one a product.</summary>
    private IEnumerable<(IReadOnlyList<string> Products, IReadOnlyList<string> Users)> Questions()
    {
        var byProducts = _asked.GroupBy(asked => string.Join('\n', asked.Products), StringComparer.OrdinalIgnoreCase).ToList();
        return byProducts.Count > 1 && _asked.Select(asked => string.Join('\n', asked.Users)).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1
            ? [(Distinct(_asked.SelectMany(asked => asked.Products)), Distinct(_asked[0].Users))]
            : byProducts.Select(group => (Distinct(group.First().Products), Distinct(group.SelectMany(asked => asked.Users))));
    }

    private static IReadOnlyList<string> Distinct(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
}
