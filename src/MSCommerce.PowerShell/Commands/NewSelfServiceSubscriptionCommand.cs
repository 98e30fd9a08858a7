namespace MSCommerce.PowerShell;

/// <summary>Buys a subscription: for the organisation, or with one's own card; or starts a trial.</summary>
/// <remarks>
/// Product, licences, price, currency, term and what is charged are shown before the purchase is confirmed. A price that changes meanwhile is an error, and nothing is
/// bought. The subscription is active at once and renews by itself at its term's end; its first order is recorded.
///
/// Without -PaymentMethodId or -Trial it is the organisation that buys, which takes a billing administrator: the price is the organisation's, or the list price where it has none, the
/// term a year, and the policies of self-service purchase do not concern it.
///
/// With -PaymentMethodId one buys for oneself and one's colleagues: at the list price, by the month, charged to that card at once and at each renewal. Rules decide who may and what;
/// Test-SelfServiceEligibility tells beforehand, and a refusal says what to do. -Trial starts a trial, which costs nothing, needs no card, lasts a month and does not renew.
///
/// Each product that is named or piped is a purchase of its own. To buy only what the organisation's free licences do not cover, use Add-SelfServiceLicense -BuyShortfall. In a
/// runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Shows what 25 licences would cost the organisation for a year.</para>
/// <code>New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 25 -WhatIf</code>
/// </example>
/// <example>
/// <para>Buys ten licences for the organisation by the month, and shows the order.</para>
/// <code>New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 10 -Term Month -Confirm:$false | Get-SelfServiceOrder</code>
/// </example>
/// <example>
/// <para>Buys five licences with one's own card, and shows the invoice.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 5 -PaymentMethodId $card.PaymentMethodId -Confirm:$false | Get-SelfServiceInvoice</code>
/// </example>
/// <example>
/// <para>Starts a trial for oneself and two colleagues.</para>
/// <code>New-SelfServiceSubscription -ProductId 'Viva Goals' -Trial -Licenses 3 -Confirm:$false</code>
/// </example>
/// <seealso cref="TestSelfServiceEligibilityCommand"/>
/// <seealso cref="AddSelfServicePaymentMethodCommand"/>
/// <seealso cref="SetSelfServiceSubscriptionCommand"/>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
/// <seealso cref="GetSelfServiceOrderCommand"/>
[Cmdlet(VerbsCommon.New, "SelfServiceSubscription", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = CentralSet)]
[Alias("New-SelfServiceSubscriptions")]
[OutputType(typeof(Subscription))]
public sealed class NewSelfServiceSubscriptionCommand : SessionCommand
{
    private const string CentralSet = "Central";
    private const string SelfServiceSet = "SelfService";
    private const string TrialSet = "Trial";

    private readonly List<string> _products = [];

    /// <summary>The products by id, name or an id that has been replaced.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>How many licences, 1 to 10,000,000; a trial has one where it is left out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CentralSet)]
    [Parameter(Mandatory = true, ParameterSetName = SelfServiceSet)]
    [Parameter(ParameterSetName = TrialSet)]
    [WholeNumber]
    public int Licenses { get; set; } = 1;

    /// <summary>How long a term is: Month or Year. A year where the organisation buys and it is left out, else a month.</summary>
    [Parameter(ParameterSetName = CentralSet)]
    [Parameter(ParameterSetName = SelfServiceSet)]
    public SubscriptionTerm? Term { get; set; }

    /// <summary>One's own card that is charged; whoever names one buys for himself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfServiceSet)]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PaymentMethodId { get; set; }

    /// <summary>Starts a trial.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TrialSet)]
    public SwitchParameter Trial { get; set; }

    private protected override string Purpose => IsCentral ? "Buy for the organisation" : Trial ? "Start a trial" : "Buy through self-service";

    private bool IsCentral => PaymentMethodId is null && !Trial;

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
            var plan = await PlanAsync(client, product, stop);
            plans.TryAdd(plan.ProductId, plan);
        }

        foreach (var plan in plans.Values)
        {
            var target = $"{Wording.Count(plan.Licenses, "licence")} of {Wording.Named(plan.ProductName, plan.ProductId)}";
            if (!await ShouldProcessAsync(target, Describe(plan), stop))
                continue;
            var bought = await (IsCentral ? client.Subscriptions.ApplyBuyAsync(plan, stop) : client.Subscriptions.ApplyPurchaseAsync(plan, stop));
            Tell(plan.IsTrial
                ? $"Started a trial with {target}; the subscription is {bought.SubscriptionId}."
                : $"Bought {target} {Wording.Price(plan)}; the subscription is {bought.SubscriptionId}.");
            Write(bought);
        }
    }

    private Task<PurchasePlan> PlanAsync(CommerceClient client, string product, CancellationToken stop) => IsCentral
        ? client.Subscriptions.PlanBuyAsync(new() { Product = product, Licenses = Licenses, Term = Term ?? SubscriptionTerm.Year, DryRun = IsWhatIf }, stop)
        : client.Subscriptions.PlanPurchaseAsync(
            new() { Product = product, Licenses = Licenses, Term = Term ?? SubscriptionTerm.Month, Trial = Trial, PaymentMethodId = PaymentMethodId, DryRun = IsWhatIf }, stop);

    private string Describe(PurchasePlan plan)
    {
        if (IsCentral)
            return $"Buy for the organisation {Wording.Price(plan)}";
        if (plan.IsTrial)
            return plan.ExpiresAt is { } ends ? $"Start a trial until {Wording.Day(ends)}, which costs nothing and does not renew" : "Start a trial, which costs nothing and does not renew";
        var charged = plan.Charge is { } charge ? $"; {Wording.Amount(charge.Amount, charge.Currency)} is charged to {plan.PaymentMethod} now" : "";
        var renewal = plan.ExpiresAt is { } expires ? $", and it renews on {Wording.Day(expires)}" : "";
        return $"Buy for yourself {Wording.Price(plan)}{charged}{renewal}";
    }
}
