namespace MSCommerce.PowerShell;

/// <summary>Lists the orders of subscriptions: what was bought or given back, when, by whom and at which price.</summary>
/// <remarks>
/// Each change of a subscription's total is an order, and they add up to it. They are listed by subscription and number unless -SortBy says otherwise. An administrator
/// sees all orders, anyone else those of his own subscriptions.
/// </remarks>
/// <example>
/// <para>Shows the history of the organisation's subscription of a product.</para>
/// <code>Get-SelfServiceSubscription -Central -ProductId 'Power BI Pro' | Get-SelfServiceOrder</code>
/// </example>
/// <example>
/// <para>Lists what was ordered this year, the newest first.</para>
/// <code>Get-SelfServiceOrder -Since "$((Get-Date).Year)-01-01" -SortBy OrderedAt -Descending</code>
/// </example>
/// <example>
/// <para>Shows the first five orders of some products, and how many there are in all.</para>
/// <code>Get-SelfServiceOrder -ProductId 'Visio*', 'Project*' -First 5 -IncludeTotalCount</code>
/// </example>
/// <seealso cref="GetSelfServiceSubscriptionCommand"/>
/// <seealso cref="NewSelfServiceSubscriptionCommand"/>
/// <seealso cref="SetSelfServiceSubscriptionCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceOrder", SupportsPaging = true)]
[Alias("Get-SelfServiceOrders")]
[OutputType(typeof(SubscriptionOrder))]
public sealed class GetSelfServiceOrderCommand : SubscriptionListCommand
{
    /// <summary>Ordered at or after this moment.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Ordered before this moment.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The order: Subscription, which is the default, OrderedAt, Product, OrderedBy or Quantity.</summary>
    [Parameter]
    public OrderSort SortBy { get; set; }

    /// <summary>Turns the order round.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    private protected override string Purpose => "Read orders";

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && Ids.Count == 0)
            return Task.CompletedTask;

        var query = new OrderQuery
        {
            SubscriptionId = Ids,
            Product = ProductId,
            Since = Since,
            Until = Until,
            SortBy = SortBy,
            Descending = Descending,
            Skip = PageSkip,
            First = PageFirst,
        };
        return WritePageAsync(token => client.Subscriptions.CountOrdersAsync(query, token), client.Subscriptions.GetOrdersAsync(query, stop), stop);
    }
}
