using System.Net;
using System.Security;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>Secrets as the libraries below take them.</summary>
internal static class SecretText
{
    /// <summary>The secret in clear.</summary>
    public static string Reveal(this SecureString secret) => new NetworkCredential("", secret).Password;

    /// <summary>A text without a secret that somebody may have put into it.</summary>
    public static string Without(this string text, string? secret) =>
        string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "…", StringComparison.Ordinal);
}
