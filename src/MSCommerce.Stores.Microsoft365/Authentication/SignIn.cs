using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>A way to sign in to a tenant. Secrets are kept as <see cref="SecureString"/>, and no text of this type shows them.</summary>
public abstract record SignIn
{
    private protected SignIn()
    {
    }
}

/// <summary>A person signs in in the system's browser.</summary>
public sealed record BrowserSignIn : SignIn
{
    /// <summary>Whether a person sits in front of the session. Where nobody does, the sign-in fails at once instead of waiting for ever.</summary>
    public bool IsAttended { get; init; } = true;

    /// <summary>Opens an address in a browser; null for the system's own.</summary>
    public Func<Uri, Task>? Open { get; init; }
}

/// <summary>A person signs in in the browser of another machine, with a code that is shown here.</summary>
/// <param name="Show">Shows what the person is to do.</param>
public sealed record DeviceCodeSignIn(Action<string> Show) : SignIn;

/// <summary>An application signs in with its secret.</summary>
/// <param name="Secret">The secret.</param>
public sealed record ClientSecretSignIn(SecureString Secret) : SignIn;

/// <summary>An application signs in with a certificate. One of the three ways to name it is given.</summary>
public sealed record CertificateSignIn : SignIn
{
    /// <summary>The certificate itself, with its private key.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The thumbprint of one in the user's, or else the machine's, certificate store.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>A file with certificate and private key: PKCS #12 (<c>.pfx</c>, <c>.p12</c>) or PEM.</summary>
    public string? Path { get; init; }

    /// <summary>The password of the file; null where it has none.</summary>
    public SecureString? Password { get; init; }
}

/// <summary>The machine, or the service that the script runs in, signs in with its managed identity.</summary>
/// <param name="ClientId">The client id of a user-assigned identity; null for the one that the system assigned.</param>
public sealed record ManagedIdentitySignIn(string? ClientId) : SignIn;

/// <summary>An application signs in with a token of another identity provider that it trusts: workload identity, GitHub Actions. One of the two is given.</summary>
public sealed record FederatedTokenSignIn : SignIn
{
    /// <summary>The token.</summary>
    public SecureString? Token { get; init; }

    /// <summary>The file that holds it; it is read anew each time, for whoever writes it replaces it before it expires.</summary>
    public string? Path { get; init; }
}

/// <summary>Somebody else has signed in, and passes his access token for the licensing service. It cannot be renewed.</summary>
/// <param name="Token">The token.</param>
public sealed record AccessTokenSignIn(SecureString Token) : SignIn;
