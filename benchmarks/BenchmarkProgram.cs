using MSCommerce.Benchmarks.Cases;

namespace MSCommerce.Benchmarks;

/// <summary>Runs what the command line asks for.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Everything that is measured, in the order of the page.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ExportSqliteBenchmark(),
        new ExportPostgreSqlBenchmark(),
    ];

    /// <summary>Runs.</summary>
    /// <returns>0; 1 where a bar is missed; 2 where the command is not understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken stop)
    {
        var options = BenchmarkOptions.Parse(arguments);
        var unknown = options.Only.Where(name => All.All(benchmark => benchmark.Name != name)).ToList();
        if (options.Fault is not null || unknown.Count > 0)
        {
            await output.WriteLineAsync($"{options.Fault ?? $"There is no benchmark '{string.Join("', '", unknown)}': --list lists them."}\n{BenchmarkOptions.Usage}");
            return 2;
        }

        if (options.List)
        {
            foreach (var benchmark in All)
                await output.WriteLineAsync($"{benchmark.Name,-20} {benchmark.Summary}");
            return 0;
        }

        await using var lab = new Laboratory(options.Quick ? Sizes.Quick : Sizes.Full, output);
        var lines = await MeasureAsync([.. All.Where(benchmark => options.Only.Count == 0 || options.Only.Contains(benchmark.Name, StringComparer.Ordinal))], lab, output, stop);
        await output.WriteLineAsync(BenchmarkTable.ToText(lines));
        if (options is { Quick: false, Only: [] })
            await BenchmarkPage.WriteAsync(lines, stop);
        return !options.Quick && lines.Any(line => line.IsMet == false) ? 1 : 0;
    }

    private static async Task<List<Comparison>> MeasureAsync(IReadOnlyList<IBenchmark> benchmarks, Laboratory lab, TextWriter output, CancellationToken stop)
    {
        var lines = new List<Comparison>();
        foreach (var benchmark in benchmarks)
        {
            await output.WriteLineAsync($"{benchmark.Name}: {benchmark.Summary}");
            await foreach (var line in benchmark.RunAsync(lab, stop))
            {
                lines.Add(line);
                lab.Say(BenchmarkTable.InOneLine(line));
            }
        }

        return lines;
    }
}
