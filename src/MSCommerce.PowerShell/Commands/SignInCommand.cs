using System.Security;
using System.Security.Cryptography.X509Certificates;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that signs in to Microsoft 365, in each of the ways that there are.</summary>
/// <remarks>
/// Every parameter of a sign-in belongs to the set of -Store as well: a session that rehearses a script sets a default for -Store, and PowerShell drops a default that does not
/// go with what the script gives, which would then run against the tenant.
/// </remarks>
public abstract class SignInCommand : CommerceCommand
{
    private protected const string SignInSet = "SignIn";
    private protected const string DeviceCodeSet = "DeviceCode";
    private protected const string ClientSecretSet = "ClientSecret";
    private protected const string ThumbprintSet = "CertificateThumbprint";
    private protected const string CertificatePathSet = "CertificatePath";
    private protected const string CertificateSet = "Certificate";
    private protected const string ManagedIdentitySet = "ManagedIdentity";
    private protected const string FederatedTokenSet = "FederatedToken";
    private protected const string FederatedTokenPathSet = "FederatedTokenPath";
    private protected const string AccessTokenSet = "AccessToken";
    private protected const string StoreSet = "Store";

    // A number, for a field of the enum's own type has the assembly of the sign-in loaded where PowerShell only looks at the cmdlets, when the module is imported.
    private int _environment;

