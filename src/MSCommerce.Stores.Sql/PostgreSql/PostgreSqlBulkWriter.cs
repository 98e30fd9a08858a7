using System.Buffers;
using System.Globalization;
using System.Text;
using Npgsql;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>
/// COPY into a temporary table, as text: the server makes of it whatever type a column has. Temporary tables have no row-level security, under which COPY
/// is refused.
/// </summary>
internal sealed class PostgreSqlBulkWriter : BulkWriter
{
    private const int FlushAt = 64 * 1024;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\\\t\n\r"u8);

    // A lone surrogate is no character: refused here, as the driver refuses it elsewhere.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly NpgsqlConnection _connection;
    private readonly string _table;
    private readonly NpgsqlCopyTextWriter _copy;
    private readonly ArrayBufferWriter<byte> _rows = new(FlushAt + 4096);
    private byte[] _utf8 = new byte[1024];
    private bool _isFirst = true;
    private bool _ended;

    public PostgreSqlBulkWriter(NpgsqlConnection connection, string table, string[] columns)
    {
        _connection = connection;
        _table = table;
        _copy = (NpgsqlCopyTextWriter)connection.BeginTextImport($"COPY pg_temp.{table} ({string.Join(", ", columns)}) FROM STDIN");
    }

    public override void Write(long value)
    {
        Separate();
        value.TryFormat(_rows.GetSpan(20), out var length, default, CultureInfo.InvariantCulture);
        _rows.Advance(length);
    }

    public override void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        Separate();
        var most = Utf8.GetMaxByteCount(value.Length);
        if (most > _utf8.Length)
            _utf8 = new byte[most];
        WriteEscaped(_utf8.AsSpan(0, Utf8.GetBytes(value, _utf8)));
    }

    public override void WriteNull()
    {
        Separate();
        _rows.Write("\\N"u8);
    }

    public override void EndRow()
    {
        _rows.Write("\n"u8);
        _isFirst = true;
        if (_rows.WrittenCount >= FlushAt)
            Flush();
    }

    public override void Complete()
    {
        Flush();
        _ended = true;
        _copy.Dispose();
        // Without it the planner knows nothing of a table that is a moment old.
        using var analyze = new NpgsqlCommand($"ANALYZE pg_temp.{_table}", _connection);
        analyze.ExecuteNonQuery();
    }

    public override void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        try
        {
            // To dispose of it would complete it.
            _copy.Cancel();
        }
        catch (Exception cause) when (PostgreSqlErrors.IsOwn(cause))
        {
            // The server says that the copying was cancelled, or cannot be asked any more; why it was given up is already known.
        }
    }

    private void Separate()
    {
        if (!_isFirst)
            _rows.Write("\t"u8);
        _isFirst = false;
    }

    private void WriteEscaped(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            _rows.Write(text[..at]);
            _rows.Write(text[at] switch
            {
                (byte)'\t' => "\\t"u8,
                (byte)'\n' => "\\n"u8,
                (byte)'\r' => "\\r"u8,
                _ => @"\\"u8,
            });
            text = text[(at + 1)..];
        }

        _rows.Write(text);
    }

    private void Flush()
    {
        _copy.BaseStream.Write(_rows.WrittenSpan);
        _rows.ResetWrittenCount();
    }
}
