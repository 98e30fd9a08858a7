using System.Globalization;
using System.Text.RegularExpressions;

namespace MSCommerce.PostgreSql.Server;

/// <summary>Where PostgreSQL's programs are on this computer.</summary>
public static partial class PostgreSqlPrograms
{
    private static readonly string[] Programs = ["initdb", "postgres", "psql"];

    /// <summary>Why there is no server to test with, and how to get one; null where there is.</summary>
    public static string? Missing { get; } = WhyMissing();

    /// <summary>The folder with <c>initdb</c>, <c>postgres</c> and <c>psql</c> of the newest version.</summary>
    public static string Folder => Find() ?? throw new InvalidOperationException(Missing);

    /// <summary>The user as whom a server can be run: PostgreSQL refuses to be root. Null where it is this process's own.</summary>
    internal static string? OtherUser => Environment.IsPrivilegedProcess ? Users().FirstOrDefault() : null;

    private static string? WhyMissing()
    {
        if (OperatingSystem.IsWindows())
            return "The tests start a PostgreSQL server of their own on Linux and macOS alone.";
        if (Find() is null)
            return "No PostgreSQL server is installed: neither the PATH nor /usr/lib/postgresql has initdb, postgres and psql. Install it ('apt-get install postgresql', 'dnf install postgresql-server', 'brew install postgresql'); it need not run, the tests start one of their own.";
        return Environment.IsPrivilegedProcess && OtherUser is null
            ? "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as. Run the tests as another user."
            : null;
    }

    private static string? Find() => Folders().Where(folder => Programs.All(program => File.Exists(Path.Combine(folder, program))))
        .OrderByDescending(Version).FirstOrDefault();

    private static IEnumerable<string> Folders()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        foreach (var (root, pattern) in new[] { ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*") })
        {
            if (!Directory.Exists(root))
                continue;
            foreach (var version in Directory.EnumerateDirectories(root, pattern))
                yield return Path.Combine(version, "bin");
        }
    }

    private static int Version(string folder) => VersionInPath().Match(folder) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;

    private static IEnumerable<string> Users() =>
        from line in File.ReadLines("/etc/passwd")
        let name = line.Split(':')[0]
        where name is "postgres" or "nobody"
        orderby name == "nobody"
        select name;

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex VersionInPath();
}
