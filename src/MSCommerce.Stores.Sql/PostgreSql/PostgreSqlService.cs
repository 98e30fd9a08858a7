namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>Reads the connection service file, which PostgreSQL's own programs know and Npgsql does not.</summary>
/// <remarks>https://www.postgresql.org/docs/current/libpq-pgservice.html</remarks>
internal static class PostgreSqlService
{
    /// <summary>Sets what the service says and the address does not.</summary>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>: no file has such a service.</exception>
    public static void Fill(PostgreSqlKeywords keywords, Func<string, string?> environment)
    {
        var service = keywords.Service ?? environment("PGSERVICE");
        if (string.IsNullOrEmpty(service))
            return;
        foreach (var path in Files(environment))
        {
            if (Find(path, service) is not { } settings)
                continue;
            foreach (var (name, value) in settings)
                keywords.SetUnlessGiven(name, value);
            return;
        }

        throw CommerceErrors.PostgreSqlAddressInvalid($"no service file has the service '{service}'");
    }

    private static IEnumerable<string> Files(Func<string, string?> environment)
    {
        if (environment("PGSERVICEFILE") is { Length: > 0 } named)
            yield return named;
        else if (OperatingSystem.IsWindows())
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "postgresql", ".pg_service.conf");
        else
            yield return Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pg_service.conf");
        if (environment("PGSYSCONFDIR") is { Length: > 0 } folder)
            yield return Path.Combine(folder, "pg_service.conf");
    }

    private static List<(string Name, string Value)>? Find(string path, string service)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        List<(string Name, string Value)>? settings = null;
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                if (settings is not null)
                    return settings;
                if (line == $"[{service}]")
                    settings = [];
            }
            else if (settings is not null && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                settings.Add((line[..at].Trim(), line[(at + 1)..].Trim()));
            }
        }

        return settings;
    }
}
