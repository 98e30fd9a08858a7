namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a subscription that somebody bought himself and that is not Deleted.</summary>
internal sealed class SelfServiceCompleter : SubscriptionCompleter
{
    private protected override SubscriptionQuery Query => new()
    {
        Channel = SubscriptionChannel.SelfService,
        Status = [SubscriptionStatus.Active, SubscriptionStatus.Expired, SubscriptionStatus.Disabled],
    };
}
