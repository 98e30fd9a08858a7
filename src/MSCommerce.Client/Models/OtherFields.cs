using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MSCommerce;

/// <summary>What a store says of a thing beyond what this library knows, by name: kept and shown, whatever it means. It reads as text: <c>name=value;…</c></summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is named after what it holds.")]
public sealed class OtherFields : IReadOnlyDictionary<string, string>, IEquatable<OtherFields>
{
    private readonly SortedDictionary<string, string> _fields;

    private OtherFields(SortedDictionary<string, string> fields) => _fields = fields;

    /// <summary>Nothing beyond.</summary>
    public static OtherFields None { get; } = new(new(StringComparer.Ordinal));

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _fields.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _fields.Values;

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public string this[string key] => _fields[key];

    /// <summary>Takes fields; of two of one name the later counts.</summary>
    /// <param name="fields">Names and values.</param>
    /// <returns>The fields, by name.</returns>
    public static OtherFields Of(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var table = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            table[name] = value;
        return table.Count == 0 ? None : new(table);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _fields.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both hold the same.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True where they do.</returns>
    public bool Equals(OtherFields? other) => other is not null && _fields.SequenceEqual(other._fields);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OtherFields);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The fields as text.</summary>
    /// <returns><c>name=value;…</c></returns>
    public override string ToString() => string.Join(';', _fields.Select(field => $"{field.Key}={field.Value}"));
}
