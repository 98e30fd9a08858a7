using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MSCommerce.ServiceDouble;

/// <summary>What a test in another process says to the double: under <c>/double</c>, where no service is.</summary>
internal sealed class ControlRoutes(TenantState state, TokenDesk tokens, Faults faults, RequestLog log, X509Certificate2 certificate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/double");
        control.MapGet("/products", () => Results.Content(
            new JsonObject(state.Products.Values.Select(product => KeyValuePair.Create((string)product["productId"]!, (JsonNode?)(string)product["policyValue"]!))).ToJsonString(), "application/json"));
        control.MapPost("/products", (int count) => state.Fill(count));
        control.MapPost("/application", (string id, string secret) => state.Applications[id] = secret);
        control.MapPost("/identity", (string id) => state.ManagedIdentities.Add(id));
        control.MapPost("/roles", (bool read, bool change) => (state.MayRead, state.MayChange) = (read, change));
        control.MapPost("/fault", (FaultKind kind, int? retryAfter) => faults.Next(new Fault(kind, retryAfter)));
        control.MapPost("/forget-faults", faults.Clear);
        control.MapGet("/certificate", () => certificate.ExportCertificatePem());
        control.MapPost("/inner-fault", (FaultKind kind, int? retryAfter) => faults.NextInner(new Fault(kind, retryAfter)));
        control.MapPost("/latency", (int milliseconds) => faults.Latency = TimeSpan.FromMilliseconds(milliseconds));
        control.MapPost("/users", (int count, string sku) => state.Directory.Fill(count, sku));
        control.MapPost("/page", (int size) => state.Directory.PageSize = size);
        control.MapGet("/licenses", () => Results.Content(
            new JsonObject(state.Directory.Licenses().Select(user => KeyValuePair.Create(user.Key, (JsonNode?)new JsonArray([.. user.Value.Select(part => (JsonNode)part)])))).ToJsonString(), "application/json"));
        control.MapPost("/token", (string? resource) => tokens.Issue(resource ?? TenantState.LicensingResource, TenantState.User, application: null));
        control.MapGet("/secrets", () => tokens.Secrets.ToArray());
        control.MapGet("/requests", () => log.OfServices.Select(request => $"{request.Method} {request.Path}{request.Query}").ToArray());
        control.MapPost("/forget", log.Clear);
        control.MapGet("/most", () => log.MostAtOnce);
    }
}
