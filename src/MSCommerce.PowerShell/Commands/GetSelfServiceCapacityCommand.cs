namespace MSCommerce.PowerShell;

/// <summary>Lists the Power Platform capacity that self-service subscriptions bring.</summary>
/// <remarks>
/// The capacity of a licence is a fact of the catalogue; it counts as long as users have access to the subscription. One object for each product that brings any.
/// </remarks>
/// <example>
/// <para>Lists the capacity, product by product.</para>
/// <code>Get-SelfServiceCapacity</code>
/// </example>
/// <example>
/// <para>Shows the three products that bring most file capacity.</para>
/// <code>Get-SelfServiceCapacity -SortBy FileCapacityMB -Descending -First 3</code>
/// </example>
/// <example>
/// <para>Adds the database capacity up, in GB.</para>
/// <code>(Get-SelfServiceCapacity -ProductId 'Power*' | Measure-Object -Property DatabaseCapacityMB -Sum).Sum / 1024</code>
/// </example>
/// <seealso cref="GetSelfServiceLicenseSummaryCommand"/>
/// <seealso cref="SetSelfServiceProductCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceCapacity", SupportsPaging = true)]
[Alias("Get-SelfServiceCapacities")]
[OutputType(typeof(ProductCapacity))]
public sealed class GetSelfServiceCapacityCommand : SessionCommand
{
    private readonly List<string> _products = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>The order: Product, which is the default, Licenses, DatabaseCapacityMB or FileCapacityMB.</summary>
    [Parameter]
    public CapacitySort SortBy { get; set; }

    /// <summary>Turns the order round.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    private protected override string Purpose => "Read capacity";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _products.AddRange(ProductId);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && _products.Count == 0)
            return Task.CompletedTask;

        var query = new CapacityQuery
        {
            Product = [.. _products.Distinct(StringComparer.OrdinalIgnoreCase)],
            SortBy = SortBy,
            Descending = Descending,
            Skip = PageSkip,
            First = PageFirst,
        };
        return WritePageAsync(token => client.Licenses.CountCapacityAsync(query, token), client.Licenses.GetCapacityAsync(query, stop), stop);
    }
}
