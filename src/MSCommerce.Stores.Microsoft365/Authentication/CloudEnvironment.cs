namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>The clouds that Microsoft runs.</summary>
public enum CloudEnvironment
{
    /// <summary>The worldwide cloud.</summary>
    Global,

    /// <summary>US Government, GCC High.</summary>
    USGov,

    /// <summary>US Government, Department of Defense.</summary>
    USGovDoD,

    /// <summary>China, operated by 21Vianet.</summary>
    China,
}

/// <summary>Where the services of a cloud are.</summary>
/// <param name="Authority">Where one signs in.</param>
/// <param name="Licensing">The licensing service; null where it is not documented for the cloud.</param>
/// <param name="Graph">Microsoft Graph.</param>
internal sealed record CloudEndpoints(Uri Authority, Uri? Licensing, Uri Graph)
{
    /// <summary>The documented addresses.</summary>
    public static CloudEndpoints Of(CloudEnvironment environment) => environment switch
    {
        CloudEnvironment.Global => new(
            new("https://login.microsoftonline.com"), new("https://licensing.m365.microsoft.com"), new("https://graph.microsoft.com")),
        CloudEnvironment.USGov => new(new("https://login.microsoftonline.us"), Licensing: null, new("https://graph.microsoft.us")),
        CloudEnvironment.USGovDoD => new(new("https://login.microsoftonline.us"), Licensing: null, new("https://dod-graph.microsoft.us")),
        CloudEnvironment.China => new(new("https://login.partner.microsoftonline.cn"), Licensing: null, new("https://microsoftgraph.chinacloudapi.cn")),
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, message: null),
    };

    /// <summary>The addresses that the options name, the cloud's where they name none.</summary>
    public static CloudEndpoints Of(Microsoft365Options options)
    {
        var cloud = Of(options.Environment);
        return new(
            Checked(options.AuthorityEndpoint, nameof(options.AuthorityEndpoint)) ?? cloud.Authority,
            Checked(options.LicensingEndpoint, nameof(options.LicensingEndpoint)) ?? cloud.Licensing,
            Checked(options.GraphEndpoint, nameof(options.GraphEndpoint)) ?? cloud.Graph);
    }

    /// <summary>Tokens go to these addresses: nothing but https may carry them, unless they do not leave this machine.</summary>
    private static Uri? Checked(Uri? endpoint, string name)
    {
        if (endpoint is null)
            return null;
        var isSound = endpoint.IsAbsoluteUri
            && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
            && endpoint is { UserInfo: "", Query: "", Fragment: "" };
        return isSound ? endpoint : throw Microsoft365Errors.EndpointInsecure(name, endpoint);
    }
}
