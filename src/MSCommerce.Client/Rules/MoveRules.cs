namespace MSCommerce.Rules;

/// <summary>Which users may be moved from where to where (T1, S6, U4).</summary>
public static class MoveRules
{
    /// <summary>Refuses a subscription that cannot take users.</summary>
    /// <param name="target">Where the users are to go.</param>
    /// <returns>The refusal; null where it can.</returns>
    public static CommerceException? RefuseTarget(Subscription target)
    {
        if (target.Status != SubscriptionStatus.Active)
        {
            return CommerceErrors.SubscriptionState("TargetNotActive", target.SubscriptionId,
                $"The target {target.ProductName} ({target.SubscriptionId}) is {target.Status}: only an active subscription takes users. Name another; nothing was changed.");
        }

        return target.IsControlledByOrganization
            ? null
            : CommerceErrors.SubscriptionState("TargetNotControlled", target.SubscriptionId,
                $"The target {target.ProductName} ({target.SubscriptionId}) is {target.Purchaser}'s own: its licences are not the organisation's to assign (S6). Take it over first, or name a central subscription; nothing was changed.");
    }

    /// <summary>Refuses a subscription whose users cannot be moved to the target.</summary>
    /// <param name="source">Where the users are.</param>
    /// <param name="target">Where they are to go.</param>
    /// <param name="usersNamed">Whether particular users were named: then the source stays as it is.</param>
    /// <returns>The refusal; null where they can.</returns>
    public static CommerceException? RefuseSource(Subscription source, Subscription target, bool usersNamed)
    {
        if (source.SubscriptionId == target.SubscriptionId)
        {
            return CommerceErrors.SubscriptionState("MoveOntoItself", source.SubscriptionId,
                $"{source.ProductName} ({source.SubscriptionId}) is both source and target of the move. Name another target; nothing was changed.");
        }

        if (source.Status == SubscriptionStatus.Deleted)
        {
            return CommerceErrors.SubscriptionState("SourceDeleted", source.SubscriptionId,
                $"{source.ProductName} ({source.SubscriptionId}) is Deleted and has no users to move. Get-SelfServiceUser -Former lists who had a licence; nothing was changed.");
        }

        return source.Channel == SubscriptionChannel.Central && !usersNamed
            ? CommerceErrors.SubscriptionState("SourceIsCentral", source.SubscriptionId,
                $"{source.ProductName} ({source.SubscriptionId}) is the organisation's own, and a move of all its users would cancel it. Name the users with -User; nothing was changed.")
            : null;
    }

    /// <summary>Refuses a move for which the target has too few licences.</summary>
    /// <param name="target">Where the users are to go.</param>
    /// <param name="seatsNeeded">Licences needed: one for each user who has none there yet.</param>
    /// <returns>The refusal, which says how many are missing; null where they suffice.</returns>
    public static CommerceException? RefuseSeats(Subscription target, int seatsNeeded) =>
        seatsNeeded > target.AvailableLicenses
            ? CommerceErrors.TooFewLicenses(target.SubscriptionId, target.ProductName, seatsNeeded, target.AvailableLicenses.Value)
            : null;
}
