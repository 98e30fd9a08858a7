using System.Runtime.ExceptionServices;
using Xunit.Sdk;

namespace MSCommerce.Stores.Conformance;

/// <summary>
/// The contract of a store that keeps policies and nothing else (X7): what every store must do, the policies, and that all else is refused. Subclass it and say how the store is opened:
/// each test has an instance, and so a tenant, of its own. After every test the store's own checks must pass, where it has some.
/// </summary>
/// <remarks>
/// A tenant that is made has the products and types of offers of <see cref="Catalog.KnownProducts"/>, each with the policy's default, and one user, the administrator who makes it.
/// A store that offers more subclasses <see cref="StoreConformance"/>, which has all of this too.
/// </remarks>
[Trait("Requirement", "X7")]
public abstract partial class PolicyStoreConformance : IAsyncLifetime
{
    public const string Admin = "admin@contoso.example";
    public const string Pro = "Power BI Pro";
    public const string ProId = "CFQ7TTC0H9MP";
    public const string Visio = "Visio Plan 1";

    private protected const string Source = "rows";

    private protected const string TenantName = "Contoso";

    private readonly List<ICommerceStore> _opened = [];
    private OfferedStore _store = null!;

    /// <summary>The clock of every store that a test opens.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>The store, acting as the first administrator.</summary>
    protected ICommerceStore Store { get => _store; private set => _store = (OfferedStore)value; }

    /// <summary>The client over <see cref="Store"/>.</summary>
    protected CommerceClient Client { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test: a new tenant where <see cref="StoreOptions.Create"/> is set, the same one again afterwards.</summary>
    /// <param name="options">The actor, the clock, and for a new tenant its name: the store has to keep to all of them.</param>
    /// <returns>The store. The suite closes it.</returns>
    protected abstract Task<ICommerceStore> OpenAsync(StoreOptions options);

    /// <summary>Whether the store's own checks are to pass after the test; a test that breaks the store on purpose says no.</summary>
    protected bool ChecksAfterwards { get; set; } = true;

    /// <summary>Makes the tenant of the test.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        _store = new(await OpenAsync(new() { Create = true, Actor = Admin, TenantName = TenantName, Clock = Clock }));
        Client = new(Store);
    }

    /// <summary>Checks the tenant after the test, and closes the stores.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (ChecksAfterwards && Store is not null)
            await DemandWholeAsync();

        foreach (var store in _opened)
            await store.DisposeAsync();
        if (Store is not null)
            await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What must hold of the tenant whatever a test did.</summary>
    private protected virtual async Task DemandWholeAsync()
    {
        if (!Offers(StoreCapabilities.Check))
            return;
        await foreach (var check in Store.CheckAsync(CancellationToken.None))
            Assert.True(check.Passed, $"{check.Name}: {check.Detail}");
    }

    private protected bool Offers(StoreCapabilities capability) => Store.Capabilities.HasFlag(capability);

    /// <summary>Skips a test of what the store does not offer.</summary>
    private protected void Demand(StoreCapabilities needed) => OfferedStore.Demand(Store.Capabilities, needed);

    /// <summary>Opens the same tenant as somebody else.</summary>
    protected async Task<ICommerceStore> AsAsync(string? actor)
    {
        // A tenant into which nobody is imported has its administrator alone.
        if (actor is not (null or Admin))
            Demand(StoreCapabilities.Import);
        var store = new OfferedStore(await OpenAsync(new() { Actor = actor, Clock = Clock }));
        _opened.Add(store);
        return store;
    }

    /// <summary>Lets <see cref="Store"/> act as somebody else from here on.</summary>
    private protected async Task ContinueAsAsync(string actor)
    {
        _opened.Add(Store);
        Store = await AsAsync(actor);
    }

    /// <summary>Rows as a file gives them: the first below the header is line 2.</summary>
    protected static async IAsyncEnumerable<T> Rows<T>(IEnumerable<T> rows, Func<T, long, T> number)
    {
        var line = 1L;
        foreach (var row in rows)
            yield return number(row, ++line);
        await Task.CompletedTask;
    }

    protected static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(Stop))
            list.Add(item);
        return list;
    }

    /// <summary>Runs what must fail, and with which error.</summary>
    protected static async Task<CommerceException> FailAsync(string errorId, Func<Task> run)
    {
        var caught = await Record.ExceptionAsync(run);
        // What the store does not offer is no failure.
        if (caught is SkipException)
            ExceptionDispatchInfo.Throw(caught);
        var error = Assert.IsType<CommerceException>(caught);
        Assert.True(errorId == error.ErrorId, $"Expected {errorId}, got {error.ErrorId}: {error.Message}");
        return error;
    }

    protected Task<List<AuditEntry>> AuditAsync(AuditQuery? query = null) => ListAsync(Store.Audit.GetAsync(query ?? new(), Stop));
}
