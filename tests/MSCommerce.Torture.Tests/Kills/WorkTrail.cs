using MSCommerce.Stores;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Kills;

/// <summary>What became of one change.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Detail">On what.</param>
/// <param name="Answer"><c>done</c>, <c>failed</c> with the error's id, or null where none came.</param>
internal sealed record WorkStep(string Kind, string Detail, string? Answer)
{
    /// <summary>Whether it must be there: true, false, or null where nobody can know.</summary>
    public bool? IsMade => Answer switch
    {
        "done" => true,
        null or "failed OutcomeUnknown" => null,
        _ => false,
    };
}

/// <summary>What work left behind, held against what it had told: what was done is there, what failed is not, and what was cut off is whole or absent.</summary>
internal sealed class WorkTrail(ICommerceStore store, string wire)
{
    public int Steps { get; private set; }

    /// <summary>Changes that had begun when the work was cut off, and turned out to be there.</summary>
    public int CutOffAndWhole { get; private set; }

    /// <summary>Changes that had begun when the work was cut off, and turned out not to be there.</summary>
    public int CutOffAndAbsent { get; private set; }

    public static List<WorkStep> Read(IEnumerable<string> lines)
    {
        var steps = new List<WorkStep>();
        foreach (var line in lines)
        {
            if (line.StartsWith("begin ", StringComparison.Ordinal))
                steps.Add(new(line.Split(' ')[1], line.Split(' ')[2], null));
            else
                steps[^1] = steps[^1] with { Answer = line };
        }

        return steps;
    }

