using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MSCommerce.Benchmarks;

/// <summary>
/// Fills a new store in PostgreSQL with a sample tenant's rows as an embedded store has them: the same tenant in both engines, several times faster than
/// importing it twice.
/// </summary>
internal static class PostgreSqlCopy
{
    public static async Task FillAsync(NpgsqlConnection superuser, string sqlitePath, CancellationToken stop)
    {
        await using var source = await SqliteStores.ConnectAsync(sqlitePath, stop);
        // Every row has passed the checks of the embedded store.
        await RunAsync(superuser, "SET session_replication_role = replica; SET search_path = mscommerce", stop);
        foreach (var (table, columns) in await TablesAsync(source, superuser, stop))
        {
            await RunAsync(superuser, $"DELETE FROM {table}", stop);
            await CopyAsync(source, superuser, table, columns, stop);
        }
    }

    private static async Task CopyAsync(SqliteConnection source, NpgsqlConnection target, string table, string columns, CancellationToken stop)
    {
        await using var read = source.CreateCommand();
        read.CommandText = $"SELECT {columns} FROM {table}";
        await using var rows = await read.ExecuteReaderAsync(stop);
        await using var written = await target.BeginTextImportAsync($"COPY {table} ({columns}) FROM STDIN", stop);
        var line = new StringBuilder();
        while (await rows.ReadAsync(stop))
        {
            line.Clear();
            for (var column = 0; column < rows.FieldCount; column++)
            {
                if (column > 0)
                    line.Append('\t');
                if (await rows.IsDBNullAsync(column, stop))
                    line.Append("\\N");
                else
                    Append(line, Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture)!);
            }

            await written.WriteAsync(line.Append('\n'), stop);
        }
    }

    private static void Append(StringBuilder line, string text)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' => line.Append(@"\\"),
                '\t' => line.Append(@"\t"),
                '\n' => line.Append(@"\n"),
                '\r' => line.Append(@"\r"),
                _ => line.Append(letter),
            };
        }
    }

    /// <summary>The tables that both have, with the columns that both have.</summary>
    private static async Task<List<(string Table, string Columns)>> TablesAsync(SqliteConnection source, NpgsqlConnection target, CancellationToken stop)
    {
        const string Columns = "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
        var mine = new HashSet<string>(StringComparer.Ordinal);
        await using (var command = source.CreateCommand())
        {
            command.CommandText = Columns;
            await using var rows = await command.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
                mine.Add(rows.GetString(0));
        }

        var both = new List<(string Table, string Column)>();
        const string Theirs =
            """
            SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'mscommerce' AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
            """;
        await using (var command = new NpgsqlCommand(Theirs, target))
        {
            await using var rows = await command.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                if (mine.Contains($"{rows.GetString(0)}.{rows.GetString(1)}"))
                    both.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        return [.. both.GroupBy(entry => entry.Table, StringComparer.Ordinal).Select(table => (table.Key, string.Join(", ", table.Select(entry => entry.Column))))];
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
