using MSCommerce.ServiceDouble;

namespace MSCommerce.Cli.Tests;

[Trait("Requirement", "X1")]
public sealed class SignInOptionTests : IAsyncLifetime
{
    private const string Application = "aaaaaaaa-1111-4000-8000-000000000001";
    private const string Secret = "the~secret.of-the_application";

    private Server _server = null!;

    private string[] Endpoints => ["--store", $"m365:{TenantState.Domain}", "--licensing-endpoint", _server.Http.ToString(), "--authority-endpoint", _server.Http.ToString()];

    public async ValueTask InitializeAsync()
    {
        _server = await Server.StartAsync(TestContext.Current.CancellationToken);
        _server.State.Applications[Application] = Secret;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_application_signs_in_with_its_secret_from_standard_input_or_the_environment()
    {
        string[] arguments = ["policy", "list", "--output", "json", "--verbose", .. Endpoints, "--sign-in", "client-secret", "--client-id", Application];
        var typed = await CommandLine.RunAsync([.. arguments, "--client-secret-stdin"], Secret);
        var set = await CommandLine.RunAsync(arguments, "", ("MSCOMMERCE_CLIENT_SECRET", Secret));
        var missing = await CommandLine.RunAsync(arguments);

        Assert.All([typed, set], run =>
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Equal("AllowSelfServicePurchase", run.Json[0].GetProperty(nameof(Policy.PolicyId)).GetString());
            Assert.Contains("correlation id", run.Error, StringComparison.Ordinal);
            Assert.All(_server.Tokens.Secrets.Append(Secret), secret => Assert.DoesNotContain(secret, run.Out + run.Error, StringComparison.Ordinal));
        });
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("MSCOMMERCE_CLIENT_SECRET", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_sign_in_and_a_missing_browser_end_with_their_exit_code()
    {
        var refused = await CommandLine.RunAsync(["policy", "list", .. Endpoints, "--sign-in", "client-secret", "--client-id", Application, "--client-secret-stdin"], "wrong");
        var nobody = await CommandLine.RunAsync(["policy", "list", .. Endpoints]);

        Assert.Equal(5, refused.ExitCode);
        Assert.Equal(5, nobody.ExitCode);
        Assert.Contains("--device-code", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync(["policy", "list", .. Endpoints, "--as", "ada@contoso.example"])).ExitCode);
        Assert.Equal(2, (await CommandLine.RunAsync(["policy", "list", .. Endpoints, "--sign-in", "magic"])).ExitCode);
    }

    [Fact]
    public async Task What_could_not_be_set_is_a_finding()
    {
        var token = _server.Tokens.Issue(TenantState.LicensingResource, TenantState.User, application: null);
        string[] arguments = ["policy", "set", "--product", "Visio Plan 2", "Project Plan 3", "--value", "OnlyTrialsWithoutPaymentMethod", "--yes", "--output", "json", .. Endpoints, "--sign-in", "access-token"];
        var run = await CommandLine.RunAsync(arguments, "", ("MSCOMMERCE_ACCESS_TOKEN", token));

        Assert.Equal(20, run.ExitCode);
        Assert.Equal("OnlyTrialsWithoutPaymentMethod", _server.State.ValueOf("CFQ7TTC0HD32"));
        Assert.Equal("Enabled", _server.State.ValueOf("CFQ7TTC0HDB0"));
        Assert.Contains("ServiceRefusedRequest", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(token, run.Out + run.Error, StringComparison.Ordinal);
    }
}
