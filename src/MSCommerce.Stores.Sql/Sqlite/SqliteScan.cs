using System.Globalization;
using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>While tables are read once from end to end a connection keeps few of their pages: none is asked for again.</summary>
internal sealed class SqliteScan : IDisposable
{
    private const int ScanKibibytes = 2 * 1024;

    private readonly sqlite3 _handle;
    private readonly int _usualKibibytes;

    public SqliteScan(sqlite3 handle, int usualKibibytes)
    {
        _handle = handle;
        _usualKibibytes = usualKibibytes;
        Keep(ScanKibibytes);
    }

    public void Dispose() => Keep(_usualKibibytes);

    // It cannot fail but for want of memory, and then the size is as it was.
    private void Keep(int kibibytes) => _ = raw.sqlite3_exec(_handle, string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{kibibytes}"));
}
