using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>A whole tenant's licensed users to a CSV file, against <c>psql \copy</c>, both with the same login.</summary>
internal sealed class ExportPostgreSqlBenchmark : IBenchmark
{
    public string Name => "export-postgresql";

    public string Summary => "Export-SelfServiceUser of a store in PostgreSQL against psql \\copy";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        const string Others = "psql \\copy of the same rows";
        string[] against = [$"{Others}, lying in one flat table", $"{Others} by a query, in no order", $"{Others} by a query, in the same order"];
        if ((lab.Programs.PowerShellMissing ?? Laboratory.PostgreSqlMissing) is { } needs)
        {
            foreach (var other in against)
                yield return new() { Name = Name, Against = other, Bar = ExportBars.Bar, Needs = needs };
            yield break;
        }

        var postgres = await lab.PostgreSqlAsync(stop);
        var database = await postgres.SampleAsync(lab.Sizes.Users, stop);
        var query = ExportSql.Query("string_agg");
        lab.Say("laying the same rows into one flat table");
        await postgres.ExecuteAsync(
            database, $"DROP TABLE IF EXISTS flat; CREATE TABLE flat AS {query} {ExportSql.Order}; GRANT SELECT ON flat TO mscommerce_writer; VACUUM ANALYZE flat".Split("; "), stop);
        await using var shell = await PowerShellSession.StartAsync(stop);
        await shell.ConnectAsync(postgres.Address(database), stop);
        var (ours, theirs) = (lab.Scratch("ours.csv"), lab.Scratch("theirs.csv"));
        var medians = await Turns.MedianAsync(
            lab.Sizes.Rounds,
            () => shell.TimeAsync($"Export-SelfServiceUser -Path '{ours}' -Force", stop),
            () => CopyAsync("SELECT * FROM flat"),
            () => CopyAsync(query),
            () => CopyAsync($"{query} {ExportSql.Order}"));
        var rows = ExportBars.DemandSameRows(ours, theirs);
        for (var index = 0; index < against.Length; index++)
            yield return new() { Name = Name, Against = against[index], Ours = medians[0], Other = medians[index + 1], Bar = ExportBars.Bar, Note = $"{rows:N0} rows" };

        async Task<double> CopyAsync(string sql)
        {
            string[] arguments = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", postgres.Address(database),
                "--command", "SET search_path = mscommerce", "--command", $"\\copy ({sql.ReplaceLineEndings(" ")}) TO '{theirs}' WITH (FORMAT csv, HEADER)"];
            return (await Programs.RunAsync(PostgreSqlLaboratory.Psql, arguments, stop)).Milliseconds;
        }
    }
}
