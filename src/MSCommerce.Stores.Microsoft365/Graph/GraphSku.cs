using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>A service of a SKU that can be switched off for a user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record ServicePlan(string Id, string Name);

/// <summary>What the tenant has of a product (<c>subscribedSku</c>): the unit in which Graph counts and assigns licences.</summary>
/// <param name="SkuId">Its id.</param>
/// <param name="PartNumber">Its part number.</param>
internal sealed record GraphSku(string SkuId, string PartNumber)
{
    /// <summary>Its name, or its part number where that is all there is.</summary>
    public string Name => SkuNames.Of(PartNumber);

    /// <summary>Licences that are good (seats).</summary>
    public int Enabled { get; init; }

    /// <summary>Licences assigned (seats).</summary>
    public int Consumed { get; init; }

    /// <summary>Licences that can still be assigned (seats); below zero where subscriptions ended and their users are still licensed.</summary>
    public int Free => Enabled - Consumed;

    /// <summary>Its subscriptions.</summary>
    public int Subscriptions { get; init; }

    /// <summary>The services that can be switched off for a user.</summary>
    public IReadOnlyList<ServicePlan> Services { get; init; } = [];

    /// <summary>The names it answers to.</summary>
    public IEnumerable<string?> Identities => [Name, PartNumber, SkuId];

    public static GraphSku Of(JsonElement item)
    {
        var units = item.TryGetProperty("prepaidUnits", out var prepaid) && prepaid.ValueKind == JsonValueKind.Object ? prepaid : default;
        return new(item.Text("skuId") ?? "", item.Text("skuPartNumber") ?? item.Text("skuId") ?? "")
        {
            Enabled = units.ValueKind == JsonValueKind.Object ? units.Number("enabled") ?? 0 : 0,
            Consumed = item.Number("consumedUnits") ?? 0,
            Subscriptions = item.Ids("subscriptionIds").Count,
            Services =
            [
                .. item.Items("servicePlans")
                    .Where(plan => !string.Equals(plan.Text("appliesTo"), "Company", StringComparison.OrdinalIgnoreCase))
                    .Select(plan => new ServicePlan(plan.Text("servicePlanId") ?? "", plan.Text("servicePlanName") ?? plan.Text("servicePlanId") ?? "")),
            ],
        };
    }

    /// <summary>The name of a service; its id where it is none of the SKU's.</summary>
    public string ServiceName(string id) => Services.FirstOrDefault(service => service.Id.Equals(id, StringComparison.OrdinalIgnoreCase))?.Name ?? id;

    /// <summary>The ids of services that are named, by name or id.</summary>
    /// <exception cref="CommerceException"><c>ServiceNotFound</c>.</exception>
    public IReadOnlyList<string> ServiceIds(IReadOnlyList<string> names)
    {
        var found = names.Select(name => (Name: name, Plan: Services.FirstOrDefault(service =>
            service.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || service.Id.Equals(name, StringComparison.OrdinalIgnoreCase)))).ToList();
        var unknown = found.Where(entry => entry.Plan is null).Select(entry => entry.Name).ToList();
        return unknown.Count > 0 ? throw GraphErrors.ServiceNotFound(this, unknown) : [.. found.Select(entry => entry.Plan!.Id).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
