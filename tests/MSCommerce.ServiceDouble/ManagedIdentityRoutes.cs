using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MSCommerce.ServiceDouble;

/// <summary>Managed identity: App Service and Azure Automation (<c>/msi/token</c>), and a virtual machine's metadata service.</summary>
internal sealed class ManagedIdentityRoutes(TenantState state, TokenDesk tokens)
{
    public const string Header = "a-header-that-is-a-secret";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/msi/token", (HttpRequest request) => request.Headers["X-IDENTITY-HEADER"] == Header ? Token(request, isService: true) : Refuse(401, "unauthorized"));
        routes.MapGet("/metadata/identity/oauth2/token", (HttpRequest request) => request.Headers["Metadata"] == "true" ? Token(request, isService: false) : Refuse(400, "bad_request"));
    }

    private IResult Token(HttpRequest request, bool isService)
    {
        var identity = request.Query["client_id"].ToString();
        if (!state.ManagedIdentities.Contains(identity))
            return Refuse(400, "invalid_request");
        var until = DateTimeOffset.UtcNow.AddSeconds(state.TokenLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = new JsonObject
        {
            ["access_token"] = tokens.Issue(request.Query["resource"].ToString(), user: null, identity.Length > 0 ? identity : "00000000-bbbb-4000-8000-000000000002"),
            ["expires_on"] = until,
            ["resource"] = request.Query["resource"].ToString(),
            ["token_type"] = "Bearer",
        };
        if (!isService)
            body["expires_in"] = state.TokenLifetime.ToString(CultureInfo.InvariantCulture);
        return Results.Content(body.ToJsonString(), "application/json");
    }

    private static IResult Refuse(int status, string error) =>
        Results.Content(new JsonObject { ["error"] = error, ["error_description"] = "Identity not found" }.ToJsonString(), "application/json", statusCode: status);
}
