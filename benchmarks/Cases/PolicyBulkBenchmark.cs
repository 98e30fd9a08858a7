using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security;
using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>Many products set in a slow service, against the same changes sent one at a time.</summary>
internal sealed class PolicyBulkBenchmark : IBenchmark
{
    private const string Application = "aaaaaaaa-1111-4000-8000-000000000001";

    public string Name => "policy-bulk";

    public string Summary => "Update-MSCommerceProductPolicy of many products over a slow service against one request at a time";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        const string Secret = "the~secret.of-the_application";
        await using var server = await Server.StartAsync(stop);
        server.State.Fill(server.State.Products.Count + lab.Sizes.Products);
        server.State.Applications[Application] = Secret;
        server.Faults.Latency = lab.Sizes.Latency;
        var ids = server.State.Products.Keys.Where(id => id.StartsWith("CFQ7TTC9", StringComparison.Ordinal)).ToList();
        var options = new Microsoft365Options
        {
            SignIn = new ClientSecretSignIn(Secure(Secret)),
            ClientId = Application,
            AuthorityEndpoint = server.Http,
            LicensingEndpoint = server.Http,
            GraphEndpoint = server.Http,
        };
        await using var client = new CommerceClient(await new Microsoft365StoreFactory(options).OpenAsync(new("m365", TenantState.Domain), new(), stop));
        using var http = new HttpClient { BaseAddress = server.Http };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Tokens.Issue(TenantState.LicensingResource, TenantState.User, application: null));
        var value = "Enabled";
        var medians = await Turns.MedianAsync(
            lab.Sizes.Rounds,
            async () =>
            {
                var since = Stopwatch.GetTimestamp();
                var results = await client.Policies.SetAsync(new() { Product = ids, Value = Other() }, cancellationToken: stop);
                Demand(results.Count(result => result.IsApplied), ids.Count);
                return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            },
            async () =>
            {
                var since = Stopwatch.GetTimestamp();
                var wanted = Other();
                foreach (var id in ids)
                    await PutAsync(http, id, wanted, stop);
                return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            });
        yield return new()
        {
            Name = Name,
            Against = "one PUT at a time, of the same products",
            // So many times as fast: the other's time by ours.
            Ours = ids.Count / medians[0] * 1000,
            Other = ids.Count / medians[1] * 1000,
            Unit = "products/s",
            Bar = Bar.AtLeast(6),
            Note = $"{ids.Count} products, {lab.Sizes.Latency.TotalMilliseconds:0} ms an answer",
        };

        string Other() => value = value == "Enabled" ? "Disabled" : "Enabled";
    }

    private static async Task PutAsync(HttpClient http, string id, string value, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1.0/policies/AllowSelfServicePurchase/products/{id}") { Content = JsonContent.Create(new { policyValue = value }) };
        request.Headers.Add("x-ms-correlation-id", Guid.NewGuid().ToString());
        using var response = await http.SendAsync(request, stop);
        response.EnsureSuccessStatusCode();
    }

    private static void Demand(int applied, int wanted)
    {
        if (applied != wanted)
            throw new InvalidOperationException($"{applied} of {wanted} products were set.");
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var letter in text)
            secure.AppendChar(letter);
        secure.MakeReadOnly();
        return secure;
    }
}
