using MSCommerce.Stores.Microsoft365.Authentication;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365;

/// <summary>How to sign in to a tenant, and where its services are.</summary>
public sealed record Microsoft365Options
{
    /// <summary>The public client of Microsoft's own module: what signs a person in where no other application is named.</summary>
    public const string DefaultClientId = "3d5cffa9-04da-4657-8cab-c7f074657cad";

    /// <summary>Where that client's sign-in returns to, at a free port of this machine.</summary>
    public const string DefaultRedirectUri = "http://localhost/m365/commerce";

    /// <summary>The licensing service as a resource that tokens are for.</summary>
    public const string DefaultResource = "aeb86249-8ea3-49e2-900b-54cc8e308f85";

    /// <summary>How to sign in.</summary>
    public SignIn SignIn { get; init; } = new BrowserSignIn();

    /// <summary>The application that signs in.</summary>
    public string ClientId { get; init; } = DefaultClientId;

    /// <summary>The cloud.</summary>
    public CloudEnvironment Environment { get; init; }

    /// <summary>Where a sign-in in the browser returns to: on this machine, at a free port where it names none.</summary>
    public string RedirectUri { get; init; } = DefaultRedirectUri;

    /// <summary>The resource that tokens for the licensing service are for.</summary>
    public string Resource { get; init; } = DefaultResource;

    /// <summary>Whether a person's sign-in is kept on disk, protected as the platform can, for later sessions.</summary>
    public bool PersistTokenCache { get; init; }

    /// <summary>Told where a kept sign-in cannot be protected as well as it should.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Another address of the licensing service: https, or http on this machine.</summary>
    public Uri? LicensingEndpoint { get; init; }

    /// <summary>Another address of Microsoft Graph: https, or http on this machine.</summary>
    public Uri? GraphEndpoint { get; init; }

    /// <summary>Another address to sign in at: https, or http on this machine.</summary>
    public Uri? AuthorityEndpoint { get; init; }

    /// <summary>How long to wait, how often to try again, how much at once.</summary>
    public ResilienceOptions Resilience { get; init; } = new();

    /// <summary>What sends the requests; null for the system's own. The store does not dispose of it.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
