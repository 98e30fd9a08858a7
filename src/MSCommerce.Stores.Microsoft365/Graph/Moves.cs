namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>What a move does with a user.</summary>
internal enum MoveStep
{
    /// <summary>He has no licence to move, or no longer.</summary>
    Nothing,

    /// <summary>His account is disabled: he stays.</summary>
    Disabled,

    /// <summary>His licence comes by a group, and cannot be taken from him.</summary>
    ByGroup,

    /// <summary>He has the target's licence already: the old one is taken away.</summary>
    TakeAway,

    /// <summary>One licence for the other, in one call.</summary>
    Swap,
}

/// <summary>A move from one product to another, user by user. It looks at nothing but what each user holds now: so it can be stopped and run again at any moment.</summary>
/// <param name="Source">The product that the users have.</param>
/// <param name="Target">The product that they get.</param>
internal sealed record MoveCase(GraphSku Source, GraphSku Target)
{
    /// <summary>Whether there is nothing to move, because Graph assigns by SKU and both are one.</summary>
    public bool IsSameSku => Source.SkuId.Equals(Target.SkuId, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is done with a user.</summary>
    public MoveStep StepFor(GraphUser user) =>
        IsSameSku || user.LicenseOf(Source.SkuId) is not { } held ? MoveStep.Nothing
        : held.IsByGroup ? MoveStep.ByGroup
        : user.Enabled == false ? MoveStep.Disabled
        : user.LicenseOf(Target.SkuId) is not null ? MoveStep.TakeAway
        : MoveStep.Swap;

    /// <summary>The change of a user who moves. Services that are off for him stay off where the target has them.</summary>
    public LicenseWrite WriteFor(GraphUser user, MoveStep step) => new(user, Target.Name)
    {
        Add = step == MoveStep.Swap ? Target.SkuId : null,
        DisabledPlans = [.. user.LicenseOf(Source.SkuId)!.DisabledPlans.Where(plan => Target.Services.Any(service => service.Id.Equals(plan, StringComparison.OrdinalIgnoreCase)))],
        Remove = Source.SkuId,
    };
}

/// <summary>How many users a move does what with.</summary>
internal sealed class MoveCount
{
    public int Swapped { get; private set; }

    public int TakenAway { get; private set; }

    public int Disabled { get; private set; }

    public int ByGroup { get; private set; }

    public int Users => Swapped + TakenAway;

    public void Add(MoveStep step)
    {
        switch (step)
        {
            case MoveStep.Swap:
                Swapped++;
                break;
            case MoveStep.TakeAway:
                TakenAway++;
                break;
            case MoveStep.Disabled:
                Disabled++;
                break;
            case MoveStep.ByGroup:
                ByGroup++;
                break;
            default:
                break;
        }
    }
}
