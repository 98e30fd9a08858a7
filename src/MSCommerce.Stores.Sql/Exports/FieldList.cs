using System.Buffers.Binary;

namespace MSCommerce.Stores.Sql.Exports;

/// <summary>Fields one after the other, each after its length: the records that an export sorts.</summary>
internal sealed class FieldList
{
    private const int MostLengthBytes = 5;

    private byte[] _bytes = new byte[512];
    private int _length;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Adds a field.</summary>
    public void Add(ReadOnlySpan<byte> field)
    {
        Demand(MostLengthBytes + field.Length);
        // Seven bits a byte, the last ones first; all but the last byte have the eighth.
        var length = (uint)field.Length;
        for (; length > 0x7F; length >>= 7)
            _bytes[_length++] = (byte)(length | 0x80);
        _bytes[_length++] = (byte)length;
        AddRest(field);
    }

    /// <summary>Adds a number, without its length.</summary>
    public void AddNumber(int number)
    {
        Demand(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), number);
        _length += sizeof(int);
    }

    /// <summary>Adds what has no length before it: another list, or what is the rest of the record.</summary>
    public void AddRest(ReadOnlySpan<byte> bytes)
    {
        Demand(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Takes the number that a record begins with.</summary>
    public static int TakeNumber(ref ReadOnlySpan<byte> record)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(record);
        record = record[sizeof(int)..];
        return number;
    }

    /// <summary>Finds where each of some fields begins, and how long it is.</summary>
    public static void Find(ReadOnlySpan<byte> fields, Span<(int Start, int Length)> found)
    {
        var at = 0;
        foreach (ref var field in found)
        {
            var length = fields[at] & 0x7F;
            for (var shift = 7; fields[at++] > 0x7F; shift += 7)
                length |= (fields[at] & 0x7F) << shift;
            field = (at, length);
            at += length;
        }
    }

    private void Demand(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
    }
}
