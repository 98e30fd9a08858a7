using System.Data.Common;
using Dapper;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>Who is connected, as the database sees it.</summary>
internal sealed class PostgreSqlStanding
{
    public string Login { get; init; } = "";

    /// <summary>Whether row-level security does not hold for the login: a superuser, a member of the owner role, or exempt by name.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Whether the login may use the schema; false also where there is none.</summary>
    public bool MayUse { get; init; }

    public bool HasSchema { get; init; }
}

/// <summary>Reads what there is to know before the store's tables can be read, from catalogues that are open to everybody.</summary>
internal static class PostgreSqlSchema
{
    public static Task<bool> ExistsAsync(DbConnection connection, CancellationToken stop) =>
        connection.ExecuteScalarAsync<bool>(new("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'mscommerce')", cancellationToken: stop));

    public static async Task<PostgreSqlStanding> StandingAsync(DbConnection connection, CancellationToken stop) => await connection.QuerySingleAsync<PostgreSqlStanding>(new(
        """
        SELECT session_user::text AS Login, s.oid IS NOT NULL AS HasSchema, coalesce(has_schema_privilege(session_user, s.oid, 'USAGE'), false) AS MayUse,
               r.rolsuper OR r.rolbypassrls OR coalesce(pg_has_role(session_user, o.oid, 'USAGE'), false) AS IsOwner
        FROM pg_roles r
        LEFT JOIN pg_namespace s ON s.nspname = 'mscommerce'
        LEFT JOIN pg_roles o ON o.rolname = 'mscommerce_owner'
        WHERE r.rolname = session_user
        """,
        cancellationToken: stop));

    public static async Task<long> VersionAsync(DbConnection connection, CancellationToken stop) => await ExistsAsync(connection, stop)
        ? await connection.ExecuteScalarAsync<long>(new("SELECT coalesce(max(number), 0) FROM mscommerce.schema_version", cancellationToken: stop))
        : 0;
}
