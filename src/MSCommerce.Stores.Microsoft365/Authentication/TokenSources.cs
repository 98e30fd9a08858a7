using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>Makes the token source of a way to sign in.</summary>
internal static class TokenSources
{
    /// <summary>Makes it; nobody is asked yet.</summary>
    public static ITokenSource Of(Microsoft365Options options, string? tenant, CloudEndpoints endpoints, HttpMessageHandler handler, TimeProvider clock)
    {
        if (options.SignIn is AccessTokenSignIn given)
            return new GivenTokenSource(given.Token.Reveal(), tenant, clock);
        return OfMsal(options, tenant, endpoints, handler);
    }

    // A method of its own: MSAL is loaded where this runs.
    private static MsalTokenSource OfMsal(Microsoft365Options options, string? tenant, CloudEndpoints endpoints, HttpMessageHandler handler)
    {
        var isPlain = endpoints.Authority.Scheme == Uri.UriSchemeHttp;
        var client = new HttpClient(isPlain ? new LoopbackHandler(endpoints.Authority, handler) : handler, disposeHandler: false);
        var settings = new MsalSettings(tenant, endpoints.Authority, options.AuthorityEndpoint is not null, new MsalHttpClientFactory(client));
        return options.SignIn switch
        {
            ManagedIdentitySignIn managed => new ManagedIdentityTokenSource(managed, settings),
            BrowserSignIn or DeviceCodeSignIn => new PersonTokenSource(options, settings),
            _ => new ApplicationTokenSource(options, settings),
        };
    }
}
