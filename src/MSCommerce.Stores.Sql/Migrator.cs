using System.Data.Common;
using System.Globalization;
using Dapper;

namespace MSCommerce.Stores.Sql;

/// <summary>Brings a database to the newest schema. All migrations that it lacks, and a new store's first content, are one transaction.</summary>
internal sealed class Migrator
{
    private readonly SqlDialect _dialect;
    private readonly DbConnection _connection;
    private readonly SortedDictionary<long, string> _scripts = [];

    public Migrator(SqlDialect dialect, DbConnection connection)
    {
        _dialect = dialect;
        _connection = connection;
        var folder = $"{dialect.MigrationFolder}/";
        foreach (var name in typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
            _scripts.Add(long.Parse(name[folder.Length..].Split('_')[0], CultureInfo.InvariantCulture), name);
    }

    /// <summary>The newest schema that this software knows.</summary>
    public long Latest => _scripts.Keys.Last();

    /// <summary>Migrates.</summary>
    /// <param name="complete">What else is done in the same transaction, given the version that was found: 0 for a database without a schema.</param>
    /// <param name="stop">Undoes everything.</param>
    public async Task MigrateAsync(Func<long, Task> complete, CancellationToken stop)
    {
        await _dialect.BeginMigrationAsync(_connection, stop);
        try
        {
            _dialect.PrepareMigration(_connection);
            // Read again: another program may have been faster.
            var version = await _dialect.ReadVersionAsync(_connection, stop);
            foreach (var (number, name) in _scripts.Where(script => script.Key > version))
            {
                await _connection.ExecuteAsync(new(Read(name), cancellationToken: stop));
                await _dialect.WriteVersionAsync(_connection, number, stop);
            }

            await complete(version);
            await _dialect.CommitAsync(_connection, []);
        }
        catch
        {
            await _dialect.RollbackAsync(_connection);
            throw;
        }
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
