using System.Buffers.Binary;

namespace MSCommerce.Stores.Sql.Exports;

/// <summary>
/// A file in the folder for temporary ones that holds what memory does not. Nobody else can open it, and it is gone with its process, however that ends.
/// </summary>
internal sealed class SpillFile : IDisposable
{
    /// <summary>What stands before each record: its number and its length.</summary>
    public const int HeaderBytes = sizeof(long) + sizeof(int);

    private const int BufferBytes = 1 << 17;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mscommerce-{Path.GetRandomFileName()}");
    private readonly FileStream _stream;

    /// <summary>Makes it.</summary>
    /// <exception cref="CommerceException"><c>FileUnwritable</c>.</exception>
    public SpillFile()
    {
        try
        {
            _stream = Open(_path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnwritable(_path, cause);
        }
    }

    /// <summary>Adds a record at the end.</summary>
    /// <returns>How many bytes that were.</returns>
    /// <exception cref="CommerceException"><c>FileUnwritable</c>.</exception>
    public int Append(long key, ReadOnlySpan<byte> record)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt64LittleEndian(header, key);
        BinaryPrimitives.WriteInt32LittleEndian(header[sizeof(long)..], record.Length);
        try
        {
            _stream.Write(header);
            _stream.Write(record);
        }
        catch (IOException cause)
        {
            throw CommerceErrors.FileUnwritable(_path, cause);
        }

        return HeaderBytes + record.Length;
    }

    /// <summary>Ends the adding of records.</summary>
    /// <exception cref="CommerceException"><c>FileUnwritable</c>.</exception>
    public void Complete()
    {
        try
        {
            _stream.Flush();
        }
        catch (IOException cause)
        {
            throw CommerceErrors.FileUnwritable(_path, cause);
        }
    }

    /// <summary>Reads as much as there is room for.</summary>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>.</exception>
    public void Read(Span<byte> room, long from)
    {
        try
        {
            while (!room.IsEmpty)
            {
                var read = RandomAccess.Read(_stream.SafeFileHandle, room, from);
                if (read == 0)
                    throw new EndOfStreamException("It ends before its last record.");
                room = room[read..];
                from += read;
            }
        }
        catch (IOException cause)
        {
            throw CommerceErrors.FileUnreadable(_path, cause);
        }
    }

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // What it could not write any more, nobody reads.
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        // It lasts while it is open, and from here on has no name to find it by.
        File.Delete(path);
        return stream;
    }
}
