namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a subscription whose licences the actor can assign.</summary>
internal sealed class AssignableCompleter : SubscriptionCompleter
{
    private protected override SubscriptionQuery Query => new() { Status = [SubscriptionStatus.Active] };

    private protected override bool Fits(Subscription subscription, CommerceSession session) =>
        subscription.IsControlledByOrganization || string.Equals(subscription.Purchaser, session.Actor, StringComparison.OrdinalIgnoreCase);
}
