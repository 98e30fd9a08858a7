using System.Diagnostics;
using System.Globalization;
using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores.Sql;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Victim;
using Npgsql;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>Cut, restarted, locked, stopped: a change is made once or not at all, and the error says which.</summary>
public sealed class PostgreSqlFaultTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private const int Few = 50;

    [Theory]
    [InlineData(Cut.BeforeCommit)]
    [InlineData(Cut.AfterCommit)]
    public async Task A_change_whose_connection_is_cut_at_the_commit_is_made_once(Cut cut)
    {
        await using var proxy = new CuttingProxy(Server.Port);
        var store = await OpenThroughAsync(proxy);
        var plan = await store.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop);
        proxy.Arm(cut);

        await store.Tenant.ApplyTenantAsync(plan, Stop);

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal("DE", (await Store.Tenant.GetTenantAsync(Stop)).Country);
        Assert.Single(await ListAsync(Store.Audit.GetAsync(new() { Action = [AuditActions.TenantChanged] }, Stop)));
        await AssertWholeAsync(Store);
    }

    [Theory]
    [InlineData(Cut.BeforeCommit)]
    [InlineData(Cut.AfterCommit)]
    public async Task An_import_whose_connection_is_cut_at_the_commit_is_reported_as_it_is(Cut cut)
    {
        await using var proxy = new CuttingProxy(Server.Port);
        var store = await OpenThroughAsync(proxy);
        proxy.Arm(cut);
        Task<ImportResult> ImportAsync() => store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(1, Few), dryRun: false, null, Stop);

        // What was not made is not made again by itself: the rows may be readable once only.
        if (cut == Cut.BeforeCommit)
            await FailAsync("StoreUnavailable", ImportAsync);
        else
            Assert.Equal(Few, (await ImportAsync()).Created);

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(cut == Cut.AfterCommit ? Few + 1 : 1, (await ListAsync(Store.Tenant.GetUsersAsync(new(), Stop))).Count);
        await AssertWholeAsync(Store);
    }

    [Fact]
    public async Task Where_nobody_can_tell_whether_a_commit_was_made_the_error_says_what_to_look_for()
    {
        await using var proxy = new CuttingProxy(Server.Port);
        var store = await OpenThroughAsync(proxy);
        var plan = await store.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop);
        proxy.Arm(Cut.AfterCommitForGood);

        var error = await FailAsync("OutcomeUnknown", () => store.Tenant.ApplyTenantAsync(plan, Stop));

        Assert.Equal(CommerceError.StoreUnavailable, error.Error);
        var entry = Assert.Single(await ListAsync(Store.Audit.GetAsync(new() { CorrelationId = Guid.Parse(error.Target!) }, Stop)));
        Assert.Equal(AuditActions.TenantChanged, entry.Action);
    }

    [Fact]
    public async Task A_change_whose_connection_is_cut_on_its_way_is_made_once()
    {
        var cuts = 0;
        var products = await ListAsync(Store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, Stop));
        var changes = products.Take(3).Select(product => new PolicyChange
        {
            PolicyId = product.PolicyId, Scope = PolicyScope.Product, Id = product.ProductId, Name = product.ProductName, Current = product.PolicyValue, Wanted = PolicyValues.Disabled,
        }).ToList();
        // As the second of them is written, twice.
        var cut = new OnReport(progress =>
        {
            if (progress.Completed == 2 && ++cuts <= 2)
                CutAll();
        });

        var applied = await ListAsync(Store.Policies.SetAsync(changes, cut, Stop));

        Assert.Equal((3, 3), (applied.Count, cuts));
        Assert.Equal(3, (await ListAsync(Store.Audit.GetAsync(new() { Action = [AuditActions.PolicyChanged] }, Stop))).Count);
        await AssertWholeAsync(Store);
    }

    [Fact]
    public async Task A_session_outlives_the_servers_restart()
    {
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true, Stop);
        await server.ExecuteAsync("postgres", "CREATE ROLE boss LOGIN; CREATE ROLE dba LOGIN SUPERUSER", Stop);
        await server.ExecuteAsync("postgres", "CREATE DATABASE commerce", Stop);
        var factory = new PostgreSqlStoreFactory();
        StoreAddress Address(string login) => StoreAddress.TryParse(server.Address(login, "commerce"), out var address) ? address : throw new InvalidOperationException();
        await using (await factory.OpenAsync(Address("dba"), New("Contoso", "boss"), Stop))
            await server.ExecuteAsync("commerce", "GRANT mscommerce_writer TO boss", Stop);
        await using var store = await factory.OpenAsync(Address("boss"), new() { Clock = Clock }, Stop);
        await Crowd.FillAsync(store, Few, Stop);

        await server.RestartAsync(Stop);
        Assert.Equal(Few, (await ListAsync(store.Licenses.GetUsersAsync(new(), Stop))).Count);
        await server.RestartAsync(Stop);
        await store.Tenant.ApplyTenantAsync(await store.Tenant.PlanTenantAsync(new() { Country = "DE" }, Stop), Stop);
        // The connection that the next one finds idle is broken, and the import has read nothing yet.
        await server.RestartAsync(Stop);
        await store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(Few + 1, 1), dryRun: false, null, Stop);

        Assert.Equal(Few + 2, (await ListAsync(store.Tenant.GetUsersAsync(new(), Stop))).Count);
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task A_change_that_meets_another_program_head_on_is_made_in_the_end()
    {
        await Crowd.FillAsync(Store, Few, Stop);
        var tenant = await TenantIdAsync(Administrator);
        await using var other = await Server.ConnectAsync(PostgreSqlFixture.Shared, Stop);
        // It holds the subscription, and wants the turn that the change holds while that wants the subscription; the server ends the one that looks first.
        await RunAsync(other, $"SET deadlock_timeout = '60s'; BEGIN; UPDATE mscommerce.subscription SET version = version WHERE tenant_id = {tenant}");
        var plan = await Store.Subscriptions.PlanAsync(new() { SubscriptionId = [Crowd.Target], TotalLicenses = 70 }, Stop);

        var change = Store.Subscriptions.ApplyAsync(plan, Stop);
        await UntilAsync($"SELECT count(*) = 1 FROM pg_stat_activity WHERE usename = '{Administrator}' AND wait_event_type = 'Lock'");
        await RunAsync(other, $"UPDATE mscommerce.change_turn SET transaction_id = NULL WHERE tenant_id = {tenant}");
        await RunAsync(other, "COMMIT");

        Assert.True(Assert.Single(await change).IsApplied);
        Assert.Single(await ListAsync(Store.Audit.GetAsync(new() { Action = [AuditActions.SubscriptionChanged] }, Stop)));
        await AssertWholeAsync(Store);
    }

    [Fact]
    public async Task A_change_waits_for_its_turn_can_be_stopped_meanwhile_and_gives_up_in_the_end()
    {
        await using var other = await Server.ConnectAsync(PostgreSqlFixture.Shared, Stop);
        await Store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
        await RunAsync(other, $"BEGIN; SELECT * FROM mscommerce.change_turn WHERE tenant_id = {await TenantIdAsync(Administrator)} FOR UPDATE");
        var impatient = await OpenAsync(Administrator, "?lock_timeout=100");

        Assert.Equal(CommerceError.StoreUnavailable, (await FailAsync("StoreLocked", () => impatient.Audit.RecordRefusalAsync("X", "Y", "Z", Stop))).Error);
        Assert.NotEmpty(await ListAsync(Store.Tenant.GetUsersAsync(new(), Stop)));
        using (var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Audit.RecordRefusalAsync("X", "Y", "Z", stop.Token));
        var change = Store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
        await Task.Delay(200, Stop);
        Assert.False(change.IsCompleted);
        await RunAsync(other, "ROLLBACK");

        await change;
        Assert.Equal(2, (await ListAsync(Store.Audit.GetAsync(new() { Action = ["X"] }, Stop))).Count);
    }

    [Fact]
    public async Task A_single_long_statement_is_stopped_promptly_on_the_server_too()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var since = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ((SqlStore)Store).ReadAsync(session => session.ScalarAsync<string>("SELECT pg_sleep(60)::text"), stop.Token));

        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM pg_stat_activity WHERE usename = '{Administrator}' AND state = 'active'"));
        await AssertWholeAsync(Store);
    }

    [Fact]
    public async Task An_import_is_stopped_and_an_export_left_in_the_middle_and_the_store_is_used_on()
    {
        // So many that an export joins them here.
        const int Many = 55_000;
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Tenant.ImportUsersAsync("crowd", StoppingAsync(stop), dryRun: false, null, stop.Token));
        }

        await Crowd.FillAsync(Store, Many, Stop);
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Licenses.ExportUsersAsync(new(), new StopAtRow(stop, 100), null, stop.Token));
        }

        Assert.Equal(Many, await Store.Licenses.ExportUsersAsync(new(), new StopAtRow(new(), -1), null, Stop));
        Assert.Equal(Many + 1, (await ListAsync(Store.Tenant.GetUsersAsync(new(), Stop))).Count);
        await AssertWholeAsync(Store);

        static async IAsyncEnumerable<UserRow> StoppingAsync(CancellationTokenSource stop)
        {
            await foreach (var row in Crowd.UsersAsync(1, 20_000))
            {
                if (row.Line == 15_000)
                    await stop.CancelAsync();
                yield return row;
            }
        }
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Of_many_who_want_the_last_seats_as_many_get_one_as_there_are()
    {
        const int Seats = 40;
        const int Wanting = 12;
        const int Left = 5;
        await Crowd.FillAsync(Store, Seats, Stop);
        await Store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(Seats + 1, Wanting), dryRun: false, null, Stop);
        await Store.Licenses.ImportAsync("crowd", Crowd.LicensesAsync(Crowd.Target, 1, Seats - Left), dryRun: false, null, Stop);
        var stores = await Task.WhenAll(Enumerable.Range(0, Wanting).Select(_ => OpenAsync(Administrator)));

        var outcomes = await Task.WhenAll(stores.Select((store, index) => Task.Run(async () =>
        {
            try
            {
                await store.Licenses.ImportAsync("crowd", Crowd.LicensesAsync(Crowd.Target, Seats + 1 + index, 1), dryRun: false, null, Stop);
                return "assigned";
            }
            catch (CommerceException refused)
            {
                return refused.ErrorId;
            }
        })));

        Assert.Equal(Left, outcomes.Count(outcome => outcome == "assigned"));
        Assert.Equal(Wanting - Left, outcomes.Count(outcome => outcome == "TooFewLicenses"));
        await AssertWholeAsync(Store);
    }

    [Theory, InlineData(0), InlineData(0xD800)]
    public async Task A_name_that_is_no_text_is_nobodys(int character)
    {
        var name = $"a{(char)character}b@crowd.example";
        await FailAsync("UserNotFound", () => Store.Logins!.PlanAsync(new() { Login = [Administrator], User = name }, Stop));
        Assert.Equal(CommerceError.InvalidRequest, (await FailAsync("TextInvalid", () => Store.Tenant.PlanUsersAsync(new() { User = [name], AccountEnabled = false }, Stop))).Error);
        await FailAsync("TextInvalid", () => Store.Audit.RecordRefusalAsync("X", name, "Z", Stop));
        await AssertWholeAsync(Store);
    }

    private async Task<ICommerceStore> OpenThroughAsync(CuttingProxy proxy)
    {
        var store = await new PostgreSqlStoreFactory().OpenAsync(
            new("postgresql", string.Create(CultureInfo.InvariantCulture, $"//{Administrator}@127.0.0.1:{proxy.Port}/{PostgreSqlFixture.Shared}")), new() { Clock = Clock }, Stop);
        Closing.Add(store);
        return store;
    }

    private void CutAll()
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = Server.Port, Username = PostgreSqlServer.Superuser, Database = PostgreSqlFixture.Shared, Pooling = false,
        }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{Administrator}'", connection);
        command.ExecuteNonQuery();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private async Task UntilAsync(string condition)
    {
        for (var since = Stopwatch.StartNew(); !(bool)(await ScalarAsync(condition))!; await Task.Delay(20, Stop))
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(20), condition);
    }
}
