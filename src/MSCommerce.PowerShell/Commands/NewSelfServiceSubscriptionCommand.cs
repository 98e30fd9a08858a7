namespace MSCommerce.PowerShell;

/// <summary>Buys a subscription for the organisation.</summary>
/// <remarks>
/// Product, licences, price, currency, term and total are shown before the purchase is confirmed; the price is the organisation's, or the list price where it has none. A
/// price that changes meanwhile is an error, and nothing is bought. The subscription is active at once and renews by itself at its term's end; its first order is recorded.
/// The policies of self-service purchase do not concern what the organisation buys.
///
/// Each product that is named or piped is a purchase of its own. To buy only what free licences do not cover, use Add-SelfServiceLicense -BuyShortfall. In a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Shows what 25 licences would cost for a year.</para>
/// <code>New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 25 -WhatIf</code>
/// </example>
/// <example>
/// <para>Buys ten licences by the month, and shows the order.</para>
/// <code>New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 10 -Term Month -Confirm:$false | Get-SelfServiceOrder</code>
/// </example>
/// <seealso cref="SetSelfServiceSubscriptionCommand"/>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
/// <seealso cref="GetSelfServiceOrderCommand"/>
[Cmdlet(VerbsCommon.New, "SelfServiceSubscription", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("New-SelfServiceSubscriptions")]
[OutputType(typeof(Subscription))]
public sealed class NewSelfServiceSubscriptionCommand : SessionCommand
{
    private readonly List<string> _products = [];

    /// <summary>The products by id, name or an id that has been replaced.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>How many licences to buy, at least 1.</summary>
    [Parameter(Mandatory = true)]
    [WholeNumber]
    public int Licenses { get; set; }

    /// <summary>How long a term is: Month or Year.</summary>
    [Parameter]
    public SubscriptionTerm Term { get; set; } = SubscriptionTerm.Year;

    private protected override string Purpose => "Buy for the organisation";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _products.AddRange(ProductId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_products.Count))
            return;

        // Everything is planned before anything is bought. A product that goes by two names is bought once.
        var plans = new Dictionary<string, PurchasePlan>(StringComparer.OrdinalIgnoreCase);
        foreach (var product in _products.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var plan = await client.Subscriptions.PlanBuyAsync(new() { Product = product, Licenses = Licenses, Term = Term, DryRun = IsWhatIf }, stop);
            plans.TryAdd(plan.ProductId, plan);
        }

        foreach (var plan in plans.Values)
        {
            var target = $"{Wording.Count(plan.Licenses, "licence")} of {Wording.Named(plan.ProductName, plan.ProductId)}";
            if (!await ShouldProcessAsync(target, $"Buy for the organisation {Wording.Price(plan)}", stop))
                continue;
            var bought = await client.Subscriptions.ApplyBuyAsync(plan, stop);
            Tell($"Bought {target} {Wording.Price(plan)}; the subscription is {bought.SubscriptionId}.");
            Write(bought);
        }
    }
}
