using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>A whole tenant's licensed users to a CSV file, against <c>sqlite3 -csv</c>.</summary>
internal sealed class ExportSqliteBenchmark : IBenchmark
{
    public string Name => "export-sqlite";

    public string Summary => "Export-SelfServiceUser of the embedded store against sqlite3 -csv";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        const string Others = "sqlite3 -csv of the same rows";
        string[] against = [$"{Others}, lying in one flat table", $"{Others} by a query, in no order", $"{Others} by a query, in the same order"];
        if ((lab.Programs.PowerShellMissing ?? lab.Programs.SqliteMissing) is { } needs)
        {
            foreach (var other in against)
                yield return new() { Name = Name, Against = other, Bar = ExportBars.Bar, Needs = needs };
            yield break;
        }

        var store = await lab.SqliteSampleAsync(lab.Sizes.Users, stop);
        var flat = await FlatAsync(lab, store, stop);
        await using var shell = await PowerShellSession.StartAsync(stop);
        await shell.ConnectAsync($"sqlite:{store}", stop);
        var query = ExportSql.Query("group_concat");
        var (ours, theirs) = (lab.Scratch("ours.csv"), lab.Scratch("theirs.csv"));
        var medians = await Turns.MedianAsync(
            lab.Sizes.Rounds,
            () => shell.TimeAsync($"Export-SelfServiceUser -Path '{ours}' -Force", stop),
            () => Sqlite3Async(flat, "SELECT * FROM flat", theirs, stop),
            () => Sqlite3Async(store, query, theirs, stop),
            () => Sqlite3Async(store, $"{query} {ExportSql.Order}", theirs, stop));
        var rows = ExportBars.DemandSameRows(ours, theirs);
        for (var index = 0; index < against.Length; index++)
            yield return new() { Name = Name, Against = against[index], Ours = medians[0], Other = medians[index + 1], Bar = ExportBars.Bar, Note = $"{rows:N0} rows" };
    }

    private static async Task<string> FlatAsync(Laboratory lab, string store, CancellationToken stop)
    {
        var path = Path.ChangeExtension(store, ".flat.db");
        if (File.Exists(path))
            return path;
        lab.Say("laying the same rows into one flat table");
        var making = path + ".making";
        File.Delete(making);
        await Programs.RunAsync("sqlite3", ["-bail", store, $"ATTACH '{making}' AS f; CREATE TABLE f.flat AS {ExportSql.Query("group_concat")} {ExportSql.Order}"], stop);
        File.Move(making, path);
        return path;
    }

    private static async Task<double> Sqlite3Async(string database, string sql, string path, CancellationToken stop) =>
        (await Programs.RunAsync("sqlite3", ["-bail", "-readonly", "-csv", "-header", database, $".once '{path}'", sql], stop)).Milliseconds;
}
