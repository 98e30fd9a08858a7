using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Kills;

/// <summary>Killed at any moment of a move, a cancellation, an import, a change of all policies or the sending of e-mails: whole or absent, and the store is sound.</summary>
[Trait("Requirement", "T2"), Trait("Requirement", "N1")]
public sealed class KillTests(PostgreSqlFixture postgres)
{
    /// <summary>A store is used for so many kills: then its checks have too much to look at.</summary>
    private const int KillsAStore = 25;

    private static readonly int Kills = Torture.Count(full: 200, few: 5);

    [Fact]
    public Task SQLite_survives_the_death_of_its_process() => KillProcessesAsync(async () => await SqliteArena.CreateAsync());

    [Fact]
    public async Task PostgreSQL_survives_the_death_of_its_client()
    {
        await postgres.DemandAsync(Torture.Stop);
        await KillProcessesAsync(async () => await PostgreSqlArena.CreateAsync(postgres));
    }

    private static async Task KillProcessesAsync(Func<Task<Arena>> create)
    {
        var random = new Random(Torture.Seed);
        var (steps, whole, absent, name) = (0, 0, 0, "");
        for (var done = 0; done < Kills; done += KillsAStore)
        {
            await using var arena = await create();
            name = arena.Name;
            var wire = Path.GetTempFileName();
            await using (var store = await arena.OpenAsync())
                await Work.PrepareAsync(store, Torture.Stop);
            for (var kill = done; kill < Math.Min(Kills, done + KillsAStore); kill++)
            {
                string[] arguments = [wire, FormattableString.Invariant($"batch{kill}"), FormattableString.Invariant($"{Torture.Seed + kill}"), FormattableString.Invariant($"{kill * 31}")];
                using var victim = await VictimProcess.StartAsync(["work", .. arena.ForVictim(Crowd.Admin), .. arguments]);
                var told = await victim.KillAsync(TimeSpan.FromMilliseconds(random.Next(1200)));
                await arena.QuietAsync();
                await using var store = await arena.OpenAsync(clock: new ForwardClock(TimeSpan.FromMinutes(kill * 31)));
                var trail = new WorkTrail(store, wire);
                await trail.FollowAsync(WorkTrail.Read(told));
                (steps, whole, absent) = (steps + trail.Steps, whole + trail.CutOffAndWhole, absent + trail.CutOffAndAbsent);
            }

            File.Delete(wire);
        }

        Torture.Tell($"{name}, process killed: {Kills} kills after {steps} changes had begun; of those cut off, {whole} were whole and {absent} absent.");
    }
}
