using System.Globalization;

namespace MSCommerce.Stores.Sql;

/// <summary>Ends an import: its audit entry, and what it answers.</summary>
internal static class ImportRecord
{
    /// <summary>Records an import that changed something; one that changed nothing leaves no trace.</summary>
    public static async Task<ImportResult> CloseAsync(SqlSession session, string action, string source, int rows, int created, int updated, bool dryRun)
    {
        var result = new ImportResult
        {
            Path = source,
            Rows = rows,
            Created = created,
            Updated = updated,
            Unchanged = rows - created - updated,
            IsApplied = !dryRun,
        };
        if (created + updated > 0)
        {
            var counts = string.Create(CultureInfo.InvariantCulture, $"{result.Created} created, {result.Updated} updated, {result.Unchanged} unchanged");
            await AuditLog.AddAsync(session, action, source, before: null, counts);
        }

        return result;
    }
}
