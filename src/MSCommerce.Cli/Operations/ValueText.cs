using System.Globalization;

namespace MSCommerce.Cli.Operations;

/// <summary>Reads the values of options: text, numbers, truth values, dates, ids and names of enumerations.</summary>
internal static class ValueText
{
    public static bool CanParse(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
        || type == typeof(decimal) || type == typeof(DateTimeOffset) || type == typeof(Guid);

    /// <summary>What the help shows in place of a value.</summary>
    public static string Placeholder(Type type)
    {
        if (type.IsEnum)
            return string.Join('|', Enum.GetNames(type));
        if (type == typeof(bool))
            return "true|false";
        if (type == typeof(DateTimeOffset))
            return "date";
        if (type == typeof(Guid))
            return "id";
        return type == typeof(string) ? "text" : "number";
    }

    /// <summary>The values that completion offers.</summary>
    public static IEnumerable<string> Choices(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type);
        return type == typeof(bool) ? ["true", "false"] : [];
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is not one; the message says how to write it.</exception>
    public static object Parse(string text, Type type)
    {
        if (type == typeof(string))
            return text;
        if (type.IsEnum)
            return ParseName(text, type);
        if (type == typeof(bool))
            return bool.TryParse(text, out var truth) ? truth : throw new FormatException($"'{text}' is neither true nor false");
        if (type == typeof(Guid))
            return Guid.TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an id like 3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        return type == typeof(DateTimeOffset) ? ParseDate(text) : ParseNumber(text, type);
    }

    private static DateTimeOffset ParseDate(string text)
    {
        // Only the unambiguous order: 03/04 is two different days in two countries.
        var isIso = text.Length >= 10 && char.IsAsciiDigit(text[3]) && text[4] == '-' && text[7] == '-';
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return isIso && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var date)
            ? date
            : throw new FormatException($"'{text}' is not a date; write it like 2026-01-31 or 2026-01-31T12:00:00Z (UTC)");
    }

    private static object ParseNumber(string text, Type type)
    {
        try
        {
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception cause) when (cause is FormatException or OverflowException)
        {
            throw new FormatException($"'{text}' is not a {(type == typeof(decimal) ? "number like 12.50" : "whole number")}", cause);
        }
    }

    /// <summary>By name alone: a number would name whatever stands at that place today.</summary>
    private static object ParseName(string text, Type type)
    {
        var wanted = text.Replace("-", "", StringComparison.Ordinal);
        var name = Array.Find(Enum.GetNames(type), name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return name is not null ? Enum.Parse(type, name) : throw new FormatException($"'{text}' is none of {string.Join(", ", Enum.GetNames(type))}");
    }
}
