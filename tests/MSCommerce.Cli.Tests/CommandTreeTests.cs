using MSCommerce.Cli.Operations;

namespace MSCommerce.Cli.Tests;

[Trait("Requirement", "X6")]
public sealed class CommandTreeTests
{
    public static TheoryData<string> Operations => [.. Operation.Of(typeof(CommerceClient)).Select(operation => string.Join(' ', operation.Words))];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_operation_of_the_client_has_a_command_whose_help_explains_each_option_and_names_the_cmdlet(string command)
    {
        var operation = Operation.Of(typeof(CommerceClient)).Single(operation => string.Join(' ', operation.Words) == command);

        var run = await CommandLine.RunAsync([.. operation.Words, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(operation.Cmdlet, run.Out, StringComparison.Ordinal);
        Assert.Contains(operation.Summary.Split(' ')[^1], run.Out, StringComparison.Ordinal);
        foreach (var property in operation.Properties)
        {
            // The option, then what it means: on its line or, for a long option, on the next.
            var place = run.Lines.ToList().FindIndex(line => line.StartsWith($"  --{property.OptionName}", StringComparison.Ordinal));
            Assert.True(place >= 0, $"--{property.OptionName} is not in the help.");
            var meaning = run.Lines[place].EndsWith('>') ? run.Lines[place] + run.Lines[place + 1] : run.Lines[place];
            Assert.True(meaning.Trim().Length > property.OptionName.Length + 20, $"--{property.OptionName} is not explained.");
        }
    }

    [Fact]
    public async Task The_help_of_the_program_lists_every_command_and_every_exit_code()
    {
        var run = await CommandLine.RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(Operation.Of(typeof(CommerceClient)), operation => Assert.Contains(run.Lines, line => $"{line}  ".StartsWith($"  {string.Join(' ', operation.Words)}  ", StringComparison.Ordinal)));
        Assert.All(ExitCodes.All, code => Assert.Contains($"\n  {code.Code} ", run.Out, StringComparison.Ordinal));
        Assert.All(run.Lines, line => Assert.True(line.Length <= 110, line));
    }

    [Fact]
    public async Task The_documentation_has_every_exit_code_and_the_noun_of_every_cmdlet()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MSCommerce.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "cli.md"), TestContext.Current.CancellationToken);

        Assert.All(ExitCodes.All, code => Assert.Contains($"| {code.Code} | {code.Meaning} |", text, StringComparison.Ordinal));
        Assert.All(Operation.Of(typeof(CommerceClient)), operation => Assert.Contains(operation.Cmdlet.Split('-')[1], text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_failure_has_an_exit_code_of_its_own()
    {
        var codes = Enum.GetValues<CommerceError>().Select(ExitCodes.Of).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(ExitCodes.Done, codes);
        Assert.DoesNotContain(ExitCodes.Usage, codes);
    }

    [Fact]
    public void No_request_has_a_switch_that_is_on_by_itself()
    {
        foreach (var operation in Operation.Of(typeof(CommerceClient)))
        {
            var request = operation.NewRequest();
            Assert.All(
                operation.Properties.Where(property => property.Kind == PropertyKind.Switch),
                property => Assert.Equal(false, request!.GetType().GetProperty(property.Name)!.GetValue(request)));
        }
    }

    [Fact]
    public void Every_operation_that_plans_can_apply_its_plan_and_asks_where_it_takes_away()
    {
        foreach (var operation in Operation.Of(typeof(CommerceClient)).Where(operation => operation.TakesAway))
            Assert.True(operation.HasPlan, string.Join(' ', operation.Words));
    }
}
