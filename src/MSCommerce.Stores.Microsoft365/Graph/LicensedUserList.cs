using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>
/// The users with licences (S3): product by product and page by page, never all in memory, but for the orders that Graph has not got: sorted by user, as many as were asked for
/// are kept, or all where no number was said.
/// </summary>
internal sealed class LicensedUserList(GraphService service, LicensedUserQuery query)
{
    public async IAsyncEnumerable<LicensedUser> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        if (query.SortBy is LicensedUserSort.AssignedAt or LicensedUserSort.EndedAt)
            throw GraphErrors.SortNotKnown("when a licence was assigned");
        var (groups, missing) = await LicenseGroups.FindAsync(service, query, stop);
        var who = await Who.FindAsync(service, query.User, stop);
        var all = ReadAsync(groups, who, stop);
        if (query.SortBy is LicensedUserSort.User or LicensedUserSort.DisplayName)
            all = SortAsync(all);

        var (skip, left) = (query.Skip, query.First ?? long.MaxValue);
        if (left > 0)
        {
            await foreach (var user in all)
            {
                if (skip-- > 0)
                    continue;
                yield return user;
                if (--left == 0)
                    break;
            }
        }

        if ((missing ?? who.Missing) is { } unknown)
            throw unknown;
    }

    public async Task<long> CountAsync(CancellationToken stop)
    {
        var (groups, _) = await LicenseGroups.FindAsync(service, query, stop);
        var who = await Who.FindAsync(service, query.User, stop);
        var count = 0L;
        if (who.IsEverybody)
        {
            foreach (var group in groups)
                count += await service.CountHoldersAsync(group.Sku.SkuId, stop);
            return count;
        }

        await foreach (var _ in ReadAsync(groups, who, stop))
            count++;
        return count;
    }

    private async IAsyncEnumerable<LicensedUser> ReadAsync(IReadOnlyList<LicenseGroup> groups, Who who, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var group in groups)
        {
            await foreach (var user in who.Among(service, group.Sku.SkuId, stop))
            {
                if (user.LicenseOf(group.Sku.SkuId) is { } license)
                    yield return group.Show(user, license);
            }
        }
    }

    private async IAsyncEnumerable<LicensedUser> SortAsync(IAsyncEnumerable<LicensedUser> users)
    {
        var keep = query.First is { } first && query.Skip + first < int.MaxValue / 2 ? (int)(query.Skip + first) : int.MaxValue;
        var kept = new List<LicensedUser>();
        await foreach (var user in users)
        {
            kept.Add(user);
            if (keep < int.MaxValue && kept.Count >= Math.Max(1024, keep * 2))
            {
                kept.Sort(Compare);
                kept.RemoveRange(keep, kept.Count - keep);
            }
        }

        kept.Sort(Compare);
        foreach (var user in kept)
            yield return user;
    }

    private int Compare(LicensedUser left, LicensedUser right)
    {
        var result = query.SortBy == LicensedUserSort.DisplayName ? ListOrder.Compare(left.DisplayName, right.DisplayName) : 0;
        if (result == 0)
            result = ListOrder.Compare(left.UserPrincipalName, right.UserPrincipalName);
        if (query.Descending)
            result = -result;
        return result != 0 ? result : ListOrder.Compare(left.ProductName, right.ProductName);
    }

    /// <summary>Which users are meant: all, those that were looked up, or whoever a pattern matches.</summary>
    private sealed class Who
    {
        private readonly IReadOnlyList<GraphUser> _named;
        private readonly HashSet<string> _ids;
        private readonly List<NamePattern> _patterns;

        private Who(IReadOnlyList<GraphUser> named, List<NamePattern> patterns, IReadOnlyList<string> missing, bool isEverybody)
        {
            (_named, _patterns, IsEverybody) = (named, patterns, isEverybody);
            _ids = named.Select(user => user.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Missing = missing.Count > 0 ? CommerceErrors.UserNotFound(missing) : null;
        }

        public bool IsEverybody { get; }

        public CommerceException? Missing { get; }

        public static async Task<Who> FindAsync(GraphService service, IReadOnlyList<string> names, CancellationToken stop)
        {
            // A star alone names everybody, as no name does.
            if (names.All(name => name == "*"))
                return new([], [], [], isEverybody: true);
            var patterns = NamePattern.All(names);
            var (users, missing) = await new UserLookup(service).ByAnyNameAsync([.. patterns.Where(pattern => !pattern.HasWildcard).Select(pattern => pattern.Text).Distinct(StringComparer.OrdinalIgnoreCase)], stop);
            return new(users, [.. patterns.Where(pattern => pattern.HasWildcard)], missing, isEverybody: false);
        }

        /// <summary>Those of them who may hold a licence of a product; only where there are patterns are all of its users looked through.</summary>
        public async IAsyncEnumerable<GraphUser> Among(GraphService service, string skuId, [EnumeratorCancellation] CancellationToken stop)
        {
            if (!IsEverybody && _patterns.Count == 0)
            {
                foreach (var user in _named)
                    yield return user;
                yield break;
            }

            await foreach (var user in service.GetHoldersAsync(skuId, stop))
            {
                if (IsEverybody || _ids.Contains(user.Id) || _patterns.Exists(pattern => pattern.IsMatch(user.Upn) || pattern.IsMatch(user.DisplayName) || pattern.IsMatch(user.Id)))
                    yield return user;
            }
        }
    }
}
