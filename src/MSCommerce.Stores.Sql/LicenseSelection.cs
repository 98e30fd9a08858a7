using System.Data.Common;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// Which licences a query means, in two steps: first the subscriptions, picked and sorted by the rules and put into a temporary table in
/// that order; then one statement, which walks that table and each subscription's licences. So the first rows of a million come at once,
/// grouped by purchaser, and nothing is sorted.
/// </summary>
internal sealed class LicenseSelection
{
    /// <summary>The columns of the statement.</summary>
    public const int Ordinal = 0, Upn = 1, DisplayName = 2, UserId = 3, AssignedAt = 4, Enabled = 5, ServicesOff = 6;

    /// <summary>What those columns hold.</summary>
    public static readonly ExportColumn[] Columns =
        [ExportColumn.Number, ExportColumn.Text, ExportColumn.Text, ExportColumn.Text, ExportColumn.Time, ExportColumn.Number, ExportColumn.Text];

    /// <summary>From so many on, it pays to tell the planner of them.</summary>
    private const int ManySubscriptions = 1_000;

    private readonly SubscriptionFilter _filter;
    private readonly IReadOnlyList<NamePattern> _userPatterns;
    private readonly List<string> _missingUsers;
    private readonly HashSet<long>? _users;
    private readonly LicenseStatement _statement;

    private LicenseSelection(
        SubscriptionFilter filter, IReadOnlyList<NamePattern> userPatterns, List<string> missingUsers, HashSet<long>? users, LicenseStatement statement)
    {
        _filter = filter;
        _userPatterns = userPatterns;
        _missingUsers = missingUsers;
        _users = users;
        _statement = statement;
    }

    /// <summary>The subscriptions that the page reaches, in the order of the list: a row's ordinal counts from 1.</summary>
    public required IReadOnlyList<PickedSubscription> Subscriptions { get; init; }

    /// <summary>Whether all licences of the subscriptions are meant, by subscription and then by user.</summary>
    public bool IsWhole => Total is not null && _statement.IsWhole;

    /// <summary>How many licences are meant, whatever the page; null where that is not known beforehand.</summary>
    public long? Total { get; private init; }

    /// <summary>The statement that reads the page, with the columns above.</summary>
    public string Sql => _statement.Rows;

    /// <summary>Reads the page, with the columns above.</summary>
    public IAsyncEnumerable<DbDataReader> ReadAsync(SqlSession session) => _statement.ReadAsync(session, new { actor = session.Actor.UserKey });

    /// <summary>Makes a selection that can be read.</summary>
    public static async Task<LicenseSelection> MakeAsync(SqlSession session, LicensedUserQuery query)
    {
        var selection = await PickAsync(session, query);
        await selection.FillAsync(session);
        return selection;
    }

    /// <summary>Picks the subscriptions, and no more: what reads the licences by the statement calls <see cref="FillAsync"/> before.</summary>
    public static async Task<LicenseSelection> PickAsync(SqlSession session, LicensedUserQuery query)
    {
        var everything = session.ReachOf(Permission.View) == Reach.All;
        // A star alone names everybody, as no name does.
        var patterns = NamePattern.All(query.User.All(name => name == "*") ? [] : query.User);
        var (users, missing) = patterns.Count == 0 ? (null, []) : await UserNames.MatchAsync(session, patterns);
        var filter = await SubscriptionFilter.MakeAsync(session, new()
        {
            SubscriptionId = query.SubscriptionId,
            Product = query.Product,
            Purchaser = query.Purchaser,
            Channel = query.Channel,
        });
        var subscriptions = await FindAsync(session, filter, everything, users);
        subscriptions.Sort(ListOrder.OfPicked(query.SortBy, query.Descending));
        // The row of a subscription counts its licences.
        long? total = everything && users is null ? subscriptions.Sum(subscription => (long)subscription.AssignedLicenses) : null;
        var statement = new LicenseStatement(session.Dialect, query, users?.Count, total);
        return new(filter, patterns, missing, users, statement)
        {
            Subscriptions = total is not null && statement.RowsReached is { } rows ? Front(subscriptions, rows) : subscriptions,
            Total = total,
        };
    }

