namespace MSCommerce.Cli.Tests;

/// <summary>Stores that others make, from the command line: the example of samples/stores, built beside the tests.</summary>
[Trait("Requirement", "X7")]
public sealed class StoreAssemblyOptionTests(SampleStores samples)
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "stores", "MSCommerce.Stores.JsonFile.dll");

    [Fact]
    public async Task A_store_of_somebody_else_is_made_listed_and_changed()
    {
        var store = $"json:{samples.NewPath(".json")}";

        var made = await CommandLine.RunAsync("store", "create", "--store", store, "--store-assembly", Assembly, "--tenant-name", "Tailspin", "--admin", "ada@tailspin.example");
        var changed = await CommandLine.RunAsync("policy", "set", "--product", "Power BI Pro", "--value", "Disabled", "--yes", "--store", store, "--store-assembly", Assembly);
        var listed = await CommandLine.RunAsync(
            ["policy", "product", "list", "--product", "Power BI Pro", "--output", "json"], "", ("MSCOMMERCE_STORE", store), ("MSCOMMERCE_STORE_ASSEMBLY", Assembly));
        var refused = await CommandLine.RunAsync("subscription", "list", "--store", store, "--store-assembly", Assembly);

        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Equal((0, ""), (changed.ExitCode, changed.Error));
        Assert.Equal("Disabled", Assert.Single(listed.Json.EnumerateArray()).GetProperty(nameof(ProductPolicy.PolicyValue)).GetString());
        Assert.Equal(11, refused.ExitCode);
        Assert.StartsWith("A store in a JSON file cannot", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_loaded_is_an_error_and_shows_no_password()
    {
        const string Store = "json:place?password=hunter2";

        var missing = await CommandLine.RunAsync("context", "--store", Store, "--store-assembly", samples.NewPath(".dll"), "--verbose");
        var unknown = await CommandLine.RunAsync("context", "--store", Store);

        Assert.Equal(3, missing.ExitCode);
        Assert.StartsWith("StoreAssemblyMissing", missing.Error, StringComparison.Ordinal);
        Assert.Equal(6, unknown.ExitCode);
        Assert.DoesNotContain("hunter2", missing.Error + unknown.Error, StringComparison.Ordinal);
    }
}
