namespace MSCommerce.Stores.Sql.Moves;

/// <summary>A move as the store has it at this moment: where to, where from, and who.</summary>
internal sealed class MoveCase
{
    public required StoredSubscription Target { get; init; }

    public required IReadOnlyList<MoveCaseSource> Sources { get; init; }

    /// <summary>Licences needed in the target: a user who comes from two sources needs one (seats).</summary>
    public int SeatsNeeded { get; set; }
}

/// <summary>One source of a move.</summary>
internal sealed class MoveCaseSource
{
    public required StoredSubscription Stored { get; init; }

    /// <summary>The users named; null where all of them move and the subscription is cancelled.</summary>
    public IReadOnlyList<string>? Named { get; set; }

    /// <summary>Whether each user named must hold a licence of this very source, and not of any of them.</summary>
    public bool IsStrict { get; init; }

    public int Users { get; set; }

    public int UsersAlreadyLicensed { get; set; }

    public int UsersDisabled { get; set; }

    /// <summary>Tells one set of users who move from another of the same size.</summary>
    public string UserMark { get; set; } = "";

    public bool IsCancelled => Named is null;

    public Subscription Subscription => Stored.Subscription;
}
