using System.Data.Common;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Reads columns that may be null, and moments.</summary>
internal static class Reading
{
    public static string? GetStringOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? GetInt64OrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static UtcTime GetTime(this DbDataReader row, int column) => row.GetValue(column) switch
    {
        DateTime time => new(new DateTimeOffset(time.ToUniversalTime())),
        string text => UtcTime.Parse(text),
        _ => UtcTime.Parse(row.GetString(column)),
    };

    public static UtcTime? GetTimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTime(column);

    /// <summary>A value of an enumeration, by its name.</summary>
    /// <exception cref="FormatException">It has no such value: somebody else wrote it.</exception>
    public static T Parse<T>(string name) where T : struct, Enum =>
        Enum.TryParse<T>(name, out var value) && Enum.IsDefined(value) ? value : throw new FormatException($"'{name}' is no {typeof(T).Name}");

    /// <summary>Whether one of the patterns matches, or there are none.</summary>
    public static bool Allow(this IReadOnlyList<NamePattern> patterns, string? name)
    {
        if (patterns.Count == 0)
            return true;
        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(name))
                return true;
        }

        return false;
    }
}
