using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>The most memory that an export needs, of few rows and of many.</summary>
internal sealed class MemoryBenchmark(Engine engine) : IBenchmark
{
    public string Name => $"memory-{engine.Name}";

    public string Summary => "Peak memory of a process that exports many rows against one that exports few";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        var sizes = lab.Sizes;
        var line = new Comparison
        {
            Name = Name,
            Against = $"the export of {sizes.FewRows:N0} rows",
            Unit = "MB",
            Bar = Bar.AtMost(1.25),
            Note = $"{sizes.ManyRows:N0} rows",
            Needs = engine.Missing,
        };
        if (engine.Missing is not null)
        {
            yield return line;
            yield break;
        }

        // One process each: memory is not noisy.
        var few = await PeakAsync(await engine.SampleAsync(lab, sizes.FewRows, stop), lab, stop);
        var many = await PeakAsync(await engine.ManyAsync(lab, sizes.ManyUsers, sizes.ManyRows, stop), lab, stop);
        yield return line with { Ours = many, Other = few };
    }

    private static async Task<double> PeakAsync(EngineStore store, Laboratory lab, CancellationToken stop) =>
        (await ChildOperation.RunAsync(ChildOperation.Export, store.Address, lab.Scratch("memory.csv"), stop)).PeakBytes / 1e6;
}
