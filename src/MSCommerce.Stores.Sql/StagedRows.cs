using System.Data;
using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>A column of staged rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as a temporary table has it.</param>
/// <param name="IsNumber">Whether it holds numbers; else texts.</param>
internal sealed record StagedColumn(string Name, string Type, bool IsNumber);

/// <summary>
/// Rows that statements know by the name of a table: few of them go with each statement as its parameters, many into a temporary table. The statements are the
/// same; to make a table, and to part with its connection afterwards, takes longer than to change a few rows.
/// </summary>
internal sealed class StagedRows
{
    /// <summary>Up to so many rows go with the statement.</summary>
    private const int Few = 20;

    private readonly string _table;
    private readonly StagedColumn[] _columns;
    private readonly List<object?[]> _rows;

    private StagedRows(string table, StagedColumn[] columns, List<object?[]> rows)
    {
        _table = table;
        _columns = columns;
        _rows = rows;
        Definition = Define(table);
    }

    /// <summary>The rows as a common table expression.</summary>
    public string Definition { get; private set; }

    /// <summary>Puts rows into a table, in place of those that it had.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Numbers (<see cref="long"/>), texts and nulls.</param>
    public static async Task StageAsync(SqlSession session, string table, StagedColumn[] columns, IEnumerable<object?[]> rows)
    {
        using var source = rows.GetEnumerator();
        var first = new List<object?[]>();
        while (first.Count <= Few && source.MoveNext())
            first.Add(source.Current);
        // What is no text at all, a driver refuses as a parameter.
        var isFew = first.Count is > 0 and <= Few && first.TrueForAll(row => row.OfType<string>().All(ImportValues.IsText));
        session.Staged.Remove(table);
        if (isFew)
        {
            session.Staged.Add(table, new(table, columns, first));
            return;
        }

        await session.CreateTemporaryAsync(table, string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}")));
        using var writer = session.Dialect.OpenBulkWriter(session.Connection, table, [.. columns.Select(column => column.Name)]);
        first.ForEach(row => Write(writer, columns, row));
        while (source.MoveNext())
            Write(writer, columns, source.Current);
        writer.Complete();
    }

    /// <summary>Finds whom the column <c>name</c> means, by principal name, else by object id, and puts the keys into the column <c>user_key</c>.</summary>
    public static Task FindUsersAsync(SqlSession session, string table)
    {
        if (!session.Staged.TryGetValue(table, out var staged))
            return session.ExecuteAsync($"UPDATE {table} SET user_key = {UserNames.KeyOf($"{table}.name")}");

        // They are found by each statement that reads them, for to find them first would be a statement more. Materialised, or row-level security keeps what is
        // joined to the keys from its index: an expression is not leakproof.
        var columns = string.Join(", ", staged._columns.Where(column => column.Name != "user_key").Select(column => $"g.{column.Name}"));
        staged.Definition = $"{staged.Define($"{table}_given")}, {table} AS MATERIALIZED (SELECT {columns}, {UserNames.KeyOf("g.name")} AS user_key FROM {table}_given g)";
        return Task.CompletedTask;
    }

    /// <summary>Whether a statement reads these rows.</summary>
    public bool IsReadBy(string sql)
    {
        for (var at = sql.IndexOf(_table, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(_table, at + _table.Length, StringComparison.Ordinal))
        {
            var end = at + _table.Length;
            if ((at == 0 || !IsPartOfName(sql[at - 1])) && (end == sql.Length || !IsPartOfName(sql[end])))
                return true;
        }

        return false;
    }

    /// <summary>Adds the values of the rows to the parameters of a statement that reads them.</summary>
    public void AddTo(SqlParameters parameters)
    {
        for (var row = 0; row < _rows.Count; row++)
        {
            for (var column = 0; column < _columns.Length; column++)
                parameters.Add(Parameter(row, column), _rows[row][column], _columns[column].IsNumber ? DbType.Int64 : DbType.String);
        }
    }

    private static bool IsPartOfName(char character) => character is '_' or '@' || char.IsAsciiLetterOrDigit(character);

    private static void Write(BulkWriter writer, StagedColumn[] columns, object?[] row)
    {
        for (var column = 0; column < row.Length; column++)
        {
            if (columns[column].IsNumber)
                writer.Write((long?)row[column]);
            else
                writer.Write((string?)row[column]);
        }

        writer.EndRow();
    }

    private string Define(string name)
    {
        var values = string.Join(", ", _rows.Select((_, row) => $"({string.Join(", ", _columns.Select((_, column) => $"@{Parameter(row, column)}"))})"));
        return $"{name} ({string.Join(", ", _columns.Select(column => column.Name))}) AS (VALUES {values})";
    }

    private string Parameter(int row, int column) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_table}_{row}_{column}");
}
