using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>What SQLite can check of itself.</summary>
internal static class SqliteChecks
{
    private const int Shown = 5;

    public static async IAsyncEnumerable<StoreCheck> RunAsync(DbConnection connection, [EnumeratorCancellation] CancellationToken stop)
    {
        var faults = (await connection.QueryAsync<string>(new("PRAGMA integrity_check(20)", cancellationToken: stop))).ToList();
        var whole = faults is ["ok"];
        yield return new() { Name = "File", Passed = whole, Detail = whole ? "Pages, indexes and constraints are in order." : string.Join("; ", faults.Take(Shown)) };

        var loose = new List<string>();
        await using (var reader = await connection.ExecuteReaderAsync(new CommandDefinition("PRAGMA foreign_key_check", cancellationToken: stop)))
        {
            while (loose.Count < Shown && await reader.ReadAsync(stop))
                loose.Add(string.Create(CultureInfo.InvariantCulture, $"{reader.GetString(0)} points to a missing {reader.GetString(2)}"));
        }

        yield return new()
        {
            Name = "References",
            Passed = loose.Count == 0,
            Detail = loose.Count == 0 ? "Every row that another names is there." : string.Join("; ", loose),
        };

        var triggers = (await connection.QueryAsync<string>(new(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit' ORDER BY name", cancellationToken: stop))).ToList();
        var guarded = triggers is ["audit_is_not_changed", "audit_is_not_deleted"];
        yield return new()
        {
            Name = "Audit log guarded",
            Passed = guarded,
            Detail = guarded ? "Entries can be added, not changed or deleted." : "The triggers that keep entries from being changed or deleted are missing.",
        };
    }
}
