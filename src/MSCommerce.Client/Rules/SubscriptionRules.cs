using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>What is done to a subscription.</summary>
public enum SubscriptionAction
{
    /// <summary>Licences assigned or taken away.</summary>
    Assign,

    /// <summary>The total changed.</summary>
    ChangeTotal,

    /// <summary>Renewal switched on or off.</summary>
    ChangeRenewal,

    /// <summary>Control taken for the organisation.</summary>
    TakeControl,

    /// <summary>Cancelled.</summary>
    Cancel,
}

/// <summary>Who may do what to which subscription, and when (S6, T3, T4, U3, U8, P6).</summary>
public static class SubscriptionRules
{
    /// <summary>Refuses an actor who may not do something to a subscription, or a subscription in whose state nobody may.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="actor">Who asks: a user principal name.</param>
    /// <param name="roles">The roles held.</param>
    /// <returns>The refusal; null where it is allowed.</returns>
    public static CommerceException? RefuseAction(Subscription subscription, SubscriptionAction action, string actor, IReadOnlyCollection<Role> roles)
    {
        if (RefuseActor(subscription, action, actor, roles) is { } refusal)
            return refusal;

        if (subscription.Status == SubscriptionStatus.Deleted)
            return State("SubscriptionDeleted", subscription, "is Deleted, and nothing can be done to it any more. Get-SelfServiceUser -Former lists who had a licence");

        return action is SubscriptionAction.Assign or SubscriptionAction.ChangeTotal && subscription.Status != SubscriptionStatus.Active
            ? State("SubscriptionNotActive", subscription, $"is {subscription.Status}: licences are bought and assigned while it is Active. Name another, or move its users")
            : null;
    }

    /// <summary>The most licences of a subscription (seats): more than any organisation has people.</summary>
    public const int MaximumLicenses = 10_000_000;

    /// <summary>Refuses a number of licences that no subscription has (T5, U1).</summary>
    /// <param name="wanted">The number (seats).</param>
    /// <param name="target">What it is of: a product or a subscription.</param>
    /// <returns>The refusal; null where a subscription may have so many.</returns>
    public static CommerceException? RefuseLicenses(long wanted, string target)
    {
        if (wanted < 1)
            return CommerceErrors.InvalidRequest("LicensesInvalid", "A subscription has at least 1 licence. Say how many to buy; nothing was changed.", target);
        return wanted > MaximumLicenses
            ? CommerceErrors.InvalidRequest(
                "LicensesInvalid", string.Create(CultureInfo.InvariantCulture, $"A subscription has at most {MaximumLicenses} licences; it would have {wanted}. Ask for fewer; nothing was changed."), target)
            : null;
    }

    /// <summary>Whether a total enlarges a self-service subscription that is its purchaser's own: then he is asked again what buying asks (E1 to E3).</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="wanted">The total wanted (seats).</param>
    /// <returns>True where its purchaser buys more.</returns>
    public static bool BuysMore(Subscription subscription, int wanted) =>
        wanted > subscription.TotalLicenses && subscription is { Channel: SubscriptionChannel.SelfService, IsControlledByOrganization: false };

    /// <summary>Refuses a total (U3), or an enlargement that the policy (P6) or the rules about buyers forbid (E1 to E3).</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="wanted">The total wanted (seats).</param>
    /// <param name="policyValue">The value of AllowSelfServicePurchase that holds for its product.</param>
    /// <param name="buyer">What <see cref="EligibilityRules.RefuseBuyer"/> says of whoever <see cref="BuysMore"/>; none for others.</param>
    /// <returns>The refusal; null where it is allowed.</returns>
    public static CommerceException? RefuseTotal(Subscription subscription, int wanted, string policyValue, IReadOnlyList<EligibilityRefusal> buyer)
    {
        if (wanted < 1)
        {
            return CommerceErrors.InvalidRequest(
                "TotalTooSmall", $"A subscription has at least 1 licence; {Number(wanted)} were asked for. Cancel it with Remove-SelfServiceSubscription instead.", subscription.SubscriptionId);
        }

        if (wanted < subscription.AssignedLicenses)
        {
            return State("TotalBelowAssigned", subscription,
                $"has {Number(subscription.AssignedLicenses.Value)} licences assigned, and the total cannot be {Number(wanted)}. Take {Number(subscription.AssignedLicenses.Value - wanted)} licences away from users first");
        }

        if (subscription.IsTrial == true && wanted > EligibilityRules.MaximumTrialLicenses)
        {
            return CommerceErrors.InvalidRequest(
                "LicensesInvalid", $"A trial has at most {Number(EligibilityRules.MaximumTrialLicenses)} licences; {Number(wanted)} were asked for. Ask for fewer, or buy; nothing was changed.", subscription.SubscriptionId);
        }

        if (RefuseLicenses(wanted, subscription.SubscriptionId) is { } refusal)
            return refusal;
        if (buyer.Count > 0)
        {
            return new CommerceException(CommerceError.NotEligible, buyer[0].ErrorId,
                $"{subscription.ProductName} ({subscription.SubscriptionId}) cannot be enlarged: {EligibilityRules.InWords(buyer)} Nothing was changed.", subscription.SubscriptionId);
        }

        // A trial needs no card, however many licences it has.
        var allowed = subscription.IsTrial == true ? PolicyRules.AllowsTrial(policyValue) : PolicyRules.AllowsPurchase(policyValue);
        var advice = subscription.IsControlledByOrganization
            ? "Buy for the organisation with New-SelfServiceSubscription instead, or change the policy with Update-MSCommerceProductPolicy"
            : "Reduce it, or ask an administrator for licences";
        return wanted > subscription.TotalLicenses && subscription.Channel == SubscriptionChannel.SelfService && !allowed
            ? new CommerceException(CommerceError.NotEligible, "PurchaseDisabled",
                $"{subscription.ProductName} ({subscription.SubscriptionId}) cannot be enlarged: the policy for self-service purchases of this product is '{policyValue}'. {advice}; nothing was changed.",
                subscription.SubscriptionId)
            : null;
    }

