using Dapper;
using MSCommerce.Stores.Sql.Transfer;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>A tenant of a database that is to be a copy. Its owner makes it, in one transaction: only he may write what others did, their entries of the audit log included.</summary>
internal sealed class PostgreSqlTransferTarget : ITransferTarget
{
    private readonly PostgreSqlLocation _location;
    private readonly PostgreSqlDialect _dialect;
    private readonly StoreOptions _options;

    private PostgreSqlTransferTarget(PostgreSqlLocation location, StoreOptions options) => (_location, _dialect, _options) = (location, new(location), options);

    public string Store => _dialect.DisplayName;

    /// <summary>Looks whether the login may make a tenant, and whether there is one of the name.</summary>
    public static async Task<PostgreSqlTransferTarget> OpenAsync(PostgreSqlLocation location, StoreOptions options, CancellationToken stop)
    {
        _ = options.AdministratorLogin ?? throw CommerceErrors.AdministratorLoginMissing();
        var target = new PostgreSqlTransferTarget(location, options);
        try
        {
            await PostgreSqlStoreFactory.OwnAsync(target._dialect, connection => target.DemandRoomAsync(connection, stop), stop);
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    public async Task ReceiveAsync(TransferFeed feed, CancellationToken cancellationToken) => await PostgreSqlStoreFactory.OwnAsync(
        _dialect,
        async connection =>
        {
            await new Migrator(_dialect, connection).MigrateAsync(
                async _ =>
                {
                    var next = await PostgreSqlStoreFactory.NextTenantAsync(connection, cancellationToken);
                    await using var owned = new PostgreSqlDialect(_location, next);
                    var session = new SqlSession(connection, owned, next, _options.Clock.GetUtcNow(), cancellationToken);
                    await new TransferWriter(session, feed, Store).WriteAsync(_options.Actor);
                    await PostgreSqlLoginStore.MapAsync(session, _options.AdministratorLogin!, session.Actor.UserKey);
                },
                cancellationToken);
            return true;
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _dialect.DisposeAsync();

    /// <summary>To bring the schema up to date would lock all tenants out until the copy is made: that is for before.</summary>
    private async Task<bool> DemandRoomAsync(System.Data.Common.DbConnection connection, CancellationToken stop)
    {
        var (found, known) = (await _dialect.ReadVersionAsync(connection, stop), new Migrator(_dialect, connection).Latest);
        if (found == 0)
            return true;
        if (found < known)
            throw CommerceErrors.SchemaOlder(Store, found, known);
        if (_options.TenantName is { } name && await connection.ExecuteScalarAsync<bool>(new("SELECT EXISTS (SELECT 1 FROM mscommerce.tenant WHERE name = @name)", new { name }, cancellationToken: stop)))
            throw CommerceErrors.TenantExists(Store, name);
        return true;
    }
}