    /// <summary>The tenant, by its id or one of its domains. Where it is left out: that of whoever signs in; an application must name it.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ManagedIdentitySet), Parameter(ParameterSetName = AccessTokenSet)]
    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet), Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet), Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = FederatedTokenSet), Parameter(Mandatory = true, ParameterSetName = FederatedTokenPathSet)]
    [Parameter(ParameterSetName = StoreSet)]
    [Alias("Tenant")]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>The application that signs in, or with -ManagedIdentity a user-assigned identity. Where it is left out, a person signs in with the client of Microsoft's module.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ManagedIdentitySet)]
    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet), Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet), Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = FederatedTokenSet), Parameter(Mandatory = true, ParameterSetName = FederatedTokenPathSet)]
    [Parameter(ParameterSetName = StoreSet)]
    [Alias("ApplicationId")]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>Signs in with a code that is entered in a browser on any machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = StoreSet)]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>The application's secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet), Parameter(ParameterSetName = StoreSet)]
    [SecretText(acceptsText: false)]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The thumbprint of the application's certificate in the certificate store of the user, or else of the machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet), Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>The file of the application's certificate with its private key: PKCS #12 (.pfx, .p12) or PEM.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The password of that file.</summary>
    [Parameter(ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = StoreSet)]
    [SecretText(acceptsText: false)]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The application's certificate with its private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet), Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Signs in with the managed identity of this machine or service; -ClientId names a user-assigned one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ManagedIdentitySet), Parameter(ParameterSetName = StoreSet)]
    [Alias("Identity")]
    public SwitchParameter ManagedIdentity { get; set; }

    /// <summary>A token of another identity provider that the application trusts: of GitHub Actions, for instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FederatedTokenSet), Parameter(ParameterSetName = StoreSet)]
    [SecretText(acceptsText: true)]
    public SecureString? FederatedToken { get; set; }

    /// <summary>The file that holds such a token: of a workload identity, for instance. It is read anew each time.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FederatedTokenPathSet), Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? FederatedTokenPath { get; set; }

    /// <summary>An access token for the licensing service, or for Microsoft Graph, that somebody else got. It is not renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet), Parameter(ParameterSetName = StoreSet)]
    [SecretText(acceptsText: true)]
    public SecureString? AccessToken { get; set; }

    /// <summary>The cloud of the tenant.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ClientSecretSet), Parameter(ParameterSetName = ThumbprintSet)]
    [Parameter(ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = CertificateSet), Parameter(ParameterSetName = ManagedIdentitySet), Parameter(ParameterSetName = FederatedTokenSet)]
    [Parameter(ParameterSetName = FederatedTokenPathSet), Parameter(ParameterSetName = AccessTokenSet), Parameter(ParameterSetName = StoreSet)]
    public CloudEnvironment Environment { get => (CloudEnvironment)_environment; set => _environment = (int)value; }

    /// <summary>Where the sign-in in the browser returns to, as in Microsoft's module: an address on this machine.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? RedirectUri { get; set; }

    /// <summary>The resource that tokens are for, as in Microsoft's module.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ClientSecretSet), Parameter(ParameterSetName = ThumbprintSet)]
    [Parameter(ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = CertificateSet), Parameter(ParameterSetName = ManagedIdentitySet), Parameter(ParameterSetName = FederatedTokenSet)]
    [Parameter(ParameterSetName = FederatedTokenPathSet), Parameter(ParameterSetName = AccessTokenSet), Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? Resource { get; set; }

    /// <summary>Keeps a person's sign-in on disk for later sessions, protected as the system can.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = StoreSet)]
    public SwitchParameter PersistTokenCache { get; set; }

    /// <summary>Another address of the licensing service: https, or http on this machine.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ClientSecretSet), Parameter(ParameterSetName = ThumbprintSet)]
    [Parameter(ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = CertificateSet), Parameter(ParameterSetName = ManagedIdentitySet), Parameter(ParameterSetName = FederatedTokenSet)]
    [Parameter(ParameterSetName = FederatedTokenPathSet), Parameter(ParameterSetName = AccessTokenSet), Parameter(ParameterSetName = StoreSet)]
    public Uri? LicensingEndpoint { get; set; }

    /// <summary>Another address of Microsoft Graph: https, or http on this machine.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ClientSecretSet), Parameter(ParameterSetName = ThumbprintSet)]
    [Parameter(ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = CertificateSet), Parameter(ParameterSetName = ManagedIdentitySet), Parameter(ParameterSetName = FederatedTokenSet)]
    [Parameter(ParameterSetName = FederatedTokenPathSet), Parameter(ParameterSetName = AccessTokenSet), Parameter(ParameterSetName = StoreSet)]
    public Uri? GraphEndpoint { get; set; }

    /// <summary>Another address to sign in at: https, or http on this machine.</summary>
    [Parameter(ParameterSetName = SignInSet), Parameter(ParameterSetName = DeviceCodeSet), Parameter(ParameterSetName = ClientSecretSet), Parameter(ParameterSetName = ThumbprintSet)]
    [Parameter(ParameterSetName = CertificatePathSet), Parameter(ParameterSetName = CertificateSet), Parameter(ParameterSetName = FederatedTokenSet), Parameter(ParameterSetName = FederatedTokenPathSet)]
    [Parameter(ParameterSetName = StoreSet)]
    public Uri? AuthorityEndpoint { get; set; }

    /// <summary>How to sign in, as the parameters say; called on the pipeline's thread.</summary>
    /// <exception cref="CommerceException"><c>SignInAmbiguous</c>.</exception>
    private protected Microsoft365Options SignInOptions() => new()
    {
        SignIn = Way(),
        ClientId = ClientId ?? Microsoft365Options.DefaultClientId,
        Environment = Environment,
        RedirectUri = RedirectUri ?? Microsoft365Options.DefaultRedirectUri,
        Resource = Resource ?? Microsoft365Options.DefaultResource,
        PersistTokenCache = PersistTokenCache,
        Warn = Warn,
        LicensingEndpoint = LicensingEndpoint,
        GraphEndpoint = GraphEndpoint,
        AuthorityEndpoint = AuthorityEndpoint,
    };

    private SignIn Way()
    {
        var ways = new (string Name, bool IsGiven, Func<SignIn> Make)[]
        {
            ("-DeviceCode", DeviceCode, () => new DeviceCodeSignIn(Warn)),
            ("-ClientSecret", ClientSecret is not null, () => new ClientSecretSignIn(ClientSecret!)),
            ("-CertificateThumbprint", CertificateThumbprint is not null, () => new CertificateSignIn { Thumbprint = CertificateThumbprint }),
            ("-CertificatePath", CertificatePath is not null, () => new CertificateSignIn { Path = FilePaths.Resolve(SessionState, CertificatePath!), Password = CertificatePassword }),
            ("-Certificate", Certificate is not null, () => new CertificateSignIn { Certificate = Certificate }),
            ("-ManagedIdentity", ManagedIdentity, () => new ManagedIdentitySignIn(ClientId)),
            ("-FederatedToken", FederatedToken is not null, () => new FederatedTokenSignIn { Token = FederatedToken }),
            ("-FederatedTokenPath", FederatedTokenPath is not null, () => new FederatedTokenSignIn { Path = FilePaths.Resolve(SessionState, FederatedTokenPath!) }),
            ("-AccessToken", AccessToken is not null, () => new AccessTokenSignIn(AccessToken!)),
        };
        var given = ways.Where(way => way.IsGiven).ToList();
        return given.Count switch
        {
            0 => new BrowserSignIn { IsAttended = IsAttended },
            1 => given[0].Make(),
            _ => throw CommandErrors.SignInAmbiguous(given.Select(way => way.Name)),
        };
    }

    /// <summary>Whether somebody may sit in front of the session: a runbook says -NonInteractive, which PowerShell lets one abbreviate.</summary>
    private static bool IsAttended =>
        !System.Environment.GetCommandLineArgs().Any(argument => argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase));
}
