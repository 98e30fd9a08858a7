namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>Sends what MSAL addresses by https to an authority that speaks http on this machine, and nothing else.</summary>
internal sealed class LoopbackHandler(Uri authority, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } address && address.Scheme == Uri.UriSchemeHttps && address.IsLoopback && address.Port == authority.Port)
            request.RequestUri = new UriBuilder(address) { Scheme = Uri.UriSchemeHttp }.Uri;
        return base.SendAsync(request, cancellationToken);
    }
}
