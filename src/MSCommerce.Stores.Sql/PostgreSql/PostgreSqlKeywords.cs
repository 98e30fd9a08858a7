using System.Globalization;
using Npgsql;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>Sets connection settings by the names that PostgreSQL's own programs give them, else by Npgsql's.</summary>
internal sealed class PostgreSqlKeywords(NpgsqlConnectionStringBuilder settings)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["hostaddr"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["channel_binding"] = "Channel Binding",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
        ["require_auth"] = "Require Auth",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>Which service of the service file is meant; null for none.</summary>
    public string? Service { get; private set; }

    /// <summary>How long a change waits for its turn; null where the address does not say. Given in milliseconds, as for the embedded store.</summary>
    public TimeSpan? LockTimeout { get; private set; }

    /// <summary>Sets one.</summary>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>.</exception>
    public void Set(string name, string value)
    {
        if (name.Equals("service", StringComparison.OrdinalIgnoreCase))
        {
            Service = value;
            return;
        }

        if (name.Equals("lock_timeout", StringComparison.OrdinalIgnoreCase))
        {
            LockTimeout = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : throw CommerceErrors.PostgreSqlAddressInvalid("'lock_timeout' is a number of milliseconds");
            return;
        }

        try
        {
            settings[Names.GetValueOrDefault(name, name)] = Value(name, value);
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            // The cause is left out: it may repeat the value, and so a password that stands in the wrong place.
            throw CommerceErrors.PostgreSqlAddressInvalid(settings.ContainsKey(Names.GetValueOrDefault(name, name))
                ? $"'{name}' cannot have the value that it was given"
                : $"there is no setting '{Shown(name)}'");
        }
    }

    /// <summary>A name that is a word; anything else may be a part of the address that holds a password, where a question mark or an at sign is misplaced.</summary>
    private static string Shown(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '_') ? name : "…";

    /// <summary>Sets one that nobody has set.</summary>
    public void SetUnlessGiven(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && !IsGiven(Names.GetValueOrDefault(name, name)))
            Set(name, value);
    }

    private bool IsGiven(string keyword) => settings.ShouldSerialize(keyword);

    /// <summary>Npgsql writes the values of a choice without hyphens: <c>verify-full</c> is <c>VerifyFull</c>.</summary>
    private static string Value(string name, string value) =>
        name.ToLowerInvariant() is "sslmode" or "channel_binding" or "gssencmode" or "sslnegotiation" ? value.Replace("-", "", StringComparison.Ordinal) : value;
}
