namespace MSCommerce.Cli.Tests;

public sealed class FileTests(SampleStores samples)
{
    [Fact]
    [Trait("Requirement", "P9")]
    public async Task A_baseline_is_exported_drift_from_it_is_found_and_it_is_applied()
    {
        var store = samples.Copy();
        var file = samples.NewPath(".csv");

        Assert.Equal(0, (await RunAsync(store, "policy", "baseline", "export", "--path", file, "--other-products", "Disabled")).ExitCode);
        var same = await RunAsync(store, "policy", "baseline", "compare", "--path", file, "--output", "json");
        Assert.Equal(0, same.ExitCode);
        Assert.Empty(same.Json.EnumerateArray());

        await RunAsync(store, "policy", "set", "--product", "Python in Excel", "--value", "Disabled");
        var drifted = await RunAsync(store, "policy", "baseline", "compare", "--path", file, "--output", "json");
        Assert.Equal(20, drifted.ExitCode);
        var drift = Assert.Single(drifted.Json.EnumerateArray());
        Assert.Equal("Python in Excel", drift.GetProperty(nameof(PolicyDrift.Name)).GetString());

        Assert.Equal(0, (await RunAsync(store, "policy", "baseline", "set", "--path", file)).ExitCode);
        Assert.Equal(0, (await RunAsync(store, "policy", "baseline", "compare", "--path", file)).ExitCode);
    }

    [Fact]
    [Trait("Requirement", "X6")]
    public async Task A_tenant_of_ones_own_comes_from_files_and_a_repeat_changes_nothing()
    {
        var path = samples.NewPath(".db");
        var store = $"sqlite:{path}";
        await CommandLine.RunAsync("store", "create", "--path", path, "--tenant-name", "Contoso", "--admin", "ada@contoso.example");
        var users = await samples.WriteAsync(".csv", "User principal name,Display name,Block credential\nbob@contoso.example,Bob,False\neve@contoso.example,Eve,False\n");
        var subscriptions = await samples.WriteAsync(".csv", "SubscriptionId,ProductName,Purchaser,TotalLicenses\ns1,Visio Plan 2,bob@contoso.example,3\ns2,Visio Plan 2,,5\n");
        var licenses = await samples.WriteAsync(".jsonl", """{"SubscriptionId":"s1","UserPrincipalName":"eve@contoso.example"}""" + "\n");

        Assert.Equal(2, await CreatedAsync(store, "user", users));
        Assert.Equal(2, await CreatedAsync(store, "subscription", subscriptions));
        Assert.Equal(1, await CreatedAsync(store, "license", licenses));
        Assert.Equal(0, await CreatedAsync(store, "user", users));
        Assert.Equal(0, await CreatedAsync(store, "license", licenses));

        var holders = await RunAsync(store, "license", "user", "list", "--purchaser", "bob@contoso.example", "--output", "json");
        Assert.Equal("eve@contoso.example", Assert.Single(holders.Json.EnumerateArray()).GetProperty(nameof(LicensedUser.UserPrincipalName)).GetString());
    }

    [Fact]
    public async Task A_malformed_line_is_named_and_nothing_of_the_file_is_taken()
    {
        var store = samples.Copy();
        var file = await samples.WriteAsync(".csv", "UserPrincipalName,DisplayName\nnew@fabrikam.example,New\nnot a name,Broken\n");

        var run = await RunAsync(store, "user", "import", "--path", file);

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("line 3", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync(store, "user", "list", "--user", "new@fabrikam.example")).ExitCode);
    }

    [Fact]
    public async Task An_import_that_is_rehearsed_writes_nothing()
    {
        var store = samples.Copy();
        var file = await samples.WriteAsync(".csv", "UserPrincipalName\nnew@fabrikam.example\n");

        var run = await RunAsync(store, "user", "import", "--path", file, "--what-if", "--output", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Json.GetProperty(nameof(ImportResult.Created)).GetInt32());
        Assert.Equal(3, (await RunAsync(store, "user", "list", "--user", "new@fabrikam.example")).ExitCode);
    }

    [Fact]
    [Trait("Requirement", "S3")]
    public async Task An_export_writes_a_file_and_replaces_one_only_by_force()
    {
        var store = samples.Copy();
        var file = samples.NewPath(".csv");

        var first = await RunAsync(store, "license", "user", "export", "--path", file, "--channel", "SelfService", "--output", "json");
        var again = await RunAsync(store, "license", "user", "export", "--path", file);
        var forced = await RunAsync(store, "license", "user", "export", "--path", file, "--force");

        Assert.Equal(0, first.ExitCode);
        Assert.True(first.Json.GetProperty(nameof(ExportResult.Rows)).GetInt64() > 0);
        Assert.Equal(10, again.ExitCode);
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
    }

    private static Task<Run> RunAsync(string store, params string[] arguments) => CommandLine.RunAsync([.. arguments, "--store", store]);

    private static async Task<int> CreatedAsync(string store, string what, string file)
    {
        var run = await RunAsync(store, what, "import", "--path", file, "--output", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json.GetProperty(nameof(ImportResult.Created)).GetInt32();
    }
}
