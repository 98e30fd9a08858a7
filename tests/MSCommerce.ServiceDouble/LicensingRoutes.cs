using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MSCommerce.ServiceDouble;

/// <summary>The licensing service.</summary>
internal sealed class LicensingRoutes(TenantState state, TokenDesk tokens)
{
    private static readonly string[] Values = ["Enabled", "Disabled", "OnlyTrialsWithoutPaymentMethod"];

    public void Map(IEndpointRouteBuilder routes)
    {
        var policies = routes.MapGroup("/v1.0/policies");
        policies.AddEndpointFilter(async (call, next) => Refuse(call.HttpContext) ?? await next(call));
        policies.MapGet("/", () => List(state.Policies.Values));
        policies.MapGet("/{policyId}", (string policyId) => state.Policies.TryGetValue(policyId, out var policy) ? Item(policy) : Missing("Policy"));
        policies.MapGet("/{policyId}/products", (string policyId, string? scope) => !state.Policies.ContainsKey(policyId) ? Missing("Policy") : scope switch
        {
            null or "product" => List(state.Products.Values),
            "OfferType" => List(state.OfferTypes.Values),
            _ => Error(400, "BadRequest", "Invalid scope."),
        });
        policies.MapGet("/{policyId}/products/{id}", (string policyId, string id) => Find(policyId, state.Products, id));
        policies.MapGet("/{policyId}/offerTypes/{id}", (string policyId, string id) => Find(policyId, state.OfferTypes, id));
        policies.MapPut("/{policyId}/products/{id}", (HttpContext context, string policyId, string id) => SetAsync(context, policyId, state.Products, id));
        policies.MapPut("/{policyId}/offerTypes/{id}", (HttpContext context, string policyId, string id) => SetAsync(context, policyId, state.OfferTypes, id));
    }

    private IResult? Refuse(HttpContext context)
    {
        if (!tokens.IsGood(context.Request.Headers.Authorization, TenantState.LicensingResource))
            return Error(401, "Unauthorized", "The token is missing, has expired or is for another service.");
        if (!Guid.TryParse(context.Request.Headers["x-ms-correlation-id"], out _))
            return Error(400, "BadRequest", "x-ms-correlation-id is missing.");
        if (!state.MayRead || (!HttpMethods.IsGet(context.Request.Method) && !state.MayChange))
            return Error(403, "Forbidden", "The caller does not have the role.");
        return null;
    }

    private async Task<IResult> SetAsync(HttpContext context, string policyId, ConcurrentDictionary<string, JsonObject> items, string id)
    {
        if (!state.Policies.ContainsKey(policyId) || !items.TryGetValue(id, out var item))
            return Missing("Product");
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
            return Error(415, "UnsupportedMediaType", "Send JSON.");
        var body = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body);
        var value = (string?)body?["policyValue"];
        if (!Values.Contains(value, StringComparer.Ordinal))
            return Error(400, "BadRequest", "Invalid policy value.");
        if (value == Values[2] && (state.WithoutTrial.Contains(id) || items == state.OfferTypes))
            return Error(400, "BadRequest", "The value is not supported for this product.");
        lock (state.Products)
        {
            if (!FaultMiddleware.IsNotTaken(context))
                item["policyValue"] = value;
            return Item(item);
        }
    }

    private IResult Find(string policyId, ConcurrentDictionary<string, JsonObject> items, string id) =>
        state.Policies.ContainsKey(policyId) && items.TryGetValue(id, out var item) ? Item(item) : Missing("Product");

    private IResult Item(JsonObject item)
    {
        lock (state.Products)
            return Results.Content(item.ToJsonString(), "application/json");
    }

    private IResult List(IEnumerable<JsonObject> items)
    {
        lock (state.Products)
            return Results.Content(new JsonObject { ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]) }.ToJsonString(), "application/json");
    }

    private static IResult Missing(string what) => Error(404, "Unknown", $"{what} not found.");

    private static IResult Error(int status, string code, string reason) =>
        Results.Content(new JsonObject { ["errorCode"] = code, ["reason"] = reason }.ToJsonString(), "application/json", statusCode: status);
}
