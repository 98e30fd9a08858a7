namespace MSCommerce;

/// <summary>What becomes of one user's licence.</summary>
public enum LicenseAction
{
    /// <summary>The user is given one.</summary>
    Assign,

    /// <summary>The user has one and is given other services with it.</summary>
    ChangeServices,

    /// <summary>The user's is taken away.</summary>
    Unassign,

    /// <summary>It is so already.</summary>
    None,
}

/// <summary>One user's licence that changes (U4).</summary>
public sealed record LicenseChange
{
    /// <summary>The subscription; null where one is bought for it.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The user's principal name.</summary>
    public required string User { get; init; }

    /// <summary>What becomes of it.</summary>
    public required LicenseAction Action { get; init; }

    /// <summary>Services of the product that are switched off for the user; null leaves them as they are.</summary>
    public IReadOnlyList<string>? DisabledServices { get; init; }
}

/// <summary>What assigning or unassigning licences will do, computed for all users at once (U4, T5).</summary>
public sealed record LicensePlan
{
    /// <summary>The changes, those that change nothing (<see cref="LicenseAction.None"/>) included.</summary>
    public required IReadOnlyList<LicenseChange> Changes { get; init; }

    /// <summary>Licences needed (seats).</summary>
    public required int SeatsNeeded { get; init; }

    /// <summary>Licences available before anything is bought (seats).</summary>
    public required int SeatsAvailable { get; init; }

    /// <summary>What is bought for the shortfall; null for nothing.</summary>
    public PurchasePlan? Purchase { get; init; }

    /// <summary>The state of the subscriptions when the plan was made, by id; it must still hold. The store's to interpret.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}

/// <summary>What became of a plan of licences, one result a subscription.</summary>
public sealed record LicenseResult
{
    /// <summary>The subscription; null for a purchase that a dry run did not make.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>Users who were given a licence.</summary>
    public required int Assigned { get; init; }

    /// <summary>Users whose services changed.</summary>
    public required int ServicesChanged { get; init; }

    /// <summary>Users whose licence was taken away.</summary>
    public required int Unassigned { get; init; }

    /// <summary>Users for whom it was so already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Licences bought for it (seats).</summary>
    public required int Bought { get; init; }

    /// <summary>Whether it was done; false for a dry run.</summary>
    public required bool IsApplied { get; init; }

    /// <summary>Users for whom it failed, one by one; always empty where the store does all or none.</summary>
    public IReadOnlyList<UserFailure> Failures { get; init; } = [];
}

/// <summary>The request to a purchaser to cancel his subscription, now that the organisation provides the product (T5).</summary>
public sealed record CancellationNotice
{
    /// <summary>The subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The purchaser who is asked.</summary>
    public required string Purchaser { get; init; }

    /// <summary>Users who hold a licence of it.</summary>
    public required int Users { get; init; }

    /// <summary>Of these, users without a licence of the same product in an active subscription of the organisation: they would lose access. Disabled accounts have none to lose.</summary>
    public required int UsersNotCovered { get; init; }

    /// <summary>
    /// Whether an earlier request still waits in the outbox: that one is brought up to date, and no second one is written. Once it was sent, the next is a reminder.
    /// </summary>
    public bool IsWaiting { get; init; }

    /// <summary>Whether the notice is in the outbox: written, or waiting there and up to date.</summary>
    public bool IsApplied { get; init; }
}

/// <summary>Makes results of plans.</summary>
public static class LicenseResults
{
    /// <summary>What a plan would do.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>One result a subscription, not applied.</returns>
    public static IReadOnlyList<LicenseResult> Planned(LicensePlan plan) =>
    [
        .. plan.Changes.GroupBy(change => (change.SubscriptionId, change.ProductName)).Select(group => new LicenseResult
        {
            SubscriptionId = group.Key.SubscriptionId,
            ProductName = group.Key.ProductName,
            Assigned = group.Count(change => change.Action == LicenseAction.Assign),
            ServicesChanged = group.Count(change => change.Action == LicenseAction.ChangeServices),
            Unassigned = group.Count(change => change.Action == LicenseAction.Unassign),
            Unchanged = group.Count(change => change.Action == LicenseAction.None),
            Bought = plan.Purchase is { } purchase && purchase.SubscriptionId == group.Key.SubscriptionId ? purchase.Licenses : 0,
            IsApplied = false,
        }),
    ];
}
