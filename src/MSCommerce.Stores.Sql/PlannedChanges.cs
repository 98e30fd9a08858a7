namespace MSCommerce.Stores.Sql;

/// <summary>What planning and applying changes of properties have in common, whatever they are properties of.</summary>
internal static class PlannedChanges
{
    /// <summary>Adds a change to a plan unless everything stays as it is.</summary>
    public static void AddTo(List<PropertyChange> plan, string target, string name, string property, string? current, string? wanted, string? detail = null)
    {
        if (current != wanted)
            plan.Add(new() { Target = target, Name = name, Property = property, Current = current, Wanted = wanted, Detail = detail });
    }

    /// <summary>The changes that change something.</summary>
    /// <exception cref="CommerceException"><c>NamedTwice</c>.</exception>
    public static List<PropertyChange> Effective(IReadOnlyList<PropertyChange> changes)
    {
        var seen = new HashSet<(string, string)>();
        var effective = changes.Where(change => change.IsChange).ToList();
        foreach (var change in effective)
        {
            if (!seen.Add((change.Target.ToUpperInvariant(), change.Property)))
                throw CommerceErrors.NamedTwice($"{change.Property} of {Name(change)}");
        }

        return effective;
    }

    /// <summary>Refuses a change whose current value is another by now.</summary>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>.</exception>
    public static void DemandCurrent(PropertyChange change, string? now)
    {
        if (change.Current != now)
            throw CommerceErrors.ChangedMeanwhile($"{change.Property} of {Name(change)}", change.Current ?? "none", now ?? "none");
    }

    /// <summary>Records a change that was made.</summary>
    /// <returns>The change, applied.</returns>
    public static async Task<PropertyChange> RecordAsync(SqlSession session, string action, PropertyChange change)
    {
        await AuditLog.AddAsync(session, action, change.Target, $"{change.Property}: {change.Current ?? "none"}", $"{change.Property}: {change.Wanted ?? "none"}");
        return change with { IsApplied = true };
    }

    private static string Name(PropertyChange change) => change.Name == change.Target ? change.Name : $"{change.Name} ({change.Target})";
}
