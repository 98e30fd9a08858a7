using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that changes values of policies: each change is asked about, and opening up many at once is asked about once more.</summary>
public abstract class PolicyChangeCommand : SessionCommand
{
    private protected override string Purpose => "Change the values of policies";

    /// <summary>Asks about the changes of a plan. A value that stays as it is is not asked about.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="hasWildcard">Whether the products were named by a wildcard: then even one is more than the user wrote.</param>
    /// <param name="stop">Stops the asking.</param>
    /// <returns>The part of the plan that may be applied, what stays as it is included.</returns>
    private protected async Task<IReadOnlyList<PolicyChange>> ConfirmAsync(IReadOnlyList<PolicyChange> plan, bool hasWildcard, CancellationToken stop)
    {
        var confirmed = new List<PolicyChange>(plan.Count);
        foreach (var change in plan)
        {
            if (!change.IsChange || await ShouldProcessAsync($"{change.Name} ({change.Id})", $"Change {change.PolicyId} from {(change.Current.Length > 0 ? change.Current : "(empty)")} to {change.Wanted}", stop))
                confirmed.Add(change);
        }

        var opening = confirmed.Where(PolicyRules.Opens).ToList();
        if (AsksAboutHighImpactAlone && opening.Count > (hasWildcard ? 0 : 1))
        {
            var names = string.Join(", ", opening.Select(change => change.Name));
            if (!await ShouldContinueAsync($"People will be able to buy these themselves: {names}. Go on?", $"Enable {opening.Count} at once", stop))
                confirmed.RemoveAll(PolicyRules.Opens);
        }

        return confirmed;
    }

    /// <summary>Says how many values a command wrote, and of each that it could not write why. One that was alone ends the command.</summary>
    /// <returns>The changes that stand as wanted.</returns>
    private protected IReadOnlyList<PolicyChange> TellWritten(IReadOnlyCollection<PolicyChange> changes)
    {
        TellCounts(changes);
        var failures = changes.Where(change => change.Failure is not null).Select(CommandErrors.PolicyNotChanged).ToList();
        if (failures.Count == 1 && changes.Count == 1)
            throw failures[0];
        foreach (var failure in failures)
            Report(failure);
        return [.. changes.Where(change => change.Failure is null)];
    }

    private void TellCounts(IReadOnlyCollection<PolicyChange> changes) =>
        Tell($"Values written: {changes.Count(change => change.IsApplied)}; as wanted already: {changes.Count(change => !change.IsChange)}.");
}
