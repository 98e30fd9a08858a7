using System.Text.RegularExpressions;
using MSCommerce.PostgreSql.Server;

namespace MSCommerce.Pester.Tests;

/// <summary>Runs tests/Pester in a real PowerShell, and reports each <c>It</c> as a test of its own.</summary>
public sealed partial class PesterTests
{
    /// <summary>One row a Pester test; where PowerShell or Pester is missing, one skipped row for each <c>It</c> that is written in a file.</summary>
    public static async Task<IReadOnlyCollection<TheoryDataRow<PesterResult>>> Results()
    {
        var stop = TestContext.Current.CancellationToken;
        var files = Repository.PesterFiles();
        if (await PowerShell.FindAsync(stop) is { Missing: { } missing })
            return [.. files.SelectMany(file => TestsIn(file).Select(test => Row(new($"{Path.GetFileName(file)}: {test}", "Skipped", [], missing))))];

        // A process for each file: what one leaves behind (assemblies loaded, sessions connected) is not the next one's.
        await using var postgres = PostgreSqlPrograms.Missing is null ? await PostgreSqlServer.StartAsync(isDurable: false, stop) : null;
        var results = new IReadOnlyList<PesterResult>[files.Count];
        var parallel = new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, files.Count, parallel, async (i, token) => results[i] = await PowerShell.RunPesterAsync(files[i], postgres, token));
        return [.. results.SelectMany(one => one).Select(Row)];
    }

    // Enumerated when the tests run and not when they are discovered, or every listing would run Pester.
    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Pester(PesterResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Outcome is not "Passed")
            Assert.Fail(result.Message);
    }

    /// <summary>The tests that a file has, as far as can be told without running it: one that is repeated for several cases counts once.</summary>
    private static IEnumerable<string> TestsIn(string file) =>
        File.ReadLines(file).Select(line => TestLine().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("""^\s*It ['"](?<name>.+?)['"] """, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestLine();

    private static TheoryDataRow<PesterResult> Row(PesterResult result)
    {
        string[] requirements = [.. result.Requirements];
        var row = new TheoryDataRow<PesterResult>(result)
        {
            TestDisplayName = requirements.Length == 0 ? result.Name : $"{result.Name} [{string.Join(", ", requirements)}]",
            Label = "",
        };
        if (result.Outcome is "Skipped")
            row.Skip = result.Message.Length > 0 ? result.Message : "Skipped by the Pester test.";
        foreach (var requirement in requirements)
            row.WithTrait("Requirement", requirement);
        return row;
    }
}
