using System.Data;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>The one table from PostgreSQL's error codes to this library's failures: no other exception of the database or its driver leaves the store.</summary>
internal static class PostgreSqlErrors
{
    public static bool IsOwn(Exception cause) => cause switch
    {
        NpgsqlException or TimeoutException => true,
        // A value that its column cannot have, or a text that is no text.
        DataException or FormatException or InvalidCastException or JsonException or EncoderFallbackException => true,
        // What the driver says of a connection that broke between two statements.
        InvalidOperationException => cause.Source == typeof(NpgsqlConnection).Assembly.GetName().Name,
        _ => false,
    };

    /// <summary>Whether a transaction that failed so, and was not committed, may succeed the next time.</summary>
    public static bool IsPassing(Exception cause) => cause switch
    {
        PostgresException failure => IsRollback(failure) || IsDisconnection(failure),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException failure => failure.IsTransient,
        InvalidOperationException => IsOwn(cause),
        _ => false,
    };

    /// <summary>Whether the server gave a transaction up for another's sake.</summary>
    public static bool IsRollback(PostgresException failure) => failure.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    public static Exception Translate(Exception cause, string store, string login, CancellationToken stop) => cause switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } when stop.IsCancellationRequested =>
            new OperationCanceledException("The operation was stopped; nothing was changed.", cause, stop),
        PostgresException failure => Translate(failure, store, login),
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => CommerceErrors.StoreTimeout(store, cause),
        NpgsqlException => CommerceErrors.StoreUnreachable(store, cause.InnerException?.Message ?? cause.Message, cause),
        EncoderFallbackException => CommerceErrors.TextInvalid(cause),
        InvalidOperationException => CommerceErrors.StoreUnreachable(store, "the connection was lost", cause),
        _ => CommerceErrors.StoreCorrupt(store, $"a value in it cannot be read ({cause.Message.TrimEnd('.')})", cause),
    };

    private static CommerceException Translate(PostgresException cause, string store, string login) => cause.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => CommerceErrors.LoginRefused(store, login, cause.MessageText, cause),
        PostgresErrorCodes.InvalidCatalogName => CommerceErrors.DatabaseMissing(store, cause.MessageText, cause),
        PostgresErrorCodes.InsufficientPrivilege => CommerceErrors.LoginMayNot(store, login, cause.MessageText, cause),
        PostgresErrorCodes.ReadOnlySqlTransaction => CommerceErrors.ServerReadOnly(store, cause),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => CommerceErrors.StoreLocked(store, cause),
        PostgresErrorCodes.DiskFull => CommerceErrors.StoreFull(store, cause),
        PostgresErrorCodes.QueryCanceled => CommerceErrors.StoreTimeout(store, cause),
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter => CommerceErrors.TextInvalid(cause),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName =>
            CommerceErrors.StoreCorrupt(store, $"its schema was changed ({cause.MessageText})", cause),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => CommerceErrors.StoreCorrupt(store, $"it is damaged ({cause.MessageText})", cause),
        _ when cause.SqlState.StartsWith("23", StringComparison.Ordinal) => CommerceErrors.StoreConstraint(store, cause),
        _ => CommerceErrors.StoreUnreachable(store, cause.MessageText, cause),
    };

    /// <summary>The server is going, gone or coming, or has no place left.</summary>
    private static bool IsDisconnection(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
        || failure.SqlState.StartsWith("08", StringComparison.Ordinal);
}
