using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>Finds the certificate that an application signs in with, and looks whether it can.</summary>
internal static class CertificateFinder
{
    /// <summary>The certificate.</summary>
    /// <exception cref="CommerceException"><c>CertificateNotFound</c>, <c>CertificateUnusable</c>, <c>FileUnreadable</c>.</exception>
    public static X509Certificate2 Find(CertificateSignIn named)
    {
        var certificate = named.Certificate ?? (named.Thumbprint is { } thumbprint ? InStore(thumbprint) : InFile(named.Path!, named.Password?.Reveal()));
        if (!certificate.HasPrivateKey)
            throw Microsoft365Errors.CertificateUnusable(certificate.Thumbprint, "its private key is not there, or not readable for this user");
        // What the certificate says is the time of its own calendar, which NotAfter turns into the local one.
        return certificate.NotAfter > DateTime.UtcNow.ToLocalTime()
            ? certificate
            : throw Microsoft365Errors.CertificateUnusable(certificate.Thumbprint, FormattableString.Invariant($"it expired on {certificate.NotAfter:yyyy-MM-dd}"));
    }

    private static X509Certificate2 InStore(string thumbprint)
    {
        var plain = string.Concat(thumbprint.Where(char.IsAsciiHexDigit));
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            using var store = new X509Store(StoreName.My, location);
            try
            {
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            }
            catch (CryptographicException)
            {
                // Linux has no store of the machine with private keys, and a user may have none yet.
                continue;
            }

            var found = store.Certificates.Find(X509FindType.FindByThumbprint, plain, validOnly: false);
            if (found.Count > 0)
                return found.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? found[0];
        }

        throw Microsoft365Errors.CertificateNotFound(thumbprint);
    }

    private static X509Certificate2 InFile(string path, string? password)
    {
        try
        {
            var content = File.ReadAllBytes(path);
            if (!content.AsSpan().StartsWith("-----"u8) && !content.AsSpan().StartsWith("Bag Attributes"u8))
                return new(content, password, OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);
            using var pem = password is null ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);
            // A key that is in memory alone does not serve everywhere (Windows' TLS and signatures): through PKCS #12 it does.
            return new(pem.Export(X509ContentType.Pkcs12), (string?)null, X509KeyStorageFlags.DefaultKeySet);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnreadable(path, cause);
        }
        catch (CryptographicException)
        {
            throw Microsoft365Errors.CertificateUnusable(path, "it holds no certificate with a private key that this password opens");
        }
    }
}
