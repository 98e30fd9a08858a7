using System.Net;
using Npgsql;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>
/// Where a store's database is, and how to sign in to it. An address is a URI as PostgreSQL's own programs take it
/// (<c>postgresql://login@host:5432/database?sslmode=verify-full</c>), or a connection string of Npgsql after <c>postgresql:</c>. What it leaves out comes from
/// the service that it or PGSERVICE names, then from the environment and, for the password, the password file.
/// </summary>
internal sealed class PostgreSqlLocation
{
    private PostgreSqlLocation(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    /// <summary>How long a change waits for its turn: an import of a million users that came first takes about so long.</summary>
    public TimeSpan LockTimeout { get; private init; } = TimeSpan.FromMinutes(2);

    /// <summary>The settings. They may hold a password, and are never shown.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The address without secrets.</summary>
    public string DisplayName
    {
        get
        {
            var login = Settings.Username is { Length: > 0 } name ? $"{Shown(name, Uri.EscapeDataString)}@" : "";
            var port = Settings.Port == NpgsqlConnection.DefaultPort || Settings.Host?.Contains(',', StringComparison.Ordinal) == true
                ? ""
                : string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{Settings.Port}");
            return $"postgresql://{login}{Shown(Settings.Host)}{port}/{Shown(Settings.Database ?? Settings.Username)}";
        }
    }

    /// <summary>Reads the part of an address after its scheme.</summary>
    /// <param name="value">A URI from its slashes on, or a connection string; empty for the environment's answer.</param>
    /// <param name="credential">Login and password where they are not in the address; they come before it.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>; it never repeats what was written, for that may hold a password.</exception>
    public static PostgreSqlLocation Parse(string value, NetworkCredential? credential, Func<string, string?> environment)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        var keywords = new PostgreSqlKeywords(settings);
        if (value.StartsWith("//", StringComparison.Ordinal))
            PostgreSqlUri.Read(value, keywords.Set);
        else
            ReadConnectionString(value, settings);

        if (credential is not null)
            (settings.Username, settings.Password) = (credential.UserName, credential.Password.Length > 0 ? credential.Password : null);
        PostgreSqlService.Fill(keywords, environment);
        keywords.SetUnlessGiven("host", environment("PGHOST"));
        keywords.SetUnlessGiven("port", environment("PGPORT"));
        keywords.SetUnlessGiven("dbname", environment("PGDATABASE"));
        keywords.SetUnlessGiven("user", environment("PGUSER"));
        keywords.SetUnlessGiven("password", environment("PGPASSWORD"));
        keywords.SetUnlessGiven("sslmode", environment("PGSSLMODE"));
        keywords.SetUnlessGiven("connect_timeout", environment("PGCONNECT_TIMEOUT"));
        keywords.SetUnlessGiven("application_name", environment("PGAPPNAME") ?? "MSCommerce");
        keywords.SetUnlessGiven("host", "localhost");
        keywords.SetUnlessGiven("user", Environment.UserName);
        // An import of a million users takes its time; whoever is tired of waiting stops it.
        keywords.SetUnlessGiven("Command Timeout", "0");
        // An export reads a hundred megabytes: the less often it waits for them, the better.
        keywords.SetUnlessGiven("Read Buffer Size", "65536");
        Fix(settings);
        return keywords.LockTimeout is { } patience ? new(settings) { LockTimeout = patience } : new(settings);
    }

    public override string ToString() => DisplayName;

    /// <summary>A part as it is shown: not at all where it holds a setting, for where a semicolon is mistyped a password runs into what stands before it.</summary>
    private static string Shown(string? part, Func<string, string>? escape = null) => part switch
    {
        null => "",
        _ when part.Contains('=', StringComparison.Ordinal) => "…",
        _ => escape?.Invoke(part) ?? part,
    };

    /// <summary>What the store rests on, whatever the address says.</summary>
    private static void Fix(NpgsqlConnectionStringBuilder settings)
    {
        settings.PersistSecurityInfo = false;
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        settings.Enlist = false;
        settings.Multiplexing = false;
        settings.NoResetOnClose = false;
    }

    private static void ReadConnectionString(string value, NpgsqlConnectionStringBuilder settings)
    {
        try
        {
            settings.ConnectionString = value;
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw CommerceErrors.PostgreSqlAddressInvalid("it is neither a URI nor a connection string of Npgsql");
        }
    }
}
