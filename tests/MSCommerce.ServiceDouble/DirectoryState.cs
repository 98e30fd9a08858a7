using System.Text.Json.Nodes;

namespace MSCommerce.ServiceDouble;

/// <summary>What Graph tells of: plain dictionaries. Whoever reads or changes several of them at once holds <see cref="Lock"/>.</summary>
public sealed class DirectoryState
{
    /// <summary>Held while users are read or changed.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Subscriptions by id.</summary>
    public Dictionary<string, JsonObject> Subscriptions { get; } = TenantState.Fixture("subscriptions.json").ToDictionary(item => (string)item["id"]!, StringComparer.OrdinalIgnoreCase);

    /// <summary>SKUs by id. What is consumed is counted when it is asked for.</summary>
    public Dictionary<string, JsonObject> Skus { get; } = TenantState.Fixture("skus.json").ToDictionary(item => (string)item["skuId"]!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Users by object id.</summary>
    public Dictionary<string, JsonObject> Users { get; } = TenantState.Fixture("users.json").ToDictionary(item => (string)item["id"]!, StringComparer.OrdinalIgnoreCase);

    /// <summary>As many items as a page has at most.</summary>
    public int PageSize { get; set; } = 999;

    /// <summary>Whether a change of licences answers the user without the licences.</summary>
    public bool AnswersBareUsers { get; set; }

    /// <summary>The id of a SKU.</summary>
    public string SkuOf(string partNumber) => Skus.Values.Where(sku => (string)sku["skuPartNumber"]! == partNumber).Select(sku => (string)sku["skuId"]!).First();

    /// <summary>Licences that are good (seats).</summary>
    public void SetSeats(string partNumber, int enabled) => Skus[SkuOf(partNumber)]["prepaidUnits"]!["enabled"] = enabled;

    /// <summary>Adds users who hold a licence, given to them, and the seats for it.</summary>
    public void Fill(int count, string partNumber)
    {
        var sku = SkuOf(partNumber);
        lock (Lock)
        {
            for (var number = 0; number < count; number++)
            {
                var id = $"00000000-ffff-4000-8000-{Users.Count:D12}";
                Users[id] = new()
                {
                    ["id"] = id,
                    ["userPrincipalName"] = $"user{Users.Count:D6}@contoso.onmicrosoft.com",
                    ["displayName"] = $"User {Users.Count:D6}",
                    ["userType"] = "Member",
                    ["usageLocation"] = "DE",
                    ["accountEnabled"] = true,
                    ["assignedLicenses"] = new JsonArray(License(sku, [])),
                    ["licenseAssignmentStates"] = new JsonArray(State(sku, null)),
                };
            }

            SetSeats(partNumber, (int)Skus[sku]["prepaidUnits"]!["enabled"]! + count);
        }
    }

    /// <summary>The part numbers of what everybody holds, by principal name.</summary>
    public Dictionary<string, string[]> Licenses()
    {
        lock (Lock)
        {
            return Users.Values.ToDictionary(
                user => (string)user["userPrincipalName"]!,
                user => user["assignedLicenses"]!.AsArray().Select(license => (string)Skus[(string)license!["skuId"]!]["skuPartNumber"]!).Order(StringComparer.Ordinal).ToArray(), StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The user of a principal name or object id; null for nobody.</summary>
    public JsonObject? Find(string name) =>
        Users.TryGetValue(name, out var user) ? user : Users.Values.FirstOrDefault(candidate => string.Equals((string)candidate["userPrincipalName"]!, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a user holds a licence.</summary>
    public static bool Holds(JsonObject user, string skuId) => LicenseOf(user, skuId) is not null;

    /// <summary>How many users hold a licence.</summary>
    public int Consumed(string skuId) => Users.Values.Count(user => Holds(user, skuId));

    /// <summary>A licence as users have it.</summary>
    public static JsonObject License(string skuId, IEnumerable<string> disabledPlans) => new() { ["skuId"] = skuId, ["disabledPlans"] = new JsonArray([.. disabledPlans.Select(plan => (JsonNode)plan)]) };

    /// <summary>How a user came by a licence.</summary>
    public static JsonObject State(string skuId, string? group) => new()
    {
        ["skuId"] = skuId,
        ["assignedByGroup"] = group,
        ["disabledPlans"] = new JsonArray(),
        ["error"] = "None",
        ["state"] = "Active",
        ["lastUpdatedDateTime"] = "2026-11-01T10:00:00Z",
    };

    internal static JsonObject? LicenseOf(JsonObject user, string skuId) =>
        user["assignedLicenses"]!.AsArray().Select(license => license!.AsObject()).FirstOrDefault(license => string.Equals((string)license["skuId"]!, skuId, StringComparison.OrdinalIgnoreCase));
}
