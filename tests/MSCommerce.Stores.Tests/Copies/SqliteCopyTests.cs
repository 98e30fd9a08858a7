using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Transfer;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.Copies;

/// <summary>A copy into a file: whole or absent, whatever happens, and nothing of the schema forgotten (X4).</summary>
[Trait("Requirement", "X4")]
public sealed class SqliteCopyTests : SqliteTestBase
{
    private const int Few = 200;

    private string Copy => InFolder("copy.db");

    [Fact]
    public async Task Every_table_and_column_travels_or_says_why_not()
    {
        await (await OpenAsync()).DisposeAsync();
        using var database = Connect(FilePath);
        using var command = database.CreateCommand();
        command.CommandText = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
        var columns = new List<(string, string)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));

        Assert.Empty(SchemaGaps.Of(columns));
    }

    [Fact]
    public async Task A_copy_may_be_made_of_more_rows_than_are_written_at_once()
    {
        const int Many = 20_500;
        var store = await OpenAsync();
        await Crowd.FillAsync(store, Many, Stop);
        var told = new List<OperationProgress>();

        var copied = await CopyAsync(store, progress: new Told(told));

        Assert.Equal((Many + 1L, (long)Many), (Count(copied, TransferSchema.Users), Count(copied, TransferSchema.Licenses)));
        Assert.Contains(told, progress => progress is { Activity: "Copying Licenses", Completed: 20_000, Total: null });
        await using var copy = await new SqliteStoreFactory().OpenAsync(new("sqlite", Copy), new() { Clock = Clock }, Stop);
        Assert.Equal(Many, (await SubscriptionAsync(copy, Crowd.Source)).AssignedLicenses);
        await AssertWholeAsync(copy);
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_where_that_is_asked_for_and_nobody_has_it_open()
    {
        var store = await OpenAsync();
        await CopyAsync(store);
        Assert.False(CommerceErrors.IsRefusal(await FailAsync("FileExists", () => CopyAsync(store))));
        await Crowd.FillAsync(store, Few, Stop);

        var open = await OpenAsync(create: false, address: Copy);
        await open.GetContextAsync(Stop);
        await FailAsync("StoreLocked", () => CopyAsync(store, force: true));
        Assert.Single(await ListAsync(open.Tenant.GetUsersAsync(new(), Stop)));
        await open.DisposeAsync();
        await CopyAsync(store, force: true);

        var copy = await OpenAsync(create: false, address: Copy);
        Assert.Equal(Few + 1, (await ListAsync(copy.Tenant.GetUsersAsync(new(), Stop))).Count);
        Assert.Empty(Partials());
    }

    [Fact]
    public async Task A_store_is_not_replaced_by_a_copy_of_itself()
    {
        var store = await OpenAsync();

        await FailAsync("StoreLocked", () => new CommerceClient(store, Stores).Tenant.CopyAsync(new() { Destination = $"sqlite:{FilePath}", Force = true }, null, Stop));

        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task What_is_no_store_is_never_replaced()
    {
        var store = await OpenAsync();
        await File.WriteAllTextAsync(Copy, "my notes", Stop);

        await FailAsync("StoreCorrupt", () => CopyAsync(store, force: true));

        Assert.Equal("my notes", await File.ReadAllTextAsync(Copy, Stop));
    }

    [Fact]
    public async Task A_disk_that_is_full_leaves_no_copy()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 5_000, Stop);

        var error = await FailAsync("StoreFull", () => new CommerceClient(store, Stores).Tenant.CopyAsync(new() { Destination = $"sqlite:{Copy}?max_page_count=100" }, null, Stop));

        Assert.Equal(Copy, error.Target);
        Assert.False(File.Exists(Copy));
        Assert.Empty(Partials());
    }

    [Fact]
    public async Task A_copy_that_is_stopped_leaves_nothing()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 5_000, Stop);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CommerceClient(store, Stores).Tenant.CopyAsync(new() { Destination = Copy }, new StopAt(stop, "Copying Licenses"), stop.Token));

        Assert.False(File.Exists(Copy));
        Assert.Empty(Partials());
        await AssertWholeAsync(store);
    }

    [Theory, InlineData(100), InlineData(300), InlineData(600)]
    public async Task A_copy_that_is_killed_is_whole_or_absent_and_the_next_cleans_up(int milliseconds)
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 10_000, Stop);
        await store.DisposeAsync();

        await KillAsync(TimeSpan.FromMilliseconds(milliseconds), "copy", Copy);

        if (File.Exists(Copy))
        {
            await using var whole = await OpenAsync(create: false, address: Copy);
            await AssertWholeAsync(whole);
        }

        var again = await OpenAsync(create: false);
        await CopyAsync(again, force: File.Exists(Copy));
        Assert.Empty(Partials());
        await AssertWholeAsync(again);
    }

    [Fact]
    public async Task A_source_whose_content_is_broken_is_not_copied()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, Few, Stop);
        Execute($"PRAGMA foreign_keys = OFF; UPDATE license SET user_key = 999999 WHERE user_key = 5");

        var error = await FailAsync("TransferRowInvalid", () => CopyAsync(store));

        Assert.Contains("Licenses, row", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Copy));
    }

    [Fact]
    public async Task A_client_that_knows_no_other_store_says_so() =>
        await FailAsync("NoStoresKnown", async () => await new CommerceClient(await OpenAsync()).Tenant.CopyAsync(new() { Destination = Copy }, null, Stop));

    [Fact]
    public async Task An_address_that_no_store_answers_to_is_refused() =>
        await FailAsync("StoreAddressInvalid", async () => await new CommerceClient(await OpenAsync(), Stores).Tenant.CopyAsync(new() { Destination = "oracle:x" }, null, Stop));

    private static CommerceClientOptions Stores => new() { Stores = new(new SqliteStoreFactory()) };

    private static long Count(IReadOnlyList<CopiedSection> copied, TransferSection section) => copied.Single(one => one.Section == section.Name).Count;

    private Task<IReadOnlyList<CopiedSection>> CopyAsync(ICommerceStore store, bool force = false, IProgress<OperationProgress>? progress = null) =>
        new CommerceClient(store, Stores).Tenant.CopyAsync(new() { Destination = Copy, Force = force }, progress, Stop);

    private IEnumerable<string> Partials() => Directory.EnumerateFiles(Path.GetDirectoryName(Copy)!, "*.partial*");

    private sealed class Told(List<OperationProgress> told) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => told.Add(value);
    }

    private sealed class StopAt(CancellationTokenSource stop, string activity) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            if (value.Activity == activity)
                stop.Cancel();
        }
    }
}
