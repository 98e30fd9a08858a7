namespace MSCommerce.Stores.Transfer;

/// <summary>A row of a section. A list of rows may hand out one and the same object again and again: take what is needed of it before the next.</summary>
/// <param name="section">Whose row it is.</param>
public sealed class TransferRow(TransferSection section)
{
    private readonly TransferValue[] _values = new TransferValue[section.Columns.Count];

    /// <summary>Whose row it is.</summary>
    public TransferSection Section => section;

    /// <summary>The values, in the order of the section's columns.</summary>
    public ReadOnlySpan<TransferValue> Values => _values;

    /// <summary>The value at a place.</summary>
    /// <param name="place">The place of its column.</param>
    /// <returns>The value.</returns>
    public TransferValue this[int place] => _values[place];

    /// <summary>The value of a column.</summary>
    /// <param name="column">The column's name.</param>
    /// <returns>The value.</returns>
    public TransferValue this[string column] => _values[section.PlaceOf(column)];

    /// <summary>Sets the value at a place.</summary>
    /// <param name="place">The place of its column.</param>
    /// <param name="value">The value.</param>
    public void Set(int place, TransferValue value) => _values[place] = value;

    /// <summary>Sets the value of a column.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The row, to set more.</returns>
    public TransferRow Set(string column, TransferValue value)
    {
        _values[section.PlaceOf(column)] = value;
        return this;
    }

    /// <summary>Empties it, so that the next row can be written into it.</summary>
    /// <returns>The row.</returns>
    public TransferRow Clear()
    {
        Array.Clear(_values);
        return this;
    }
}
