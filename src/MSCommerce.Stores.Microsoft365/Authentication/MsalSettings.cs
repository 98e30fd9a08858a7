using Microsoft.Identity.Client;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>What every application of MSAL is built with: tenant, authority, and this library's way to send requests.</summary>
internal sealed class MsalSettings(string? tenant, Uri authority, bool isCustom, IMsalHttpClientFactory httpClientFactory)
{
    /// <summary>The end of a scope that asks for whatever was consented to.</summary>
    public const string DefaultScope = "/.default";

    /// <summary>Any tenant: the one of whoever signs in.</summary>
    private const string AnyTenant = "organizations";

    public IMsalHttpClientFactory HttpClientFactory => httpClientFactory;

    /// <summary>The tenant, by id or domain; null for that of whoever signs in.</summary>
    public string? Tenant => IsAnyTenant ? null : tenant;

    public bool IsAnyTenant => string.IsNullOrEmpty(tenant) || tenant is AnyTenant or "common";

    /// <summary>Whether an account that was kept is certainly of the tenant.</summary>
    public bool IsOf(IAccount account) =>
        string.Equals(account.HomeAccountId?.TenantId, tenant, StringComparison.OrdinalIgnoreCase)
        || (account.Username ?? "").EndsWith($"@{tenant}", StringComparison.OrdinalIgnoreCase);

    public T Apply<T>(AbstractApplicationBuilder<T> builder)
        where T : BaseAbstractApplicationBuilder<T>
    {
        // MSAL takes https alone; for http on this machine the handler below it turns the address back (LoopbackHandler).
        var address = new UriBuilder(authority) { Scheme = Uri.UriSchemeHttps, Path = IsAnyTenant ? AnyTenant : tenant! }.Uri;
        builder.WithHttpClientFactory(httpClientFactory);
        // Whether an address is one of Microsoft's is asked of Microsoft: not of one that somebody named himself.
        if (isCustom)
            builder.WithInstanceDiscovery(enableInstanceDiscovery: false);
        return builder.WithAuthority(address, validateAuthority: !isCustom);
    }
}

/// <summary>Gives MSAL the client that everything else is sent with.</summary>
internal sealed class MsalHttpClientFactory(HttpClient client) : IMsalHttpClientFactory
{
    public HttpClient GetHttpClient() => client;
}
