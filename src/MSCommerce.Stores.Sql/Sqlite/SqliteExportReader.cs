using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>Steps through a query and hands out the engine's own bytes: no string is made.</summary>
internal sealed class SqliteExportReader : IExportReader
{
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _statement;
    private readonly nint _rows;
    private byte[] _row = new byte[4096];
    private int _filled;

    public SqliteExportReader(sqlite3 handle, string sql, (string Name, long Value)[] parameters)
    {
        _handle = handle;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, sql, out _statement), handle);
        // The handle lives as long as this reader, and nobody else closes it.
        _rows = _statement.DangerousGetHandle();
        foreach (var (name, value) in parameters)
        {
            if (raw.sqlite3_bind_parameter_index(_statement, $"@{name}") is > 0 and var index)
                SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int64(_statement, index, value), handle);
        }
    }

    public ValueTask<bool> ReadAsync()
    {
        _filled = 0;
        var result = SqliteNative.Step(_rows);
        if (result == raw.SQLITE_ROW)
            return ValueTask.FromResult(true);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _handle);
        return ValueTask.FromResult(false);
    }

    public long Number(int column) => SqliteNative.ColumnInt64(_rows, column);

    public ReadOnlySpan<byte> Text(int column)
    {
        var text = SqliteNative.ColumnBlob(_rows, column);
        var length = SqliteNative.ColumnBytes(_rows, column);
        if (length == 0)
            return default;
        // What was handed out of this row stays where it is.
        if (_row.Length - _filled < length)
            (_row, _filled) = (new byte[Math.Max(_row.Length * 2, length)], 0);
        Marshal.Copy(text, _row, _filled, length);
        _filled += length;
        return _row.AsSpan(_filled - length, length);
    }

    // Kept as it is exported.
    public ReadOnlySpan<byte> Time(int column) => Text(column);

    public ValueTask DisposeAsync()
    {
        _statement.Dispose();
        return ValueTask.CompletedTask;
    }
}
