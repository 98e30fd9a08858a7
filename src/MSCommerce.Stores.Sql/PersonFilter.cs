using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Picks people by principal name, display name or object id, with wildcards, and remembers which exact names nobody answered to.</summary>
internal sealed class PersonFilter
{
    private readonly IReadOnlyList<NamePattern> _names;
    private readonly bool[] _found;

    public PersonFilter(IReadOnlyList<string> names)
    {
        _names = NamePattern.All(names);
        _found = new bool[_names.Count];
    }

    /// <summary>Whether somebody who answers to these is meant; everybody is where nobody was named.</summary>
    public bool Allows(params ReadOnlySpan<string?> identities)
    {
        var any = _found.Length == 0;
        for (var index = 0; index < _found.Length; index++)
        {
            foreach (var identity in identities)
            {
                if (_names[index].IsMatch(identity))
                    any = _found[index] = true;
            }
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
}
