namespace MSCommerce.Rules;

/// <summary>What names and patterns pick out of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Matches">What was picked, each once, in the order of the list.</param>
/// <param name="Missing">Exact names that nothing answers to.</param>
/// <param name="Unmatched">Wildcards that match nothing.</param>
public sealed record Selection<T>(IReadOnlyList<T> Matches, IReadOnlyList<string> Missing, IReadOnlyList<string> Unmatched);

/// <summary>Picks by id, name, legacy id or wildcard (P5, P8).</summary>
public static class Selection
{
    /// <summary>Picks from a list.</summary>
    /// <param name="items">The list.</param>
    /// <param name="names">What the user wrote; none picks everything.</param>
    /// <param name="identities">The names that an item answers to: id, name and the like.</param>
    /// <param name="alias">Translates an old id into the one that replaced it; null where it is none.</param>
    /// <returns>What was picked and what was not found.</returns>
    public static Selection<T> Of<T>(
        IReadOnlyList<T> items, IReadOnlyList<string>? names, Func<T, IEnumerable<string?>> identities, Func<string, string?>? alias = null)
    {
        if (names is null || names.Count == 0)
            return new(items, [], []);

        var picked = new bool[items.Count];
        var missing = new List<string>();
        var unmatched = new List<string>();
        foreach (var name in names)
        {
            var pattern = new NamePattern(name);
            var any = Pick(pattern);
            if (!any && !pattern.HasWildcard && alias?.Invoke(name) is { } current)
                any = Pick(new NamePattern(current));
            if (!any)
                (pattern.HasWildcard ? unmatched : missing).Add(name);
        }

        return new([.. items.Where((_, index) => picked[index])], missing, unmatched);

        bool Pick(NamePattern pattern)
        {
            var any = false;
            for (var i = 0; i < items.Count; i++)
            {
                if (!identities(items[i]).Any(pattern.IsMatch))
                    continue;
                picked[i] = true;
                any = true;
            }

            return any;
        }
    }
}
