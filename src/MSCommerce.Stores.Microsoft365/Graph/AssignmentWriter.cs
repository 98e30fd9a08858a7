namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Makes the changes of a plan of licences: one result a subscription, and each user who failed by name.</summary>
internal sealed class AssignmentWriter(GraphService service, LicensePlan plan, IProgress<OperationProgress>? progress)
{
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.OrdinalIgnoreCase);

    public async Task<IReadOnlyList<LicenseResult>> ApplyAsync(CancellationToken stop)
    {
        var book = await SubscriptionBook.ReadAsync(service, stop, withPurchasers: false);
        var skus = await service.GetSkusAsync(stop);
        var subscriptions = plan.Versions.ToDictionary(version => version.Key, version => book.Demand(version.Key, version.Value), StringComparer.OrdinalIgnoreCase);
        foreach (var group in plan.Changes.Where(change => change.Action == LicenseAction.Assign).GroupBy(change => subscriptions[change.SubscriptionId!].SkuId, StringComparer.OrdinalIgnoreCase))
        {
            var sku = Targets.SkuOf(skus, subscriptions[group.First().SubscriptionId!]);
            if (group.Count() > sku.Free)
                throw GraphErrors.TooFew(sku, group.Count());
        }

        var (done, total) = (0, plan.Changes.Count);
        foreach (var group in plan.Changes.GroupBy(change => change.SubscriptionId!, StringComparer.OrdinalIgnoreCase))
        {
            var sku = Targets.SkuOf(skus, subscriptions[group.Key]);
            var tally = _tallies[group.Key] = new(group.First().ProductName);
            foreach (var part in group.Chunk(new LicenseWriter(service).Appetite))
            {
                await ApplyAsync(sku, part, tally, stop);
                progress?.Report(new("Changing licences", done += part.Length, total));
            }
        }

        return [.. _tallies.Select(entry => entry.Value.Result(entry.Key))];
    }

    private async Task ApplyAsync(GraphSku sku, LicenseChange[] changes, Tally tally, CancellationToken stop)
    {
        var wanted = changes.Where(change => change.Action != LicenseAction.None).ToList();
        tally.Unchanged += changes.Length - wanted.Count;
        var users = await new UserLookup(service).ByNameAsync([.. wanted.Select(change => change.User)], stop);
        var writes = new List<(LicenseChange Change, LicenseWrite Write)>();
        for (var index = 0; index < wanted.Count; index++)
        {
            if (users[index] is not { } user)
                tally.Failures.Add(new(wanted[index].User, CommerceError.NotFound, CommerceErrors.UserNotFound([wanted[index].User]).Message));
            else if (Refuse(sku, wanted[index], user) is { } failure)
                tally.Failures.Add(failure);
            else if (WriteOf(sku, wanted[index], user) is { } write)
                writes.Add((wanted[index], write));
            else
                tally.Unchanged++;
        }

        var failures = await new LicenseWriter(service).ApplyAsync([.. writes.Select(entry => entry.Write)], stop);
        for (var index = 0; index < writes.Count; index++)
        {
            if (failures[index] is { } failure)
                tally.Failures.Add(failure);
            else
                tally.Count(writes[index].Change.Action);
        }
    }

    /// <summary>What is known to fail is not sent.</summary>
    private static UserFailure? Refuse(GraphSku sku, LicenseChange change, GraphUser user)
    {
        var held = user.LicenseOf(sku.SkuId);
        if (change.Action != LicenseAction.Assign && held is { IsByGroup: true })
            return GraphErrors.ByGroup(user, sku.Name, held.Groups);
        return change.Action == LicenseAction.Assign && held is null && user.UsageLocation is null ? GraphErrors.WithoutLocation(user) : null;
    }

    /// <summary>What is sent; null where it is so already.</summary>
    private static LicenseWrite? WriteOf(GraphSku sku, LicenseChange change, GraphUser user)
    {
        var held = user.LicenseOf(sku.SkuId);
        var write = change.Action == LicenseAction.Unassign
            ? new LicenseWrite(user, sku.Name) { Remove = sku.SkuId }
            : new LicenseWrite(user, sku.Name) { Add = sku.SkuId, DisabledPlans = change.DisabledServices is { } names ? sku.ServiceIds(names) : held?.DisabledPlans ?? [] };
        return write.IsDone(user) ? null : write;
    }

    private sealed class Tally(string productName)
    {
        private int _assigned;
        private int _changed;
        private int _unassigned;

        public int Unchanged { get; set; }

        public List<UserFailure> Failures { get; } = [];

        public void Count(LicenseAction action)
        {
            if (action == LicenseAction.Assign)
                _assigned++;
            else if (action == LicenseAction.ChangeServices)
                _changed++;
            else
                _unassigned++;
        }

        public LicenseResult Result(string subscriptionId) => new()
        {
            SubscriptionId = subscriptionId,
            ProductName = productName,
            Assigned = _assigned,
            ServicesChanged = _changed,
            Unassigned = _unassigned,
            Unchanged = Unchanged,
            Bought = 0,
            IsApplied = true,
            Failures = Failures,
        };
    }
}
