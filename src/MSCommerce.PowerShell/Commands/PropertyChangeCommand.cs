namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that sets properties: what changes of one thing is asked about together, and all that is confirmed is one change.</summary>
public abstract class PropertyChangeCommand : SessionCommand
{
    /// <summary>Writes what was named, as it stands afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many things were named, on the command line and by the pipeline.</summary>
    private protected abstract int Named { get; }

    private protected abstract Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop);

    private protected abstract Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop);

    /// <summary>What was named, as it stands.</summary>
    /// <param name="client">A client.</param>
    /// <param name="changed">The targets of what was changed.</param>
    /// <param name="stop">Stops the list.</param>
    private protected abstract IAsyncEnumerable<object> ReadAsync(CommerceClient client, IReadOnlyList<string> changed, CancellationToken stop);

    /// <summary>The target that changes of a thing have.</summary>
    private protected abstract string TargetOf(object item);

    /// <summary>Whether a change takes something away, so that it is asked about where others are not.</summary>
    private protected virtual bool TakesAway(PropertyChange change) => false;

    private protected sealed override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(Named))
            return;
        var plan = await PlanAsync(client, stop);
        var declined = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var confirmed = await AskAsync(plan, declined, stop);
        if (confirmed.Count > 0)
        {
            foreach (var change in await ApplyAsync(client, confirmed, stop))
                Tell($"{Wording.Named(change.Name, change.Target)}: {Wording.Change(change)}.");
        }
        else if (plan.Count == 0)
        {
            Tell("Everything is as wanted already.");
        }

        if (PassThru && !IsWhatIf)
            await WriteAsync(WithoutAsync(declined, ReadAsync(client, [.. confirmed.Select(change => change.Target).Distinct(StringComparer.OrdinalIgnoreCase)], stop)), stop);
    }

    /// <summary>Asks about each thing; about all from which something is taken away once more, together.</summary>
    private async Task<List<PropertyChange>> AskAsync(IReadOnlyList<PropertyChange> plan, HashSet<string> declined, CancellationToken stop)
    {
        var losing = new List<string>();
        foreach (var changes in plan.GroupBy(change => change.Target, StringComparer.OrdinalIgnoreCase))
        {
            var (target, action) = (Wording.Named(changes.First().Name, changes.Key), string.Join("; ", changes.Select(Wording.Change)));
            if (!await ShouldProcessAsync(target, action, stop))
                declined.Add(changes.Key);
            else if (changes.Any(TakesAway))
                losing.Add($"{target}: {action}");
        }

        if (losing.Count > 0 && AsksAboutHighImpactAlone && !await ShouldContinueAsync($"{Wording.Names(losing)}. Go on?", MyInvocation.MyCommand.Name, stop))
            declined.UnionWith(plan.Where(TakesAway).Select(change => change.Target));
        return [.. plan.Where(change => !declined.Contains(change.Target))];
    }

    private async IAsyncEnumerable<object> WithoutAsync(HashSet<string> declined, IAsyncEnumerable<object> items)
    {
        await foreach (var item in items)
        {
            if (!declined.Contains(TargetOf(item)))
                yield return item;
        }
    }
}
