namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a subscription whose users can be moved away.</summary>
internal sealed class SourceCompleter : SubscriptionCompleter
{
    private protected override SubscriptionQuery Query => new()
    {
        Status = [SubscriptionStatus.Active, SubscriptionStatus.Expired, SubscriptionStatus.Disabled],
    };
}
