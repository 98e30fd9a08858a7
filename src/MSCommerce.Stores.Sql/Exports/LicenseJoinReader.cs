namespace MSCommerce.Stores.Sql.Exports;

/// <summary>Reads what a <see cref="LicenseJoin"/> has made: the number of a record is the first column of a selection, its fields are the others.</summary>
/// <param name="rows">The records; from here on they are this reader's alone.</param>
internal sealed class LicenseJoinReader(RecordSort rows) : IExportReader
{
    private readonly (int Start, int Length)[] _fields = new (int, int)[LicenseSelection.Columns.Length];

    public ValueTask<bool> ReadAsync()
    {
        var isRow = rows.Read();
        if (isRow)
            FieldList.Find(rows.Record, _fields.AsSpan(1));
        return ValueTask.FromResult(isRow);
    }

    public long Number(int column) => column == LicenseSelection.Ordinal ? rows.Key : Text(column)[0] - (byte)'0';

    public ReadOnlySpan<byte> Text(int column) => rows.Record.Slice(_fields[column].Start, _fields[column].Length);

    public ReadOnlySpan<byte> Time(int column) => Text(column);

    public ValueTask DisposeAsync()
    {
        rows.Dispose();
        return ValueTask.CompletedTask;
    }
}
