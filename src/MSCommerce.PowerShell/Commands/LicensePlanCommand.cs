namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that gives users licences or takes them away: one plan for all that is named and piped, asked about subscription by subscription.</summary>
public abstract class LicensePlanCommand : SessionCommand
{
    /// <summary>Writes what became of each subscription: licences assigned, taken away, bought.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many licences were named, on the command line and by the pipeline.</summary>
    private protected abstract int Named { get; }

    private protected abstract Task<LicensePlan> PlanAsync(CommerceClient client, CancellationToken stop);

    /// <summary>What happens to one subscription, for whoever confirms it.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="changes">The changes of one subscription that change something.</param>
    /// <param name="purchase">What is bought for it; null for nothing.</param>
    private protected abstract string Describe(LicensePlan plan, IReadOnlyList<LicenseChange> changes, PurchasePlan? purchase);

    private protected sealed override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(Named))
            return;
        var plan = await PlanAsync(client, stop);
        var declined = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var groups = plan.Changes.GroupBy(change => change.SubscriptionId ?? "", StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var group in groups)
        {
            var purchase = PurchaseFor(plan, group.Key);
            var changes = group.Where(change => change.Action != LicenseAction.None).ToList();
            var target = group.Key.Length > 0 ? Wording.Named(group.First().ProductName, group.Key) : $"{group.First().ProductName} (a new subscription)";
            if ((changes.Count > 0 || purchase is not null) && !await ConfirmAsync(target, Describe(plan, changes, purchase), purchase is not null, stop))
                declined.Add(group.Key);
        }

        if (IsWhatIf || declined.Count == groups.Count)
            return;
        foreach (var result in await client.Licenses.ApplyAsync(Without(plan, declined), Progress, stop))
        {
            Tell($"{result.ProductName} ({result.SubscriptionId}): {result.Assigned} assigned, {result.ServicesChanged} with other services, {result.Unassigned} taken away, {result.Unchanged} as they were, {result.Bought} bought.");
            foreach (var failure in result.Failures)
                Report(CommandErrors.LicenseNotChanged(failure));
            if (PassThru)
                Write(result);
        }
    }

    private static PurchasePlan? PurchaseFor(LicensePlan plan, string subscriptionId) =>
        plan.Purchase is { } purchase && string.Equals(purchase.SubscriptionId ?? "", subscriptionId, StringComparison.OrdinalIgnoreCase) ? purchase : null;

    /// <summary>A plan without the subscriptions that were declined. Not planned anew: that would take their licences from elsewhere.</summary>
    private static LicensePlan Without(LicensePlan plan, HashSet<string> declined)
    {
        if (declined.Count == 0)
            return plan;
        var changes = plan.Changes.Where(change => !declined.Contains(change.SubscriptionId ?? "")).ToList();
        return plan with
        {
            Changes = changes,
            SeatsNeeded = changes.Count(change => change.Action == LicenseAction.Assign),
            Purchase = plan.Purchase is { } purchase && declined.Contains(purchase.SubscriptionId ?? "") ? null : plan.Purchase,
            Versions = plan.Versions.Where(version => !declined.Contains(version.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }
}
