using MSCommerce.Files;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>A store that is made beside its place, while another of the same name is made in the same process.</summary>
public sealed class SqliteMakingTests : SqliteTestBase
{
    [Fact, Trait("Requirement", "X8")]
    public async Task A_second_making_leaves_the_first_one_its_locks()
    {
        using var first = PartialFile.Beside(InFolder("sample.db"));
        var store = await OpenAsync(address: first.Path);
        await Crowd.FillAsync(store, 20, Stop);
        // From here on the store keeps a connection open.
        await store.GetContextAsync(Stop);
        Assert.True(File.Exists($"{first.Path}-wal"));

        using var second = PartialFile.Beside(InFolder("sample.db"));

        // Whoever opens and closes a store tidies its log away, unless a lock says that somebody else has it open.
        await RunVictimAsync(first.Path, "import", "1");
        Assert.True(File.Exists($"{first.Path}-wal"), "Another process took the store for one that nobody has open.");
        await store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
        await AssertWholeAsync(store);
    }

    private static async Task RunVictimAsync(params string[] arguments)
    {
        string[] program = ["exec", "--runtimeconfig", Path.ChangeExtension(typeof(SqliteMakingTests).Assembly.Location, "runtimeconfig.json"), typeof(Crowd).Assembly.Location, .. arguments];
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", program) { UseShellExecute = false, RedirectStandardOutput = true })!;
        Assert.EndsWith("done\n", await process.StandardOutput.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }
}
