using System.Globalization;

namespace MSCommerce.Stores.Microsoft365;

/// <summary>Failures that only a Microsoft 365 tenant has; all others are <see cref="CommerceErrors"/>.</summary>
internal static class Microsoft365Errors
{
    private const string Topic = "about_MSCommerce_Authentication tells what each way needs.";

    public static CommerceException EndpointInsecure(string name, Uri endpoint) => new(
        CommerceError.InvalidRequest, "EndpointInsecure",
        $"-{name} {endpoint.OriginalString} is no address that a token may be sent to. Name one that begins with https://, or with http://localhost for a service on this machine.", endpoint.OriginalString);

    public static CommerceException NoBrowser(string why) => new(
        CommerceError.AuthenticationFailed, "BrowserUnavailable",
        $"Nobody can sign in in a browser here: {why}. Ways that work: -DeviceCode (a person, with a browser elsewhere), -CertificateThumbprint, -CertificatePath or -Certificate, -ClientSecret, -ManagedIdentity, -FederatedToken or -FederatedTokenPath, -AccessToken; -Local and -Store for a tenant in a file. {Topic}");

    public static CommerceException TenantNeeded() => new(
        CommerceError.InvalidRequest, "TenantNeeded", "An application signs in to one tenant. Name it with -TenantId, by its id or one of its domains.");

    public static CommerceException ApplicationNeeded() => new(
        CommerceError.InvalidRequest, "ApplicationNeeded",
        $"An application signs in as itself, and not as Microsoft's public client. Name yours with -ClientId. {Topic}");

    public static CommerceException CertificateNotFound(string thumbprint) => new(
        CommerceError.NotFound, "CertificateNotFound",
        $"There is no certificate {thumbprint} in the certificate stores of this user and this machine. Import it, or name its file with -CertificatePath.", thumbprint);

    public static CommerceException CertificateUnusable(string certificate, string why) => new(
        CommerceError.AuthenticationFailed, "CertificateUnusable", $"Nobody can sign in with the certificate {certificate}: {why}. Name another one.", certificate);

    public static CommerceException TokenUnusable() => new(
        CommerceError.AuthenticationFailed, "TokenUnusable", "What was given is no access token. Give the token alone, without 'Bearer' and without line breaks.");

    public static CommerceException TokenForAnother(string given, string needed) => new(
        CommerceError.AuthenticationFailed, "TokenForAnother",
        $"The access token that was given is for '{given}', and this takes one for {needed}. Connect with one for that, or sign in another way, which gets both.");

    public static CommerceException TokenExpired(DateTimeOffset? expiredAt) => new(
        CommerceError.AuthenticationFailed, "TokenExpired",
        string.Create(CultureInfo.InvariantCulture, $"The access token that was given {(expiredAt is { } at ? $"expired at {at:u}" : "is refused by the service")}, and cannot be renewed here. Get another one for the licensing service, or sign in another way."));

    public static CommerceException LicensingNotInCloud(string environment) => new(
        CommerceError.NotSupportedByStore, "NotSupportedByStore",
        $"The licensing service, which holds the policies, is not documented for {environment}. Where your cloud has one, name its address with -LicensingEndpoint; else use the admin centre of your cloud: Settings > Org settings > Self-service trials and purchases.", environment);

    public static CommerceException ValueNotTaken(string name, string wanted, string answered, string errorSuffix) => new(
        CommerceError.Conflict, "ValueNotTaken",
        $"{name} was to be {wanted}, and the licensing service answered '{answered}'{errorSuffix}. Look at what holds now, and set it again.", name);

    public static CommerceException AddressInvalid(string value) => new(
        CommerceError.InvalidRequest, "StoreAddressInvalid", $"'m365:{value}' names no tenant. Write m365: and the tenant's id or one of its domains, for instance m365:contoso.onmicrosoft.com.", value);
}
