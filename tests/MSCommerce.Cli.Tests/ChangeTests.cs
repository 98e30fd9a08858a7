namespace MSCommerce.Cli.Tests;

public sealed class ChangeTests(SampleStores samples)
{
    [Fact]
    [Trait("Requirement", "P8")]
    public async Task What_if_shows_the_change_and_writes_nothing()
    {
        var store = samples.Copy();

        var run = await CommandLine.RunAsync("policy", "set", "--product", "Visio*", "--value", "Disabled", "--what-if", "--output", "json", "--store", store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Json.EnumerateArray(), change =>
        {
            Assert.Equal("Disabled", change.GetProperty(nameof(PolicyChange.Wanted)).GetString());
            Assert.False(change.GetProperty(nameof(PolicyChange.IsApplied)).GetBoolean());
        });
        Assert.Contains("nothing was written", run.Error, StringComparison.Ordinal);
        Assert.All(await PoliciesAsync(store, "Visio*"), value => Assert.Equal("Enabled", value));
    }

    [Fact]
    [Trait("Requirement", "P3")]
    public async Task A_policy_is_set_for_several_products_by_wildcard_and_by_old_id()
    {
        var store = samples.Copy();

        var run = await CommandLine.RunAsync("policy", "set", "--product", "Visio*", "CFQ7TTC0KXND", "--product", "Python in Excel", "--value", "disabled", "--output", "json", "--store", store);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Json.EnumerateArray(), change => Assert.True(change.GetProperty(nameof(PolicyChange.IsApplied)).GetBoolean()));
        Assert.Equal(["Disabled", "Disabled", "Disabled", "Disabled"], await PoliciesAsync(store, "Visio*", "Planner Plan 1", "Python in Excel"));
    }

    [Fact]
    public async Task Opening_purchasing_for_several_products_without_anybody_to_ask_needs_yes()
    {
        var store = samples.Copy();
        string[] arguments = ["policy", "set", "--product", "*", "--value", "Enabled", "--store", store];

        var asked = await CommandLine.RunAsync(arguments);
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("--yes", asked.Error, StringComparison.Ordinal);
        Assert.Contains("Disabled", await PoliciesAsync(store, "*"));

        var sure = await CommandLine.RunAsync([.. arguments, "--yes"]);
        Assert.Equal(0, sure.ExitCode);
        Assert.All(await PoliciesAsync(store, "*"), value => Assert.Equal("Enabled", value));
    }

    [Fact]
    [Trait("Requirement", "T1")]
    public async Task A_move_without_anybody_to_ask_needs_yes_and_then_is_made()
    {
        var store = samples.Copy();
        var (source, target) = await MovableAsync(store);
        string[] arguments = ["license", "user", "move", "--subscription-id", source, "--target-subscription-id", target, "--output", "json", "--store", store];

        var asked = await CommandLine.RunAsync(arguments);
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("--yes", asked.Error, StringComparison.Ordinal);
        Assert.Contains("--what-if", asked.Error, StringComparison.Ordinal);
        Assert.Equal("Active", await StatusAsync(store, source));

        var planned = await CommandLine.RunAsync([.. arguments, "--what-if"]);
        Assert.Equal(0, planned.ExitCode);
        Assert.False(planned.Json[0].GetProperty(nameof(MoveResult.IsApplied)).GetBoolean());
        Assert.Equal("Active", await StatusAsync(store, source));

        var sure = await CommandLine.RunAsync([.. arguments, "--yes"]);
        Assert.True(sure.ExitCode == 0, sure.Error);
        Assert.True(sure.Json[0].GetProperty(nameof(MoveResult.IsApplied)).GetBoolean());
        Assert.Equal("Deleted", await StatusAsync(store, source));
    }

    [Fact]
    [Trait("Requirement", "A")]
    public async Task A_change_that_is_refused_is_recorded_and_a_rehearsal_is_not()
    {
        var store = samples.Copy();
        string[] arguments = ["policy", "set", "--product", "Visio*", "--value", "Disabled", "--as", "reader@fabrikam.example", "--store", store];

        Assert.Equal(4, (await CommandLine.RunAsync([.. arguments, "--what-if"])).ExitCode);
        Assert.Equal(4, (await CommandLine.RunAsync(arguments)).ExitCode);

        var log = await CommandLine.RunAsync("audit", "list", "--outcome", "Refused", "--output", "json", "--store", store);
        var entry = Assert.Single(log.Json.EnumerateArray());
        Assert.Equal("reader@fabrikam.example", entry.GetProperty(nameof(AuditEntry.Actor)).GetString());
    }

    private static async Task<List<string?>> PoliciesAsync(string store, params string[] products)
    {
        var run = await CommandLine.RunAsync(["policy", "product", "list", "--product", .. products, "--output", "json", "--store", store]);
        return [.. run.Json.EnumerateArray().Select(product => product.GetProperty(nameof(ProductPolicy.PolicyValue)).GetString())];
    }

    private static async Task<string?> StatusAsync(string store, string subscription)
    {
        var run = await CommandLine.RunAsync("subscription", "list", "--subscription-id", subscription, "--output", "json", "--store", store);
        return run.Json[0].GetProperty(nameof(Subscription.Status)).GetString();
    }

    /// <summary>An active self-service subscription and a central one with room for its users.</summary>
    private static async Task<(string Source, string Target)> MovableAsync(string store)
    {
        var run = await CommandLine.RunAsync("subscription", "list", "--status", "Active", "--output", "json", "--store", store);
        var all = run.Json.EnumerateArray().ToList();
        var source = all.First(subscription => subscription.GetProperty("Channel").GetString() == "SelfService" && subscription.GetProperty("AssignedLicenses").GetInt32() > 1);
        var needed = source.GetProperty("AssignedLicenses").GetInt32();
        var target = all.First(subscription => subscription.GetProperty("Channel").GetString() == "Central" && subscription.GetProperty("AvailableLicenses").GetInt32() >= needed);
        return (source.GetProperty("SubscriptionId").GetString()!, target.GetProperty("SubscriptionId").GetString()!);
    }
}
