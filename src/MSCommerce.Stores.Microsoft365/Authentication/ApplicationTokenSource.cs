using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>An application's own sign-in: with a secret, a certificate, or the token of another identity provider.</summary>
internal sealed class ApplicationTokenSource : MsalTokenSource
{
    private readonly IConfidentialClientApplication _application;
    private readonly string _clientId;
    private readonly string? _tenant;
    private readonly string? _secret;
    private readonly X509Certificate2? _ownCertificate;

    public ApplicationTokenSource(Microsoft365Options options, MsalSettings settings)
    {
        if (settings.IsAnyTenant)
            throw Microsoft365Errors.TenantNeeded();
        if (options.ClientId == Microsoft365Options.DefaultClientId)
            throw Microsoft365Errors.ApplicationNeeded();
        _clientId = options.ClientId;
        _tenant = settings.Tenant;

        var builder = settings.Apply(ConfidentialClientApplicationBuilder.Create(options.ClientId));
        switch (options.SignIn)
        {
            case ClientSecretSignIn secret:
                builder = builder.WithClientSecret(_secret = secret.Secret.Reveal());
                break;
            case CertificateSignIn certificate:
                var found = CertificateFinder.Find(certificate);
                _ownCertificate = certificate.Certificate is null ? found : null;
                builder = builder.WithCertificate(found);
                break;
            case FederatedTokenSignIn federated:
                builder = builder.WithClientAssertion(stop => ReadAsync(federated, stop));
                break;
            default:
                throw new ArgumentException("No sign-in of an application.", nameof(options));
        }

        _application = builder.Build();
    }

    protected override async Task<AccessGrant> AcquireAsync(string scope, bool renew, CancellationToken stop)
    {
        var result = await _application.AcquireTokenForClient([scope]).WithForceRefresh(renew).ExecuteAsync(stop);
        return new(result.AccessToken, TokenClaims.Read(result.AccessToken)?.TenantId ?? _tenant, _clientId);
    }

    protected override CommerceException Translate(Exception failure) => SignInErrors.Of(failure, _secret);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ownCertificate?.Dispose();
        base.Dispose(disposing);
    }

    private static async Task<string> ReadAsync(FederatedTokenSignIn federated, CancellationToken stop)
    {
        if (federated.Token is { } token)
            return token.Reveal();
        try
        {
            return (await File.ReadAllTextAsync(federated.Path!, stop)).Trim();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnreadable(federated.Path!, cause);
        }
    }
}
