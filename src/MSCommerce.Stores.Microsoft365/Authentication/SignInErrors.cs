using System.Globalization;
using System.Net;
using Microsoft.Identity.Client;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>Failures of sign-in, as this library reports them.</summary>
internal static class SignInErrors
{
    private const int LongestText = 600;

    /// <summary>The failure.</summary>
    /// <param name="failure">MSAL's.</param>
    /// <param name="secret">A secret that was sent, which no text may repeat.</param>
    public static CommerceException Of(Exception failure, string? secret = null) => failure switch
    {
        MsalUiRequiredException needed => Refused(
            "SignInNeeded", $"The sign-in is no longer good, or asks for more than was consented to ({Code(needed)}). Run Connect-MSCommerce again.", needed, secret),
        MsalServiceException { StatusCode: >= 500 or (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests } or HttpRequestException or TimeoutException
            => Unreachable(failure, secret),
        MsalServiceException { StatusCode: 200 } or MsalClientException { ErrorCode: MsalError.JsonParseError or MsalError.NonParsableOAuthError } => Unreachable(failure, secret),
        MsalServiceException { ErrorCode: "authorization_declined" or "access_denied" } declined => Refused(
            "SignInDeclined", "The sign-in was declined. Run Connect-MSCommerce again.", declined, secret),
        MsalServiceException { ErrorCode: "expired_token" or "code_expired" } late => Refused(
            "SignInTooLate", "Nobody signed in before the code expired. Run Connect-MSCommerce again.", late, secret),
        MsalClientException { ErrorCode: MsalError.AuthenticationCanceledError } cancelled => Refused(
            "SignInDeclined", "The sign-in was cancelled. Run Connect-MSCommerce again.", cancelled, secret),
        MsalServiceException { ErrorCode: "invalid_client" or "unauthorized_client" or "invalid_grant" or "invalid_request" or "invalid_resource" } service => Refused(
            "SignInRefused", "The sign-in was refused. Check the tenant, the client id, and the secret, certificate or token of the application.", service, secret),
        _ => Refused("SignInFailed", "The sign-in failed. about_MSCommerce_Authentication tells what each way needs.", failure, secret),
    };

    /// <summary>The failure of a managed identity: most often there is none where the script runs.</summary>
    public static CommerceException OfManagedIdentity(Exception failure, string? clientId) => new(
        CommerceError.AuthenticationFailed, "ManagedIdentityUnavailable",
        $"The managed identity {(clientId is null ? "of the system" : clientId)} gave no token{Because(failure, secret: null)}. Check that this machine or service has it, and that it was granted the permissions.", clientId);

    private static CommerceException Refused(string errorId, string message, Exception failure, string? secret) =>
        new(CommerceError.AuthenticationFailed, errorId, $"{message}{Detail(failure, secret)}");

    private static CommerceException Unreachable(Exception failure, string? secret) => new(
        CommerceError.StoreUnavailable, "SignInUnavailable",
        $"The sign-in service cannot be reached, or gives no sound answer{Because(failure, secret)}. Check the network and the proxy, and try again.");

    private static string Detail(Exception failure, string? secret) =>
        failure is MsalUiRequiredException ? "" : $" It says: {Text(failure).Without(secret)}";

    private static string Because(Exception failure, string? secret) =>
        failure is MsalException msal ? $" ({Code(msal)})" : $" ({failure.Message.Without(secret)})";

    /// <summary>What the service said, its first line: trace and correlation ids follow, which support asks for. An answer that could not be read is not repeated.</summary>
    private static string Text(Exception failure)
    {
        if (failure is MsalServiceException { StatusCode: >= 200 and < 300 })
            return "an answer that cannot be read.";
        var text = string.Join(' ', failure.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return text.Length > LongestText ? string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, LongestText)}…") : text;
    }

    private static string Code(MsalException failure) =>
        failure is MsalServiceException { StatusCode: > 0 } service ? string.Create(CultureInfo.InvariantCulture, $"{failure.ErrorCode}, {service.StatusCode}") : failure.ErrorCode;
}
