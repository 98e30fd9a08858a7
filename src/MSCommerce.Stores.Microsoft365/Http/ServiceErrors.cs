using System.Globalization;
using System.Net;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Authentication;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>Failures of a service, as this library reports them: the one table from status to <see cref="CommerceError"/>.</summary>
/// <param name="service">The service's name.</param>
internal sealed class ServiceErrors(string service)
{
    private const int LongestReason = 400;

    private static readonly Dictionary<HttpStatusCode, Meaning> Table = new()
    {
        [HttpStatusCode.BadRequest] = new(CommerceError.InvalidRequest, "ServiceRefusedRequest", "Check the names and values; this one was not changed."),
        [HttpStatusCode.Unauthorized] = new(CommerceError.AuthenticationFailed, "TokenRefused", "Run Connect-MSCommerce again; an access token must be for this service and this tenant."),
        [HttpStatusCode.Forbidden] = new(CommerceError.Forbidden, "PermissionMissing", "Reading takes Global Reader, changing Global or Billing Administrator; an application needs its permission granted with consent (about_MSCommerce_Authentication)."),
        [HttpStatusCode.NotFound] = new(CommerceError.NotFound, "NotFoundByService", "Check the id; the lists show what there is."),
        [HttpStatusCode.Conflict] = new(CommerceError.Conflict, "ServiceConflict", "Look at what is there now and run the command again."),
        [HttpStatusCode.PreconditionFailed] = new(CommerceError.Conflict, "ServiceConflict", "Look at what is there now and run the command again."),
        [HttpStatusCode.TooManyRequests] = new(CommerceError.Throttled, "ServiceThrottled", "Wait, and run the command again."),
    };

    private static readonly Meaning OtherRefusal = new(CommerceError.InvalidRequest, "ServiceRefusedRequest", "This one was not changed.");
    private static readonly Meaning Unavailable = new(CommerceError.StoreUnavailable, "ServiceUnavailable", "Try again later; the service health page of the admin centre tells of outages.");
    private static readonly Meaning Malformed = new(CommerceError.StoreUnavailable, "AnswerMalformed", "Check the address and the proxy, and try again.");

    /// <summary>The failure that an answer is.</summary>
    public CommerceException Of(ServiceRequest request, ServiceAnswer answer)
    {
        var status = (int)answer.Status;
        var meaning = answer.Flaw is not null || status is >= 300 and < 400 ? Malformed
            : Table.TryGetValue(answer.Status, out var known) ? known
            : status is >= 400 and < 500 && answer.Status != HttpStatusCode.RequestTimeout ? OtherRefusal
            : Unavailable;
        var whatToDo = meaning.Error == CommerceError.Forbidden && request.Needs is { } needs
            ? $"It takes {needs}, granted with consent, and a person's role that allows it (about_MSCommerce_Authentication)." : meaning.WhatToDo;
        var reason = answer.Flaw ?? (Reason(answer.Body) is { Length: > 0 } said ? said : null);
        var wait = answer.RetryAfter is { } asked ? string.Create(CultureInfo.InvariantCulture, $" It wants to be left alone for {Math.Ceiling(asked.TotalSeconds)} seconds.") : "";
        return new(
            meaning.Error, meaning.ErrorId,
            string.Create(CultureInfo.InvariantCulture, $"The {service} did not {request.Purpose} ({status}{(reason is null ? "" : $", {reason}")}).{wait} {whatToDo} Correlation id: {answer.CorrelationId}."),
            request.Target);
    }

    /// <summary>No answer came.</summary>
    public CommerceException Unreachable(ServiceRequest request, Exception failure, Guid correlationId)
    {
        var why = failure switch
        {
            BrokenCircuitException => "most of the requests just before failed, and no more are made for a moment",
            TimeoutRejectedException => "no answer came in time",
            _ => failure.Message.TrimEnd('.'),
        };
        return new(
            CommerceError.StoreUnavailable, "ServiceUnreachable",
            $"The {service} could not be asked to {request.Purpose}: {why}. Check the network and try again. Correlation id: {correlationId}.", request.Target);
    }

    /// <summary>A list goes on at an address that is not the service's.</summary>
    public CommerceException ForeignPage(ServiceRequest request, Uri page) => new(
        CommerceError.StoreUnavailable, "AnswerMalformed",
        $"The {service} did not {request.Purpose} to its end: it goes on at {page.Host}, where no token is sent. Check the address of the service.", request.Target);

    /// <summary>An answer without the token that it may repeat: no text and no field of it is to show one.</summary>
    public static JsonElement WithoutToken(JsonElement body, string token)
    {
        if (body.ValueKind == JsonValueKind.Undefined || !body.GetRawText().Contains(token, StringComparison.Ordinal))
            return body;
        using var document = JsonDocument.Parse(body.GetRawText().Without(token));
        return document.RootElement.Clone();
    }

    /// <summary>What the licensing service (<c>errorCode</c>, <c>reason</c>) or Graph (<c>error</c> with <c>code</c>, <c>message</c>) says.</summary>
    private static string Reason(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return "";
        var error = body.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : body;
        var said = string.Join(": ", new[] { "errorCode", "code", "reason", "message" }
            .Select(name => error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim().TrimEnd('.') : "")
            .Where(text => text.Length > 0));
        return said.Length > LongestReason ? said[..LongestReason] + "…" : said;
    }

    private sealed record Meaning(CommerceError Error, string ErrorId, string WhatToDo);
}
