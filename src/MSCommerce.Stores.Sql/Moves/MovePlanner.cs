using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Moves;

/// <summary>Works out what a move would do, and asks the rules (T1).</summary>
internal static class MovePlanner
{
    public static async Task<MovePlan> PlanAsync(SqlSession session, MoveUsersRequest request)
    {
        var wanted = Wanted(request);
        var target = await FindTargetAsync(session, request);
        var stored = await SubscriptionReader.FindAsync(session, wanted.Select(source => source.Id));
        var move = new MoveCase
        {
            Target = target,
            Sources = [.. wanted.Select(source => new MoveCaseSource { Stored = stored[source.Id], Named = source.Named, IsStrict = source.IsStrict })],
        };
        await ApproveAsync(session, move);
        return new()
        {
            Target = move.Target.Subscription,
            SeatsNeeded = move.SeatsNeeded,
            Sources =
            [
                .. move.Sources.Select(source => new MoveSource
                {
                    Subscription = source.Subscription,
                    Users = source.Users,
                    UsersAlreadyLicensed = source.UsersAlreadyLicensed,
                    UsersDisabled = source.UsersDisabled,
                    IsCancelled = source.IsCancelled,
                    NamedUsers = source.Named,
                    Version = $"{source.Stored.VersionText}/{source.UserMark}",
                }),
            ],
        };
    }

    /// <summary>Gathers the facts and asks the rules, the same before the plan and before the change.</summary>
    public static async Task ApproveAsync(SqlSession session, MoveCase move)
    {
        foreach (var source in move.Sources)
            CommerceException.ThrowIf(MoveRules.RefuseSource(source.Subscription, move.Target.Subscription, usersNamed: source.Named is not null));
        CommerceException.ThrowIf(MoveRules.RefuseTarget(move.Target.Subscription));
        await MoveFacts.GatherAsync(session, move);
        CommerceException.ThrowIf(MoveRules.RefuseSeats(move.Target.Subscription, move.SeatsNeeded));
    }

    private static List<(string Id, IReadOnlyList<string>? Named, bool IsStrict)> Wanted(MoveUsersRequest request)
    {
        var sources = new List<(string Id, IReadOnlyList<string>? Named, bool IsStrict)>();
        var licenses = request.License.ToLookup(license => license.SubscriptionId, license => license.User, StringComparer.OrdinalIgnoreCase);
        foreach (var id in request.SubscriptionId.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (licenses.Contains(id))
                throw CommerceErrors.InvalidRequest("SourceNamedTwice", $"Subscription {id} is named as a whole and by single licences. Name it one way; nothing was changed.", id);
            sources.Add((id, request.User.Count > 0 ? request.User : null, IsStrict: false));
        }

        sources.AddRange(licenses.Select(license => (license.Key, (IReadOnlyList<string>?)[.. license], true)));
        return sources;
    }

    private static async Task<StoredSubscription> FindTargetAsync(SqlSession session, MoveUsersRequest request)
    {
        if (request.TargetSubscriptionId is { } id)
            return (await SubscriptionReader.FindAsync(session, [id]))[id];

        var name = request.TargetProduct
            ?? throw CommerceErrors.InvalidRequest("TargetAmbiguous", "Name where the users go: either a target subscription or a target product.");
        var products = ProductReader.Select(await ProductReader.ReadAsync(session), [name]);
        if (products.Matches.Count == 0)
            throw CommerceErrors.ProductNotFound([name]);

        var keys = products.Matches.Select(product => product.Key).ToHashSet();
        var candidates = new List<StoredSubscription>();
        await foreach (var stored in SubscriptionReader.AllAsync(session))
        {
            if (keys.Contains(stored.ProductKey) && stored.Subscription is { Channel: SubscriptionChannel.Central, Status: SubscriptionStatus.Active })
                candidates.Add(stored);
        }

        return candidates switch
        {
            [var only] => only,
            [] => throw CommerceErrors.TargetNotFound(products.Matches[0].Product.ProductName),
            _ => throw CommerceErrors.InvalidRequest("TargetAmbiguous",
                $"The organisation has several active subscriptions of '{name}': {string.Join(", ", candidates.Select(stored => stored.Subscription.SubscriptionId))}. Name one with -TargetSubscriptionId; nothing was changed.", name),
        };
    }
}
