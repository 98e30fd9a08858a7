using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace MSCommerce.ServiceDouble;

/// <summary>What the tenant holds: plain dictionaries, as the services would answer them.</summary>
public sealed class TenantState
{
    public const string TenantId = "8b1a2c3d-0000-4000-8000-00000000c0de";
    public const string Domain = "contoso.onmicrosoft.com";
    public const string User = "ada@contoso.onmicrosoft.com";
    public const string LicensingResource = "aeb86249-8ea3-49e2-900b-54cc8e308f85";

    public const string GraphResourceOfGlobal = "https://graph.microsoft.com";

    /// <summary>What tokens for Graph are for: that of the cloud.</summary>
    public string GraphResource { get; set; } = GraphResourceOfGlobal;

    /// <summary>What Graph tells of.</summary>
    public DirectoryState Directory { get; } = new();

    /// <summary>Policies by id.</summary>
    public Dictionary<string, JsonObject> Policies { get; } = Fixture("policies.json").ToDictionary(item => (string)item["id"]!, StringComparer.Ordinal);

    /// <summary>Products' values by product id.</summary>
    public ConcurrentDictionary<string, JsonObject> Products { get; } = new(Fixture("products.json").Select(item => KeyValuePair.Create((string)item["productId"]!, item)), StringComparer.Ordinal);

    /// <summary>Offer types' values by type.</summary>
    public ConcurrentDictionary<string, JsonObject> OfferTypes { get; } = new(Fixture("offer-types.json").Select(item => KeyValuePair.Create((string)item["scopeId"]!, item)), StringComparer.Ordinal);

    /// <summary>Products without a trial that needs no payment method: they refuse that value.</summary>
    public HashSet<string> WithoutTrial { get; } = new(StringComparer.Ordinal) { "CFQ7TTC0LH2H", "CFQ7TTC0HDB0" };

    /// <summary>Applications: client id and secret, or the tokens of another provider that they trust.</summary>
    public Dictionary<string, string> Applications { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What managed identities of this machine may be asked for, by client id; empty for the system's.</summary>
    public HashSet<string> ManagedIdentities { get; } = new(StringComparer.OrdinalIgnoreCase) { "" };

    /// <summary>Whether whoever signs in may change, or only read.</summary>
    public bool MayChange { get; set; } = true;

    /// <summary>Whether whoever signs in may read.</summary>
    public bool MayRead { get; set; } = true;

    /// <summary>For how many seconds tokens are good.</summary>
    public int TokenLifetime { get; set; } = 3600;

    /// <summary>Whether the person who is asked agrees.</summary>
    public bool PersonAgrees { get; set; } = true;

    /// <summary>How often a device code is asked about before the person has signed in.</summary>
    public int DeviceCodePolls { get; set; } = 1;

    /// <summary>Adds products until there are so many.</summary>
    public void Fill(int products)
    {
        for (var number = Products.Count; number < products; number++)
        {
            var id = $"CFQ7TTC9{number:D4}";
            Products[id] = new() { ["policyId"] = "AllowSelfServicePurchase", ["productId"] = id, ["productName"] = $"Product {number:D4}", ["policyValue"] = "Enabled" };
        }
    }

    /// <summary>The value that a product has.</summary>
    public string ValueOf(string productId)
    {
        lock (Products)
            return (string)Products[productId]["policyValue"]!;
    }

    internal static IEnumerable<JsonObject> Fixture(string name)
    {
        using var stream = typeof(TenantState).Assembly.GetManifestResourceStream(name)!;
        return [.. JsonNode.Parse(stream)!.AsArray().Select(item => item!.AsObject())];
    }
}
