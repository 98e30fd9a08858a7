using System.Globalization;
using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores.Conformance;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>A tenant of its own in a database that it shares with those of other tests, and stores that are closed afterwards.</summary>
public abstract class PostgreSqlTestBase(PostgreSqlFixture postgres) : IAsyncLifetime
{
    private static int _tenants;

    /// <summary>Closed after the test.</summary>
    protected IList<ICommerceStore> Closing { get; } = [];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected PostgreSqlFixture Postgres => postgres;

    protected PostgreSqlServer Server => postgres.Server;

    protected TestClock Clock { get; } = new();

    /// <summary>The administrator's store.</summary>
    protected ICommerceStore Store { get; private set; } = null!;

    /// <summary>The administrator's login, a writer's.</summary>
    protected string Administrator { get; private set; } = "";

    public virtual async ValueTask InitializeAsync()
    {
        await postgres.DemandAsync(Stop);
        (Administrator, Store) = await MakeTenantAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in Closing)
            await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a tenant, and opens it as its administrator.</summary>
    protected async Task<(string Login, ICommerceStore Store)> MakeTenantAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"tenant{Interlocked.Increment(ref _tenants)}");
        var login = $"{name}_admin";
        await postgres.MakeLoginAsync(login, "mscommerce_writer", Stop);
        await using (await postgres.OpenAsync(PostgreSqlFixture.Owner, New(name, login), Stop, PostgreSqlFixture.Shared))
        {
            // Nobody works as the owner.
        }

        return (login, await OpenAsync(login));
    }

    protected StoreOptions New(string name, string login) => new() { Create = true, TenantName = name, Actor = Crowd.Admin, AdministratorLogin = login, Clock = Clock };

    protected async Task<ICommerceStore> OpenAsync(string login, string settings = "")
    {
        var store = await new MSCommerce.Stores.Sql.PostgreSql.PostgreSqlStoreFactory().OpenAsync(
            postgres.Address(login, PostgreSqlFixture.Shared, settings), new() { Clock = Clock }, Stop);
        Closing.Add(store);
        return store;
    }

    /// <summary>Makes a login for a user of the tenant, by the store itself.</summary>
    protected async Task<string> LoginAsync(string user, string? role, string suffix = "")
    {
        var login = $"{Administrator}_{user.Split('@')[0]}{suffix}";
        await postgres.MakeLoginAsync(login, role, Stop);
        await MapAsync(Store, login, user);
        return login;
    }

    protected static async Task MapAsync(ICommerceStore store, string login, string user) =>
        await store.Logins!.ApplyAsync(await store.Logins.PlanAsync(new() { Login = [login], User = user }, Stop), Stop);

    protected Task<(bool Succeeded, string Output)> PsqlAsync(string login, string sql) => Server.PsqlAsync(login, PostgreSqlFixture.Shared, sql, Stop);

    /// <summary>One value, as the superuser sees it.</summary>
    protected Task<object?> ScalarAsync(string sql) => postgres.ScalarAsync(sql, Stop, database: PostgreSqlFixture.Shared);

    protected Task ExecuteAsync(string sql) => Server.ExecuteAsync(PostgreSqlFixture.Shared, sql, Stop);

    protected async Task<long> TenantIdAsync(string login) => (long)(await ScalarAsync($"SELECT tenant_id FROM mscommerce.tenant_login WHERE login_name = '{login}'"))!;

    /// <summary>The tables that have a tenant.</summary>
    protected async Task<string[]> TablesAsync() => ((string)(await ScalarAsync(
        """
        SELECT string_agg(c.relname, ',') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relnamespace = 'mscommerce'::regnamespace AND c.relkind = 'r'
        """))!).Split(',');

    /// <summary>The content of a tenant, table by table; turns that were taken are no content.</summary>
    protected async Task<string> ContentAsync(long tenant)
    {
        var lines = new List<string>();
        foreach (var table in (await TablesAsync()).Where(table => table != "change_turn"))
            lines.Add($"{table}: {await ScalarAsync($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '') FROM mscommerce.{table} t WHERE tenant_id = {tenant}")}");
        return string.Join('\n', lines);
    }

    protected static async Task<CommerceException> FailAsync(string errorId, Func<Task> run)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(run);
        Assert.True(errorId == error.ErrorId, $"Expected {errorId}, got {error.ErrorId}: {error.Message}");
        return error;
    }

    protected static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(Stop))
            list.Add(item);
        return list;
    }

    protected static async Task AssertWholeAsync(ICommerceStore store)
    {
        foreach (var check in await ListAsync(store.CheckAsync(Stop)))
            Assert.True(check.Passed, $"{check.Name}: {check.Detail}");
    }
}
