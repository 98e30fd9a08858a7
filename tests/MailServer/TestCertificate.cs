using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MSCommerce.MailServer;

/// <summary>A certificate authority that nobody trusts but who is told to, and a certificate of it for localhost.</summary>
public static class TestCertificate
{
    /// <summary>Writes both as PEM.</summary>
    /// <param name="authority">The file of the authority: its certificate.</param>
    /// <param name="server">The file of the server: its certificate and key.</param>
    public static void Write(string authority, string server)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var rootCertificate = root.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(rootCertificate, from, to, RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(authority, rootCertificate.ExportCertificatePem());
        File.WriteAllText(server, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }
}
