using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;
using MSCommerce.Torture.Tests.Kills;

namespace MSCommerce.Torture.Tests.Crowding;

/// <summary>32 writers in four processes on the last seats of one subscription: never one too many, each with a clear answer, none starved.</summary>
[Trait("Requirement", "U4")]
public sealed class RushTests(PostgreSqlFixture postgres)
{
    private const int Processes = 4;
    private const int WritersEach = 8;
    private const int Seats = 8;

    /// <summary>Before the slowest is compared with the others, a writer has had so many answers on average: on a busy computer that takes its time.</summary>
    private static readonly int Answers = Torture.Count(full: 200, few: 60);

    private const int Milliseconds = 1000;

    [Fact]
    public async Task On_SQLite() => await RushAsync(await SqliteArena.CreateAsync());

    [Fact]
    public async Task On_PostgreSQL() => await RushAsync(await PostgreSqlArena.CreateAsync(postgres));

    private static async Task RushAsync(Arena arena)
    {
        await using var _ = arena;
        await using var store = await arena.OpenAsync();
        await store.Tenant.ImportUsersAsync("rush", Crowd.UsersAsync(1, Processes * WritersEach), dryRun: false, null, Torture.Stop);
        await store.Subscriptions.ImportAsync("rush", OneAsync(), dryRun: false, null, Torture.Stop);
        var entriesBefore = (await Arena.ListAsync(store.Audit.GetAsync(new(), Torture.Stop))).Count;

        var (beginning, results, seconds) = await RunAsync(arena);
        var all = beginning.Zip(results, (first, second) => first + second).ToList();

        var assigned = all.Sum(result => result.Assigned - result.Unassigned);
        var subscription = Assert.Single(await Arena.ListAsync(store.Subscriptions.GetAsync(new() { SubscriptionId = [Rush.Subscription] }, Torture.Stop)));
        Assert.InRange(assigned, 0, Seats);
        Assert.Equal(assigned, subscription.AssignedLicenses);
        // One entry for each change and for each refusal; a store that stayed locked has none.
        var entries = (await Arena.ListAsync(store.Audit.GetAsync(new(), Torture.Stop))).Count - entriesBefore;
        Assert.Equal(all.Sum(result => result.Answers - result.Locked), entries);
        await Arena.DemandWholeAsync(store);
        var (slowest, mean) = (results.Min(result => result.Answers), results.Average(result => result.Answers));
        Torture.Tell(
            $"{arena.Name}, {results.Count} writers in {Processes} processes, {Seats} seats, {seconds} s: {results.Sum(result => result.Answers)} answers ({results.Sum(result => result.Assigned)} assigned, {results.Sum(result => result.Unassigned)} given back, {results.Sum(result => result.TooFew)} too few, {results.Sum(result => result.Changed)} changed meanwhile, {results.Sum(result => result.Locked)} locked); slowest writer {slowest}, mean {mean:F1}, ratio {slowest / mean:F2}.");
        Assert.True(slowest >= mean / 4, $"The slowest writer had {slowest} answers, the mean is {mean}: {string.Join("; ", results)}");
    }

    /// <summary>Rushes for a second at a time. The first, in which the programs are still being compiled, is told apart.</summary>
    private static async Task<(List<RushResult> Beginning, List<RushResult> Results, int Seconds)> RunAsync(Arena arena)
    {
        var victims = await Task.WhenAll(Enumerable.Range(0, Processes).Select(process => VictimProcess.StartAsync(
            ["rush", .. arena.ForVictim(Crowd.Admin), FormattableString.Invariant($"{(process * WritersEach) + 1}"), FormattableString.Invariant($"{WritersEach}")])));
        try
        {
            var beginning = await RushAsync(victims);
            var results = await RushAsync(victims);
            var seconds = 1;
            for (; results.Average(result => result.Answers) < Answers; seconds++)
                results = [.. results.Zip(await RushAsync(victims), (before, next) => before + next)];
            return (beginning, results, seconds);
        }
        finally
        {
            foreach (var victim in victims)
                victim.Dispose();
        }
    }

    private static async Task<List<RushResult>> RushAsync(VictimProcess[] victims)
    {
        var told = await Task.WhenAll(victims.Select(victim => victim.AskAsync(FormattableString.Invariant($"{Milliseconds}"), WritersEach)));
        return [.. told.SelectMany(lines => lines).Select(RushResult.Parse)];
    }

    private static async IAsyncEnumerable<SubscriptionRow> OneAsync()
    {
        yield return new() { Line = 2, SubscriptionId = Rush.Subscription, Product = "Power BI Pro", TotalLicenses = Seats };
        await Task.CompletedTask;
    }
}
