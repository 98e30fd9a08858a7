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

    /// <summary>Reads a moment as SQLite keeps it.</summary>
    /// <exception cref="FormatException">It is not as <see cref="Format"/> says.</exception>
    public static UtcTime Parse(string text) => TryParse(text) ?? new(
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    /// <summary>Makes the handler known to Dapper.</summary>
    public static void Register()
    {
        // The static constructor has done it.
    }

    /// <summary>Digits at fixed places: every row of a list has one or more, and a parser of any format takes several times as long. Null where that is not enough.</summary>
    private static UtcTime? TryParse(ReadOnlySpan<char> text)
    {
        if (text is not [_, _, _, _, '-', _, _, '-', _, _, 'T', _, _, ':', _, _, ':', _, _, '.', _, _, _, 'Z'])
            return null;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second, millisecond) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]), Number(text[20..23]));
        var isMoment = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60 && millisecond >= 0;
        return isMoment ? new(new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero)) : null;
    }

    /// <summary>A number without sign; -1 where it is none.</summary>
    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return -1;
            number = (number * 10) + digit - '0';
        }

        return number;
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
