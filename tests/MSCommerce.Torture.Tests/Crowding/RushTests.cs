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

    private static readonly int Milliseconds = Torture.Count(full: 30_000, few: 4_000);

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

        var results = await RunAsync(arena);

        var assigned = results.Sum(result => result.Assigned - result.Unassigned);
        var subscription = Assert.Single(await Arena.ListAsync(store.Subscriptions.GetAsync(new() { SubscriptionId = [Rush.Subscription] }, Torture.Stop)));
        Assert.InRange(assigned, 0, Seats);
        Assert.Equal(assigned, subscription.AssignedLicenses);
        // One entry for each change and for each refusal; a store that stayed locked has none.
        var entries = (await Arena.ListAsync(store.Audit.GetAsync(new(), Torture.Stop))).Count - entriesBefore;
        Assert.Equal(results.Sum(result => result.Answers - result.Locked), entries);
        await Arena.DemandWholeAsync(store);
        var (slowest, mean) = (results.Min(result => result.Answers), results.Average(result => result.Answers));
        Torture.Tell(
            $"{arena.Name}, {results.Count} writers in {Processes} processes, {Seats} seats, {Milliseconds / 1000} s: {results.Sum(result => result.Answers)} answers ({results.Sum(result => result.Assigned)} assigned, {results.Sum(result => result.Unassigned)} given back, {results.Sum(result => result.TooFew)} too few, {results.Sum(result => result.Changed)} changed meanwhile, {results.Sum(result => result.Locked)} locked); slowest writer {slowest}, mean {mean:F1}, ratio {slowest / mean:F2}.");
        Assert.True(slowest >= mean / 4, $"The slowest writer had {slowest} answers, the mean is {mean}: {string.Join("; ", results)}");
    }

    private static async Task<List<RushResult>> RunAsync(Arena arena)
    {
        var victims = await Task.WhenAll(Enumerable.Range(0, Processes).Select(process => VictimProcess.StartAsync(
            ["rush", .. arena.ForVictim(Crowd.Admin), FormattableString.Invariant($"{(process * WritersEach) + 1}"), FormattableString.Invariant($"{WritersEach}"), FormattableString.Invariant($"{Milliseconds}")])));
        try
        {
            foreach (var victim in victims)
                await victim.GoAsync();
            var told = await Task.WhenAll(victims.Select(victim => victim.EndAsync()));
            Assert.All(told, lines => Assert.Equal(WritersEach, lines.Count));
            return [.. told.SelectMany(lines => lines).Select(RushResult.Parse)];
        }
        finally
        {
            foreach (var victim in victims)
                victim.Dispose();
        }
    }

    private static async IAsyncEnumerable<SubscriptionRow> OneAsync()
    {
        yield return new() { Line = 2, SubscriptionId = Rush.Subscription, Product = "Power BI Pro", TotalLicenses = Seats };
        await Task.CompletedTask;
    }
}
