namespace MSCommerce.Benchmarks.Tests;

/// <summary>That the benchmarks run, and judge as they say; how fast anything is, only a quiet machine can tell.</summary>
public sealed class BenchmarkTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("policy-bulk", "one PUT at a time")]
    [InlineData("assign-sqlite", "one writer's bare transactions")]
    [InlineData("memory-sqlite", "the export of 1,000 rows")]
    public async Task A_quick_run_measures_and_holds_no_bar(string name, string against)
    {
        var (code, output) = await RunAsync("--quick", "--only", name);

        Assert.Equal(0, code);
        Assert.Contains(against, output, StringComparison.Ordinal);
        Assert.DoesNotContain("not measured", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quick_move_writes_the_rows_that_the_bare_statements_write()
    {
        Assert.SkipWhen(new Programs().PowerShellMissing is not null, "PowerShell 7.4 or later is not on the PATH. Get it from https://aka.ms/install-powershell");
        // The benchmark itself fails where the rows differ.
        var (code, output) = await RunAsync("--quick", "--only", "move-sqlite");

        Assert.Equal(0, code);
        Assert.Contains("set-based SQL", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_benchmark_is_listed_and_an_unknown_one_is_refused()
    {
        var (code, list) = await RunAsync("--list");
        Assert.Equal(0, code);
        Assert.All(BenchmarkProgram.All, benchmark => Assert.Contains(benchmark.Name, list, StringComparison.Ordinal));

        var (refused, why) = await RunAsync("--only", "imports");
        Assert.Equal(2, refused);
        Assert.Contains("imports", why, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("--growth")).Code);
    }

    [Theory]
    [InlineData(1.5, false, 150, 100, true)]
    [InlineData(1.5, false, 151, 100, false)]
    [InlineData(0.5, true, 50, 100, true)]
    [InlineData(0.5, true, 49, 100, false)]
    public void A_bar_is_met_up_to_its_limit(double limit, bool isFloor, double ours, double other, bool isMet) =>
        Assert.Equal(isMet, new Comparison { Name = "a", Against = "b", Ours = ours, Other = other, Bar = new(limit, isFloor) }.IsMet);

    [Fact]
    public void What_was_not_measured_is_never_met()
    {
        var line = new Comparison { Name = "a", Against = "b", Bar = Bar.AtMost(2), Needs = "psql" };

        Assert.Null(line.IsMet);
        Assert.Equal("not measured: needs psql", line.Verdict);
    }

    [Fact]
    public async Task Turns_warm_up_alternate_and_take_the_median()
    {
        var order = "";
        var figures = new Queue<double>([99, 3, 1, 2]);
        var medians = await Turns.MedianAsync(3, () => Next('a', figures.Dequeue()), () => Next('b', 7));

        Assert.Equal([2.0, 7.0], medians);
        Assert.Equal("ab" + "ab" + "ba" + "ab", order);

        Task<double> Next(char way, double figure)
        {
            order += way;
            return Task.FromResult(figure);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await BenchmarkProgram.RunAsync(arguments, output, Stop);
        return (code, output.ToString());
    }
}
