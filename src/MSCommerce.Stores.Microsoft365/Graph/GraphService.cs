using System.Runtime.CompilerServices;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>The calls of Microsoft Graph.</summary>
/// <param name="connection">The connection.</param>
/// <param name="trace">Told what is sent where.</param>
internal sealed class GraphService(Microsoft365Connection connection, Action<string> trace)
{
    /// <summary>The permissions that calls take.</summary>
    public const string ReadSubscriptions = "Organization.Read.All", ReadLicenses = "LicenseAssignment.Read.All", ReadUsers = "User.Read.All", WriteLicenses = "LicenseAssignment.ReadWrite.All";

    /// <summary>As many users as Graph puts on a page.</summary>
    private const int UsersOnPage = 999;

    private const string Root = "v1.0";

    private static readonly (string, string) Eventual = ("ConsistencyLevel", "eventual");

    /// <summary>How many requests may be under way at once.</summary>
    public int Concurrency => connection.Graph.Concurrency;

    /// <summary>Several calls in one, 20 at most.</summary>
    public GraphBatch NewBatch() => new(connection.Graph, $"{Root}/$batch", trace);

    /// <summary>The subscriptions, central and self-service.</summary>
    public async IAsyncEnumerable<GraphSubscription> GetSubscriptionsAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var item in ListAsync(new(HttpMethod.Get, $"{Root}/directory/subscriptions", "list the subscriptions") { Needs = ReadSubscriptions }, stop))
            yield return GraphSubscription.Of(item);
    }

    /// <summary>The products that the tenant has licences of.</summary>
    public async Task<List<GraphSku>> GetSkusAsync(CancellationToken stop)
    {
        var skus = new List<GraphSku>();
        await foreach (var item in ListAsync(new(HttpMethod.Get, $"{Root}/subscribedSkus", "list the licences") { Needs = ReadLicenses }, stop))
            skus.Add(GraphSku.Of(item));
        return skus;
    }

    /// <summary>The users who hold a licence of a product, page by page.</summary>
    public async IAsyncEnumerable<GraphUser> GetHoldersAsync(string skuId, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var item in ListAsync(Holders(skuId, $"{GraphUser.Select}&$top={UsersOnPage}"), stop))
            yield return GraphUser.Of(item);
    }

    /// <summary>How many users hold a licence of a product.</summary>
    public async Task<long> CountHoldersAsync(string skuId, CancellationToken stop)
    {
        var request = Holders(skuId, "id&$top=1");
        var body = await connection.Graph.SendAsync(request, trace, stop);
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("@odata.count", out var count) && count.TryGetInt64(out var number) ? number : throw GraphErrors.Malformed(request);
    }

    /// <summary>The users of the tenant by principal name, page by page.</summary>
    /// <param name="filter">Which, in OData; null for all.</param>
    /// <param name="stop">Stops the list.</param>
    public IAsyncEnumerable<JsonElement> GetUsersAsync(string? filter, CancellationToken stop)
    {
        var where = filter is null ? "" : $"$filter={Uri.EscapeDataString(filter)}&";
        return ListAsync(
            new(HttpMethod.Get, $"{Root}/users?{where}$count=true&$orderby=userPrincipalName&$select={GraphTenantStore.Select}&$top={UsersOnPage}", "list the users") { Needs = ReadUsers, Headers = [Eventual] }, stop);
    }

    private static ServiceRequest Holders(string skuId, string select) => new(
        HttpMethod.Get, $"{Root}/users?$filter={Uri.EscapeDataString($"assignedLicenses/any(s:s/skuId eq {skuId})")}&$count=true&$select={select}", "list the users with licences")
    {
        Needs = ReadUsers,
        Headers = [Eventual],
    };

    /// <summary>A list, page by page to its end: one that were cut short would look like all of it.</summary>
    private async IAsyncEnumerable<JsonElement> ListAsync(ServiceRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = request; page is not null;)
        {
            var body = await connection.Graph.SendAsync(page, trace, stop);
            if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("value", out var items) || items.ValueKind != JsonValueKind.Array)
                throw GraphErrors.Malformed(request);
            foreach (var item in items.EnumerateArray())
                yield return item.ValueKind == JsonValueKind.Object ? item : throw GraphErrors.Malformed(request);

            var next = body.Text("@odata.nextLink");
            if (next is not null && !seen.Add(next))
                throw GraphErrors.Malformed(request);
            page = next is null ? null : request with { Path = next };
        }
    }
}
