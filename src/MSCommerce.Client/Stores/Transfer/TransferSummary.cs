using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MSCommerce.Stores.Transfer;

/// <summary>
/// How many rows a section has, and a checksum of what is in them: the sum of the first 128 bits of each row's SHA-256. The order of the rows does not matter, a row
/// that is there twice does.
/// </summary>
public sealed class TransferSummary
{
    private byte[] _row = new byte[512];
    private UInt128 _sum;
    private int _length;

    /// <summary>The number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>The checksum: 32 hexadecimal digits.</summary>
    public string Checksum => _sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    public void Add(TransferRow row)
    {
        _length = 0;
        var columns = row.Section.Columns;
        for (var place = 0; place < columns.Count; place++)
            Append(row[place], isReference: columns[place].References is not null);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.AsSpan(0, _length), hash);
        _sum += BinaryPrimitives.ReadUInt128LittleEndian(hash);
        Count++;
    }

    /// <summary>Whether two summaries are of the same rows.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True where count and checksum are the same.</returns>
    public bool Matches(TransferSummary other) => Count == other.Count && _sum == other._sum;

    /// <summary>Each value tells what it is and how long, so that no two rows read the same.</summary>
    private void Append(TransferValue value, bool isReference)
    {
        if (value.IsNull)
        {
            Room(1)[0] = 0;
            _length++;
        }
        else if (value.Text is { } text)
        {
            var bytes = text.Length * sizeof(char);
            var room = Room(1 + sizeof(int) + bytes);
            room[0] = 1;
            BinaryPrimitives.WriteInt32LittleEndian(room[1..], text.Length);
            var letters = MemoryMarshal.Cast<byte, char>(room.Slice(1 + sizeof(int), bytes));
            // An id means the same row however it is written.
            if (isReference)
                text.AsSpan().ToUpperInvariant(letters);
            else
                text.CopyTo(letters);
            _length += 1 + sizeof(int) + bytes;
        }
        else
        {
            var room = Room(1 + sizeof(long));
            room[0] = 2;
            BinaryPrimitives.WriteInt64LittleEndian(room[1..], value.Number);
            _length += 1 + sizeof(long);
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > _row.Length)
            Array.Resize(ref _row, Math.Max(_row.Length * 2, _length + bytes));
        return _row.AsSpan(_length);
    }
}
