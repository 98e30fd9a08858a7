using System.Diagnostics;
using Microsoft.Data.Sqlite;
using MSCommerce.Stores.Conformance;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>A folder, a clock, and stores that are closed after the test.</summary>
public abstract class SqliteTestBase : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ICommerceStore> _opened = [];

    protected TestClock Clock { get; } = new();

    protected string FilePath => _folder.File("tenant.db");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string InFolder(string name) => _folder.File(name);

    /// <summary>Opens, and by default makes, the store.</summary>
    protected async Task<ICommerceStore> OpenAsync(bool create = true, string? address = null, string? actor = null)
    {
        var options = new StoreOptions { Create = create, Actor = actor ?? (create ? Crowd.Admin : null), Clock = Clock };
        var store = await new SqliteStoreFactory().OpenAsync(new("sqlite", address ?? FilePath), options, Stop);
        _opened.Add(store);
        return store;
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

    protected static async Task<Subscription> SubscriptionAsync(ICommerceStore store, string id) =>
        Assert.Single(await ListAsync(store.Subscriptions.GetAsync(new() { SubscriptionId = [id] }, Stop)));

    /// <summary>A connection that knows nothing of stores, as any other program's.</summary>
    protected static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    protected static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    protected object? Execute(string sql)
    {
        using var connection = Connect(FilePath);
        return Execute(connection, sql);
    }

    protected static IAsyncEnumerable<LicenseRow> License(string subscriptionId, int user) => Crowd.LicensesAsync(subscriptionId, user, 1);

    /// <summary>Has another process do something to the store, and kills it after some time.</summary>
    protected async Task KillAsync(TimeSpan after, params string[] arguments)
    {
        var victim = typeof(Crowd).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Path.ChangeExtension(typeof(SqliteTestBase).Assembly.Location, "runtimeconfig.json"), victim, FilePath, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync(Stop));
        await Task.Delay(after, Stop);
        process.Kill();
        await process.WaitForExitAsync(Stop);

        // The victim had the system's clock: what it may have cancelled is not to lie in the future.
        Clock.Now = TimeProvider.System.GetUtcNow();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
