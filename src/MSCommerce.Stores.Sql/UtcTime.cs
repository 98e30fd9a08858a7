using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace MSCommerce.Stores.Sql;

/// <summary>
/// A moment as the store keeps it: UTC, whole milliseconds. A type of its own, so that its Dapper handler serves this library alone and
/// leaves <see cref="DateTimeOffset"/> to whoever else uses Dapper in the process.
/// </summary>
internal readonly record struct UtcTime(DateTimeOffset Value)
{
    /// <summary>How SQLite keeps it: sortable, and exported as it is.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    static UtcTime() => SqlMapper.AddTypeHandler(new Handler());

    public static UtcTime Of(DateTimeOffset moment)
    {
        var utc = moment.ToUniversalTime();
        return new(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond)));
    }

    public static UtcTime? Of(DateTimeOffset? moment) => moment is { } value ? Of(value) : null;

    public static UtcTime Parse(string text) =>
        new(DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    /// <summary>Makes the handler known to Dapper.</summary>
    public static void Register()
    {
        // The static constructor has done it.
    }

    public override string ToString() => Value.ToString(Format, CultureInfo.InvariantCulture);

    private sealed class Handler : SqlMapper.TypeHandler<UtcTime>
    {
        public override UtcTime Parse(object value) => value switch
        {
            string text => UtcTime.Parse(text),
            DateTime time => new(new DateTimeOffset(time.ToUniversalTime())),
            _ => throw new FormatException($"'{value}' is not a moment"),
        };

        // A provider of a database that has moments takes them as such.
        public override void SetValue(IDbDataParameter parameter, UtcTime value) =>
            parameter.Value = parameter is SqliteParameter ? value.ToString() : value.Value.UtcDateTime;
    }
}
