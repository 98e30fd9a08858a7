namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a subscription that users can be moved to.</summary>
internal sealed class TargetCompleter : SubscriptionCompleter
{
    private protected override SubscriptionQuery Query => new() { Status = [SubscriptionStatus.Active] };

    private protected override bool Fits(Subscription subscription, CommerceSession session) => subscription.IsControlledByOrganization;
}
