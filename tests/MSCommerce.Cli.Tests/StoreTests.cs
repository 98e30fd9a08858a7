namespace MSCommerce.Cli.Tests;

public sealed class StoreTests(SampleStores samples)
{
    [Fact]
    public async Task The_environment_names_the_store_and_the_option_goes_before_it()
    {
        var fromEnvironment = await CommandLine.RunAsync(["context", "--output", "json"], "", ("MSCOMMERCE_STORE", samples.Shared));
        var missing = await CommandLine.RunAsync(["context"], "", ("MSCOMMERCE_STORE", $"sqlite:{samples.NewPath(".db")}"));
        var option = await CommandLine.RunAsync(["context", "--store", samples.Shared], "", ("MSCOMMERCE_STORE", "nonsense"));

        Assert.Equal(0, fromEnvironment.ExitCode);
        Assert.True(fromEnvironment.Json.GetProperty(nameof(StoreContext.IsSample)).GetBoolean());
        Assert.Equal(13, missing.ExitCode);
        Assert.Equal(0, option.ExitCode);
    }

    [Fact]
    public async Task Without_a_name_the_embedded_store_is_made_once_and_its_administrator_is_who_acts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder of the user's data can be set by the environment on Linux alone.");
        var home = samples.NewPath("");
        (string, string?)[] environment = [("MSCOMMERCE_STORE", null), ("XDG_DATA_HOME", home)];

        var first = await CommandLine.RunAsync(["context", "--as", "ada@contoso.example", "--output", "json"], "", environment);
        var second = await CommandLine.RunAsync(["context", "--output", "json"], "", environment);

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("Made the embedded store", first.Error, StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.Empty(second.Error);
        Assert.Equal("ada@contoso.example", second.Json.GetProperty(nameof(StoreContext.Actor)).GetString());
        Assert.NotEmpty(Directory.EnumerateFiles(home, "*.db", SearchOption.AllDirectories));
    }

    [Fact, Trait("Requirement", "X4")]
    public async Task A_store_is_copied_once_and_the_copy_is_the_same_tenant()
    {
        var path = samples.NewPath(".db");

        var copied = await CommandLine.RunAsync("store", "copy", "--store", samples.Shared, "--destination", path, "--output", "json");
        var again = await CommandLine.RunAsync("store", "copy", "--store", samples.Shared, "--destination", path);
        var refused = await CommandLine.RunAsync("store", "copy", "--store", samples.Shared, "--as", "reader@fabrikam.example", "--destination", samples.NewPath(".db"));
        var list = await CommandLine.RunAsync("subscription", "list", "--store", $"sqlite:{path}", "--output", "json");
        var original = await CommandLine.RunAsync("subscription", "list", "--store", samples.Shared, "--output", "json");

        Assert.Equal(0, copied.ExitCode);
        Assert.All(copied.Json.EnumerateArray(), section => Assert.True(section.GetProperty(nameof(CopiedSection.IsVerified)).GetBoolean()));
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Equal(4, refused.ExitCode);
        Assert.Equal(original.Json.ToString(), list.Json.ToString());
    }

    [Fact]
    public async Task A_store_is_made_with_its_names_and_not_made_twice()
    {
        var path = samples.NewPath(".db");

        var made = await CommandLine.RunAsync("store", "create", "--path", path, "--tenant-name", "Contoso", "--admin", "grace@contoso.example", "--output", "json");
        var again = await CommandLine.RunAsync("store", "create", "--store", $"sqlite:{path}", "--tenant-name", "Another");

        Assert.Equal(0, made.ExitCode);
        Assert.Equal("Contoso", made.Json.GetProperty(nameof(StoreContext.TenantName)).GetString());
        Assert.Equal("grace@contoso.example", made.Json.GetProperty(nameof(StoreContext.Actor)).GetString());
        Assert.Equal(10, again.ExitCode);
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_to_be_made_is_named_once()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("store", "create")).ExitCode);
        Assert.Equal(2, (await CommandLine.RunAsync("store", "create", "--path", "a.db", "--store", "sqlite:b.db")).ExitCode);
    }

    [Fact]
    [Trait("Requirement", "X8")]
    public async Task A_sample_of_the_same_seed_is_the_same_and_replaces_a_file_only_by_force()
    {
        var path = samples.NewPath(".db");
        string[] arguments = ["sample", "create", "--path", path, "--users", "40", "--seed", "7"];

        Assert.Equal(0, (await CommandLine.RunAsync(arguments)).ExitCode);
        var first = await HoldersAsync(path);
        Assert.Equal(10, (await CommandLine.RunAsync(arguments)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync([.. arguments, "--force"])).ExitCode);

        Assert.NotEqual("", first);
        Assert.Equal(first, await HoldersAsync(path));
        Assert.Equal([path], Directory.EnumerateFiles(samples.Folder, $"{Path.GetFileName(path)}*"));
    }

    [Fact]
    public async Task A_sample_that_would_be_too_small_is_refused_and_leaves_no_file()
    {
        var path = samples.NewPath(".db");

        var run = await CommandLine.RunAsync("sample", "create", "--path", path, "--users", "3");

        Assert.Equal(6, run.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(samples.Folder, $"{Path.GetFileName(path)}*"));
    }

    private static async Task<string> HoldersAsync(string path) => (await CommandLine.RunAsync("license", "user", "list", "--output", "csv", "--store", $"sqlite:{path}")).Out;
}
