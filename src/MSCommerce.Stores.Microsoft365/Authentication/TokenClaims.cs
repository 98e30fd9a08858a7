using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>
/// What an access token says of itself, to be shown: whose it is and until when. Its signature is the service's to check; nothing is decided by it but
/// that a token which says it has expired is not sent.
/// </summary>
internal sealed record TokenClaims(string? TenantId, string? Actor, DateTimeOffset? ExpiresAt, string? Audience)
{
    /// <summary>Reads a token.</summary>
    /// <returns>Null where it is not one that can be read: a token may be anything to whom it is not for.</returns>
    public static TokenClaims? Read(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            var padded = payload.Replace('-', '+').Replace('_', '/').PadRight((payload.Length + 3) / 4 * 4, '=');
            using var claims = JsonDocument.Parse(Convert.FromBase64String(padded));
            var root = claims.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            return new(
                Text(root, "tid"), Text(root, "upn") ?? Text(root, "preferred_username") ?? Text(root, "unique_name") ?? Text(root, "appid") ?? Text(root, "azp"),
                root.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
                Text(root, "aud"));
        }
        catch (Exception cause) when (cause is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