    /// <summary>Puts what was picked into the tables that the statement walks.</summary>
    public async Task FillAsync(SqlSession session)
    {
        var everything = session.ReachOf(Permission.View) == Reach.All;
        // Few subscriptions have anybody with a service switched off: the others' licences are spared the question.
        var thinned = (await session.QueryAsync<long>("SELECT DISTINCT subscription_key FROM license_service_off WHERE tenant_id = @t")).ToHashSet();
        await session.CreateTemporaryAsync("picked", "ordinal INTEGER PRIMARY KEY, subscription_key BIGINT NOT NULL UNIQUE, is_whole INTEGER NOT NULL, has_services_off INTEGER NOT NULL");
        using (var picked = session.Dialect.OpenBulkWriter(session.Connection, "picked", "ordinal", "subscription_key", "is_whole", "has_services_off"))
        {
            for (var index = 0; index < Subscriptions.Count; index++)
            {
                picked.Write(index + 1L);
                picked.Write(Subscriptions[index].Key);
                picked.Write(everything || Subscriptions[index].PurchaserKey == session.Actor.UserKey);
                picked.Write(thinned.Contains(Subscriptions[index].Key));
                picked.EndRow();
            }

            picked.Complete();
        }

        if (Subscriptions.Count >= ManySubscriptions)
            await session.Dialect.AnalyzeAsync(session.Connection, "picked", session.Stop);
        if (_users is not null)
            await session.StageKeysAsync("picked_user", "user_key", _users);
    }

    /// <summary>How many licences are meant, whatever the page.</summary>
    public async Task<long> CountAsync(SqlSession session) => Total ?? await session.ScalarAsync<long>(_statement.Count, new { actor = session.Actor.UserKey });

    /// <summary>What was named exactly and is not there, on this page or another.</summary>
    public async Task<CommerceException?> MissingAsync(SqlSession session)
    {
        if (await _filter.MissingAsync(session) is { } missing)
            return missing;

        var unknown = session.ReachOf(Permission.View) == Reach.All ? _missingUsers : await OwnNames.MissingAsync(session, _userPatterns, _statement.Names);
        return unknown.Count > 0 ? CommerceErrors.UserNotFound(unknown) : null;
    }

    private static async Task<List<PickedSubscription>> FindAsync(SqlSession session, SubscriptionFilter filter, bool everything, HashSet<long>? users)
    {
        var found = new List<PickedSubscription>();
        if (everything && users is null && filter.IsEmpty)
        {
            await foreach (var picked in SubscriptionReader.PickAsync(session))
                found.Add(picked);
            return found;
        }

        var visible = everything
            ? users is { Count: <= LicenseStatement.FewUsers } ? SubscriptionReader.OfHoldersAsync(session, users) : SubscriptionReader.AllAsync(session)
            : OwnAsync(session);
        await foreach (var stored in filter.ReadAsync(session, visible))
        {
            if (stored.Subscription.Status != SubscriptionStatus.Deleted)
                found.Add(PickedSubscription.Of(stored));
        }

        return found;
    }

    /// <summary>The first subscriptions, which have so many licences together: for a page of a large tenant's the others need not be put into the table.</summary>
    private static List<PickedSubscription> Front(List<PickedSubscription> subscriptions, long licenses)
    {
        var count = 0;
        for (; count < subscriptions.Count && licenses > 0; count++)
            licenses -= subscriptions[count].AssignedLicenses;
        return subscriptions.GetRange(0, count);
    }

    /// <summary>What the actor bought, and what he holds a licence of.</summary>
    private static async IAsyncEnumerable<StoredSubscription> OwnAsync(SqlSession session)
    {
        await foreach (var bought in SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey))
            yield return bought;
        await foreach (var held in SubscriptionReader.OfHoldersAsync(session, [session.Actor.UserKey]))
        {
            if (held.PurchaserKey != session.Actor.UserKey)
                yield return held;
        }
    }
}
