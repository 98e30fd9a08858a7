namespace MSCommerce.Cli.Tests;

public sealed class ExitCodeTests(SampleStores samples)
{
    [Theory]
    [InlineData(3, "There is no subscription 'no-such-id'", "subscription", "list", "--subscription-id", "no-such-id")]
    [InlineData(3, "No product has the id or name 'Nothing'", "policy", "set", "--product", "Nothing", "--value", "Disabled")]
    [InlineData(3, "No product matches 'Nothing*'", "policy", "set", "--product", "Nothing*", "--value", "Disabled")]
    [InlineData(4, "'reader@fabrikam.example' may not change policies", "policy", "set", "--product", "Visio*", "--value", "Disabled", "--as", "reader@fabrikam.example")]
    [InlineData(5, "Cannot act as 'nobody@fabrikam.example'", "policy", "list", "--as", "nobody@fabrikam.example")]
    [InlineData(6, "'Sometimes' is not a policy value", "policy", "set", "--product", "Visio*", "--value", "Sometimes")]
    [InlineData(6, "either a target subscription or a target product", "license", "user", "move", "--subscription-id", "x", "--yes")]
    public async Task A_failure_has_its_own_exit_code_and_says_what_to_do(int exitCode, string message, params string[] arguments)
    {
        var run = await CommandLine.RunAsync([.. arguments, "--store", samples.Copy()]);

        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Error}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_store_that_is_named_and_missing_is_not_made()
    {
        var path = samples.NewPath(".db");

        var run = await CommandLine.RunAsync("policy", "list", "--store", $"sqlite:{path}");

        Assert.Equal(13, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_told_from_one_that_is_missing()
    {
        var path = await samples.WriteAsync(".db", "This is no database, however long one looks at it.");

        Assert.Equal(14, (await CommandLine.RunAsync("policy", "list", "--store", $"sqlite:{path}")).ExitCode);
    }

    [Fact]
    public async Task An_address_without_a_scheme_that_is_known_is_refused()
    {
        var run = await CommandLine.RunAsync("policy", "list", "--store", "carrier-pigeon:3");

        Assert.Equal(6, run.ExitCode);
        Assert.Contains("sqlite:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", "list", "--no-such-option")]
    [InlineData("policy", "lsit")]
    [InlineData("policy")]
    [InlineData("policy", "set", "--product", "Visio*")]
    [InlineData("subscription", "list", "--status", "Sleeping")]
    [InlineData("subscription", "list", "--status", "1")]
    [InlineData("subscription", "list", "--expiring-before", "3/4/2026")]
    [InlineData("subscription", "list", "--first", "many")]
    [InlineData("subscription", "list", "--first", "-1")]
    [InlineData("subscription", "list", "--skip", "-5")]
    [InlineData("audit", "list", "--first", "-1")]
    [InlineData("subscription", "list", "--subscription-id")]
    [InlineData("subscription", "list", "--subscription-id", "--output", "csv")]
    [InlineData("subscription", "list", "--subscription-id", "a", "--product", "-o", "csv")]
    [InlineData("license", "user", "list", "--subscription-id", "--product", "Visio*")]
    [InlineData("policy", "set", "--product", "Visio*", "--value", "--what-if")]
    [InlineData("policy", "list", "--store", "--output", "csv")]
    [InlineData("subscription", "list", "--what-if")]
    [InlineData("policy", "list", "--output", "xml")]
    public async Task A_command_line_that_is_wrong_exits_with_2_and_points_to_the_help(params string[] arguments)
    {
        var run = await CommandLine.RunAsync(arguments);

        Assert.True(run.ExitCode == 2, $"{run.ExitCode}: {run.Error}");
        Assert.Contains("--help' shows what there is", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Verbose_names_the_error()
    {
        var run = await CommandLine.RunAsync("policy", "set", "--product", "Nothing", "--value", "Disabled", "--verbose", "--store", samples.Shared);

        Assert.Contains("ProductNotFound: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_ends_with_130_and_leaves_no_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process cannot be sent Ctrl+C there without a console of its own.");
        var path = samples.NewPath(".db");
        using var process = CommandLine.Start(["sample", "create", "--path", path, "--users", "2000000"]);
        while (!Directory.EnumerateFiles(samples.Folder, $"{Path.GetFileName(path)}*").Any())
            await Task.Delay(50, TestContext.Current.CancellationToken);

        using var kill = System.Diagnostics.Process.Start("sh", ["-c", $"kill -INT {process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Cancelled", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(samples.Folder, $"{Path.GetFileName(path)}*"));
    }

    [Fact, Trait("Requirement", "X8")]
    public async Task Killed_it_leaves_no_store_and_the_next_making_clears_up_after_it()
    {
        var path = samples.NewPath(".db");
        string[] Files() => [.. Directory.EnumerateFiles(samples.Folder, $"{Path.GetFileName(path)}*")];
        using var process = CommandLine.Start(["sample", "create", "--path", path, "--users", "2000000"]);
        while (!Files().Any(file => file.EndsWith(".partial", StringComparison.Ordinal)))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(Files());
        Assert.False(File.Exists(path));

        var run = await CommandLine.RunAsync("sample", "create", "--path", path);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(Files(), file => file.Contains(".partial", StringComparison.Ordinal));
        Assert.True(File.Exists(path));
    }
}
