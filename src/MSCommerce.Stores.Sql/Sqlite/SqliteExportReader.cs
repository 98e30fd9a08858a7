using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>Steps through a query and hands out the engine's own bytes: no string is made.</summary>
internal sealed class SqliteExportReader : IExportReader
{
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _statement;
    private byte[] _row = new byte[4096];
    private int _filled;

    public SqliteExportReader(sqlite3 handle, string sql, (string Name, long Value)[] parameters)
    {
        _handle = handle;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, sql, out _statement), handle);
        foreach (var (name, value) in parameters)
        {
            if (raw.sqlite3_bind_parameter_index(_statement, $"@{name}") is > 0 and var index)
                SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int64(_statement, index, value), handle);
        }
    }

    public ValueTask<bool> ReadAsync()
    {
        _filled = 0;
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return ValueTask.FromResult(true);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _handle);
        return ValueTask.FromResult(false);
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public ReadOnlySpan<byte> Text(int column)
    {
        // The handle lives as long as this reader, and nobody else closes it.
        var statement = _statement.DangerousGetHandle();
        var text = SqliteNative.ColumnBlob(statement, column);
        var length = SqliteNative.ColumnBytes(statement, column);
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