    /// <summary>Refuses to switch renewal on where a subscription cannot renew (U8, L1).</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="wanted">Whether it is to renew.</param>
    /// <param name="purchaserEnabled">Whether its purchaser's account is enabled; true for a central subscription.</param>
    /// <returns>The refusal; null where it is allowed.</returns>
    public static CommerceException? RefuseRenewal(Subscription subscription, bool wanted, bool purchaserEnabled)
    {
        if (!wanted)
            return null;
        if (subscription.IsTrial == true)
            return State("TrialDoesNotRenew", subscription, "is a trial, and trials do not renew. Buy the product instead");
        if (subscription.Status != SubscriptionStatus.Active)
            return State("SubscriptionNotActive", subscription, $"is {subscription.Status}: its last term is over and it cannot renew. Buy the product anew");
        return purchaserEnabled
            ? null
            : State("PurchaserLeft", subscription, "belongs to somebody who has left, and does not renew. Move its users to another subscription");
    }

    /// <summary>Refuses to take control of what cannot be taken (T4).</summary>
    /// <param name="subscription">The subscription.</param>
    /// <returns>The refusal; null where it is allowed.</returns>
    public static CommerceException? RefuseTakeControl(Subscription subscription) =>
        subscription.Channel == SubscriptionChannel.Central
            ? State("SubscriptionIsCentral", subscription, "is the organisation's own already. Name a self-service subscription")
            : null;

    /// <summary>Refuses to ask a purchaser to cancel where he cannot (T5).</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="purchaserEnabled">Whether the purchaser's account is enabled.</param>
    /// <returns>The refusal; null where he can be asked.</returns>
    public static CommerceException? RefuseCancellationRequest(Subscription subscription, bool purchaserEnabled)
    {
        if (subscription.Channel == SubscriptionChannel.Central)
            return State("SubscriptionIsCentral", subscription, "is the organisation's own: there is no purchaser to ask. Name a self-service subscription");
        if (subscription.Status == SubscriptionStatus.Deleted)
            return State("SubscriptionDeleted", subscription, "is Deleted already. There is nothing to ask for");
        if (subscription.IsControlledByOrganization)
            return State("SubscriptionIsControlled", subscription, "was taken over: its purchaser cannot cancel it any more. Cancel it with Remove-SelfServiceSubscription");
        return purchaserEnabled
            ? null
            : State("PurchaserLeft", subscription, "belongs to somebody who has left and reads no e-mail here. Cancel it with Remove-SelfServiceSubscription, or move its users");
    }

    private static CommerceException? RefuseActor(Subscription subscription, SubscriptionAction action, string actor, IReadOnlyCollection<Role> roles)
    {
        if (action == SubscriptionAction.TakeControl)
            return RoleTable.Refuse(Permission.TakeOver, actor, roles);
        if (subscription.IsControlledByOrganization)
            return RoleTable.Refuse(Permission.ManageCentral, actor, roles);
        if (string.Equals(subscription.Purchaser, actor, StringComparison.OrdinalIgnoreCase))
            return RoleTable.Refuse(Permission.ChangeOwn, actor, roles);
        if (action == SubscriptionAction.Cancel)
            return RoleTable.Refuse(Permission.TakeOver, actor, roles);

        return RoleTable.Refuse(Permission.ManageCentral, actor, roles)
            ?? State("SubscriptionNotControlled", subscription,
                $"is {subscription.Purchaser}'s own: an administrator sees it and cannot change it (S6). Take control with Set-SelfServiceSubscription -TakeControl, move its users or cancel it");
    }

    private static CommerceException State(string errorId, Subscription subscription, string what) =>
        CommerceErrors.SubscriptionState(errorId, subscription.SubscriptionId, $"{subscription.ProductName} ({subscription.SubscriptionId}) {what}; nothing was changed.");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
