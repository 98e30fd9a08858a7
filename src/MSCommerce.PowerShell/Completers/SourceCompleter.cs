namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a subscription that is not Deleted: its users can be moved away, it can be changed and cancelled.</summary>
internal sealed class SourceCompleter : SubscriptionCompleter
{
    private protected override SubscriptionQuery Query => new()
    {
        Status = [SubscriptionStatus.Active, SubscriptionStatus.Expired, SubscriptionStatus.Disabled],
    };
}
