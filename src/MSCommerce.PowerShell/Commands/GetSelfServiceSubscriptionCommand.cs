namespace MSCommerce.PowerShell;

/// <summary>Lists subscriptions with product, purchaser, price, expiry and licences.</summary>
/// <remarks>
/// Lists what people bought themselves and what the organisation bought, unless -SelfService or -Central says which. An administrator sees all
/// subscriptions, anyone else his own. What the store does not know is empty, never a guess.
/// </remarks>
/// <example>
/// <para>Lists what people bought themselves.</para>
/// <code>Get-SelfServiceSubscription -SelfService</code>
/// </example>
/// <example>
/// <para>Lists what runs out within a month, the nearest first.</para>
/// <code>Get-SelfServiceSubscription -Status Active -ExpiringBefore (Get-Date).AddDays(30) -SortBy ExpiresAt</code>
/// </example>
/// <example>
/// <para>Shows all that is known of the five largest subscriptions of a product.</para>
/// <code>Get-SelfServiceSubscription -ProductId 'Power BI*' -SortBy TotalLicenses -Descending -First 5 | Format-List *</code>
/// </example>
/// <seealso cref="GetSelfServiceUserCommand"/>
/// <seealso cref="MoveSelfServiceUsersCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceSubscription", SupportsPaging = true)]
[Alias("Get-SelfServiceSubscriptions")]
[OutputType(typeof(Subscription))]
public sealed class GetSelfServiceSubscriptionCommand : PurchaseListCommand
{
    /// <summary>Where the subscriptions stand: Active, Expired, Disabled, Deleted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SubscriptionStatus[] Status { get; set; } = [];

    /// <summary>Subscriptions whose present term ends before this date.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? ExpiringBefore { get; set; }

    /// <summary>The order.</summary>
    [Parameter]
    public SubscriptionSort SortBy { get; set; }

    /// <summary>Turns the order round.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    private protected override string Purpose => "Read subscriptions";

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && Ids.Count == 0)
            return Task.CompletedTask;

        var query = new SubscriptionQuery
        {
            SubscriptionId = Ids,
            Product = ProductId,
            Purchaser = Purchaser,
            Channel = Channel,
            Status = Status,
            ExpiringBefore = ExpiringBefore,
            SortBy = SortBy,
            Descending = Descending,
            Skip = PageSkip,
            First = PageFirst,
        };
        return WritePageAsync(token => client.Subscriptions.CountAsync(query, token), client.Subscriptions.GetAsync(query, stop), stop);
    }
}
