namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>An access token that was given. It is for one service, and nobody here can renew it.</summary>
internal sealed class GivenTokenSource(string token, string? tenant, TimeProvider clock) : ITokenSource
{
    /// <summary>Microsoft Graph as an application.</summary>
    private const string GraphId = "00000003-0000-0000-c000-000000000000";

    private readonly TokenClaims? _claims = TokenClaims.Read(token);

    /// <summary>Whether the token says that it is for Microsoft Graph, and not for the licensing service.</summary>
    public bool IsForGraph => _claims?.Audience is { } audience && IsGraph(audience);

    public Task<AccessGrant> SignInAsync(string scope, CancellationToken stop) => GetAsync(scope, rejected: null, stop);

    public Task<AccessGrant> GetAsync(string scope, string? rejected, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(token) || token.AsSpan().ContainsAny(" \r\n\t"))
            throw Microsoft365Errors.TokenUnusable();
        if (rejected is not null || _claims?.ExpiresAt <= clock.GetUtcNow())
            throw Microsoft365Errors.TokenExpired(_claims?.ExpiresAt);
        // A token that does not say whom it is for is the service's to judge.
        if (_claims?.Audience is { } audience && IsGraph(audience) != IsGraph(scope[..^MsalSettings.DefaultScope.Length]))
            throw Microsoft365Errors.TokenForAnother(audience, IsGraph(audience) ? "the licensing service" : "Microsoft Graph");
        return Task.FromResult(new AccessGrant(token, _claims?.TenantId ?? tenant, _claims?.Actor));
    }

    private static bool IsGraph(string audience) =>
        audience.TrimEnd('/') is var name
        && (name == GraphId || Enum.GetValues<CloudEnvironment>().Any(cloud => name.Equals(CloudEndpoints.Of(cloud).Graph.AbsoluteUri.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)));
}
