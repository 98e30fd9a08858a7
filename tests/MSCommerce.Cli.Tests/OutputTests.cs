using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace MSCommerce.Cli.Tests;

[Trait("Requirement", "X6")]
public sealed class OutputTests(SampleStores samples)
{
    [Fact]
    public async Task Json_of_a_list_is_an_array_with_the_names_of_the_models()
    {
        var run = await CommandLine.RunAsync("subscription", "list", "--channel", "SelfService", "--output", "json", "--store", samples.Shared);

        Assert.Equal(0, run.ExitCode);
        var subscriptions = run.Json.EnumerateArray().ToList();
        Assert.True(subscriptions.Count > 5);
        Assert.All(subscriptions, subscription =>
        {
            Assert.Equal("SelfService", subscription.GetProperty(nameof(Subscription.Channel)).GetString());
            Assert.EndsWith("Z", subscription.GetProperty(nameof(Subscription.ExpiresAt)).GetString(), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Number, subscription.GetProperty(nameof(Subscription.TotalLicenses)).ValueKind);
        });
        Assert.Contains(subscriptions, subscription => subscription.GetProperty(nameof(Subscription.CancelledAt)).ValueKind == JsonValueKind.Null);
    }

    [Fact, Trait("Requirement", "S3")]
    public async Task A_list_is_sorted_and_paged_by_options_of_the_client()
    {
        async Task<List<string?>> NamesAsync(params string[] options)
        {
            var run = await CommandLine.RunAsync(["license", "user", "list", "--sort-by", "User", "--output", "json", "--store", samples.Shared, .. options]);
            return [.. run.Json.EnumerateArray().Select(user => user.GetProperty(nameof(LicensedUser.UserPrincipalName)).GetString())];
        }

        var all = await NamesAsync();

        Assert.Equal(all.Order(StringComparer.OrdinalIgnoreCase), all);
        Assert.Equal(Enumerable.Reverse(all).Skip(2).Take(3), await NamesAsync("--descending", "--skip", "2", "--first", "3"));
    }

    [Fact]
    public async Task Json_of_one_thing_is_an_object()
    {
        var run = await CommandLine.RunAsync("context", "-o", "json", "--store", samples.Shared);

        Assert.Equal("admin@fabrikam.example", run.Json.GetProperty(nameof(StoreContext.Actor)).GetString());
        Assert.True(run.Json.GetProperty(nameof(StoreContext.IsSample)).GetBoolean());
    }

    [Fact]
    public async Task Json_of_an_empty_list_is_an_empty_array()
    {
        var run = await CommandLine.RunAsync("subscription", "list", "--product", "Nothing*", "--output", "json", "--store", samples.Shared);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Json.EnumerateArray());
    }

    [Fact]
    public async Task Csv_has_a_header_and_every_property_and_dates_in_ISO_8601()
    {
        var run = await CommandLine.RunAsync("subscription", "list", "--output", "csv", "--store", samples.Shared);

        using var csv = CsvReader.Create(new StringReader(run.Out), new CsvReaderOptions { Separator = ',' });
        csv.ReadHeader();
        Assert.Equal(typeof(Subscription).GetProperties().Select(property => property.Name), csv.Headers);
        var rows = 0;
        while (csv.Read())
        {
            rows++;
            Assert.True(DateTimeOffset.TryParseExact(csv.GetString("ExpiresAt"), "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), csv.GetString("ExpiresAt"));
        }

        Assert.True(rows > 10);
    }

    [Fact]
    public async Task A_table_in_a_pipe_is_aligned_text_that_is_not_cut_and_has_no_escape_sequences()
    {
        var run = await CommandLine.RunAsync("policy", "product", "list", "--store", samples.Shared);

        var column = run.Lines[0].IndexOf("PolicyValue", StringComparison.Ordinal);
        Assert.StartsWith("ProductId", run.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("---", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal(17, run.Lines.Count - 2);
        Assert.All(run.Lines.Skip(2), line => Assert.Contains(line[column..].Split(' ')[0], PolicyValues.Known));
        Assert.DoesNotContain('\e', run.Out);
        Assert.DoesNotContain('…', run.Out);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Messages_go_to_the_error_stream_without_escape_sequences_and_results_stay_clean()
    {
        var run = await CommandLine.RunAsync("policy", "product", "list", "--product", "Visio*", "No such product", "--output", "json", "--store", samples.Shared);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Json.GetArrayLength());
        Assert.Contains("'No such product'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Error);
    }

    [Fact]
    public async Task Verbose_says_on_the_error_stream_where_it_works_and_as_whom()
    {
        var run = await CommandLine.RunAsync("policy", "list", "--verbose", "--store", samples.Shared);

        Assert.Contains("Acting as admin@fabrikam.example (GlobalAdministrator)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Acting as", run.Out, StringComparison.Ordinal);
    }
}
