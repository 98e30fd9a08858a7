using System.Data;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>The one table from SQLite's error codes to this library's failures: no other exception of the engine leaves the store.</summary>
internal static class SqliteErrors
{
    // A format, cast, data or JSON exception: a value that its column cannot have, which somebody else wrote.
    public static bool IsOwn(Exception cause) => cause is SqliteException or DataException or FormatException or InvalidCastException or JsonException;

    public static Exception Translate(Exception cause, string path, CancellationToken stop) => cause switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT } => new OperationCanceledException("The operation was stopped; nothing was changed.", cause, stop),
        SqliteException failure => Translate(failure, path),
        _ => CommerceErrors.StoreCorrupt(path, $"a value in it cannot be read ({cause.Message.TrimEnd('.')})", cause),
    };

    private static CommerceException Translate(SqliteException cause, string path) => cause.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => CommerceErrors.StoreLocked(path, cause),
        raw.SQLITE_READONLY => CommerceErrors.StoreReadOnly(path, cause),
        raw.SQLITE_FULL => CommerceErrors.StoreFull(path, cause),
        raw.SQLITE_CORRUPT => CommerceErrors.StoreCorrupt(path, "it is damaged", cause),
        raw.SQLITE_NOTADB => CommerceErrors.StoreCorrupt(path, "it is not a database", cause),
        raw.SQLITE_CONSTRAINT => CommerceErrors.StoreConstraint(path, cause),
        _ => CommerceErrors.StoreUnavailable(path, cause),
    };
}
