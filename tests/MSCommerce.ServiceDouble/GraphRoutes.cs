using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MSCommerce.ServiceDouble;

/// <summary>Microsoft Graph v1.0, as far as licences go. A call means the same alone and inside a batch.</summary>
internal sealed class GraphRoutes(TenantState state, TokenDesk tokens, Faults faults)
{
    private const int LargestBatch = 20;
    private const int LargestPage = 999;

    private readonly LicenseDesk _desk = new(state.Directory);

    private sealed record Answer(int Status, JsonNode Body)
    {
        public int? RetryAfter { get; init; }
    }

    private sealed record Call(string Method, string Path, Dictionary<string, StringValues> Query, bool IsEventual, JsonObject? Body, string Root, bool IsNotTaken);

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "/v1.0/directory/subscriptions", "/v1.0/subscribedSkus", "/v1.0/users", "/v1.0/users/{id}" })
            routes.MapGet(path, context => WriteAsync(context, Refuse(context) ?? Do(CallOf(context, null))));
        routes.MapPost("/v1.0/users/{id}/assignLicense", async context => await WriteAsync(context, Refuse(context) ?? Do(CallOf(context, await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body)))));
        routes.MapPost("/v1.0/$batch", async context => await WriteAsync(context, Refuse(context) ?? Batch(context, await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body))));
    }

    private Answer Batch(HttpContext context, JsonObject? body)
    {
        var parts = body?["requests"]?.AsArray().Select(part => part!.AsObject()).ToList() ?? [];
        if (parts.Count is 0 or > LargestBatch || parts.Select(part => (string)part["id"]!).Distinct(StringComparer.Ordinal).Count() != parts.Count)
            return Error(400, "BadRequest", "A batch has 1 to 20 requests with ids of their own.");
        var answers = new JsonArray();
        // In another order than asked, as the documentation says that they may come.
        foreach (var part in Enumerable.Reverse(parts))
        {
            var (method, url) = ((string)part["method"]!, (string)part["url"]!);
            var fault = faults.TakeInner(method, url);
            if (fault.Kind == FaultKind.Empty)
                continue;
            var split = url.Split('?', 2);
            var headers = part["headers"]?.AsObject().ToDictionary(header => header.Key, header => (string)header.Value!, StringComparer.OrdinalIgnoreCase) ?? [];
            var call = new Call(
                method, Uri.UnescapeDataString(split[0]), QueryHelpers.ParseQuery(split.ElementAtOrDefault(1)), headers.GetValueOrDefault("ConsistencyLevel") == "eventual", part["body"]?.AsObject(), Root(context),
                fault.Kind == FaultKind.NotTaken || FaultMiddleware.IsNotTaken(context));
            var answer = call.Body is not null && headers.GetValueOrDefault("Content-Type") != "application/json" ? Error(400, "BadRequest", "Write request id : has a body and no content type.") : Befall(fault, call);
            var inner = new JsonObject { ["id"] = (string)part["id"]!, ["status"] = answer.Status, ["headers"] = new JsonObject { ["Content-Type"] = "application/json" }, ["body"] = answer.Body };
            if (answer.RetryAfter is { } seconds)
                inner["headers"]!["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
            answers.Add(inner);
        }

        return new(200, new JsonObject { ["responses"] = answers });
    }

    private Answer Befall(Fault fault, Call call)
    {
        switch (fault.Kind)
        {
            case FaultKind.Throttled:
                return Error(429, "TooManyRequests", "Too many requests.") with { RetryAfter = fault.RetryAfter };
            case FaultKind.Unavailable:
                return Error(503, "ServiceUnavailable", "The service is busy.") with { RetryAfter = fault.RetryAfter };
            case FaultKind.ServerError:
                return Error(500, "InternalServerError", "Something went wrong.");
            case FaultKind.Forbidden:
                return Forbidden();
            case FaultKind.Truncated:
            case FaultKind.Malformed:
            case FaultKind.ResetAfter:
                // Done, and the answer does not say so.
                Do(call);
                return Error(504, "GatewayTimeout", "No answer came in time.");
            default:
                return Do(call);
        }
    }

    private Answer Do(Call call)
    {
        if (!state.MayRead || (call.Method != "GET" && !state.MayChange))
            return Forbidden();
        lock (state.Directory.Lock)
        {
            return call.Path.Trim('/').Split('/') switch
            {
                ["directory", "subscriptions"] => Page(call, state.Directory.Subscriptions.Values),
                ["subscribedSkus"] => Page(call, state.Directory.Skus.Values.Select(Counted)),
                ["users"] => Users(call),
                ["users", var id] => state.Directory.Find(id) is { } user ? new(200, Selected(call, user)) : Missing(id),
                ["users", var id, "assignLicense"] => state.Directory.Find(id) is { } user ? Assign(call, user) : Missing(id),
                _ => Error(404, "UnknownError", "No such resource."),
            };
        }
    }

    private Answer Assign(Call call, JsonObject user)
    {
        if (call.Body?["addLicenses"] is null || call.Body["removeLicenses"] is null)
            return Error(400, "Request_BadRequest", "addLicenses and removeLicenses must be there.");
        if (!call.IsNotTaken && _desk.Change(user, call.Body) is { } refusal)
            return Error(400, "Request_BadRequest", refusal);
        var answer = user.DeepClone().AsObject();
        if (state.Directory.AnswersBareUsers)
        {
            answer.Remove("assignedLicenses");
            answer.Remove("licenseAssignmentStates");
        }

        return new(200, answer);
    }

    private Answer Users(Call call)
    {
        IEnumerable<JsonObject> users = state.Directory.Users.Values;
        var isAdvanced = call.Query.ContainsKey("$orderby") && call.Query.ContainsKey("$filter");
        if (call.Query.TryGetValue("$filter", out var text))
        {
            if (UserFilter.Read(text!, out var needs) is not { } filter)
                return Error(400, "Request_UnsupportedQuery", $"Unsupported or invalid query filter clause: {text}.");
            isAdvanced |= needs;
            users = users.Where(filter);
        }

        if (isAdvanced && !(call.IsEventual && call.Query.TryGetValue("$count", out var count) && count == "true"))
            return Error(400, "Request_UnsupportedQuery", "This query needs $count=true and the header ConsistencyLevel: eventual.");
        if (call.Query.TryGetValue("$orderby", out var order) && order == "userPrincipalName")
            users = users.OrderBy(user => (string)user["userPrincipalName"]!, StringComparer.OrdinalIgnoreCase);
        return Page(call, users.ToList());
    }

    /// <summary>A page. The next one begins where this one ended in the list as it is then: whoever changes the list while he reads it may miss some.</summary>
    private Answer Page(Call call, IEnumerable<JsonObject> items)
    {
        var all = items.ToList();
        var top = call.Query.TryGetValue("$top", out var asked) ? int.Parse(asked!, CultureInfo.InvariantCulture) : 100;
        if (top is < 1 or > LargestPage)
            return Error(400, "Request_BadRequest", "Invalid page size specified: '$top'.");
        var size = Math.Min(top, state.Directory.PageSize);
        var skip = call.Query.TryGetValue("$skiptoken", out var token) ? int.Parse(token!, CultureInfo.InvariantCulture) : 0;
        var body = new JsonObject { ["value"] = new JsonArray([.. all.Skip(skip).Take(size).Select(item => Selected(call, item))]) };
        if (call.Query.TryGetValue("$count", out var count) && count == "true" && call.IsEventual)
            body["@odata.count"] = all.Count;
        if (skip + size < all.Count)
        {
            var next = call.Query.Where(part => part.Key != "$skiptoken").Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}").Append($"$skiptoken={skip + size}");
            body["@odata.nextLink"] = $"{call.Root}{call.Path}?{string.Join('&', next)}";
        }

        return new(200, body);
    }

    private JsonObject Counted(JsonObject sku)
    {
        var counted = sku.DeepClone().AsObject();
        counted["consumedUnits"] = state.Directory.Consumed((string)sku["skuId"]!);
        return counted;
    }

    private static JsonObject Selected(Call call, JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        if (!call.Query.TryGetValue("$select", out var names))
            return copy;
        var wanted = names.ToString().Split(',');
        foreach (var name in copy.Select(property => property.Key).Where(name => !wanted.Contains(name, StringComparer.Ordinal)).ToList())
            copy.Remove(name);
        return copy;
    }

    private static Call CallOf(HttpContext context, JsonObject? body) => new(
        context.Request.Method, context.Request.Path.Value!["/v1.0".Length..], QueryHelpers.ParseQuery(context.Request.QueryString.Value), context.Request.Headers["ConsistencyLevel"] == "eventual", body, Root(context),
        FaultMiddleware.IsNotTaken(context));

    private Answer? Refuse(HttpContext context) =>
        !tokens.IsGood(context.Request.Headers.Authorization, state.GraphResource) ? Error(401, "InvalidAuthenticationToken", "Access token is missing, has expired or is for another service.")
        : !Guid.TryParse(context.Request.Headers["client-request-id"], out _) ? Error(400, "BadRequest", "client-request-id is missing.")
        : null;

    private static Task WriteAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        return context.Response.WriteAsJsonAsync(answer.Body);
    }

    private static string Root(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}/v1.0";

    private static Answer Forbidden() => Error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    private static Answer Missing(string id) => Error(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    private static Answer Error(int status, string code, string message) => new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });
}
