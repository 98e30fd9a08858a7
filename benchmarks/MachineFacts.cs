using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using MSCommerce.PostgreSql.Server;
using SQLitePCL;

namespace MSCommerce.Benchmarks;

/// <summary>What it was measured on, and with.</summary>
internal static class MachineFacts
{
    public static string InOneLine()
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        string?[] facts =
        [
            DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"{Environment.ProcessorCount} cores{Processor()}",
            $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GB",
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            Programs.Version("pwsh", "--version"),
            $"SQLite {connection.ServerVersion} inside, sqlite3 {Programs.Version("sqlite3", "--version")?.Split(' ')[0] ?? "not installed"}",
            PostgreSqlPrograms.Missing is null ? Programs.Version(Path.Combine(PostgreSqlPrograms.Folder, "postgres"), "--version") : "no PostgreSQL",
        ];
        return string.Join("; ", facts.Where(fact => fact is not null)) + ".";
    }

    private static string Processor()
    {
        const string Name = "model name";
        if (!File.Exists("/proc/cpuinfo"))
            return "";
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? "" : $" of {line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}";
    }
}
