using System.Data.Common;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// The SQL of a <see cref="LicenseSelection"/>, over its temporary tables <c>picked</c> and <c>picked_user</c>. CROSS JOIN keeps SQLite to the order of the
/// joins; elsewhere it is an ordinary join with its condition in WHERE.
/// </summary>
internal sealed class LicenseStatement
{
    /// <summary>Up to so many users, their licences are looked up one by one and sorted; above, the subscriptions are walked.</summary>
    public const int FewUsers = 2_000;

    /// <summary>From so many licences on, the first rows by principal name are found by walking the users by that name; for all rows it is faster to sort.</summary>
    private const int ManyLicenses = 100_000;

    private const string Visible = "(p.is_whole = 1 OR l.user_key = @actor)";

    private readonly SqlDialect _dialect;
    private readonly LicensedUserQuery _query;
    private readonly Page _page;
    private readonly Walk _walk;

    /// <summary>Chooses how the tables are walked.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="query">The order and the page.</param>
    /// <param name="users">How many users are meant; null for all.</param>
    /// <param name="licenses">How many licences the subscriptions have; null where that is not known.</param>
    public LicenseStatement(SqlDialect dialect, LicensedUserQuery query, int? users, long? licenses)
    {
        _dialect = dialect;
        _query = query;
        _page = new(query.Skip, query.First);
        _walk = users is <= FewUsers ? Walk.FewUsers
            : users is null && licenses >= ManyLicenses && query.SortBy == LicensedUserSort.User && _page.IsNear ? Walk.Names
            : users is null ? Walk.Subscriptions : Walk.ManyUsers;
    }

    private enum Walk
    {
        Subscriptions,
        ManyUsers,
        FewUsers,
        Names,
    }

    /// <summary>The rows of the page, in order, with the columns that <see cref="LicenseSelection"/> names.</summary>
    public string Rows => $"{Sorted} {_page.Sql}";

    /// <summary>Reads those rows.</summary>
    public IAsyncEnumerable<DbDataReader> ReadAsync(SqlSession session, object parameters) =>
        IsWalkedInOrder ? session.ReadAsync(Rows, parameters) : session.ReadSortedAsync(Sorted, _page, parameters);

    /// <summary>Whether every licence is meant, and they come by subscription and then by user.</summary>
    public bool IsWhole => _walk == Walk.Subscriptions && IsWalkedInOrder && !_query.Descending && _page.Sql.Length == 0;

    /// <summary>How many rows are walked up to the end of the page, subscription by subscription; null for all, or where they are sorted.</summary>
    public long? RowsReached => _walk == Walk.Subscriptions && IsWalkedInOrder && _page.First is { } first
        ? Math.Max(0, first) + Math.Min(Math.Max(0, _page.Skip), long.MaxValue - Math.Max(0, first))
        : null;

    /// <summary>How many rows there are, whatever the page.</summary>
    public string Count => $"SELECT count(*) FROM {Tables(null)} WHERE {Conditions} AND {Visible}";

    /// <summary>Principal name, display name and id of whoever is in the list, whatever the page.</summary>
    public string Names =>
        $"""
        SELECT DISTINCT u.upn, u.display_name, u.user_id
        FROM {Tables("tenant_user u")}
        WHERE {Conditions} AND u.tenant_id = @t AND u.user_key = l.user_key AND {Visible}
        """;

    private string Sorted =>
        $"""
        SELECT p.ordinal, u.upn, u.display_name, u.user_id, l.assigned_at, u.account_enabled,
               CASE WHEN p.has_services_off = 1 THEN (
                   SELECT {_dialect.Join("held.name", ';')}
                   FROM (SELECT v.name
                         FROM license_service_off o
                         JOIN product_service v ON v.tenant_id = o.tenant_id AND v.product_key = o.product_key AND v.service_key = o.service_key
                         WHERE o.tenant_id = @t AND o.subscription_key = l.subscription_key AND o.user_key = l.user_key
                         ORDER BY o.service_key) held) END
        FROM {Tables("tenant_user u")}
        WHERE {Conditions} AND u.tenant_id = @t AND u.user_key = l.user_key AND {Visible}
        ORDER BY {Order}
        """;

    /// <summary>Whether the rows come in their order by themselves: the tables are walked in it.</summary>
    private bool IsWalkedInOrder => _walk == Walk.Names || (_walk != Walk.FewUsers && _query.SortBy is not (LicensedUserSort.User or LicensedUserSort.DisplayName or LicensedUserSort.AssignedAt));

    private string Conditions => _walk is Walk.FewUsers or Walk.ManyUsers
        ? "l.tenant_id = @t AND l.subscription_key = p.subscription_key AND l.user_key = n.user_key"
        : "l.tenant_id = @t AND l.subscription_key = p.subscription_key";

    private string Order
    {
        get
        {
            var direction = _query.Descending ? " DESC" : "";
            return _query.SortBy switch
            {
                LicensedUserSort.User => $"u.upn_key{direction}, p.ordinal",
                LicensedUserSort.DisplayName => $"{_dialect.WithoutCase("u.display_name")}{direction}, u.upn_key{direction}, p.ordinal",
                LicensedUserSort.AssignedAt => $"l.assigned_at{direction}, u.upn_key{direction}, p.ordinal",
                _ => _walk == Walk.FewUsers ? $"p.ordinal, u.upn_key{direction}" : $"p.ordinal, l.user_key{direction}",
            };
        }
    }

    private string Tables(string? users)
    {
        string?[] tables = _walk switch
        {
            Walk.FewUsers => ["picked_user n", "license l", "picked p", users],
            Walk.ManyUsers => ["picked p", "license l", "picked_user n", users],
            Walk.Names => [users, "license l", "picked p"],
            _ => ["picked p", "license l", users],
        };
        return string.Join(" CROSS JOIN ", tables.Where(table => table is not null));
    }
}
