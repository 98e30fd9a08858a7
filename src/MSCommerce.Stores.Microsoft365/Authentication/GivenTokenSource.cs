namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>An access token that was given. It is for the licensing service, and nobody here can renew it.</summary>
internal sealed class GivenTokenSource(string token, string? tenant, TimeProvider clock) : ITokenSource
{
    private readonly TokenClaims? _claims = TokenClaims.Read(token);

    public Task<AccessGrant> SignInAsync(string scope, CancellationToken stop) => GetAsync(scope, rejected: null, stop);

    public Task<AccessGrant> GetAsync(string scope, string? rejected, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(token) || token.AsSpan().ContainsAny(" \r\n\t"))
            throw Microsoft365Errors.TokenUnusable();
        if (rejected is not null || _claims?.ExpiresAt <= clock.GetUtcNow())
            throw Microsoft365Errors.TokenExpired(_claims?.ExpiresAt);
        return Task.FromResult(new AccessGrant(token, _claims?.TenantId ?? tenant, _claims?.Actor));
    }
}
