namespace MSCommerce.Torture.Tests.Model;

/// <summary>A subscription of the model.</summary>
internal sealed class ModelSubscription
{
    public required string Product { get; init; }

    /// <summary>Null for a central one.</summary>
    public string? Purchaser { get; init; }

    public int Total { get; set; }

    public bool IsControlled { get; set; }

    public bool IsDeleted { get; set; }

    public SortedSet<string> Holders { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// A tenant as the requirements have it, in dictionaries and lists: it knows nothing of how the software keeps its rules. A step answers null where it succeeds, else the
/// kind of the error, and counts what the audit log and the outbox must have afterwards.
/// </summary>
internal sealed class ModelTenant
{
    public const string Pro = "Power BI Pro";
    public const string Visio = "Visio Plan 1";
    public const string Admin = "admin@crowd.example";
    public const string Billing = "billing@crowd.example";
    public const string Reader = "reader@crowd.example";
    public const string Ann = "ann@crowd.example";
    public const string Bob = "bob@crowd.example";
    public const string Carl = "carl@crowd.example";
    public const string Dora = "dora@crowd.example";

    public static IReadOnlyList<string> Actors { get; } = [Admin, Admin, Billing, Reader, Ann, Ann, Bob, Carl];

    public static IReadOnlyList<string> People { get; } = [Ann, Bob, Carl, Dora];

    private readonly HashSet<string> _disabled = new(StringComparer.Ordinal);
    private readonly HashSet<(string User, string Product)> _tried = [];

    public Dictionary<string, string> Policies { get; } = new(StringComparer.Ordinal) { [Pro] = "Enabled", [Visio] = "Enabled" };

    /// <summary>At the beginning, a central one of five.</summary>
    public List<ModelSubscription> Subscriptions { get; } = [new() { Product = Pro, Total = 5, IsControlled = true }];

    public List<(string Requester, string Status)> Requests { get; } = [];

    private readonly List<string> _products = [];

    /// <summary>Entries that tell of changes.</summary>
    public int Changes { get; private set; }

    /// <summary>Entries that tell of refusals.</summary>
    public int Refusals { get; private set; }

    /// <summary>E-mails, as kind and recipient.</summary>
    public List<string> Notices { get; } = [];

    public CommerceError? Run(ModelStep step)
    {
        // Where nothing was asked for, nobody decides.
        if (step is Decide && Requests.Count == 0)
            return null;
        // Nonsense is nonsense, whoever asks for it.
        var error = step is BuyCentral { Licenses: < 1 } or Purchase { Licenses: < 1 } ? CommerceError.InvalidRequest
            : _disabled.Contains(step.Actor) ? CommerceError.AuthenticationFailed
            : Do(step);
        // Who may not act at all, asks for nonsense, or for what is not there, was not refused by a rule.
        if (error is CommerceError.Forbidden or CommerceError.NotEligible or CommerceError.NoLicensesAvailable or CommerceError.Conflict)
            Refusals++;
        return error;
    }

    public int CountSeenBy(string actor) => actor is Admin or Billing or Reader ? Subscriptions.Count : Subscriptions.Count(subscription => subscription.Purchaser == actor);

    public ModelSubscription At(int number) => Subscriptions[number % Subscriptions.Count];

    private CommerceError? Do(ModelStep step) => step switch
    {
        SetPolicy policy => Do(policy),
        BuyCentral buy => Do(buy),
        Purchase purchase => Do(purchase),
        SetTotal total => Do(total),
        TakeControl control => Do(control),
        Assign assign => Do(assign),
        Unassign unassign => Do(unassign),
        Cancel cancel => Do(cancel),
        Move move => Do(move),
        Ask ask => Do(ask),
        Decide decide => Do(decide),
        SetAccount account => Do(account),
        _ => null,
    };

    private static bool Manages(string actor) => actor is Admin or Billing;

    private CommerceError? Do(SetPolicy step)
    {
        if (!Manages(step.Actor))
            return CommerceError.Forbidden;
        if (step is { Value: "OnlyTrialsWithoutPaymentMethod", Product: Pro })
            return CommerceError.InvalidRequest;
        Changes += Policies[step.Product] == step.Value ? 0 : 1;
        Policies[step.Product] = step.Value;
        return null;
    }

    private CommerceError? Do(BuyCentral step)
    {
        if (!Manages(step.Actor))
            return CommerceError.Forbidden;
        Subscriptions.Add(new() { Product = step.Product, Total = step.Licenses, IsControlled = true });
        Changes++;
        return null;
    }

    private CommerceError? Do(Purchase step)
    {
        var policy = Policies[step.Product];
        var isRefused = step.Trial
            ? policy == "Disabled" || step.Product == Pro || _tried.Contains((step.Actor, step.Product))
            : policy != "Enabled" || step.Actor is not (Ann or Bob); // who alone have a card
        if (isRefused)
            return CommerceError.NotEligible;
        if (step.Trial)
            _tried.Add((step.Actor, step.Product));
        Subscriptions.Add(new() { Product = step.Product, Purchaser = step.Actor, Total = step.Licenses });
        Changes++;
        return null;
    }

    /// <summary>May change it and assign from it: the organisation's managers what it controls, a purchaser his own as long as it is his.</summary>
    private static CommerceError? RefuseChange(string actor, ModelSubscription subscription)
    {
        if (subscription.IsControlled ? !Manages(actor) : subscription.Purchaser != actor && !Manages(actor))
            return CommerceError.Forbidden;
        return subscription.IsDeleted || !subscription.IsControlled && subscription.Purchaser != actor ? CommerceError.Conflict : null;
    }

    private CommerceError? Do(SetTotal step)
    {
        var subscription = At(step.Subscription);
        if (RefuseChange(step.Actor, subscription) is { } refusal)
            return refusal;
        if (step.Total == subscription.Total)
            return null;
        if (step.Total < 1)
            return CommerceError.InvalidRequest;
        if (step.Total < subscription.Holders.Count)
            return CommerceError.Conflict;
        if (step.Total > subscription.Total && subscription.Purchaser is not null && Policies[subscription.Product] != "Enabled")
            return CommerceError.NotEligible;
        subscription.Total = step.Total;
        Changes++;
        return null;
    }

    private CommerceError? Do(TakeControl step)
    {
        var subscription = At(step.Subscription);
        if (!Manages(step.Actor))
            return CommerceError.Forbidden;
        if (subscription.IsDeleted || subscription.Purchaser is null)
            return CommerceError.Conflict;
        if (subscription.IsControlled)
            return null;
        subscription.IsControlled = true;
        Changes++;
        Mail("ControlTaken", subscription, step.Actor);
        return null;
    }

    private CommerceError? Do(Assign step)
    {
        var subscription = At(step.Subscription);
        if (RefuseChange(step.Actor, subscription) is { } refusal)
            return refusal;
        return Give(subscription, new HashSet<string>([step.First, step.Second], StringComparer.Ordinal));
    }

    private CommerceError? Give(ModelSubscription subscription, HashSet<string> users)
    {
        var missing = users.Except(subscription.Holders).ToList();
        if (missing.Exists(_disabled.Contains))
            return CommerceError.Conflict;
        if (subscription.Holders.Count + missing.Count > subscription.Total)
            return CommerceError.NoLicensesAvailable;
        subscription.Holders.UnionWith(missing);
        Changes += missing.Count;
        return null;
    }

    private CommerceError? Do(Unassign step)
    {
        var subscription = At(step.Subscription);
        if (RefuseChange(step.Actor, subscription) is { } refusal)
            return refusal;
        Changes += subscription.Holders.Remove(step.User) ? 1 : 0;
        return null;
    }

    private CommerceError? Do(Cancel step)
    {
        var subscription = At(step.Subscription);
        if (!Manages(step.Actor) && (subscription.IsControlled || subscription.Purchaser != step.Actor))
            return CommerceError.Forbidden;
        if (subscription.IsDeleted)
            return CommerceError.Conflict;
        Changes += subscription.Holders.Count + 1;
        subscription.Holders.Clear();
        subscription.IsDeleted = true;
        Mail("SubscriptionCancelled", subscription, step.Actor);
        return null;
    }

    private CommerceError? Do(Move step)
    {
        var (source, target) = (At(step.Source), At(step.Target));
        if (!Manages(step.Actor))
            return CommerceError.Forbidden;
        if (source == target || source.IsDeleted || target.IsDeleted || !target.IsControlled || source.Purchaser is null && step.User is null)
            return CommerceError.Conflict;
        if (step.User is { } named && !source.Holders.Contains(named))
            return CommerceError.NotFound;
        var leaving = step.User is { } user ? [user] : source.Holders.ToList();
        // Who has left is not taken along.
        var moving = leaving.Where(holder => !_disabled.Contains(holder)).ToList();
        var needing = moving.Except(target.Holders).ToList();
        if (target.Holders.Count + needing.Count > target.Total)
            return CommerceError.NoLicensesAvailable;
        target.Holders.UnionWith(needing);
        source.Holders.ExceptWith(leaving);
        Changes += leaving.Count;
        if (step.User is not null)
            return null;
        source.IsDeleted = true;
        Changes++;
        Mail("SubscriptionCancelled", source, step.Actor);
        return null;
    }

    private CommerceError? Do(Ask step)
    {
        if (Policies[step.Product] == "Enabled")
            return CommerceError.Conflict;
        for (var number = 0; number < Requests.Count; number++)
        {
            if (Requests[number] == (step.Actor, "Pending") && _products[number] == step.Product)
                return CommerceError.Conflict;
        }

        Requests.Add((step.Actor, "Pending"));
        _products.Add(step.Product);
        Changes++;
        return null;
    }

    private CommerceError? Do(Decide step)
    {
        var number = step.Request % Requests.Count;
        var (requester, status) = Requests[number];
        if (step.Actor != Admin)
            return CommerceError.Forbidden;
        if (status != "Pending")
            return CommerceError.Conflict;
        if (step.Approve)
        {
            var subscription = At(step.Subscription);
            if (subscription.IsDeleted || !subscription.IsControlled)
                return CommerceError.Conflict;
            if (Give(subscription, new HashSet<string>([requester], StringComparer.Ordinal)) is { } refusal)
                return refusal;
        }

        Requests[number] = (requester, step.Approve ? "Approved" : "Denied");
        Changes++;
        Notices.Add($"LicenseRequestDecided {requester}");
        return null;
    }

    private CommerceError? Do(SetAccount step)
    {
        if (step.Actor != Admin)
            return CommerceError.Forbidden;
        Changes += (step.Enabled ? _disabled.Remove(step.User) : _disabled.Add(step.User)) ? 1 : 0;
        return null;
    }

    /// <summary>The purchaser is told what others do with what he bought.</summary>
    private void Mail(string kind, ModelSubscription subscription, string actor)
    {
        if (subscription.Purchaser is { } purchaser && purchaser != actor)
            Notices.Add($"{kind} {purchaser}");
    }
}
