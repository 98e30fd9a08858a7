using Microsoft.Data.Sqlite;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>
/// The commands of a connection, kept with what SQLite compiled of them: to compile a statement takes longer than to run it for one row. Like its connection it
/// serves one operation at a time; a command that is still being read is not given out again. They end with the connection.
/// </summary>
internal sealed class SqliteCommands(SqliteConnection connection)
{
    /// <summary>Beyond so many, all begin anew: those that come back often are there again soon.</summary>
    private const int Most = 64;

    /// <summary>What is longer is made of names or keys, and does not come back.</summary>
    private const int Longest = 8_000;

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);

    /// <summary>Gives out a command, without parameters.</summary>
    public SqliteCommand Take(string sql)
    {
        if (_idle.Remove(sql, out var command))
            return command;
        command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>Takes a command back that has run to its end.</summary>
    public void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (_idle.Count == Most)
        {
            foreach (var old in _idle.Values)
                old.Dispose();
            _idle.Clear();
        }

        if (command.CommandText.Length > Longest || !_idle.TryAdd(command.CommandText, command))
            command.Dispose();
    }
}
