using System.CommandLine;
using System.Security;
using MSCommerce.Cli.Operations;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.Cli.SignIn;

/// <summary>Reads how to sign in from a command line.</summary>
internal sealed class SignInReader(SignInOptions options, SecretSource secrets, Terminal terminal)
{
    /// <summary>How to sign in.</summary>
    /// <exception cref="UsageException">Something that the way needs is missing.</exception>
    public Microsoft365Options Read(ParseResult parsed) => new()
    {
        SignIn = Way(parsed),
        ClientId = parsed.GetValue(options.ClientId) ?? Microsoft365Options.DefaultClientId,
        Environment = parsed.GetValue(options.Environment),
        PersistTokenCache = parsed.GetValue(options.PersistTokenCache),
        Warn = Say,
        LicensingEndpoint = parsed.GetValue(options.LicensingEndpoint),
        GraphEndpoint = parsed.GetValue(options.GraphEndpoint),
        AuthorityEndpoint = parsed.GetValue(options.AuthorityEndpoint),
    };

    private Stores.Microsoft365.Authentication.SignIn Way(ParseResult parsed) => parsed.GetValue(options.Way) switch
    {
        SignInOptions.DeviceCode => new DeviceCodeSignIn(Say),
        SignInOptions.ClientSecret => new ClientSecretSignIn(Secret(parsed, SignInOptions.ClientSecret)),
        SignInOptions.Certificate => Certificate(parsed),
        SignInOptions.ManagedIdentity => new ManagedIdentitySignIn(parsed.GetValue(options.ClientId)),
        SignInOptions.FederatedToken => parsed.GetValue(options.FederatedTokenPath) is { } path
            ? new FederatedTokenSignIn { Path = Path.GetFullPath(path) }
            : new FederatedTokenSignIn { Token = Secret(parsed, SignInOptions.FederatedToken) },
        SignInOptions.AccessToken => new AccessTokenSignIn(Secret(parsed, SignInOptions.AccessToken)),
        _ => new BrowserSignIn { IsAttended = !Console.IsInputRedirected },
    };

    private CertificateSignIn Certificate(ParseResult parsed)
    {
        var named = parsed.GetValue(options.CertificateName) ?? throw new UsageException("--sign-in certificate needs --certificate with a thumbprint or a file.");
        var isThumbprint = named.Length == 40 && named.All(char.IsAsciiHexDigit) && !File.Exists(named);
        return isThumbprint
            ? new() { Thumbprint = named }
            : new() { Path = Path.GetFullPath(named), Password = Optional(parsed, "certificate-password") };
    }

    private SecureString Secret(ParseResult parsed, string name) => Optional(parsed, name)
        ?? throw new UsageException($"A secret is missing. Use --{name}-stdin, or set {SecretOptions.Variable(name)}.");

    private SecureString? Optional(ParseResult parsed, string name)
    {
        if (secrets.Read(name, parsed.GetValue(options.FromStandardInput[name])) is not { } text)
            return null;
        var secret = new SecureString();
        foreach (var letter in text)
            secret.AppendChar(letter);
        secret.MakeReadOnly();
        return secret;
    }

    private void Say(string text) => terminal.Error.WriteLine(text);
}
