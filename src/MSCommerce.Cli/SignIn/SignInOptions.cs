using System.CommandLine;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.Cli.SignIn;

/// <summary>How to sign in to Microsoft 365: options of every command, of use with <c>--store m365:…</c>.</summary>
internal sealed class SignInOptions
{
    public const string Browser = "browser";
    public const string DeviceCode = "device-code";
    public const string ClientSecret = "client-secret";
    public const string Certificate = "certificate";
    public const string ManagedIdentity = "managed-identity";
    public const string FederatedToken = "federated-token";
    public const string AccessToken = "access-token";

    /// <summary>The secrets: each comes from standard input or the environment.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [ClientSecret, "certificate-password", FederatedToken, AccessToken];

    public Option<string> Way { get; } = Only(new Option<string>("--sign-in")
    {
        Description = "How to sign in. Default: in the system's browser.",
        HelpName = $"{Browser}|{DeviceCode}|{ClientSecret}|{Certificate}|{ManagedIdentity}|{FederatedToken}|{AccessToken}",
        DefaultValueFactory = _ => Browser,
        Recursive = true,
    }, Browser, DeviceCode, ClientSecret, Certificate, ManagedIdentity, FederatedToken, AccessToken);

    public Option<string?> ClientId { get; } = Text("--client-id", "id", "The application that signs in, or the client id of a user-assigned managed identity. Default: for a person, the client of Microsoft's module.");

    public Option<string?> CertificateName { get; } = Text("--certificate", "thumbprint|file", "The certificate of the application: its thumbprint in the certificate store, or its file.");

    public Option<string?> FederatedTokenPath { get; } = Text("--federated-token-path", "file", "The file that holds the federated token; it is read anew each time.");

    public Option<CloudEnvironment> Environment { get; } = new("--environment")
    {
        Description = "The cloud of the tenant. Default: Global.",
        HelpName = string.Join('|', Enum.GetNames<CloudEnvironment>()),
        Recursive = true,
    };

    public Option<bool> PersistTokenCache { get; } = new("--persist-token-cache") { Description = "Keep a person's sign-in on disk for later, protected as the system can.", Recursive = true };

    public Option<Uri?> LicensingEndpoint { get; } = Address("--licensing-endpoint", "the licensing service");

    public Option<Uri?> GraphEndpoint { get; } = Address("--graph-endpoint", "Microsoft Graph");

    public Option<Uri?> AuthorityEndpoint { get; } = Address("--authority-endpoint", "the sign-in");

    /// <summary>The switches that read a secret from standard input, by the secret's name.</summary>
    public IReadOnlyDictionary<string, Option<bool>> FromStandardInput { get; } = Secrets.ToDictionary(
        name => name,
        name => new Option<bool>($"--{name}-stdin") { Description = $"Read the {name.Replace('-', ' ')} from standard input; or set {Operations.SecretOptions.Variable(name)}.", Recursive = true },
        StringComparer.Ordinal);

    public IEnumerable<Option> All =>
        [Way, ClientId, CertificateName, FederatedTokenPath, .. FromStandardInput.Values, Environment, PersistTokenCache, LicensingEndpoint, GraphEndpoint, AuthorityEndpoint];

    private static Option<string> Only(Option<string> option, params string[] values) => option.AcceptOnlyFromAmong(values);

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value, Recursive = true };

    private static Option<Uri?> Address(string name, string service) =>
        new(name) { Description = $"Another address of {service}: https, or http on this machine.", HelpName = "uri", Recursive = true, CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address))
                return address;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is not an address.");
            return null;
        } };
}
