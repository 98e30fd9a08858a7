using System.Buffers.Binary;
using System.Threading.Channels;

namespace MSCommerce.Stores.Sql;

/// <summary>What a column of an export holds.</summary>
internal enum ExportColumn
{
    Number,
    Text,
    Time,
}

/// <summary>
/// Reads an export ahead, on another thread and a few blocks of rows at most: the engine looks for the next rows while the last ones are written, and neither
/// waits for the other. What it needs of memory does not grow with the export.
/// </summary>
internal sealed class ExportAhead : IExportReader
{
    private const int Blocks = 3;

    private readonly IExportReader _rows;
    private readonly Channel<ExportBlock> _filled = Channel.CreateBounded<ExportBlock>(Blocks);
    private readonly Channel<ExportBlock> _empty = Channel.CreateBounded<ExportBlock>(Blocks);
    private readonly CancellationTokenSource _left = new();
    private readonly Task _filling;
    private ExportBlock? _block;
    private int _row;

    /// <summary>Begins to read.</summary>
    /// <param name="rows">The export; from here on it is this reader's alone.</param>
    /// <param name="columns">What its columns hold.</param>
    public ExportAhead(IExportReader rows, ExportColumn[] columns)
    {
        _rows = rows;
        for (var block = 0; block < Blocks; block++)
            _empty.Writer.TryWrite(new(columns));
        _filling = Task.Run(FillAsync);
    }

    public async ValueTask<bool> ReadAsync()
    {
        if (_block is not null && ++_row < _block.Rows)
            return true;
        if (_block is not null)
            _empty.Writer.TryWrite(_block);
        _block = null;
        // Throws what the engine threw.
        if (!await _filled.Reader.WaitToReadAsync() || !_filled.Reader.TryRead(out _block))
            return false;
        _row = 0;
        return true;
    }

    public long Number(int column) => _block!.Number(_row, column);

    public ReadOnlySpan<byte> Text(int column) => _block!.Text(_row, column);

    public ReadOnlySpan<byte> Time(int column) => Text(column);

    public async ValueTask DisposeAsync()
    {
        // Left before its end, or ended: either way the engine is left alone before its statement goes.
        await _left.CancelAsync();
        await _filling;
        await _rows.DisposeAsync();
        _left.Dispose();
    }

    private async Task FillAsync()
    {
        Exception? failure = null;
        try
        {
            var block = await _empty.Reader.ReadAsync(_left.Token);
            block.Clear();
            while (await _rows.ReadAsync())
            {
                block.Add(_rows);
                if (!block.IsFull)
                    continue;
                await _filled.Writer.WriteAsync(block, _left.Token);
                block = await _empty.Reader.ReadAsync(_left.Token);
                block.Clear();
            }

            if (block.Rows > 0)
                await _filled.Writer.WriteAsync(block, _left.Token);
        }
#pragma warning disable CA1031 // Whatever it is, whoever reads is told.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            failure = cause;
        }

        _filled.Writer.Complete(failure);
    }
}

/// <summary>Rows that were read: their fields one after the other, and where each ends.</summary>
internal sealed class ExportBlock(ExportColumn[] columns)
{
    private const int MostRows = 1024;

    private readonly int[] _ends = new int[MostRows * columns.Length];
    private byte[] _bytes = new byte[MostRows * 64];
    private int _fields;
    private int _length;

    public int Rows { get; private set; }

    public bool IsFull => Rows == MostRows;

    public void Clear() => (Rows, _fields, _length) = (0, 0, 0);

    public void Add(IExportReader row)
    {
        for (var column = 0; column < columns.Length; column++)
        {
            switch (columns[column])
            {
                case ExportColumn.Number:
                    BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), row.Number(column));
                    break;
                case ExportColumn.Text:
                    Append(row.Text(column));
                    break;
                default:
                    Append(row.Time(column));
                    break;
            }

            _ends[_fields++] = _length;
        }

        Rows++;
    }

    public long Number(int row, int column) => BinaryPrimitives.ReadInt64LittleEndian(Text(row, column));

    public ReadOnlySpan<byte> Text(int row, int column)
    {
        var field = (row * columns.Length) + column;
        var start = field == 0 ? 0 : _ends[field - 1];
        return _bytes.AsSpan(start, _ends[field] - start);
    }

    private void Append(ReadOnlySpan<byte> text) => text.CopyTo(Room(text.Length));

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }
}
