using System.Globalization;

namespace MSCommerce.Benchmarks;

/// <summary>What each operation costs in stores of several sizes.</summary>
internal sealed class GrowthTable(IReadOnlyList<int> assignments)
{
    private readonly List<(string Engine, string Operation, IReadOnlyList<string> Cells)> _rows = [];

    /// <summary>Makes a store of each size and runs every operation in it, each in a process of its own.</summary>
    public async Task MeasureAsync(Engine engine, Laboratory lab, CancellationToken stop)
    {
        string[] operations = [ChildOperation.Fill, .. ChildOperation.AfterFilling];
        var costs = operations.Select(_ => new List<OperationCost>()).ToList();
        var disk = new List<string>();
        foreach (var size in assignments)
        {
            // A sample tenant has somewhat more licences than users.
            var users = (int)(size * 0.83);
            var store = await MakeAsync(engine, lab, size, stop);
            for (var index = 0; index < operations.Length; index++)
            {
                var argument = operations[index] == ChildOperation.Fill ? users.ToString(CultureInfo.InvariantCulture) : lab.Scratch("growth.csv");
                var cost = await ChildOperation.RunAsync(operations[index], store.Address, argument, stop);
                lab.Say($"{engine.Name}, {size:N0} assignments: {operations[index]}: {Cell(cost)}");
                costs[index].Add(cost);
            }

            disk.Add($"{await store.SizeAsync(stop) / 1e6:N0} MB");
        }

        _rows.AddRange(operations.Select((operation, index) => (engine.Name, operation, (IReadOnlyList<string>)[.. costs[index].Select(Cell)])));
        _rows.Add((engine.Name, "size on disk afterwards", disk));
    }

    public string ToMarkdown()
    {
        string[] head = ["store", "operation", .. assignments.Select(size => $"{size:N0} assignments")];
        var rows = _rows.Select(row => (string[])[row.Engine, row.Operation, .. row.Cells]);
        return string.Join('\n', rows.Select(Row).Prepend($"|---|---|{string.Concat(assignments.Select(_ => "--:|"))}").Prepend(Row(head)));
    }

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Cell(OperationCost cost)
    {
        var time = cost.Milliseconds >= 10_000 ? $"{cost.Milliseconds / 1000:N0} s" : cost.Milliseconds >= 1000 ? $"{cost.Milliseconds / 1000:0.0} s" : $"{cost.Milliseconds:0} ms";
        return $"{time}, {cost.PeakBytes / 1e6:N0} MB";
    }

    /// <summary>A store that is there and empty: the child fills it, and that is measured too.</summary>
    private static async Task<EngineStore> MakeAsync(Engine engine, Laboratory lab, int size, CancellationToken stop) =>
        await engine.MakeAsync(lab, string.Create(CultureInfo.InvariantCulture, $"growth{size}"), Samples.SampleTenant.StoreOptions, _ => Task.CompletedTask, stop);
}
