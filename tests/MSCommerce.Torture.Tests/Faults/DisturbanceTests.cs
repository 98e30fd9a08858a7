using System.Diagnostics;
using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;
using MSCommerce.Torture.Tests.Kills;
using Npgsql;

namespace MSCommerce.Torture.Tests.Faults;

/// <summary>A server that dies, restarts, cuts connections, refuses transactions or takes too long, while work is done: made once, or not and told so, and never twice.</summary>
public sealed class DisturbanceTests(PostgreSqlFixture postgres)
{
    private const string Database = "commerce";

    /// <summary>What a change may be told that was disturbed.</summary>
    private static readonly string[] Answers = ["done", "failed StoreUnavailable", "failed StoreLocked", "failed StoreTimeout", "failed OutcomeUnknown"];

    private readonly SortedDictionary<string, int> _told = new(StringComparer.Ordinal);
    private readonly Random _random = new(Torture.Seed);
    private int _steps;

    [Fact]
    public async Task Its_processes_are_killed()
    {
        await using var server = await StartAsync();
        await using var arena = await MakeAsync(server);
        var (count, killed) = (Torture.Count(full: 200, few: 4), 0);
        for (var number = 0; number < count; number++)
        {
            await DisturbAsync(arena, $"killed{number}", async () => killed += await KillBackendsAsync(arena));
            await ReadyAsync(server);
            await FollowAsync(arena);
        }

        Torture.Tell($"PostgreSQL, server processes killed (SIGKILL): {count} rounds, {killed} kills, {_steps} changes: {Told}.");
    }

    [Fact]
    public async Task It_restarts()
    {
        await using var server = await StartAsync();
        await using var arena = await MakeAsync(server);
        var count = Torture.Count(full: 30, few: 2);
        for (var number = 0; number < count; number++)
        {
            await DisturbAsync(arena, $"restarted{number}", () => server.RestartAsync(Torture.Stop));
            await FollowAsync(arena);
        }

        Torture.Tell($"PostgreSQL, restarted: {count} times, {_steps} changes: {Told}.");
    }

