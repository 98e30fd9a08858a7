using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Moves the users of a plan, user by user (T1, T2): stopped at any moment, each has the one licence or the other, and run again it goes on where it stopped.</summary>
internal sealed class MoveWriter(GraphService service, MovePlan plan, IProgress<OperationProgress>? progress)
{
    private readonly LicenseWriter _writer = new(service);
    private int _done;

    public async Task<IReadOnlyList<MoveResult>> MoveAsync(CancellationToken stop)
    {
        var book = await SubscriptionBook.ReadAsync(service, stop);
        var skus = await service.GetSkusAsync(stop);
        var target = book.Find([plan.Target.SubscriptionId])[0];
        if (MoveRules.RefuseTarget(target.Subscription) is { } refusal)
            throw refusal;
        var targetSku = Targets.SkuOf(skus, target);
        var cases = plan.Sources.Select(source => (Source: source, Now: book.Demand(source.Subscription.SubscriptionId, source.Version))).ToList();
        // Asked once more before anything changes; the service asks again with each user.
        var needed = Math.Min(plan.SeatsNeeded, plan.Sources.Sum(source => source.Users - source.UsersAlreadyLicensed));
        if (needed > targetSku.Free)
            throw GraphErrors.TooFew(targetSku, needed);

        var results = new List<MoveResult>();
        var emptied = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (source, now) in cases)
        {
            var move = new MoveCase(Targets.SkuOf(skus, now), targetSku);
            // The users of a second subscription of the same SKU moved with those of the first.
            var isDone = move.IsSameSku || (source.NamedUsers is null && !emptied.Add(now.SkuId));
            results.Add(ResultOf(source, now.Subscription, isDone ? new(move) : await MoveAsync(source, move, stop)));
        }

        return results;
    }

    /// <summary>The users whom a source means: those who are named, or all who hold its product.</summary>
    public static async IAsyncEnumerable<GraphUser> UsersAsync(GraphService service, string skuId, IReadOnlyList<string>? named, [EnumeratorCancellation] CancellationToken stop)
    {
        if (named is null)
        {
            await foreach (var user in service.GetHoldersAsync(skuId, stop))
                yield return user;
            yield break;
        }

        foreach (var user in (await new UserLookup(service).ByNameAsync(named, stop)).OfType<GraphUser>().DistinctBy(user => user.Id, StringComparer.OrdinalIgnoreCase))
            yield return user;
    }

    private async Task<Run> MoveAsync(MoveSource source, MoveCase move, CancellationToken stop)
    {
        var run = new Run(move);
        // Whom the list leaves out because it shifts while users change, the next one has.
        for (var isNew = true; isNew;)
        {
            isNew = false;
            var waiting = new List<GraphUser>();
            await foreach (var user in UsersAsync(service, move.Source.SkuId, source.NamedUsers, stop))
            {
                if (!run.Meet(user))
                    continue;
                isNew = true;
                waiting.Add(user);
                if (waiting.Count >= _writer.Appetite)
                    await FlushAsync(run, waiting, stop);
            }

            await FlushAsync(run, waiting, stop);
            isNew &= source.NamedUsers is null;
        }

        return run;
    }

    private MoveResult ResultOf(MoveSource source, Subscription now, Run run) => MoveResults.Planned(plan, source) with
    {
        Users = run.Moved.Users,
        UsersAlreadyLicensed = run.Moved.TakenAway,
        // They keep it until the subscription is cancelled.
        UsersDisabled = 0,
        SeatsNeeded = null,
        SeatsAvailable = null,
        Status = now.Status,
        IsApplied = true,
        Failures = run.Failures,
    };

    private async Task FlushAsync(Run run, List<GraphUser> waiting, CancellationToken stop)
    {
        var writes = new List<(MoveStep Step, LicenseWrite Write)>();
        foreach (var user in waiting)
        {
            var step = run.Move.StepFor(user);
            if (step == MoveStep.ByGroup)
                run.Failures.Add(GraphErrors.ByGroup(user, run.Move.Source.Name, user.LicenseOf(run.Move.Source.SkuId)!.Groups));
            else if (step == MoveStep.Swap && user.UsageLocation is null)
                run.Failures.Add(GraphErrors.WithoutLocation(user));
            else if (step is MoveStep.Swap or MoveStep.TakeAway)
                writes.Add((step, run.Move.WriteFor(user, step)));
        }

        waiting.Clear();
        var failures = await _writer.ApplyAsync([.. writes.Select(entry => entry.Write)], stop);
        for (var index = 0; index < writes.Count; index++)
        {
            if (failures[index] is { } failure)
                run.Failures.Add(failure);
            else
                run.Moved.Add(writes[index].Step);
        }

        _done += writes.Count;
        progress?.Report(new("Moving users", _done, Math.Max(_done, plan.Users)));
    }

    /// <summary>What became of the users of one source so far.</summary>
    private sealed class Run(MoveCase move)
    {
        /// <summary>Ids as numbers: those of a million users fit into memory, the users do not.</summary>
        private readonly HashSet<Guid> _met = [];

        public MoveCase Move => move;

        public MoveCount Moved { get; } = new();

        public List<UserFailure> Failures { get; } = [];

        /// <summary>Whether a user is met for the first time.</summary>
        public bool Meet(GraphUser user) => !Guid.TryParse(user.Id, out var id) || _met.Add(id);
    }
}
