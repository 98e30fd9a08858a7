using Microsoft.Data.Sqlite;
using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;
using MSCommerce.Torture.Tests.Kills;

namespace MSCommerce.Torture.Tests.Faults;

/// <summary>No place left, at any point of a change: nothing of it is there, the answer says so, and the store works on.</summary>
public sealed class FullTests(PostgreSqlFixture postgres)
{
    [Fact]
    public async Task SQLite_has_no_place_left()
    {
        var random = new Random(Torture.Seed);
        await using var arena = await SqliteArena.CreateAsync();
        await PrepareAsync(arena);
        var (count, full, steps) = (Torture.Count(full: 200, few: 20), 0, 0);
        for (var number = 0; number < count; number++)
        {
            arena.Settings = FormattableString.Invariant($"?max_page_count={PageCount(arena.Path) + random.Next(12)}");
            var answers = await WorkAsync(arena, number, random);
            (full, steps) = (full + answers.Count(step => step.Answer == "failed StoreFull"), steps + answers.Count);
            Assert.All(answers, step => Assert.Contains(step.Answer, new[] { "done", "failed StoreFull" }));
        }

        Assert.True(full > 0, "The store was never full.");
        Torture.Tell($"SQLite, no place left: {count} sessions, {steps} changes; {full} found the store full, and none of those left a trace.");
    }

    [Fact]
    public async Task PostgreSQL_has_no_place_left()
    {
        var random = new Random(Torture.Seed);
        await using var arena = await PostgreSqlArena.CreateAsync(postgres);
        await PrepareAsync(arena);
        await using var faults = await InjectedFaults.MakeAsync(arena);
        var (count, full, steps) = (Torture.Count(full: 200, few: 15), 0, 0);
        for (var number = 0; number < count; number++)
        {
            await faults.ArmAsync("53100", after: random.Next(1, 400), times: 1);
            var answers = await WorkAsync(arena, number, random);
            await faults.DisarmAsync();
            (full, steps) = (full + answers.Count(step => step.Answer == "failed StoreFull"), steps + answers.Count);
            Assert.All(answers, step => Assert.Contains(step.Answer, new[] { "done", "failed StoreFull" }));
        }

        Assert.True(full > 0, "The store was never full.");
        Torture.Tell($"PostgreSQL, no place left (injected): {count} sessions, {steps} changes; {full} found the store full, and none of those left a trace.");
    }

    private static async Task PrepareAsync(Arena arena)
    {
        await using var store = await arena.OpenAsync();
        await Work.PrepareAsync(store, Torture.Stop);
    }

    /// <summary>Four changes, and what they left.</summary>
    private static async Task<List<WorkStep>> WorkAsync(Arena arena, int number, Random random)
    {
        var told = new List<string>();
        var wire = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"mscommerce-wire-{Environment.ProcessId}-{arena.Name}"));
        await using (var client = new CommerceClient(await arena.OpenAsync(), new() { NoticeTransport = _ => new Wire(wire) }))
        {
            var work = new Work(client, FormattableString.Invariant($"full{number}"), random.Next(), told.Add);
            foreach (var kind in Enumerable.Range(0, 4).Select(_ => (WorkKind)random.Next(4)))
                await work.StepAsync(kind, Torture.Stop);
        }

        var settings = (arena as SqliteArena)?.Settings;
        if (arena is SqliteArena file)
            file.Settings = "";
        await using var store = await arena.OpenAsync();
        var steps = WorkTrail.Read(told);
        await new WorkTrail(store, wire).FollowAsync(steps);
        if (arena is SqliteArena again)
            again.Settings = settings!;
        return steps;
    }

    private static long PageCount(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        return (long)command.ExecuteScalar()!;
    }
}