    [Fact]
    public async Task It_ends_connections()
    {
        await using var arena = await MakeAsync();
        var count = Torture.Count(full: 200, few: 10);
        for (var number = 0; number < count; number++)
        {
            await DisturbAsync(arena, $"ended{number}", () => arena.ScalarAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{arena.Login()}'"));
            await FollowAsync(arena);
        }

        Torture.Tell($"PostgreSQL, connections ended (pg_terminate_backend): {count} times, {_steps} changes: {Told}.");
    }

    [Fact]
    public async Task Connections_are_cut_at_the_commit()
    {
        await using var arena = await MakeAsync();
        var (count, cuts) = (Torture.Count(full: 200, few: 4), 0);
        for (var number = 0; number < count; number++)
        {
            await using var proxy = new CuttingProxy(postgres.Server.Port);
            arena.Port = proxy.Port;
            await DisturbAsync(arena, $"cut{number}", () =>
            {
                proxy.Arm((Cut)_random.Next(1, 4));
                return Task.CompletedTask;
            });
            arena.Port = null;
            cuts += proxy.Cuts;
            await arena.QuietAsync();
            await FollowAsync(arena);
        }

        Torture.Tell($"PostgreSQL, connections cut at the commit (a third for good): {cuts} cuts, {_steps} changes: {Told}.");
    }

    [Theory]
    [InlineData("40001", "serialisation failures")]
    [InlineData("40P01", "deadlocks")]
    [InlineData("57014", "time-outs")]
    public async Task It_refuses_a_transaction(string state, string name)
    {
        await using var arena = await MakeAsync();
        await using var faults = await InjectedFaults.MakeAsync(arena);
        var (count, struck) = (Torture.Count(full: 100, few: 5), 0);
        for (var number = 0; number < count; number++)
        {
            await faults.ArmAsync(state, after: _random.Next(1, 300), times: _random.Next(1, 4));
            await DisturbAsync(arena, $"refused{number}", () => Task.CompletedTask);
            struck += await faults.HasStruckAsync() ? 1 : 0;
            await faults.DisarmAsync();
            await FollowAsync(arena);
        }

        Assert.True(struck > 0, "No fault came to pass.");
        Torture.Tell($"PostgreSQL, {name} ({state}): {struck} of {count} rounds struck, {_steps} changes: {Told}.");
    }

    private string Told => string.Join(", ", _told.Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value}")));

    private string Wire { get; } = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"mscommerce-wire-{Guid.NewGuid():N}"));

    private List<WorkStep> _last = [];

    private static async Task<PostgreSqlServer> StartAsync()
    {
        Assert.SkipWhen(PostgreSqlPrograms.Missing is not null, PostgreSqlPrograms.Missing ?? "");
        var server = await PostgreSqlServer.StartAsync(isDurable: true, Torture.Stop);
        await server.ExecuteAsync("postgres", $"CREATE ROLE {PostgreSqlFixture.Owner} LOGIN CREATEROLE", Torture.Stop);
        await server.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER {PostgreSqlFixture.Owner}", Torture.Stop);
        return server;
    }

    private async Task<PostgreSqlArena> MakeAsync(PostgreSqlServer? own = null)
    {
        var arena = own is null ? await PostgreSqlArena.CreateAsync(postgres) : await PostgreSqlArena.CreateAsync(own, Database, PostgreSqlFixture.Owner);
        await using var store = await arena.OpenAsync();
        await Work.PrepareAsync(store, Torture.Stop);
        return arena;
    }

    /// <summary>Three changes, one after the other, and at a random moment of them a disturbance.</summary>
    private async Task DisturbAsync(PostgreSqlArena arena, string name, Func<Task> disturb)
    {
        var told = new List<string>();
        await using (var client = new CommerceClient(await arena.OpenAsync(), new() { NoticeTransport = _ => new Wire(Wire) }))
        {
            var (work, moment) = (new Work(client, name, 0, told.Add), _random.Next(150));
            var kinds = Enumerable.Range(0, 3).Select(_ => (WorkKind)_random.Next(5)).ToList();
            var disturbance = Task.Run(async () =>
            {
                await Task.Delay(moment, Torture.Stop);
                await disturb();
            });
            try
            {
                foreach (var kind in kinds)
                    await work.StepAsync(kind, Torture.Stop);
            }
            catch (CommerceException unread)
            {
                // A list that was cut while it was read; the work looks before it begins.
                Count($"unread {unread.ErrorId}");
            }

            await disturbance;
        }

        _last = WorkTrail.Read(told);
        _steps += _last.Count;
        foreach (var step in _last)
        {
            Count(step.Answer ?? "none");
            Assert.Contains(step.Answer, Answers);
        }
    }

    private async Task FollowAsync(PostgreSqlArena arena)
    {
        await using var store = await arena.OpenAsync();
        await new WorkTrail(store, Wire).FollowAsync(_last);
    }

    private void Count(string answer) => _told[answer] = _told.GetValueOrDefault(answer) + 1;

    /// <summary>The server's processes that serve the tenant; they are children of the server that this test has started.</summary>
    private static async Task<int> KillBackendsAsync(PostgreSqlArena arena)
    {
        if (await arena.ScalarAsync($"SELECT array_agg(pid) FROM pg_stat_activity WHERE usename = '{arena.Login()}'") is not int[] backends)
            return 0;
        using var process = Process.GetProcessById(backends[0]);
        process.Kill();
        return 1;
    }

    /// <summary>Waits until the server has recovered.</summary>
    private static async Task ReadyAsync(PostgreSqlServer server)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20, Torture.Stop))
        {
            try
            {
                await using var connection = await server.ConnectAsync(Database, Torture.Stop);
                return;
            }
            catch (NpgsqlException) when (since.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Not yet.
            }
        }
    }
}
