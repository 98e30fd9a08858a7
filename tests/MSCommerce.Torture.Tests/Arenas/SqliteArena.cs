using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Tests;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Torture.Tests.Arenas;

/// <summary>A tenant in a file of its own.</summary>
internal sealed class SqliteArena : Arena
{
    private readonly TemporaryFolder _folder = new();

    public override string Name => "SQLite";

    public string Path => _folder.File("tenant.db");

    /// <summary>What of the address follows the path.</summary>
    public string Settings { get; set; } = "";

    public static async Task<SqliteArena> CreateAsync(TimeProvider? clock = null)
    {
        var arena = new SqliteArena();
        await using var store = await new SqliteStoreFactory().OpenAsync(
            new("sqlite", arena.Path), new StoreOptions { Create = true, Actor = Crowd.Admin, TenantName = "Crowd", Clock = clock ?? TimeProvider.System }, Torture.Stop);
        return arena;
    }

    public override IReadOnlyList<string> ForVictim(string actor) => [$"sqlite:{Path}", actor];

    public override Task<ICommerceStore> OpenAsync(string actor = Crowd.Admin, TimeProvider? clock = null) =>
        new SqliteStoreFactory().OpenAsync(new("sqlite", Path + Settings), new StoreOptions { Actor = actor, Clock = clock ?? TimeProvider.System }, Torture.Stop);

    public override Task<string> ChecksumAsync()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'audit' ORDER BY name"))
        {
            foreach (var row in Read(connection, $"SELECT * FROM \"{table}\" {(table == "key_counter" ? "WHERE name <> 'audit'" : "")}"))
                hash.AppendData(Encoding.UTF8.GetBytes(row));
        }

        return Task.FromResult(Convert.ToHexString(hash.GetHashAndReset()));
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            rows.Add(values.Length == 1 ? (string)values[0] : string.Join('\u001F', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
