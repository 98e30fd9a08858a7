namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>Reads a connection URI: <c>//login:password@host:port,host:port/database?setting=value</c>, every part of which may be missing.</summary>
/// <remarks>https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS</remarks>
internal static class PostgreSqlUri
{
    public static void Read(string value, Action<string, string> set)
    {
        var rest = value[2..];
        var (beforeQuery, query) = Split(rest, '?');
        // A slash of a host is escaped, and so is an at sign of a password, but people forget the latter: the last one counts.
        var (authority, database) = Split(beforeQuery, '/');
        if (database.Contains('@', StringComparison.Ordinal))
            throw CommerceErrors.PostgreSqlAddressInvalid("an at sign stands after a slash: write %2F for a slash of a login or a password, %40 for an at sign of a database's name");
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Split(authority[..at], ':');
            SetIfAny(set, "user", user);
            SetIfAny(set, "password", password);
        }

        ReadHosts(authority[(at + 1)..], set);
        SetIfAny(set, "dbname", database);
        foreach (var setting in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!setting.Contains('=', StringComparison.Ordinal))
                throw CommerceErrors.PostgreSqlAddressInvalid("a setting after the question mark has no value");
            var (name, text) = Split(setting, '=');
            set(Uri.UnescapeDataString(name), Uri.UnescapeDataString(text));
        }
    }

    private static void ReadHosts(string hosts, Action<string, string> set)
    {
        if (hosts.Length == 0)
            return;
        if (hosts.Contains(',', StringComparison.Ordinal))
        {
            // Npgsql takes several with their ports.
            set("host", Uri.UnescapeDataString(hosts));
            return;
        }

        // An IPv6 address has colons of its own, in brackets.
        var colon = hosts.IndexOf(':', hosts.StartsWith('[') ? hosts.IndexOf(']') + 1 : 0);
        SetIfAny(set, "host", (colon < 0 ? hosts : hosts[..colon]).Trim('[', ']'));
        if (colon >= 0)
            SetIfAny(set, "port", hosts[(colon + 1)..]);
    }

    private static void SetIfAny(Action<string, string> set, string name, string text)
    {
        if (text.Length > 0)
            set(name, Uri.UnescapeDataString(text));
    }

    private static (string Before, string After) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");
}
