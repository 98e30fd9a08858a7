using System.Runtime.CompilerServices;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Licensing;

/// <summary>The calls of the licensing service.</summary>
/// <param name="connection">The connection.</param>
/// <param name="trace">Told what is sent where.</param>
internal sealed class LicensingService(Microsoft365Connection connection, Action<string> trace)
{
    private const string Root = "v1.0/policies";

    /// <summary>How many requests may be under way at once.</summary>
    public int Concurrency => connection.Licensing.Concurrency;

    public IAsyncEnumerable<JsonElement> GetPoliciesAsync(CancellationToken stop) => ListAsync(new(HttpMethod.Get, Root, "list the policies"), stop);

    /// <summary>The values of a policy, by scope.</summary>
    public IAsyncEnumerable<JsonElement> GetValuesAsync(string policyId, PolicyScope scope, CancellationToken stop) => ListAsync(
        new(HttpMethod.Get, $"{PathOf(policyId)}/products?scope={(scope == PolicyScope.Product ? "product" : "OfferType")}", $"list the values of the policy '{policyId}'") { Target = policyId }, stop);

    /// <summary>One value of a policy.</summary>
    public async Task<JsonElement> GetValueAsync(PolicyChange change, CancellationToken stop) =>
        Item(await connection.Licensing.SendAsync(new(HttpMethod.Get, PathOf(change), $"show {change.Name}") { Target = change.Id }, trace, stop));

    /// <summary>Sets a value.</summary>
    /// <returns>The item as the service answers it.</returns>
    public async Task<JsonElement> SetValueAsync(PolicyChange change, CancellationToken stop) => Item(await connection.Licensing.SendAsync(
        new(HttpMethod.Put, PathOf(change), $"set {change.Name} to {change.Wanted}")
        {
            Target = change.Id,
            Body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["policyValue"] = change.Wanted }),
        },
        trace, stop));

    private static string PathOf(string policyId) => $"{Root}/{Uri.EscapeDataString(policyId)}";

    private static string PathOf(PolicyChange change) =>
        $"{PathOf(change.PolicyId)}/{(change.Scope == PolicyScope.Product ? "products" : "offerTypes")}/{Uri.EscapeDataString(change.Id)}";

    /// <summary>A list, to its end: no paging was seen of this service, and a list that were cut short would look like compliance.</summary>
    private async IAsyncEnumerable<JsonElement> ListAsync(ServiceRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = request; page is not null;)
        {
            var body = await connection.Licensing.SendAsync(page, trace, stop);
            if (body.ValueKind != JsonValueKind.Object || LicensingItems.Find(body, "items") is not { ValueKind: JsonValueKind.Array } items)
                throw Malformed("a list");
            foreach (var item in items.EnumerateArray())
                yield return Item(item);

            var next = new[] { "nextLink", "@odata.nextLink" }.Select(name => LicensingItems.Text(body, name)).FirstOrDefault(link => link.Length > 0);
            page = next is not null && seen.Add(next) ? request with { Path = next } : null;
        }
    }

    private static JsonElement Item(JsonElement item) => item.ValueKind == JsonValueKind.Object ? item : throw Malformed("an item");

    private static CommerceException Malformed(string what) => new(
        CommerceError.StoreUnavailable, "AnswerMalformed", $"The licensing service answered something that is not {what}. Check the address of the service, and try again.");
}
