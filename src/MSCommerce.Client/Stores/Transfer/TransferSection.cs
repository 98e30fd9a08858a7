namespace MSCommerce.Stores.Transfer;

/// <summary>A part of a tenant that travels when it is copied: rows of one kind. The sections are those of <see cref="TransferSchema"/>.</summary>
public sealed class TransferSection
{
    private readonly Dictionary<string, int> _places;

    internal TransferSection(string name, params IReadOnlyList<TransferColumn> columns)
    {
        Name = name;
        Columns = columns;
        _places = columns.Select((column, place) => (column.Name, place)).ToDictionary(entry => entry.Name, entry => entry.place, StringComparer.Ordinal);
    }

    /// <summary>The section's name, for instance <c>Subscriptions</c>.</summary>
    public string Name { get; }

    /// <summary>Its columns. Where other sections refer to its rows, they do by the first.</summary>
    public IReadOnlyList<TransferColumn> Columns { get; }

    /// <summary>The sections that its rows refer to.</summary>
    public IEnumerable<TransferSection> References => Columns.Where(column => column.References is not null).Select(column => column.References!).Distinct();

    /// <summary>The place of a column.</summary>
    /// <param name="column">The column's name.</param>
    /// <returns>Its place, counted from 0.</returns>
    /// <exception cref="KeyNotFoundException">The section has no such column.</exception>
    public int PlaceOf(string column) => _places[column];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
