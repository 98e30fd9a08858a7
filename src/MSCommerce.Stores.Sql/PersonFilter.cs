using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Picks people by principal name, display name or object id, with wildcards, and remembers which exact names nobody answered to.</summary>
internal sealed class PersonFilter
{
    private readonly IReadOnlyList<NamePattern> _names;
    private readonly long?[] _keys;
    private readonly bool[] _found;

    private PersonFilter(IReadOnlyList<NamePattern> names, long?[] keys)
    {
        _names = names;
        _keys = keys;
        _found = new bool[names.Count];
    }

    public static async Task<PersonFilter> MakeAsync(SqlSession session, IReadOnlyList<string> names)
    {
        var patterns = NamePattern.All(names);
        var keys = new long?[patterns.Count];
        for (var index = 0; index < keys.Length; index++)
            keys[index] = patterns[index].HasWildcard ? null : await UserNames.FindAsync(session, patterns[index].Text);
        return new(patterns, keys);
    }

    /// <summary>Whether somebody is meant; everybody is where nobody was named.</summary>
    /// <param name="key">His key; null for nobody, as the purchaser of what the organisation bought.</param>
    /// <param name="identities">What he answers to.</param>
    public bool Allows(long? key, params ReadOnlySpan<string?> identities)
    {
        var any = _found.Length == 0;
        for (var index = 0; index < _found.Length; index++)
        {
            if (IsMeant(index, key, identities))
                any = _found[index] = true;
        }

        return any;
    }

    /// <summary>Who was named exactly and is not there, or not the actor's to see. Who is there and was not listed is no error.</summary>
    public async Task<CommerceException?> MissingAsync(SqlSession session)
    {
        var unseen = _names.Where((name, index) => !name.HasWildcard && !_found[index]).ToList();
        if (unseen.Count == 0)
            return null;

        var missing = session.ReachOf(Permission.View) == Reach.All
            ? (await UserNames.MatchAsync(session, unseen)).Missing
            : unseen.Where(name => !name.IsMatch(session.Actor.UserPrincipalName)).Select(name => name.Text).ToList();
        return missing.Count > 0 ? CommerceErrors.UserNotFound(missing) : null;
    }

    /// <summary>An exact principal name or object id means that user, even where it is another's display name.</summary>
    private bool IsMeant(int index, long? key, ReadOnlySpan<string?> identities)
    {
        if (_keys[index] is { } named)
            return key == named;
        foreach (var identity in identities)
        {
            if (_names[index].IsMatch(identity))
                return true;
        }

        return false;
    }
}