    /// <summary>Looks at what the steps of one work left; nothing else has changed the tenant meanwhile.</summary>
    public async Task FollowAsync(IReadOnlyList<WorkStep> steps)
    {
        Steps += steps.Count;
        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case nameof(WorkKind.Import):
                    Judge(step, await CountUsersAsync(step.Detail), Work.Batch);
                    break;
                case "Buy":
                    Judge(step, (await SubscriptionsAsync(step.Detail)).Count, Work.Cancelled);
                    break;
                case "Assign":
                    await JudgeAssignedAsync(step, steps.Any(other => other.Kind == nameof(WorkKind.Cancel) && other.Detail == step.Detail));
                    break;
                case nameof(WorkKind.Cancel):
                    await JudgeCancelledAsync(step);
                    break;
            }
        }

        JudgeLast(steps, nameof(WorkKind.Move), await PlaceOfMoversAsync());
        JudgeLast(steps, nameof(WorkKind.Policy), await PolicyAsync());
        await DemandGroupsAsync();
        await DemandNoticesAsync();
        await Arena.DemandWholeAsync(store);
    }

    private void Judge(WorkStep step, int found, int whole)
    {
        Assert.True(found == 0 || found == whole, $"{step}: {found} of {whole} are there.");
        Assert.True(step.IsMade is null || step.IsMade == (found == whole), $"{step}, and {found} of {whole} are there.");
        Count(step, found == whole);
    }

    private void Count(WorkStep step, bool isThere)
    {
        if (step.Answer is not null)
            return;
        if (isThere)
            CutOffAndWhole++;
        else
            CutOffAndAbsent++;
    }

    /// <summary>Where several changes of a kind followed each other, the last that was answered decides, unless one came after it whose answer nobody knows.</summary>
    private void JudgeLast(IReadOnlyList<WorkStep> steps, string kind, string present)
    {
        var own = steps.Where(step => step.Kind == kind).ToList();
        if (own.Count == 0)
            return;
        var possible = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in own)
        {
            if (step.IsMade == true)
                possible.Clear();
            // It was tried because the opposite held.
            if (step.IsMade != true && possible.Count == 0)
                possible.Add(Opposite(step.Detail));
            if (step.IsMade != false)
                possible.Add(step.Detail);
        }

        Assert.True(possible.Contains(present), $"{string.Join("; ", own)}: {present}.");
        Count(own[^1], present == own[^1].Detail);
    }

    private static string Opposite(string detail) => detail switch
    {
        Work.Here => Work.There,
        Work.There => Work.Here,
        PolicyValues.Disabled => PolicyValues.Enabled,
        _ => PolicyValues.Disabled,
    };

    private async Task JudgeAssignedAsync(WorkStep step, bool isCancelledLater)
    {
        if (isCancelledLater)
        {
            Assert.True(step.IsMade, $"{step}");
            return;
        }

        Judge(step, (await SubscriptionsAsync(step.Detail)).Sum(subscription => subscription.AssignedLicenses ?? 0), Work.Cancelled * Work.Held);
    }

    private async Task JudgeCancelledAsync(WorkStep step)
    {
        var subscriptions = await SubscriptionsAsync(step.Detail);
        Judge(step, subscriptions.Count(subscription => subscription.Status == SubscriptionStatus.Deleted), Work.Cancelled);
        var isMade = subscriptions[0].Status == SubscriptionStatus.Deleted;
        Assert.All(subscriptions, subscription => Assert.Equal(isMade ? 0 : Work.Held, subscription.AssignedLicenses));
        var former = await Arena.ListAsync(store.Licenses.GetFormerUsersAsync(new() { SubscriptionId = [.. subscriptions.Select(subscription => subscription.SubscriptionId)] }, Torture.Stop));
        Assert.Equal(isMade ? Work.Cancelled * Work.Held : 0, former.Count);
    }

    private async Task<string> PlaceOfMoversAsync()
    {
        var assigned = (await Arena.ListAsync(store.Subscriptions.GetAsync(new() { SubscriptionId = [Work.Here, Work.There] }, Torture.Stop)))
            .ToDictionary(subscription => subscription.SubscriptionId, subscription => subscription.AssignedLicenses);
        Assert.Contains((assigned[Work.Here], assigned[Work.There]), new (int?, int?)[] { (Work.Movers, 0), (0, Work.Movers) });
        return assigned[Work.Here] == 0 ? Work.There : Work.Here;
    }

    private async Task<string> PolicyAsync()
    {
        var products = await Arena.ListAsync(store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, Torture.Stop));
        return Assert.Single(products.Select(product => product.PolicyValue).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Entries of one operation share their correlation id: each has all of its entries.</summary>
    private async Task DemandGroupsAsync()
    {
        var entries = await Arena.ListAsync(store.Audit.GetAsync(new() { Action = [AuditActions.LicenseMoved, AuditActions.SubscriptionCancelled] }, Torture.Stop));
        foreach (var group in entries.GroupBy(entry => (entry.CorrelationId, entry.Action)))
            Assert.Equal(group.Key.Action == AuditActions.LicenseMoved ? Work.Movers : Work.Cancelled, group.Count());
    }

    /// <summary>Each cancellation wrote its e-mail; each e-mail is recorded as sent once at most, and none that no server took.</summary>
    private async Task DemandNoticesAsync()
    {
        var cancelled = await Arena.ListAsync(store.Audit.GetAsync(new() { Action = [AuditActions.SubscriptionCancelled] }, Torture.Stop));
        var notices = await Arena.ListAsync(store.Notices.GetAsync(new(), Torture.Stop));
        Assert.Equal(cancelled.Count, notices.Count);
        var recorded = await Arena.ListAsync(store.Audit.GetAsync(new() { Action = [AuditActions.NoticeSent] }, Torture.Stop));
        Assert.Equal(recorded.Count, recorded.DistinctBy(entry => entry.Target).Count());
        var sent = notices.Where(notice => notice.Status == NoticeStatus.Sent).Select(notice => notice.NoticeId.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(recorded.Count, sent.Count);
        Assert.All(recorded, entry => Assert.Contains(entry.Target, sent));
        var taken = File.Exists(wire) ? await File.ReadAllTextAsync(wire, Torture.Stop) : "";
        Assert.All(sent, id => Assert.True(taken.Contains(id, StringComparison.OrdinalIgnoreCase) || taken.Contains(id.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase), $"{id} is recorded as sent, and no server took it."));
    }

    private async Task<int> CountUsersAsync(string batch) => (await Arena.ListAsync(store.Tenant.GetUsersAsync(new() { User = [$"{batch}-*"] }, Torture.Stop))).Count;

    private async Task<List<Subscription>> SubscriptionsAsync(string batch)
    {
        var ids = Enumerable.Range(0, Work.Cancelled).Select(number => FormattableString.Invariant($"{batch}-{number}")).ToHashSet(StringComparer.Ordinal);
        var all = await Arena.ListAsync(store.Subscriptions.GetAsync(new(), Torture.Stop));
        return [.. all.Where(subscription => ids.Contains(subscription.SubscriptionId))];
    }
}
