using System.Globalization;
using System.Text.RegularExpressions;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>Where a store's file is, and the two settings that an address may carry: <c>sqlite:t.db?max_page_count=500&amp;lock_timeout=200</c>.</summary>
internal sealed partial record SqliteLocation(string Path)
{
    /// <summary>How long to wait for another program before giving up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most pages that the file may have; null for no limit but the disk's.</summary>
    public int? MaxPageCount { get; init; }

    /// <summary>Reads the part of an address after <c>sqlite:</c>.</summary>
    /// <param name="value">A path, <c>~</c> for the home folder; empty for the default path.</param>
    public static SqliteLocation Parse(string value)
    {
        var match = Settings().Match(value);
        var path = match.Success ? value[..match.Index] : value;
        var location = new SqliteLocation(Expand(path));
        return match.Success ? match.Groups["setting"].Captures.Aggregate(location, (result, setting) => result.With(setting.Value)) : location;
    }

    private SqliteLocation With(string setting)
    {
        var (name, value) = (setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var number = int.Parse(value, CultureInfo.InvariantCulture);
        return name == "max_page_count" ? this with { MaxPageCount = number } : this with { LockTimeout = TimeSpan.FromMilliseconds(number) };
    }

    private static string Expand(string path)
    {
        if (path.Length == 0)
            return SqliteStoreFactory.DefaultPath;
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith(@"~\", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        try
        {
            return System.IO.Path.GetFullPath(path);
        }
        catch (Exception cause) when (cause is ArgumentException or NotSupportedException or IOException)
        {
            throw CommerceErrors.InvalidRequest("StoreAddressInvalid", $"'{path}' is not a path: {cause.Message} Write sqlite: and the path of a file.", path);
        }
    }

    // Only exactly these; any other question mark is part of the file's name.
    [GeneratedRegex(@"\?(?<setting>(max_page_count|lock_timeout)=\d{1,9})(&(?<setting>(max_page_count|lock_timeout)=\d{1,9}))*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Settings();
}
