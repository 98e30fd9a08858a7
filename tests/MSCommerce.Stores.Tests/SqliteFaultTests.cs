using System.Diagnostics;
using MSCommerce.Stores.Sql;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>Locked, read-only, full, stopped, killed: a change is whole or absent, and the error says which.</summary>
public sealed class SqliteFaultTests : SqliteTestBase
{
    private const int Few = 200;

    [Fact]
    public async Task A_store_that_another_program_changes_is_locked_for_changes_and_open_for_lists()
    {
        await Crowd.FillAsync(await OpenAsync(), Few, Stop);
        var store = await OpenAsync(address: $"{FilePath}?lock_timeout=100");
        using var other = Connect(FilePath);
        Execute(other, "BEGIN IMMEDIATE");

        var error = await FailAsync("StoreLocked", () => store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop));

        Assert.Equal(CommerceError.StoreUnavailable, error.Error);
        Assert.Equal(Few, (await ListAsync(store.Licenses.GetUsersAsync(new(), Stop))).Count);
        Execute(other, "ROLLBACK");
        await store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
    }

    [Fact]
    public async Task A_change_waits_for_its_turn()
    {
        var store = await OpenAsync();
        using var other = Connect(FilePath);
        Execute(other, "BEGIN IMMEDIATE");

        var change = store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
        await Task.Delay(200, Stop);
        Assert.False(change.IsCompleted);
        Execute(other, "ROLLBACK");

        await change;
    }

    [Fact]
    public async Task A_change_that_waits_for_its_turn_can_be_stopped()
    {
        var store = await OpenAsync();
        using var other = Connect(FilePath);
        Execute(other, "BEGIN IMMEDIATE");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Audit.RecordRefusalAsync("X", "Y", "Z", stop.Token));
    }

    [Fact]
    public async Task A_store_that_another_program_has_to_itself_is_locked()
    {
        await (await OpenAsync()).DisposeAsync();
        using var other = Connect(FilePath);
        Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

        await FailAsync("StoreLocked", () => OpenAsync(create: false, address: $"{FilePath}?lock_timeout=100"));
    }

    [Fact]
    public async Task A_read_only_store_can_be_read_and_not_changed()
    {
        var made = await OpenAsync();
        await Crowd.FillAsync(made, Few, Stop);
        await made.DisposeAsync();
        File.SetAttributes(FilePath, FileAttributes.ReadOnly);

        var store = await OpenAsync(create: false);

        Assert.Equal(Few, (await ListAsync(store.Licenses.GetUsersAsync(new(), Stop))).Count);
        await AssertWholeAsync(store);
        await store.Licenses.PlanMoveAsync(new() { SubscriptionId = [Crowd.Source], TargetSubscriptionId = Crowd.Target }, Stop);
        var error = await FailAsync("StoreReadOnly", () => store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop));
        Assert.Equal(CommerceError.StoreUnavailable, error.Error);
        await FailAsync("StoreReadOnly", () => store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(1, 1), dryRun: true, null, Stop));
    }

    [Fact]
    public async Task A_full_store_takes_nothing_of_a_change_and_works_on()
    {
        var made = await OpenAsync();
        await Crowd.FillAsync(made, Few, Stop);
        await made.DisposeAsync();
        var pages = (long)Execute("PRAGMA page_count")!;
        var store = await OpenAsync(address: $"{FilePath}?max_page_count={pages + 3}");

        var error = await FailAsync("StoreFull", () => store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(1000, 5000), dryRun: false, null, Stop));

        Assert.Equal(CommerceError.StoreUnavailable, error.Error);
        Assert.Equal(Few + 1, (await ListAsync(store.Tenant.GetUsersAsync(new(), Stop))).Count);
        await store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task A_move_into_a_full_store_leaves_everybody_where_he_was()
    {
        var made = await OpenAsync();
        await Crowd.FillAsync(made, 3000, Stop);
        await made.DisposeAsync();
        var store = await OpenAsync(address: $"{FilePath}?max_page_count={(long)Execute("PRAGMA page_count")! + 2}");
        var plan = await store.Licenses.PlanMoveAsync(new() { SubscriptionId = [Crowd.Source], TargetSubscriptionId = Crowd.Target }, Stop);

        await FailAsync("StoreFull", () => store.Licenses.MoveAsync(plan, null, Stop));

        Assert.Equal(3000, (await SubscriptionAsync(store, Crowd.Source)).AssignedLicenses);
        Assert.Equal(0, (await SubscriptionAsync(store, Crowd.Target)).AssignedLicenses);
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task An_import_that_is_stopped_half_way_leaves_the_store_as_it_was()
    {
        var store = await OpenAsync();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Tenant.ImportUsersAsync(
            "crowd", Crowd.UsersAsync(1, 30_000), dryRun: false, new OnReport(_ => stop.Cancel()), stop.Token));

        Assert.Single(await ListAsync(store.Tenant.GetUsersAsync(new(), Stop)));
        await AssertWholeAsync(store);
    }

    [Theory, InlineData(0), InlineData(5), InlineData(50), InlineData(150), InlineData(400)]
    public async Task A_move_that_is_stopped_at_any_moment_is_whole_or_absent(int milliseconds)
    {
        const int Many = 20_000;
        var store = await OpenAsync();
        await Crowd.FillAsync(store, Many, Stop);
        var plan = await store.Licenses.PlanMoveAsync(new() { SubscriptionId = [Crowd.Source], TargetSubscriptionId = Crowd.Target }, Stop);
        using var stop = new CancellationTokenSource(milliseconds);

        try
        {
            await store.Licenses.MoveAsync(plan, null, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // As was asked.
        }

        await AssertMovedOrNotAsync(store, Many);
    }

    [Fact]
    public async Task An_export_is_stopped_while_it_is_written()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 20_000, Stop);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Licenses.ExportUsersAsync(new(), new StopAtRow(stop, 100), null, stop.Token));

        Assert.Equal(20_000, await store.Licenses.ExportUsersAsync(new(), new StopAtRow(stop, -1), null, Stop));
    }

    [Fact]
    public async Task A_single_long_statement_is_stopped_promptly()
    {
        const string Forever = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
        var store = (SqlStore)await OpenAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var stopped = Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => store.ReadAsync(session => session.ScalarAsync<long>(Forever), stop.Token)));

        Assert.Same(stopped, await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromSeconds(20), Stop)));
        await stopped;
        await AssertWholeAsync(store);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), Trait("Requirement", "T2")]
    public async Task A_process_killed_while_it_moves_users_has_moved_all_or_none(int tenths)
    {
        const int Many = 20_000;
        var store = await OpenAsync();
        await Crowd.FillAsync(store, Many, Stop);
        await store.DisposeAsync();

        await KillAsync(TimeSpan.FromMilliseconds(tenths * 90), "move", Crowd.Source, Crowd.Target);

        await AssertMovedOrNotAsync(await OpenAsync(create: false), Many);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task A_process_killed_while_it_imports_has_imported_all_or_nothing(int tenths)
    {
        await (await OpenAsync()).DisposeAsync();

        await KillAsync(TimeSpan.FromMilliseconds(tenths * 150), "import", "30000");

        var store = await OpenAsync(create: false);
        Assert.Contains((await ListAsync(store.Tenant.GetUsersAsync(new(), Stop))).Count, new[] { 1, 30_001 });
        await AssertWholeAsync(store);
    }

    [Theory, InlineData(0), InlineData(20), InlineData(40), InlineData(80)]
    public async Task A_process_killed_while_it_makes_a_store_leaves_one_that_is_whole_or_can_be_finished(int milliseconds)
    {
        await KillAsync(TimeSpan.FromMilliseconds(milliseconds), "create");

        await AssertWholeAsync(await OpenAsync());
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Of_many_who_want_the_last_seats_as_many_get_one_as_there_are()
    {
        const int Seats = 40;
        const int Wanting = 12;
        const int Left = 5;
        var first = await OpenAsync();
        await Crowd.FillAsync(first, Seats, Stop);
        await first.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(Seats + 1, Wanting), dryRun: false, null, Stop);
        await first.Licenses.ImportAsync("crowd", Crowd.LicensesAsync(Crowd.Target, 1, Seats - Left), dryRun: false, null, Stop);
        var stores = await Task.WhenAll(Enumerable.Range(0, Wanting).Select(_ => OpenAsync(create: false)));

        var outcomes = await Task.WhenAll(stores.Select((store, index) => Task.Run(async () =>
        {
            try
            {
                await store.Licenses.ImportAsync("crowd", License(Crowd.Target, Seats + 1 + index), dryRun: false, null, Stop);
                return "assigned";
            }
            catch (CommerceException refused)
            {
                return refused.ErrorId;
            }
        })));

        Assert.Equal(Left, outcomes.Count(outcome => outcome == "assigned"));
        Assert.Equal(Wanting - Left, outcomes.Count(outcome => outcome == "TooFewLicenses"));
        Assert.Equal(0, (await SubscriptionAsync(first, Crowd.Target)).AvailableLicenses);
        await AssertWholeAsync(first);
    }

    [Fact]
    public async Task A_list_that_is_being_read_does_not_stand_in_the_way_of_the_change_that_it_feeds()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 50, Stop);
        var moved = 0;

        await foreach (var user in store.Licenses.GetUsersAsync(new() { SubscriptionId = [Crowd.Source] }, Stop))
        {
            var plan = await store.Licenses.PlanMoveAsync(new() { License = [new(user.SubscriptionId!, user.UserPrincipalName)], TargetSubscriptionId = Crowd.Target }, Stop);
            moved += (await store.Licenses.MoveAsync(plan, null, Stop))[0].Users;
        }

        Assert.Equal(50, moved);
        await AssertWholeAsync(store);
    }

    [Fact, Trait("Requirement", "S3")]
    public async Task An_export_tells_how_far_it_is_and_of_how_much()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 25_000, Stop);
        var reports = new List<OperationProgress>();
        using var stop = new CancellationTokenSource();

        await store.Licenses.ExportUsersAsync(new(), new StopAtRow(stop, -1), new OnReport(reports.Add), Stop);

        Assert.Equal([(10_000, 25_000L), (20_000, 25_000L), (25_000, 25_000L)], reports.Select(report => (report.Completed, report.Total)));
    }

    private async Task KillAsync(TimeSpan after, params string[] arguments)
    {
        var victim = typeof(Crowd).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Path.ChangeExtension(typeof(SqliteFaultTests).Assembly.Location, "runtimeconfig.json"), victim, FilePath, .. arguments])
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

    private static async Task AssertMovedOrNotAsync(ICommerceStore store, int users)
    {
        var (source, target) = (await SubscriptionAsync(store, Crowd.Source), await SubscriptionAsync(store, Crowd.Target));
        var notices = await ListAsync(store.Notices.GetAsync(new(), Stop));
        var entries = await ListAsync(store.Audit.GetAsync(new() { Action = [AuditActions.LicenseMoved, AuditActions.SubscriptionCancelled] }, Stop));
        if (source.Status == SubscriptionStatus.Deleted)
            Assert.Equal((0, users, 1, users + 1), (source.AssignedLicenses, target.AssignedLicenses, notices.Count, entries.Count));
        else
            Assert.Equal((users, 0, 0, 0), (source.AssignedLicenses, target.AssignedLicenses, notices.Count, entries.Count));
        await AssertWholeAsync(store);
    }
}
