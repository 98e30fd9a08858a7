using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>How much longer operations take in a large tenant than in a small one.</summary>
internal sealed class GrowthBenchmark(Engine engine) : IBenchmark
{
    public string Name => $"growth-{engine.Name}";

    public string Summary => "Operations in a large tenant against the same in a small one";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        var (small, large) = (lab.Sizes.Growth[0], lab.Sizes.Growth[^1]);
        // These change nothing: the samples serve further benchmarks, and further runs.
        foreach (var operation in ChildOperation.Reading)
        {
            var line = new Comparison { Name = $"{Name}: {operation}", Against = $"{small:N0} users", Note = $"{large:N0} users", Needs = engine.Missing };
            if (engine.Missing is not null)
            {
                yield return line;
                continue;
            }

            var (few, many) = (await engine.SampleAsync(lab, small, stop), await engine.SampleAsync(lab, large, stop));
            var medians = await Turns.MedianAsync(lab.Sizes.Rounds, () => TimeAsync(many), () => TimeAsync(few));
            yield return line with { Ours = medians[0], Other = medians[1] };

            async Task<double> TimeAsync(EngineStore store) => (await ChildOperation.RunAsync(operation, store.Address, lab.Scratch("growth.csv"), stop)).Milliseconds;
        }
    }
}
