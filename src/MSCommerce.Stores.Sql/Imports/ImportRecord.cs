using System.Globalization;

namespace MSCommerce.Stores.Sql;

/// <summary>Ends an import: its audit entry, and what it answers.</summary>
internal static class ImportRecord
{
    /// <summary>From so many rows on, what the planner knows of the tables is out of date.</summary>
    public const int Many = 1_000;

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
            if (created + updated >= Many && !dryRun)
                await session.Dialect.RefreshStatisticsAsync(session.Connection, session.Stop);
            await AuditLog.AddAsync(session, action, source, before: null, counts);
        }

        return result;
    }
}
