using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MSCommerce.Cli.Output;

/// <summary>One property of a row, and how its value is written.</summary>
internal sealed class Column(PropertyInfo property)
{
    /// <summary>The property's name: that of the JSON output, of exported files and of PowerShell's objects too.</summary>
    public string Name => property.Name;

    /// <summary>Whether the value is a number, which aligns right.</summary>
    public bool IsNumber => ValueType == typeof(int) || ValueType == typeof(long) || ValueType == typeof(decimal);

    /// <summary>The head of the column in a table. Half an id is of no use to the next command, and half a date to nobody.</summary>
    public Heading Heading => new(Name, IsNumber, Name.EndsWith("Id", StringComparison.Ordinal) || ValueType.IsValueType);

    /// <summary>The columns of a type, in the order of their declaration.</summary>
    public static IReadOnlyList<Column> Of(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).Select(property => new Column(property))];

    /// <summary>The value itself.</summary>
    public object? Value(object row) => property.GetValue(row);

    /// <summary>The value for a program: dates in ISO 8601.</summary>
    public string Exact(object row) => Text(Value(row), ";", date => date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));

    /// <summary>The value for a person: on one line, a date without its midnight.</summary>
    public string Readable(object row) => OneLine(Text(Value(row), ", ", ReadableDate));

    /// <summary>A text on one line. Control characters go too: what a tenant's data holds must not steer the terminal.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;

    private Type ValueType => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static string Text(object? value, string separator, Func<DateTime, string> date) => value switch
    {
        null => "",
        string text => text,
        DateTimeOffset moment => date(moment.UtcDateTime),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        bool truth => truth ? "True" : "False",
        IEnumerable items => string.Join(separator, items.Cast<object>().Select(item => Text(item, separator, date))),
        _ => HasWords(value.GetType()) ? value.ToString()! : JsonSerializer.Serialize(value, JsonResultWriter.Compact),
    };

    /// <summary>Whether somebody wrote how values of a type read: what the compiler writes for records is for developers.</summary>
    private static bool HasWords(Type type) =>
        type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, [])?.IsDefined(typeof(CompilerGeneratedAttribute)) == false;

    private static string ReadableDate(DateTime date) =>
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
