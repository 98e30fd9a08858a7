using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MSCommerce.ServiceDouble;

/// <summary>The sign-in service: OAuth 2.0 as Microsoft Entra speaks it, and instance discovery.</summary>
internal sealed class SignInRoutes(TenantState state, TokenDesk tokens)
{
    private readonly ConcurrentDictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _devices = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/common/discovery/instance", () => Json(new()
        {
            ["tenant_discovery_endpoint"] = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = "login.microsoftonline.com",
                ["preferred_cache"] = "login.windows.net",
                ["aliases"] = new JsonArray("login.microsoftonline.com", "login.windows.net"),
            }),
        }));
        routes.MapGet("/{tenant}/oauth2/v2.0/authorize", Authorize);
        routes.MapPost("/{tenant}/oauth2/v2.0/devicecode", DeviceCodeAsync);
        routes.MapPost("/{tenant}/oauth2/v2.0/token", TokenAsync);
    }

    /// <summary>What the person's browser gets: a form that it posts to where the sign-in began.</summary>
    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = query["state"].ToString() };
        if (state.PersonAgrees)
        {
            fields["code"] = tokens.NewSecret("code");
            _codes[fields["code"]] = query["redirect_uri"].ToString();
        }
        else
        {
            (fields["error"], fields["error_description"]) = ("access_denied", "AADSTS65004: The person declined.");
        }

        if (query["response_mode"] != "form_post")
            return Results.Redirect($"{query["redirect_uri"]}?{string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"))}");
        var inputs = string.Concat(fields.Select(field => $"""<input type="hidden" name="{field.Key}" value="{field.Value}" />"""));
        return Results.Content($"""<html><body onload="document.forms[0].submit()"><form method="post" action="{query["redirect_uri"]}">{inputs}</form></body></html>""", "text/html");
    }

    private async Task<IResult> DeviceCodeAsync(HttpRequest request, string tenant)
    {
        var form = await request.ReadFormAsync();
        if (!form["scope"].ToString().Contains(TenantState.LicensingResource, StringComparison.Ordinal))
            return Refuse("invalid_scope", "AADSTS70011: The scope is not valid.");
        var device = tokens.NewSecret("device");
        _devices[device] = state.DeviceCodePolls;
        return Json(new()
        {
            ["user_code"] = "D0UBL3",
            ["device_code"] = device,
            ["verification_uri"] = "https://microsoft.com/devicelogin",
            ["expires_in"] = 900,
            ["interval"] = 1,
            ["message"] = $"To sign in to {tenant}, open https://microsoft.com/devicelogin and enter the code D0UBL3.",
        });
    }

    private async Task<IResult> TokenAsync(HttpRequest request, string tenant)
    {
        var form = await request.ReadFormAsync();
        var client = form["client_id"].ToString();
        if (tenant is not (TenantState.TenantId or TenantState.Domain or "organizations" or "common"))
            return Refuse("invalid_request", $"AADSTS90002: Tenant '{tenant}' not found.");
        return form["grant_type"].ToString() switch
        {
            "client_credentials" => Application(form, tenant),
            "authorization_code" => _codes.TryRemove(form["code"].ToString(), out var uri) && uri == form["redirect_uri"] ? Person(form, client) : Refuse("invalid_grant", "AADSTS70008: The code is not good."),
            "refresh_token" => tokens.Secrets.Contains(form["refresh_token"].ToString()) ? Person(form, client) : Refuse("invalid_grant", "AADSTS700082: The refresh token has expired."),
            "device_code" or "urn:ietf:params:oauth:grant-type:device_code" => Device(form, client),
            var other => Refuse("unsupported_grant_type", $"AADSTS70003: {other}"),
        };
    }

    private IResult Application(IFormCollection form, string tenant)
    {
        var client = form["client_id"].ToString();
        if (tenant is "organizations" or "common")
            return Refuse("invalid_request", "AADSTS50194: Application is not configured as a multi-tenant application.");
        if (!state.Applications.TryGetValue(client, out var secret))
            return Refuse("unauthorized_client", $"AADSTS700016: Application with identifier '{client}' was not found.");
        if (form["client_secret"].ToString() is { Length: > 0 } given && given != secret)
            return Refuse("invalid_client", $"AADSTS7000215: Invalid client secret provided: {given}.", StatusCodes.Status401Unauthorized);
        var isAssertion = form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        if (form["client_secret"].Count == 0 && !(isAssertion && IsTrusted(form["client_assertion"].ToString(), client, secret)))
            return Refuse("invalid_client", "AADSTS700027: The client assertion is not good.", StatusCodes.Status401Unauthorized);
        return Json(new() { ["token_type"] = "Bearer", ["expires_in"] = state.TokenLifetime, ["access_token"] = tokens.Issue(ResourceOf(form), user: null, client) });
    }

    /// <summary>A token of another provider is known as such; a certificate's assertion names the application as its issuer.</summary>
    private static bool IsTrusted(string assertion, string client, string secret)
    {
        if (assertion == secret)
            return true;
        if (assertion.Split('.') is not [_, var payload, { Length: > 0 }])
            return false;
        var padded = payload.Replace('-', '+').Replace('_', '/').PadRight((payload.Length + 3) / 4 * 4, '=');
        try
        {
            return (string?)JsonNode.Parse(Convert.FromBase64String(padded))?["iss"] == client;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private IResult Device(IFormCollection form, string client)
    {
        var device = form["device_code"].ToString();
        if (!_devices.TryGetValue(device, out var left))
            return Refuse("bad_verification_code", "AADSTS70020: The code is not known.");
        if (left > 0)
        {
            _devices[device] = left - 1;
            return Refuse("authorization_pending", "AADSTS70016: The person has not signed in yet.");
        }

        return state.PersonAgrees ? Person(form, client) : Refuse("authorization_declined", "AADSTS70017: The person declined.");
    }

    private IResult Person(IFormCollection form, string client) => Json(new()
    {
        ["token_type"] = "Bearer",
        ["scope"] = form["scope"].ToString(),
        ["expires_in"] = state.TokenLifetime,
        ["access_token"] = tokens.Issue(ResourceOf(form), TenantState.User, client),
        ["refresh_token"] = tokens.NewSecret("refresh"),
        ["id_token"] = TokenDesk.IdToken(client),
        ["client_info"] = TokenDesk.Part(new JsonObject { ["uid"] = "00000000-aaaa-4000-8000-000000000001", ["utid"] = TenantState.TenantId }.ToJsonString()),
    });

    private static string ResourceOf(IFormCollection form) => form["scope"].ToString().Split(' ')
        .First(scope => scope.EndsWith("/.default", StringComparison.Ordinal))[..^"/.default".Length];

    private static IResult Refuse(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Json(new() { ["error"] = error, ["error_description"] = description, ["trace_id"] = Guid.NewGuid().ToString() }, status);

    private static IResult Json(JsonObject body, int status = StatusCodes.Status200OK) => Results.Content(body.ToJsonString(), "application/json", statusCode: status);
}
