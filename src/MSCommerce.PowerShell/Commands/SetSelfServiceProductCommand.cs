namespace MSCommerce.PowerShell;

/// <summary>Sets facts of products: prices, currency, services, trial, capacity.</summary>
/// <remarks>
/// What is not named stays. A price is of one licence a month; it holds for what is bought from now on, and no subscription that exists changes. A price in a
/// script is written with a point (12.50), whatever the culture. A service cannot be left out while it is switched off for somebody.
///
/// What is piped is one change, made as a whole or not at all; what is wanted is never taken from the piped object.
/// </remarks>
/// <example>
/// <para>Sets what the organisation pays for a product, and shows it as it is then.</para>
/// <code>Set-SelfServiceProduct -ProductId 'Power BI Pro' -OrganizationPrice 9.90 -Currency EUR -PassThru</code>
/// </example>
/// <example>
/// <para>Shows what setting one price for several products would change.</para>
/// <code>Get-SelfServiceProduct -ProductId 'Visio*' | Set-SelfServiceProduct -OrganizationPrice 7.25 -WhatIf</code>
/// </example>
/// <example>
/// <para>Says which services a licence brings, and how much capacity.</para>
/// <code>Set-SelfServiceProduct -ProductId 'Viva Goals' -Service 'Viva Goals', 'Dataverse' -DatabaseCapacityMB 50 -FileCapacityMB 200</code>
/// </example>
/// <seealso cref="GetSelfServiceProductCommand"/>
/// <seealso cref="ImportSelfServiceProductCommand"/>
/// <seealso cref="GetMSCommerceAuditLogCommand"/>
[Cmdlet(VerbsCommon.Set, "SelfServiceProduct", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Set-SelfServiceProducts")]
[OutputType(typeof(Product))]
public sealed class SetSelfServiceProductCommand : PropertyChangeCommand
{
    private readonly List<string> _products = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>The list price of one licence a month.</summary>
    [Parameter]
    [Amount]
    public decimal? ListPrice { get; set; }

    /// <summary>What the organisation pays for one licence a month.</summary>
    [Parameter]
    [Amount]
    public decimal? OrganizationPrice { get; set; }

    /// <summary>The currency of both prices: its three letters of ISO 4217, for instance EUR.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CurrencyCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Currency { get; set; }

    /// <summary>All the services that a licence brings; an empty list, @(), for none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNull]
    public string[]? Service { get; set; }

    /// <summary>$true where the product has a trial that needs no payment method.</summary>
    [Parameter]
    public bool? HasTrialWithoutPaymentMethod { get; set; }

    /// <summary>The Dataverse database capacity that one licence brings, in MB.</summary>
    [Parameter]
    [WholeNumber]
    public int? DatabaseCapacityMB { get; set; }

    /// <summary>The Dataverse file capacity that one licence brings, in MB.</summary>
    [Parameter]
    [WholeNumber]
    public int? FileCapacityMB { get; set; }

    private protected override string Purpose => "Set facts of products";

    private protected override int Named => _products.Count;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _products.AddRange(ProductId);

    private protected override Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop) => client.Products.PlanSetAsync(
        new()
        {
            Product = [.. _products.Distinct(StringComparer.OrdinalIgnoreCase)],
            ListPrice = ListPrice,
            OrganizationPrice = OrganizationPrice,
            Currency = Currency,
            Service = Service,
            HasTrialWithoutPaymentMethod = HasTrialWithoutPaymentMethod,
            DatabaseCapacityMB = DatabaseCapacityMB,
            FileCapacityMB = FileCapacityMB,
            DryRun = IsWhatIf,
        },
        stop);

    private protected override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.Products.ApplySetAsync(changes, stop);

    private protected override IAsyncEnumerable<object> ReadAsync(CommerceClient client, IReadOnlyList<string> changed, CancellationToken stop) =>
        client.Products.GetAsync(new() { Product = _products }, stop);

    private protected override string TargetOf(object item) => ((Product)item).ProductId;
}
