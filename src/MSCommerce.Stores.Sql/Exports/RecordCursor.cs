using System.Buffers.Binary;

namespace MSCommerce.Stores.Sql.Exports;

/// <summary>Reads a sorted run from the file that it was written to, ahead by as much as its share of memory holds.</summary>
/// <param name="number">Which run: of equal records those of the earlier run come first.</param>
/// <param name="from">Where it begins in the file.</param>
/// <param name="to">Where it ends.</param>
internal sealed class RecordCursor(int number, long from, long to)
{
    private readonly int _number = number;
    private SpillFile _file = null!;
    private ArraySegment<byte> _room;
    private long _from = from;
    private int _next;
    private int _filled;
    private int _start;
    private int _length;

    /// <summary>The number of the record that was read.</summary>
    public long Key { get; private set; }

    /// <summary>The record that was read.</summary>
    public ReadOnlySpan<byte> Record => _room.AsSpan(_start, _length);

    public void Open(SpillFile file, ArraySegment<byte> room) => (_file, _room) = (file, room);

    public bool IsBefore(RecordCursor other) => Key < other.Key || (Key == other.Key && _number < other._number);

    public bool Read()
    {
        if (!Demand(SpillFile.HeaderBytes))
            return false;
        var header = _room.AsSpan(_next);
        Key = BinaryPrimitives.ReadInt64LittleEndian(header);
        _length = BinaryPrimitives.ReadInt32LittleEndian(header[sizeof(long)..]);
        Demand(SpillFile.HeaderBytes + _length);
        _start = _next + SpillFile.HeaderBytes;
        _next = _start + _length;
        return true;
    }

    /// <summary>Sees to it that so many bytes have been read.</summary>
    /// <returns>Whether the run has them.</returns>
    private bool Demand(int bytes)
    {
        if (_filled - _next >= bytes)
            return true;
        var rest = _room.AsSpan(_next, _filled - _next);
        // A record that is larger than its run's share of memory.
        var room = bytes > _room.Count ? new byte[bytes] : _room;
        rest.CopyTo(room);
        (_room, _filled, _next) = (room, rest.Length, 0);
        var wanted = (int)Math.Min(to - _from, _room.Count - _filled);
        _file.Read(_room.AsSpan(_filled, wanted), _from);
        _from += wanted;
        _filled += wanted;
        return _filled >= bytes;
    }
}
