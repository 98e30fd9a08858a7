using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>Moves that cancel the subscription they come from, against plain SQL that writes the same rows.</summary>
internal sealed class MoveBenchmark(Engine engine) : IBenchmark
{
    private const string Against = "set-based SQL that writes the same rows in the same engine";

    private static readonly Bar Bar = Bar.AtMost(1.5);

    public string Name => $"move-{engine.Name}";

    public string Summary => "Move-SelfServiceUsers against bare SQL that writes the same rows, audit entries and e-mails included";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        if ((lab.Programs.PowerShellMissing ?? engine.Missing) is { } needs)
        {
            yield return new() { Name = Name, Against = Against, Bar = Bar, Needs = needs };
            yield break;
        }

        var users = lab.Sizes.Moved;
        // Every move needs a source and a target of its own: two ways, the round to warm up, and the rounds that count.
        var pairs = 2 * (lab.Sizes.Rounds + 1);
        var store = await engine.MakeAsync(lab, "moves", MoveStore.Options, client => MoveStore.FillAsync(client, users, pairs, stop), stop);
        await using var shell = await PowerShellSession.StartAsync(stop);
        await shell.ConnectAsync(store.Address, stop);
        await using var bare = await store.BareAsync(stop);
        var actor = Convert.ToInt64(await bare.ScalarAsync($"SELECT user_key FROM tenant_user WHERE upn = '{MoveStore.Administrator}'", stop), CultureInfo.InvariantCulture);
        var next = 0;
        IReadOnlyList<long> mine = [], theirs = [];
        var medians = await Turns.MedianAsync(
            lab.Sizes.Rounds,
            async () =>
            {
                var (number, before) = (next++, await BareMove.CountAsync(bare, stop));
                var taken = await shell.TimeAsync($"Move-SelfServiceUsers -SubscriptionId {MoveStore.Source(number)} -TargetSubscriptionId {MoveStore.Target(number)}", stop);
                mine = await AddedAsync(before);
                return taken;
            },
            async () =>
            {
                var (number, before) = (next++, await BareMove.CountAsync(bare, stop));
                var since = Stopwatch.GetTimestamp();
                await BareMove.RunAsync(bare, MoveStore.Source(number), MoveStore.Target(number), users, actor, stop);
                var taken = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
                theirs = await AddedAsync(before);
                return taken;
            });
        if (!mine.SequenceEqual(theirs))
            throw new InvalidOperationException($"The move and the bare SQL wrote different rows ({string.Join(", ", BareMove.Tables)}): {string.Join(", ", mine)} and {string.Join(", ", theirs)}.");
        yield return new() { Name = Name, Against = Against, Ours = medians[0], Other = medians[1], Bar = Bar, Note = $"{users:N0} users" };

        async Task<IReadOnlyList<long>> AddedAsync(IReadOnlyList<long> before) => [.. (await BareMove.CountAsync(bare, stop)).Zip(before, (now, then) => now - then)];
    }
}
