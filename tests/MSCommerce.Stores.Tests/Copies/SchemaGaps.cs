using MSCommerce.Stores.Sql.Transfer;

namespace MSCommerce.Stores.Tests.Copies;

/// <summary>What of a database's schema would be lost in a copy without anybody having said so.</summary>
internal static class SchemaGaps
{
    public static IReadOnlyList<string> Of(IEnumerable<(string Table, string Column)> columns)
    {
        var known = new HashSet<string>(TransferTables.Staying.Keys, StringComparer.Ordinal);
        foreach (var table in TransferTables.All)
        {
            string?[] kept = ["tenant_id", table.Key, table.NameKey, .. table.Columns];
            known.UnionWith(kept.Where(column => column is not null).Select(column => $"{table.Name}.{column}"));
        }

        return [.. columns.Where(column => !known.Contains(column.Table) && !known.Contains($"{column.Table}.{column.Column}")).Select(column => $"{column.Table}.{column.Column}")];
    }
}
