using System.Buffers.Binary;

namespace MSCommerce.Stores.Sql.Exports;

/// <summary>Records in memory, and their order.</summary>
internal sealed class RecordRun
{
    private const int LengthBytes = sizeof(int);
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    private byte[] _bytes;
    private long[] _keys = new long[1024];
    private int[] _starts = new int[1024];
    private long[] _otherKeys = [];
    private int[] _otherStarts = [];
    private int _filled;
    private int _next;

    public RecordRun(int capacity) => _bytes = new byte[capacity];

    public int Count { get; private set; }

    public long Key => _keys[_next - 1];

    public ReadOnlySpan<byte> Record
    {
        get
        {
            var start = _starts[_next - 1];
            return _bytes.AsSpan(start + LengthBytes, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(start)));
        }
    }

    /// <summary>Whether a record fits; the first always does.</summary>
    public bool HasRoom(int length) => Count == 0 || _bytes.Length - _filled >= length + LengthBytes;

    public void Add(long key, ReadOnlySpan<byte> record)
    {
        var length = record.Length + LengthBytes;
        if (_bytes.Length - _filled < length)
            Array.Resize(ref _bytes, _filled + length);
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _starts, Count * 2);
        }

        _keys[Count] = key;
        _starts[Count++] = _filled;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_filled), record.Length);
        record.CopyTo(_bytes.AsSpan(_filled + LengthBytes));
        _filled += length;
    }

    /// <summary>Reads the next record, in the order that they have.</summary>
    public bool Read() => _next < Count && _next++ < Count;

    public void Clear() => (Count, _filled, _next) = (0, 0, 0);

    /// <summary>Ends it, and hands out the memory that held the records.</summary>
    public byte[] Release()
    {
        var bytes = _bytes;
        (_bytes, _keys, _starts, _otherKeys, _otherStarts) = ([], [], [], [], []);
        Clear();
        return bytes;
    }

    /// <summary>Orders the records by their keys, digit by digit from the last: equal ones stay as they are.</summary>
    public void Sort()
    {
        if (Count == 0)
            return;
        if (_otherKeys.Length < Count)
            (_otherKeys, _otherStarts) = (new long[_keys.Length], new int[_keys.Length]);
        var (differing, first) = (0L, _keys[0]);
        foreach (var key in _keys.AsSpan(0, Count))
            differing |= key ^ first;
        Span<int> places = stackalloc int[Digits];
        for (var shift = 0; shift < 64 && differing >> shift != 0; shift += DigitBits)
        {
            if (((differing >> shift) & (Digits - 1)) != 0)
                SortByDigit(shift, places);
        }
    }

    private void SortByDigit(int shift, Span<int> places)
    {
        places.Clear();
        foreach (var key in _keys.AsSpan(0, Count))
            places[(int)(key >> shift) & (Digits - 1)]++;
        var before = 0;
        foreach (ref var place in places)
            (place, before) = (before, before + place);
        for (var index = 0; index < Count; index++)
        {
            var place = places[(int)(_keys[index] >> shift) & (Digits - 1)]++;
            _otherKeys[place] = _keys[index];
            _otherStarts[place] = _starts[index];
        }

        (_keys, _otherKeys) = (_otherKeys, _keys);
        (_starts, _otherStarts) = (_otherStarts, _starts);
    }
}
