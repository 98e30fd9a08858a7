using System.Net;
using System.Net.Sockets;
using Microsoft.Identity.Client;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>A person's sign-in, in a browser here or elsewhere. Tokens after the first are got without asking.</summary>
internal sealed class PersonTokenSource(Microsoft365Options options, MsalSettings settings) : MsalTokenSource
{
    private IPublicClientApplication? _application;
    private IAccount? _account;

    protected override async Task<AccessGrant> AcquireFirstAsync(string scope, CancellationToken stop)
    {
        _application = settings.Apply(PublicClientApplicationBuilder.Create(options.ClientId).WithRedirectUri(RedirectUri())).Build();
        if (options.PersistTokenCache)
        {
            await TokenCacheFile.AttachAsync(_application.UserTokenCache, options.Warn);
            if (await KeptAsync(scope, stop) is { } kept)
                return kept;
        }

        return Grant(await AskAsync([scope], stop));
    }

    protected override async Task<AccessGrant> AcquireAsync(string scope, bool renew, CancellationToken stop) =>
        Grant(await _application!.AcquireTokenSilent([scope], _account).WithForceRefresh(renew).ExecuteAsync(stop));

    private Task<AuthenticationResult> AskAsync(string[] scopes, CancellationToken stop)
    {
        if (options.SignIn is DeviceCodeSignIn device)
        {
            return _application!.AcquireTokenWithDeviceCode(scopes, code =>
            {
                device.Show(code.Message);
                return Task.CompletedTask;
            }).ExecuteAsync(stop);
        }

        var browser = (BrowserSignIn)options.SignIn;
        if (browser.Open is null && BrowserAvailability.WhyNot(browser.IsAttended) is { } why)
            throw Microsoft365Errors.NoBrowser(why);
        var view = new SystemWebViewOptions();
        if (browser.Open is { } open)
            view.OpenBrowserAsync = open;
        return _application!.AcquireTokenInteractive(scopes).WithUseEmbeddedWebView(false).WithSystemWebViewOptions(view).ExecuteAsync(stop);
    }

    /// <summary>The sign-in of an earlier session, where it was kept, is still good, and there is no doubt whose is meant.</summary>
    private async Task<AccessGrant?> KeptAsync(string scope, CancellationToken stop)
    {
        var accounts = (await _application!.GetAccountsAsync()).Where(account => settings.IsAnyTenant || settings.IsOf(account)).ToList();
        if (accounts.Count != 1)
            return null;
        try
        {
            _account = accounts[0];
            return await AcquireAsync(scope, renew: false, stop);
        }
        catch (MsalUiRequiredException)
        {
            _account = null;
            return null;
        }
    }

    private AccessGrant Grant(AuthenticationResult result)
    {
        _account = result.Account;
        return new(result.AccessToken, result.TenantId, result.Account?.Username);
    }

    /// <summary>The address with a free port: MSAL would find one too, and forget the path, which Entra compares.</summary>
    private string RedirectUri()
    {
        var address = new Uri(options.RedirectUri);
        if (options.SignIn is not BrowserSignIn || !address.IsLoopback || !address.IsDefaultPort)
            return options.RedirectUri;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new UriBuilder(address) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri.AbsoluteUri;
    }
}
