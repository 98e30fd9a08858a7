using System.Collections;

namespace MSCommerce;

/// <summary>A list that reads as text: its items joined by semicolons, which is what <c>Export-Csv</c> writes, and what the imports read.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class JoinedList<T> : IReadOnlyList<T>
{
    private readonly IReadOnlyList<T> _items;

    private JoinedList(IReadOnlyList<T> items) => _items = items;

    /// <summary>The list that holds nothing.</summary>
    public static JoinedList<T> Empty { get; } = new([]);

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    /// <summary>Makes a list of another.</summary>
    public static JoinedList<T> Of(IReadOnlyList<T> items) => items as JoinedList<T> ?? (items.Count == 0 ? Empty : new(items));

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(';', _items);
}
