using System.CommandLine;
using MSCommerce.Cli.Operations;
using MSCommerce.Rules;

namespace MSCommerce.Cli.Tests;

/// <summary>What the command line makes of an operation that the client does not have yet.</summary>
public sealed class RequestTests
{
    private static readonly Operation Operation = Operation.Of(typeof(NewClient)).Single();

    [Fact]
    public async Task An_operation_that_is_new_in_the_client_has_its_command_and_runs()
    {
        var request = Bind("--name Visio --state Off --place 1 2 --place 3 --loud --when 2026-01-31 --exact true --id 3f2504e0-4f89-41d3-9a0c-0305e82c3301");

        var rows = await Operation.RunAsync(new NewClient(), request, null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        var made = Assert.IsType<NewRequest>(Assert.Single(rows));
        Assert.Equal("Visio", made.Name);
        Assert.Equal(NewState.Off, made.State);
        Assert.Equal([1, 2, 3], made.Place);
        Assert.True(made.Loud);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero), made.When);
        Assert.True(made.Exact);
        Assert.Equal("unchanged", made.WithDefault);
        Assert.Equal("sesame", made.ApiKey);
        Assert.Empty(made.License);
        Assert.Equal(["new", "thing"], Operation.Words);
    }

    [Fact]
    public void A_secret_comes_from_standard_input_without_its_line_end()
    {
        var request = (NewRequest)Bind("--name x --api-key-stdin", input: "from the pipe\n", environment: _ => "from the environment")!;

        Assert.Equal("from the pipe", request.ApiKey);
    }

    [Fact]
    public void A_secret_on_the_command_line_is_refused_and_not_repeated()
    {
        var parsed = Parse("--name x --api-key hunter2", out _);

        var error = Assert.Single(parsed.Errors).Message;
        Assert.Contains("--api-key-stdin", error, StringComparison.Ordinal);
        Assert.Contains("MSCOMMERCE_API_KEY", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_needed_and_missing_is_asked_for_by_name()
    {
        var missing = Assert.Throws<UsageException>(() => Bind("--name x", environment: _ => null));

        Assert.Contains("MSCOMMERCE_API_KEY", missing.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Bind("--name x --api-key-stdin", input: "\n"));
    }

    [Theory]
    [InlineData("--state Off", "--name")]
    [InlineData("--name x --state Maybe", "'Maybe' is none of On, Off")]
    [InlineData("--name x --place 1 two", "'two' is not a whole number")]
    [InlineData("--name x --when yesterday", "2026-01-31")]
    [InlineData("--name x --when 01/02/2026", "2026-01-31")]
    [InlineData("--name x --exact perhaps", "neither true nor false")]
    [InlineData("--name x --license a", "--license")]
    public void A_value_that_is_wrong_is_refused_before_anything_runs(string arguments, string message)
    {
        var parsed = Parse(arguments, out _);

        Assert.Contains(parsed.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SubscriptionId", "subscription-id")]
    [InlineData("DryRun", "dry-run")]
    [InlineData("Path", "path")]
    public void Names_are_spelt_as_command_lines_do(string name, string expected) => Assert.Equal(expected, KebabCase.Of(name));

    private static object? Bind(string arguments, string input = "", Func<string, string?>? environment = null)
    {
        var parsed = Parse(arguments, out var options);
        Assert.Empty(parsed.Errors);
        return options.Bind(parsed, new SecretSource(new StringReader(input), environment ?? (name => name == "MSCOMMERCE_API_KEY" ? "sesame" : null)));
    }

    private static ParseResult Parse(string arguments, out RequestOptions options)
    {
        var command = new Command("thing");
        options = new RequestOptions(Operation, command);
        return command.Parse(arguments);
    }

    public enum NewState { On, Off }

    public sealed record NewRequest
    {
        public required string Name { get; init; }

        public NewState State { get; init; }

        public IReadOnlyList<int> Place { get; init; } = [];

        public bool Loud { get; init; }

        public DateTimeOffset? When { get; init; }

        public bool? Exact { get; init; }

        public Guid? Id { get; init; }

        public string WithDefault { get; init; } = "unchanged";

        [Secret]
        public required string ApiKey { get; init; }

        public IReadOnlyList<LicenseReference> License { get; init; } = [];
    }

    public sealed class NewClient
    {
        public NewArea Area { get; } = new();
    }

    public sealed class NewArea
    {
        [Operation("new thing", Permission.View, Summary = "Does something new.", Cmdlet = "Invoke-Thing")]
        public Task<NewRequest> RunAsync(NewRequest request, CancellationToken cancellationToken = default) => Task.FromResult(request);
    }
}
