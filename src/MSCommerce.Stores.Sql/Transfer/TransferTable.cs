using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.Transfer;

/// <summary>Where a section's rows are kept.</summary>
/// <param name="Section">The section.</param>
/// <param name="Name">The table.</param>
/// <param name="Key">The surrogate key, which a copy gives anew; null where the table has none.</param>
/// <param name="Columns">The columns, one for each of the section's; where that refers to another row, the column of its key.</param>
internal sealed record TransferTable(TransferSection Section, string Name, string? Key, params string[] Columns)
{
    private const string Staged = "copied_row";

    /// <summary>Columns that begin with the same value in every copy.</summary>
    public IReadOnlyList<(string Column, string Value)> Constants { get; init; } = [];

    /// <summary>What stands for nobody in a column of a user's key that is never empty.</summary>
    public string? Nobody { get; init; }

    /// <summary>The column that a principal name is compared by, made of the column before it.</summary>
    public string? NameKey { get; init; }

    /// <summary>The place of the name that <see cref="NameKey"/> is made of.</summary>
    public int NamePlace => Section.PlaceOf("UserPrincipalName");

    /// <summary>The rows of the tenant, in the order of their keys. A reference that points to nothing reads as nothing.</summary>
    public string Select
    {
        get
        {
            var columns = Section.Columns.Select((column, place) => column.References is { } target ? $"r{place}.{TransferTables.Of(target).Columns[0]}" : $"x.{Columns[place]}");
            var joins = References().Select(reference => $" LEFT JOIN {reference.Table.Name} r{reference.Place} ON r{reference.Place}.tenant_id = x.tenant_id AND r{reference.Place}.{reference.Table.Key} = x.{Columns[reference.Place]}");
            var order = Key is null ? "" : $" ORDER BY x.{Key}";
            return $"SELECT {string.Join(", ", columns)} FROM {Name} x{string.Concat(joins)} WHERE x.tenant_id = @t{order}";
        }
    }

    /// <summary>The table that rows are gathered in before they are inserted.</summary>
    public static string StagedName => Staged;

    /// <summary>Its columns.</summary>
    public string[] StagedColumns => [.. Key is null ? (string[])[] : ["place"], .. Columns.Select((_, place) => $"c{place}"), .. NameKey is null ? (string[])[] : ["name_key"]];

    /// <summary>The columns' definitions.</summary>
    public string StagedDefinition(SqlDialect dialect)
    {
        var columns = Section.Columns.Select((column, place) => $"c{place} {TypeOf(dialect, column)}");
        return string.Join(", ", [.. Key is null ? (string[])[] : ["place BIGINT"], .. columns, .. NameKey is null ? (string[])[] : ["name_key TEXT"]]);
    }

    /// <summary>
    /// Inserts what was gathered; <c>@base</c> is the last key given before. A row that refers to one that is not there is passed over, which its number tells. The
    /// gathered rows come first in the join: SQLite keeps to the order of a CROSS JOIN.
    /// </summary>
    public string Insert
    {
        get
        {
            var values = Section.Columns.Select((column, place) => column.References is { } target ? Found($"r{place}.{TransferTables.Of(target).Key}") : $"n.c{place}");
            string[] into = ["tenant_id", .. Key is null ? (string[])[] : [Key], .. Columns, .. NameKey is null ? (string[])[] : [NameKey], .. Constants.Select(constant => constant.Column)];
            string[] from = ["@t", .. Key is null ? (string[])[] : ["@base + n.place"], .. values, .. NameKey is null ? (string[])[] : ["n.name_key"], .. Constants.Select(constant => constant.Value)];
            var needed = References().Where(reference => reference.IsRequired).Select(reference => $" CROSS JOIN {reference.Table.Name} r{reference.Place}");
            var possible = References().Where(reference => !reference.IsRequired).Select(reference => $" LEFT JOIN {reference.Table.Name} r{reference.Place} ON {Meets(reference)}");
            var conditions = References().Select(reference => reference.IsRequired ? Meets(reference) : $"(n.c{reference.Place} IS NULL OR r{reference.Place}.{reference.Table.Key} IS NOT NULL)").ToList();
            var where = conditions.Count == 0 ? "WHERE 1 = 1" : $"WHERE {string.Join(" AND ", conditions)}";
            return $"INSERT INTO {Name} ({string.Join(", ", into)}) SELECT {string.Join(", ", from)} FROM {Staged} n{string.Concat(needed)}{string.Concat(possible)} {where}";
        }
    }

    /// <summary>Finds the ids in a column of what was gathered that name nothing.</summary>
    public string Missing(int place)
    {
        var target = TransferTables.Of(Section.Columns[place].References!);
        return $"SELECT n.c{place} FROM {Staged} n WHERE n.c{place} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target.Name} r WHERE r.tenant_id = @t AND r.{target.Columns[0]} = n.c{place}) LIMIT 1";
    }

    private string Found(string key) => Nobody is null ? key : $"coalesce({key}, {Nobody})";

    private static string Meets((int Place, TransferTable Table, bool IsRequired) reference) =>
        $"r{reference.Place}.tenant_id = @t AND r{reference.Place}.{reference.Table.Columns[0]} = n.c{reference.Place}";

    private static string TypeOf(SqlDialect dialect, TransferColumn column) => column switch
    {
        { References: not null } => dialect.NameType,
        { Kind: TransferKind.Text } => "TEXT",
        { Kind: TransferKind.Moment } => dialect.TimeType,
        _ => "BIGINT",
    };

    private IEnumerable<(int Place, TransferTable Table, bool IsRequired)> References() =>
        from entry in Section.Columns.Select((column, place) => (column, place))
        let target = entry.column.References
        where target is not null
        select (entry.place, TransferTables.Of(target), entry.column.IsRequired);
}
