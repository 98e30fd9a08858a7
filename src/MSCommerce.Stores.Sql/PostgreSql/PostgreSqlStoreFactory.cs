using System.Data.Common;
using Dapper;
using MSCommerce.Stores.Transfer;
using Npgsql;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>
/// Opens stores in PostgreSQL databases, one of which holds any number of tenants. Whoever connects is the user that his login is mapped to. The store's owner
/// makes tenants and upgrades the schema; everybody else is a writer or a reader, whom the database shows his own tenant.
/// </summary>
/// <param name="scheme">The scheme: <c>postgresql</c> or <c>postgres</c>.</param>
public sealed class PostgreSqlStoreFactory(string scheme = PostgreSqlStoreFactory.FullScheme) : IStoreFactory
{
    /// <summary>The scheme in full.</summary>
    public const string FullScheme = "postgresql";

    /// <summary>The scheme as PostgreSQL's own programs take it too.</summary>
    public const string ShortScheme = "postgres";

    /// <inheritdoc/>
    public string Scheme => scheme;

    /// <inheritdoc/>
    public async Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken)
    {
        var location = Locate(address, options);
        if (options.Create)
            return await CreateAsync(location, options, cancellationToken);
        if (options.Actor is { } actor)
            throw CommerceErrors.ActorNotChosen(actor);

        var dialect = new PostgreSqlDialect(location);
        try
        {
            var (tenant, user) = await IdentifyAsync(dialect, cancellationToken);
            var store = new SqlStore(dialect, tenant, options.Clock, user);
            // The account may be disabled.
            await store.GetContextAsync(cancellationToken);
            return store;
        }
        catch (Exception cause)
        {
            await dialect.DisposeAsync();
            if (dialect.IsOwn(cause))
                throw dialect.Translate(cause, cancellationToken);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StoreUpgrade> UpgradeAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken)
    {
        await using var dialect = new PostgreSqlDialect(Locate(address, options));
        return await OwnAsync(
            dialect,
            async connection =>
            {
                if (!await PostgreSqlSchema.ExistsAsync(connection, cancellationToken))
                    throw CommerceErrors.SchemaMissing(dialect.DisplayName);
                var found = 0L;
                var migrator = new Migrator(dialect, connection);
                await migrator.MigrateAsync(
                    version =>
                    {
                        found = version;
                        return Task.CompletedTask;
                    },
                    cancellationToken);
                return new StoreUpgrade { Store = dialect.DisplayName, From = found, To = migrator.Latest };
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ITransferTarget> OpenTargetAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) =>
        await PostgreSqlTransferTarget.OpenAsync(Locate(address, options), options, cancellationToken);

    private static PostgreSqlLocation Locate(StoreAddress address, StoreOptions options) =>
        PostgreSqlLocation.Parse(address.Value, options.Credential, Environment.GetEnvironmentVariable);

    /// <summary>Who the login is.</summary>
    private static async Task<(long Tenant, long User)> IdentifyAsync(PostgreSqlDialect dialect, CancellationToken stop)
    {
        await using var connection = await dialect.ConnectAsync(stop);
        var standing = await StandingAsync(dialect, connection, stop);
        if (!standing.HasSchema)
            throw CommerceErrors.SchemaMissing(dialect.DisplayName);
        if (standing.IsOwner)
            throw CommerceErrors.LoginIsOwner(dialect.DisplayName, standing.Login);
        if (!standing.MayUse)
            throw CommerceErrors.LoginNotMember(dialect.DisplayName, standing.Login);

        var (found, known) = (await dialect.ReadVersionAsync(connection, stop), new Migrator(dialect, connection).Latest);
        if (found > known)
            throw CommerceErrors.StoreNewer(dialect.DisplayName, found, known);
        if (found < known)
            throw CommerceErrors.SchemaOlder(dialect.DisplayName, found, known);
        var (tenant, user) = await connection.QuerySingleAsync<(long?, long?)>(new("SELECT mscommerce.current_tenant(), mscommerce.current_actor()", cancellationToken: stop));
        return tenant is { } tenantId && user is { } userKey
            ? (tenantId, userKey)
            : throw CommerceErrors.LoginNotMapped(standing.Login, "it is mapped to no user");
    }

    /// <summary>Makes a tenant, and the schema where the database has none. The store acts as the tenant's first administrator until it is closed.</summary>
    private static async Task<ICommerceStore> CreateAsync(PostgreSqlLocation location, StoreOptions options, CancellationToken stop)
    {
        var login = options.AdministratorLogin ?? throw CommerceErrors.AdministratorLoginMissing();
        await using var dialect = new PostgreSqlDialect(location);
        var (tenant, user) = await OwnAsync(
            dialect,
            async connection =>
            {
                SqlSession? session = null;
                await new Migrator(dialect, connection).MigrateAsync(
                    async _ =>
                    {
                        var next = await NextTenantAsync(connection, stop);
                        session = new(connection, dialect, next, options.Clock.GetUtcNow(), stop);
                        if (options.TenantName is { } name && await session.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM tenant WHERE name = @name)", new { name }))
                            throw CommerceErrors.TenantExists(dialect.DisplayName, name);
                        await StoreCreation.FillAsync(session, options);
                        await PostgreSqlLoginStore.MapAsync(session, login, session.Actor.UserKey);
                    },
                    stop);
                return (session!.TenantId, session.Actor.UserKey);
            },
            stop);
        return new SqlStore(new PostgreSqlDialect(location, tenant), tenant, options.Clock, user);
    }

    /// <summary>The number of the next tenant, in the transaction that makes it: one tenant at a time is made.</summary>
    internal static Task<long> NextTenantAsync(DbConnection connection, CancellationToken stop) =>
        connection.ExecuteScalarAsync<long>(new("SELECT coalesce(max(tenant_id), 0) + 1 FROM tenant", cancellationToken: stop));

    /// <summary>Does what the owner alone may do.</summary>
    internal static async Task<T> OwnAsync<T>(PostgreSqlDialect dialect, Func<DbConnection, Task<T>> run, CancellationToken stop)
    {
        try
        {
            await using var connection = await dialect.ConnectAsync(stop);
            var standing = await StandingAsync(dialect, connection, stop);
            if (standing is { HasSchema: true, IsOwner: false })
                throw CommerceErrors.LoginNotOwner(dialect.DisplayName, standing.Login);
            if (standing.HasSchema && await dialect.ReadVersionAsync(connection, stop) is var found && new Migrator(dialect, connection).Latest is var known && found > known)
                throw CommerceErrors.StoreNewer(dialect.DisplayName, found, known);
            return await run(connection);
        }
        catch (PostgresException cause) when (cause.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw CommerceErrors.LoginNotOwner(dialect.DisplayName, dialect.Login);
        }
        catch (Exception cause) when (dialect.IsOwn(cause))
        {
            throw dialect.Translate(cause, stop);
        }
    }

    private static async Task<PostgreSqlStanding> StandingAsync(PostgreSqlDialect dialect, DbConnection connection, CancellationToken stop)
    {
        var standing = await PostgreSqlSchema.StandingAsync(connection, stop);
        return standing.Login == dialect.Login ? standing : throw CommerceErrors.LoginReplaced(dialect.DisplayName, dialect.Login, standing.Login);
    }
}
