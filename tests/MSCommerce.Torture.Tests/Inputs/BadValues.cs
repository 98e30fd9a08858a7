using System.Net;
using System.Reflection;
using System.Text;

namespace MSCommerce.Torture.Tests.Inputs;

/// <summary>Nonsense of every type that a request may hold, and now and then something sound, so that other nonsense gets further.</summary>
/// <param name="random">Which.</param>
/// <param name="sound">Names that exist in the tenant.</param>
/// <param name="folder">Where files are, and may be made.</param>
internal sealed class BadValues(Random random, IReadOnlyList<string> sound, string folder)
{
    private const int Long = 20_000;

    private static readonly string[] Nasty =
    [
        "", " ", "\t\r\n", "\0", "a\0b", "\u0007\u001b[31m", "\ud800", "x\udfff", "a\ud83d", "\u202etxt.exe", "\ufeff", "e\u0301\u0301\u0301", "ﬃ", "İ", "ß",
        "'; DROP TABLE subscription; --", "' OR '1'='1", "\" OR \"\"=\"", "1; SELECT pg_sleep(9)", "$1", "@t", "@p0", "{0}", "%s%n", "\\", "\\x00", "E'\\000'",
        "*", "**", "*?*?*?*?*?*?*?*?*?*?*", "[", "[]", "[z-a]", "[!a]", "[^a]", "`", "``", "a`", "[a-\u0000]", "[\ud800-\udfff]", "?", "????????????????????????????????x", "*[*", "[*]]", "[[]",
        "../../../../etc/passwd", "/dev/zero", "C:\\con", "\\\\server\\share", "file:///etc/passwd", "http://[::1", "https://", "//", "~", "-1", "NaN", "1e999", "0x7f", "١٢٣",
        "4111111111111111", "4111 1111 1111 1111", "=cmd|' /C calc'!A0", "@contoso.example", "a@", "@", "a@b@c", "null", "true", "00000000-0000-0000-0000-000000000000", "🂡🂡🂡",
    ];

    private static readonly NullabilityInfoContext Nullability = new();

    public object? Make(PropertyInfo property)
    {
        if (property.Name.EndsWith("Path", StringComparison.Ordinal))
            return FilePath();
        return Make(property.PropertyType, mayBeNull: random.Next(12) == 0 || Nullability.Create(property).ReadState == NullabilityState.Nullable && random.Next(2) == 0);
    }

    public string? Text() => random.Next(10) switch
    {
        < 3 => sound[random.Next(sound.Count)],
        < 7 => Nasty[random.Next(Nasty.Length)],
        7 => new string((char)random.Next(0x20, 0xD7FF), random.Next(1, Long)),
        8 => Noise(random.Next(1, 40)),
        _ => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => Nasty[random.Next(Nasty.Length)])),
    };

    private string Noise(int length)
    {
        var text = new StringBuilder(length);
        for (var index = 0; index < length; index++)
            text.Append((char)random.Next(0x10000));
        return text.ToString();
    }

    private string? FilePath()
    {
        string[] endings = [".csv", ".json", ".jsonl", ".txt", "", ".CSV", ".xlsx"];
        return random.Next(8) switch
        {
            0 => null,
            1 => Nasty[random.Next(Nasty.Length)],
            2 => folder,
            3 => Path.Combine(folder, "missing", "file" + endings[random.Next(endings.Length)]),
            4 => Path.Combine(folder, new string('x', 300) + ".csv"),
            5 => Path.Combine(folder, "nul\0.csv"),
            _ => Path.Combine(folder, "noise" + endings[random.Next(endings.Length)]),
        };
    }

    private object? Make(Type type, bool mayBeNull)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return mayBeNull ? null : Make(underlying, mayBeNull: false);
        if (mayBeNull && !type.IsValueType)
            return null;
        if (type == typeof(string))
            return Text();
        if (type == typeof(bool))
            return random.Next(2) == 0;
        if (type == typeof(int))
            return random.Next(8) switch { 0 => int.MinValue, 1 => int.MaxValue, 2 => -1, 3 => 0, 4 => random.Next(), _ => random.Next(1, 30) };
        if (type == typeof(long))
            return random.Next(6) switch { 0 => long.MinValue, 1 => long.MaxValue, 2 => -1L, 3 => 0L, _ => random.NextInt64(1, 30) };
        if (type == typeof(decimal))
            return random.Next(7) switch { 0 => decimal.MinValue, 1 => decimal.MaxValue, 2 => -0.01m, 3 => 0m, 4 => 0.00000000000000000001m, 5 => 922337203685477.5808m, _ => 9.9m };
        if (type == typeof(DateTimeOffset))
            return random.Next(5) switch { 0 => DateTimeOffset.MinValue, 1 => DateTimeOffset.MaxValue, 2 => new DateTimeOffset(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)), 3 => new DateTimeOffset(9999, 12, 31, 9, 0, 0, TimeSpan.FromHours(-14)), _ => DateTimeOffset.UnixEpoch };
        if (type == typeof(Guid))
            return random.Next(2) == 0 ? Guid.Empty : new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        if (type.IsEnum)
            return random.Next(2) == 0 ? Enum.ToObject(type, random.Next(2) == 0 ? random.Next(-5, 50) : random.Next()) : Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(type.GetGenericArguments()[0]);
        if (type == typeof(NetworkCredential))
            return new NetworkCredential(Text(), Text());
        if (type == typeof(LicenseReference))
            return new LicenseReference(random.Next(8) == 0 ? null! : Text()!, random.Next(8) == 0 ? null! : Text()!);
        throw new NotSupportedException($"No nonsense is known for {type}.");
    }

    private Array List(Type element)
    {
        var count = random.Next(12) switch { < 2 => 0, < 8 => 1, < 11 => random.Next(2, 6), _ => 200 };
        var list = Array.CreateInstance(element, count);
        for (var index = 0; index < count; index++)
            list.SetValue(Make(element, mayBeNull: random.Next(15) == 0), index);
        return list;
    }
}
