using System.Text.Json;
using MSCommerce.Benchmarks.Cases;

namespace MSCommerce.Benchmarks;

/// <summary>Runs what the command line asks for.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Everything that is measured, in the order of the page.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ImportBenchmark(),
        new FirstResultBenchmark(),
        new ExportSqliteBenchmark(),
        new ExportPostgreSqlBenchmark(),
        .. Engine.All.Select(engine => new MoveBenchmark(engine)),
        .. Engine.All.Select(engine => new AssignBenchmark(engine)),
        new PolicyBulkBenchmark(),
        .. Engine.All.Select(engine => new GrowthBenchmark(engine)),
        // Last: PostgreSQL's sample grows into the large one.
        .. Engine.All.Select(engine => new MemoryBenchmark(engine)),
    ];

    /// <summary>Runs.</summary>
    /// <returns>0; 1 where a bar is missed; 2 where the command is not understood.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken stop)
    {
        if (arguments is [ChildOperation.Verb, var operation, var address, var argument])
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(await ChildOperation.BeAsync(operation, address, argument, stop)));
            return 0;
        }

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
        if (options.Growth is { } most)
        {
            await MeasureGrowthAsync(most, lab, output, stop);
            return 0;
        }

        var lines = await MeasureAsync([.. All.Where(benchmark => options.Only.Count == 0 || options.Only.Contains(benchmark.Name, StringComparer.Ordinal))], lab, output, stop);
        await output.WriteLineAsync(BenchmarkTable.ToText(lines));
        if (options is { Quick: false, Only: [] })
            await BenchmarkPage.WriteAsync(lines, stop);
        return !options.Quick && lines.Any(line => line.IsMet == false) ? 1 : 0;
    }

    private static async Task MeasureGrowthAsync(int most, Laboratory lab, TextWriter output, CancellationToken stop)
    {
        // 10,000 and then ten times as many, until there are as many as asked for.
        var sizes = new List<int>();
        for (var size = Math.Min(10_000, most); size < most; size = (int)Math.Min(size * 10L, most))
            sizes.Add(size);
        var table = new GrowthTable([.. sizes, most]);
        foreach (var engine in Engine.All.Where(engine => engine.Missing is null))
            await table.MeasureAsync(engine, lab, stop);
        await output.WriteLineAsync(table.ToMarkdown());
        await ScalePage.WriteAsync(table, $"dotnet run -c Release --project benchmarks -- --growth {most}", stop);
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
