namespace MSCommerce.PowerShell;

/// <summary>Sums up licences by product: a product that was bought several times is one line.</summary>
/// <remarks>
/// Counts the licences of all subscriptions of a product that are not deleted, self-service and central ones alike, unless -SelfService or -Central says which. An
/// administrator sees all of them, anyone else his own.
/// </remarks>
/// <example>
/// <para>Shows where licences lie idle, most first.</para>
/// <code>Get-SelfServiceLicenseSummary -SortBy AvailableLicenses -Descending -First 5</code>
/// </example>
/// <example>
/// <para>Finds what is paid for twice: products that people bought themselves and the organisation has too.</para>
/// <code>$ours = (Get-SelfServiceLicenseSummary -Central).ProductId
/// Get-SelfServiceLicenseSummary -SelfService | Where-Object ProductId -In $ours</code>
/// </example>
/// <seealso cref="GetSelfServiceSubscriptionCommand"/>
/// <seealso cref="GetSelfServiceCapacityCommand"/>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceLicenseSummary", SupportsPaging = true)]
[Alias("Get-SelfServiceLicenseSummaries")]
[OutputType(typeof(LicenseSummary))]
public sealed class GetSelfServiceLicenseSummaryCommand : SessionCommand
{
    private readonly List<string> _products = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>Of subscriptions that people bought themselves.</summary>
    [Parameter]
    public SwitchParameter SelfService { get; set; }

    /// <summary>Of subscriptions that the organisation bought.</summary>
    [Parameter]
    public SwitchParameter Central { get; set; }

    /// <summary>The order: Product, which is the default, Subscriptions, TotalLicenses, AssignedLicenses or AvailableLicenses.</summary>
    [Parameter]
    public LicenseSummarySort SortBy { get; set; }

    /// <summary>Turns the order round.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    private protected override string Purpose => "Read licences";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _products.AddRange(ProductId);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && _products.Count == 0)
            return Task.CompletedTask;

        var query = new LicenseSummaryQuery
        {
            Product = [.. _products.Distinct(StringComparer.OrdinalIgnoreCase)],
            Channel = Channels.Of(SelfService, Central),
            SortBy = SortBy,
            Descending = Descending,
            Skip = PageSkip,
            First = PageFirst,
        };
        return WritePageAsync(token => client.Licenses.CountSummaryAsync(query, token), client.Licenses.GetSummaryAsync(query, stop), stop);
    }
}
