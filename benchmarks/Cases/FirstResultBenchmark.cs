using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>How soon there is something to see, and what objects in a pipeline cost.</summary>
internal sealed class FirstResultBenchmark : IBenchmark
{
    // The order of the list, and a status for each, is what makes the first row the first.
    private const string FirstRow =
        """
        SELECT s.subscription_id, p.name, b.upn, s.total, s.assigned, s.first_expires_at,
               (SELECT count(*) FROM subscription_order o WHERE o.tenant_id = s.tenant_id AND o.subscription_key = s.subscription_key)
        FROM subscription s
        JOIN product p ON p.tenant_id = s.tenant_id AND p.product_key = s.product_key
        LEFT JOIN tenant_user b ON b.tenant_id = s.tenant_id AND b.user_key = s.purchaser_key
        ORDER BY b.upn, p.name, s.subscription_id
        """;

    public string Name => "first-result";

    public string Summary => "The first object of Get-SelfServiceSubscription after Connect; Get-SelfServiceUser | Export-Csv against the same objects in memory";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        var first = new Comparison { Name = Name, Against = "nothing: within a second", Bar = Bar.AtMost(1000), Needs = lab.Programs.PowerShellMissing };
        var plain = new Comparison { Name = Name, Against = "bare SQL that reads and sorts the same subscriptions", Needs = lab.Programs.PowerShellMissing };
        var pipeline = new Comparison { Name = "pipeline", Against = "Export-Csv of the same objects already in memory", Bar = Bar.AtMost(1.3), Needs = lab.Programs.PowerShellMissing };
        if (lab.Programs.PowerShellMissing is not null)
        {
            yield return first;
            yield return plain;
            yield return pipeline;
            yield break;
        }

        var store = await lab.SqliteSampleAsync(lab.Sizes.Users, stop);
        var medians = await Turns.MedianAsync(lab.Sizes.Rounds, () => FirstAsync(store, stop), () => BareAsync(store, stop));
        yield return first with { Ours = medians[0], Note = $"a fresh session, {lab.Sizes.Users:N0} users" };
        yield return plain with { Ours = medians[0], Other = medians[1], Note = $"a fresh session, {lab.Sizes.Users:N0} users" };

        var whole = await PipelineAsync(lab, await lab.SqliteSampleAsync(lab.Sizes.Objects, stop), "", stop);
        yield return pipeline with { Ours = whole.Ours, Other = whole.Other, Note = $"all {whole.Count:N0} objects of a tenant" };
        var page = await PipelineAsync(lab, store, $" -First {lab.Sizes.Objects}", stop);
        yield return pipeline with { Bar = null, Ours = page.Ours, Other = page.Other, Note = $"the first {page.Count:N0} of {lab.Sizes.Users:N0} users" };
    }

    private static async Task<(double Ours, double Other, int Count)> PipelineAsync(Laboratory lab, string store, string page, CancellationToken stop)
    {
        await using var shell = await PowerShellSession.StartAsync(stop);
        await shell.ConnectAsync($"sqlite:{store}", stop);
        var path = lab.Scratch("objects.csv");
        var count = int.Parse(await shell.RunAsync($"$objects = @(Get-SelfServiceUser{page}); $objects.Count", stop), CultureInfo.InvariantCulture);
        var medians = await Turns.MedianAsync(
            lab.Sizes.ShortRounds,
            () => shell.TimeAsync($"Get-SelfServiceUser{page} | Export-Csv '{path}'", stop),
            () => shell.TimeAsync($"$objects | Export-Csv '{path}'", stop));
        return (medians[0], medians[1], count);
    }

    private static async Task<double> FirstAsync(string store, CancellationToken stop)
    {
        await using var shell = await PowerShellSession.StartAsync(stop);
        await shell.ConnectAsync($"sqlite:{store}", stop);
        return await shell.TimeAsync("Get-SelfServiceSubscription | Select-Object -First 1", stop);
    }

    private static async Task<double> BareAsync(string store, CancellationToken stop)
    {
        await using var connection = await SqliteStores.ConnectAsync(store, stop);
        await using var command = connection.CreateCommand();
        command.CommandText = FirstRow;
        var since = Stopwatch.GetTimestamp();
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }
}
