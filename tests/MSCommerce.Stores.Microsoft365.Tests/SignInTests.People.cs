using System.Text.RegularExpressions;
using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>People who sign in.</summary>
public sealed partial class SignInTests
{
    [Fact]
    public async Task A_person_signs_in_with_a_code_on_another_machine()
    {
        var shown = new List<string>();
        await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new DeviceCodeSignIn(shown.Add), ClientId = Microsoft365Options.DefaultClientId }, tenant: "");

        Assert.Contains("D0UBL3", Assert.Single(shown), StringComparison.Ordinal);
        var context = await client.Tenant.GetContextAsync(Stop);
        Assert.Equal(TenantState.User, context.Actor);
        Assert.Equal(TenantState.TenantId, context.TenantId);
    }

    [Fact]
    public async Task A_person_who_declines_is_not_signed_in()
    {
        _tenant.Server.State.PersonAgrees = false;
        _tenant.Server.State.DeviceCodePolls = 0;

        Assert.Equal("SignInDeclined", (await RefusalAsync(_tenant.Options with { SignIn = new DeviceCodeSignIn(_ => { }) })).ErrorId);
        Assert.Equal("SignInDeclined", (await RefusalAsync(_tenant.Options with { SignIn = new BrowserSignIn { Open = VisitAsync } })).ErrorId);
    }

    [Fact]
    public async Task A_person_signs_in_in_the_browser_with_Microsofts_client_and_its_redirect()
    {
        Uri? visited = null;
        var signIn = new BrowserSignIn
        {
            Open = address =>
            {
                visited = address;
                return VisitAsync(address);
            },
        };
        await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = signIn, ClientId = Microsoft365Options.DefaultClientId }, tenant: "");

        Assert.Equal(TenantState.User, (await client.Tenant.GetContextAsync(Stop)).Actor);
        var query = Uri.UnescapeDataString(visited!.Query);
        Assert.Contains("client_id=3d5cffa9-04da-4657-8cab-c7f074657cad", query, StringComparison.Ordinal);
        Assert.Contains("aeb86249-8ea3-49e2-900b-54cc8e308f85/.default", query, StringComparison.Ordinal);
        // Entra compares the path and not the port.
        Assert.Matches(@"redirect_uri=http://localhost:\d+/m365/commerce", query);
    }

    [Fact]
    public async Task A_person_who_signed_in_in_the_browser_sees_no_secret_of_it()
    {
        await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new BrowserSignIn { Open = VisitAsync }, ClientId = Microsoft365Options.DefaultClientId }, tenant: "");
        var shown = new List<string> { (await client.Tenant.GetContextAsync(Stop)).ToString() };
        foreach (var list in new Func<Task>[] { () => client.Policies.GetAsync(new(), Stop).ListAsync(), () => client.Subscriptions.GetAsync(new(), Stop).ListAsync() })
        {
            await list();
            _tenant.Server.Faults.Next(FaultKind.EchoesToken);
            shown.Add((await Assert.ThrowsAsync<CommerceException>(list)).ToString());
        }

        shown.AddRange(_tenant.Traces);
        Assert.Contains(_tenant.Server.Tokens.Secrets, secret => secret.StartsWith("code-", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, text => _tenant.Server.Tokens.Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_store_of_the_session_asks_nobody_again()
    {
        var shown = new List<string>();
        var factory = new Microsoft365StoreFactory(_tenant.Options with { SignIn = new DeviceCodeSignIn(shown.Add) });
        await using var first = await _tenant.ConnectAsync(factory);
        await using (var second = await _tenant.ConnectAsync(factory))
            Assert.NotEmpty(await second.Policies.GetAsync(new(), Stop).ListAsync());

        Assert.NotEmpty(await first.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Single(shown);
    }

    [Theory]
    [InlineData(false, true, false, null, null, "nobody")]
    [InlineData(true, false, false, null, null, "desktop")]
    [InlineData(true, true, true, null, null, "display")]
    [InlineData(true, true, false, null, "10.0.0.1 1 10.0.0.2 22", "SSH")]
    [InlineData(true, true, true, ":0", null, null)]
    [InlineData(true, true, true, ":10", "10.0.0.1 1 10.0.0.2 22", null)]
    [InlineData(true, true, false, null, null, null)]
    public void Whether_there_is_a_browser_is_known_beforehand(bool isAttended, bool isDesktop, bool isLinux, string? display, string? ssh, string? why)
    {
        var answer = BrowserAvailability.WhyNot(isAttended, isDesktop, isLinux, name => name switch { "DISPLAY" => display, "SSH_CONNECTION" => ssh, _ => null });

        if (why is null)
            Assert.Null(answer);
        else
            Assert.Contains(why, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_browser_it_fails_at_once_and_names_the_ways_that_work()
    {
        var refusal = await RefusalAsync(_tenant.Options with { SignIn = new BrowserSignIn { IsAttended = false } }, errorId: "BrowserUnavailable");

        Assert.All(["-DeviceCode", "-ClientSecret", "-CertificateThumbprint", "-ManagedIdentity", "-FederatedToken", "-AccessToken"], way => Assert.Contains(way, refusal.Message, StringComparison.Ordinal));
        Assert.Empty(_tenant.Server.Log.All);
    }

    /// <summary>What a browser does: opens the page, and posts the form that it finds there.</summary>
    private static Task VisitAsync(Uri address)
    {
        // MSAL says https; the double's http port answers.
        var target = new UriBuilder(address) { Scheme = Uri.UriSchemeHttp }.Uri;
        _ = Task.Run(async () =>
        {
            using var browser = new HttpClient();
            var page = await browser.GetStringAsync(target, Stop);
            var answer = Input().Matches(page).Select(input => KeyValuePair.Create(input.Groups["name"].Value, input.Groups["value"].Value)).ToList();
            await PostAsync(browser, new(Action().Match(page).Groups["address"].Value), answer);
        }, Stop);
        return Task.CompletedTask;
    }

    /// <summary>Posts the answer of the sign-in page, again for some ten seconds where nobody listens: MSAL opens the browser first, and its port after that.</summary>
    private static async Task PostAsync(HttpClient browser, Uri address, List<KeyValuePair<string, string>> answer)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            try
            {
                using var form = new FormUrlEncodedContent(answer);
                using var page = await browser.PostAsync(address, form, Stop);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), Stop);
            }
        }
    }

    [GeneratedRegex(@"name=""(?<name>[^""]+)"" value=""(?<value>[^""]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Input();

    [GeneratedRegex(@"action=""(?<address>[^""]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();
}
