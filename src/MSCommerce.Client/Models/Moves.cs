namespace MSCommerce;

/// <summary>One licence of one user: what <c>Get-SelfServiceUser</c> lists and a move takes from the pipeline.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="User">The user's principal name or object id.</param>
public sealed record LicenseReference(string SubscriptionId, string User);

/// <summary>What a move will do (T1): computed for everything at once, shown, and applied only while it still holds.</summary>
public sealed record MovePlan
{
    /// <summary>Where the users go.</summary>
    public required Subscription Target { get; init; }

    /// <summary>Where they come from, one entry a subscription.</summary>
    public required IReadOnlyList<MoveSource> Sources { get; init; }

    /// <summary>Licences needed in the target: one for each user who has none there yet (seats).</summary>
    public required int SeatsNeeded { get; init; }

    /// <summary>Licences available in the target (seats).</summary>
    public int? SeatsAvailable { get => field ?? Target.AvailableLicenses; init; }

    /// <summary>Users who move.</summary>
    public int Users => Sources.Sum(source => source.Users);
}

/// <summary>One source of a move.</summary>
public sealed record MoveSource
{
    /// <summary>The subscription as the plan saw it.</summary>
    public required Subscription Subscription { get; init; }

    /// <summary>Users who move.</summary>
    public required int Users { get; init; }

    /// <summary>Of these, users who hold a licence in the target already and need no second one.</summary>
    public required int UsersAlreadyLicensed { get; init; }

    /// <summary>Disabled accounts: they are not moved and lose their licence with the subscription.</summary>
    public required int UsersDisabled { get; init; }

    /// <summary>Whether the subscription is cancelled once its users have moved; not where users were named.</summary>
    public required bool IsCancelled { get; init; }

    /// <summary>Users whose licence comes by a group: it cannot be taken from them, so they are not moved, and each is named in the result.</summary>
    public int UsersByGroup { get; init; }

    /// <summary>What else there is to know, and to do elsewhere, where the store cannot do all of it; null where there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The users named; null where all of them move.</summary>
    public IReadOnlyList<string>? NamedUsers { get; init; }

    /// <summary>The subscription's state when the plan was made; it must still hold when the move is made. The store's to interpret.</summary>
    public required string Version { get; init; }
}

/// <summary>What became of one source of a move.</summary>
public sealed record MoveResult
{
    /// <summary>Where the users came from.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The product they came from.</summary>
    public required string ProductName { get; init; }

    /// <summary>Where they went.</summary>
    public required string TargetSubscriptionId { get; init; }

    /// <summary>The product they have now.</summary>
    public required string TargetProductName { get; init; }

    /// <summary>Users planned or moved.</summary>
    public required int Users { get; init; }

    /// <summary>Of these, users who needed no licence in the target because they had one.</summary>
    public required int UsersAlreadyLicensed { get; init; }

    /// <summary>Disabled accounts that lost their licence with the subscription.</summary>
    public required int UsersDisabled { get; init; }

    /// <summary>Licences that the whole move needs in the target (seats); null once it was made.</summary>
    public int? SeatsNeeded { get; init; }

    /// <summary>Licences available in the target before the move (seats); null once it was made.</summary>
    public int? SeatsAvailable { get; init; }

    /// <summary>The source's status afterwards.</summary>
    public required SubscriptionStatus Status { get; init; }

    /// <summary>Whether the move was made; false for a dry run.</summary>
    public required bool IsApplied { get; init; }

    /// <summary>What is left to do elsewhere, and where: that the source remains and has to be cancelled, for instance; null where nothing is.</summary>
    public string? Note { get; init; }

    /// <summary>Users who could not be moved, one by one; always empty where the store moves all or none.</summary>
    public IReadOnlyList<UserFailure> Failures { get; init; } = [];
}

/// <summary>A user for whom an operation failed while it went on for others.</summary>
/// <param name="User">The user's principal name.</param>
/// <param name="Error">The kind of failure.</param>
/// <param name="Message">What failed and what to do.</param>
public sealed record UserFailure(string User, CommerceError Error, string Message);

/// <summary>Makes results of plans.</summary>
public static class MoveResults
{
    /// <summary>What a move would make of one source.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="source">One of its sources.</param>
    /// <returns>The result, not applied.</returns>
    public static MoveResult Planned(MovePlan plan, MoveSource source) => new()
    {
        SubscriptionId = source.Subscription.SubscriptionId,
        ProductName = source.Subscription.ProductName,
        TargetSubscriptionId = plan.Target.SubscriptionId,
        TargetProductName = plan.Target.ProductName,
        Users = source.Users,
        UsersAlreadyLicensed = source.UsersAlreadyLicensed,
        UsersDisabled = source.UsersDisabled,
        SeatsNeeded = plan.SeatsNeeded,
        SeatsAvailable = plan.SeatsAvailable,
        Status = source.IsCancelled ? SubscriptionStatus.Deleted : source.Subscription.Status,
        IsApplied = false,
        Note = source.Note,
    };
}
