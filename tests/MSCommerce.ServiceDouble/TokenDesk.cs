using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace MSCommerce.ServiceDouble;

/// <summary>Issues tokens, and knows which are good.</summary>
public sealed class TokenDesk(TenantState state)
{
    private readonly ConcurrentDictionary<string, (string Resource, DateTimeOffset Until)> _issued = new(StringComparer.Ordinal);

    /// <summary>Every secret that was ever issued: no output of a client may hold one.</summary>
    public ConcurrentBag<string> Secrets { get; } = [];

    /// <summary>How many access tokens were issued.</summary>
    public int Count => _issued.Count;

    /// <summary>Issues an access token for a resource.</summary>
    public string Issue(string resource, string? user, string? application)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(state.TokenLifetime);
        var claims = new JsonObject
        {
            ["aud"] = resource,
            ["tid"] = TenantState.TenantId,
            ["exp"] = until.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString("N"),
        };
        if (user is not null)
            claims["upn"] = user;
        if (application is not null)
            claims["appid"] = application;
        var token = $"{Part("""{"alg":"none","typ":"JWT"}""")}.{Part(claims.ToJsonString())}.{Part(Guid.NewGuid().ToString("N"))}";
        _issued[token] = (resource, until);
        Secrets.Add(token);
        return token;
    }

    /// <summary>An id token, as a person's sign-in brings one.</summary>
    public static string IdToken(string client) => string.Join('.', Part("""{"alg":"none"}"""), Part(new JsonObject
    {
        ["aud"] = client,
        ["iss"] = $"https://login.microsoftonline.com/{TenantState.TenantId}/v2.0",
        ["oid"] = "00000000-aaaa-4000-8000-000000000001",
        ["sub"] = "ada",
        ["tid"] = TenantState.TenantId,
        ["preferred_username"] = TenantState.User,
        ["name"] = "Ada",
    }.ToJsonString()), Part("none"));

    /// <summary>A secret of another kind: a refresh token, a code.</summary>
    public string NewSecret(string prefix)
    {
        var secret = $"{prefix}-{Guid.NewGuid():N}";
        Secrets.Add(secret);
        return secret;
    }

    /// <summary>Ends every token that was issued, before its time.</summary>
    public void Revoke() => _issued.Clear();

    /// <summary>Whether a header brings a token that is good for a resource.</summary>
    public bool IsGood(string? authorization, string resource) =>
        authorization?.StartsWith("Bearer ", StringComparison.Ordinal) == true
        && _issued.TryGetValue(authorization["Bearer ".Length..], out var token) && token.Resource == resource && token.Until > DateTimeOffset.UtcNow;

    /// <summary>Base64url of a text.</summary>
    public static string Part(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
