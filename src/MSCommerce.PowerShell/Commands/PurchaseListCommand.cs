namespace MSCommerce.PowerShell;

/// <summary>A command that lists something of chosen subscriptions: also by who bought them.</summary>
public abstract class PurchaseListCommand : SubscriptionListCommand
{
    private protected PurchaseListCommand()
    {
    }

    /// <summary>Purchasers by principal name, display name or object id, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PurchaserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Purchaser { get; set; } = [];

    /// <summary>Subscriptions that people bought themselves.</summary>
    [Parameter]
    public SwitchParameter SelfService { get; set; }

    /// <summary>Subscriptions that the organisation bought.</summary>
    [Parameter]
    public SwitchParameter Central { get; set; }

    /// <summary>The channel that was asked for; null for both.</summary>
    private protected SubscriptionChannel? Channel => Channels.Of(SelfService, Central);
}
