using System.Text.Json.Nodes;

namespace MSCommerce.ServiceDouble;

/// <summary>Gives licences and takes them away, as <c>assignLicense</c> is documented to: all of a call or nothing, and with its words where it refuses.</summary>
internal sealed class LicenseDesk(DirectoryState directory)
{
    /// <summary>Makes a change.</summary>
    /// <returns>Why not; null where it was made.</returns>
    public string? Change(JsonObject user, JsonObject body)
    {
        var add = body["addLicenses"]!.AsArray().Select(license => license!.AsObject()).ToList();
        var remove = body["removeLicenses"]!.AsArray().Select(license => (string)license!).ToList();
        if ((remove.Select(sku => RefuseRemoval(user, sku)).FirstOrDefault(why => why is not null) ?? add.Select(license => RefuseAddition(user, license)).FirstOrDefault(why => why is not null)) is { } refusal)
            return refusal;

        foreach (var sku in remove)
            Remove(user, sku);
        foreach (var license in add)
        {
            var sku = (string)license["skuId"]!;
            if (DirectoryState.LicenseOf(user, sku) is { } held)
                user["assignedLicenses"]!.AsArray().Remove(held);
            user["assignedLicenses"]!.AsArray().Add(license.DeepClone());
            if (!States(user, sku).Any(state => state["assignedByGroup"] is null))
                user["licenseAssignmentStates"]!.AsArray().Add(DirectoryState.State(sku, null));
        }

        return null;
    }

    private static string? RefuseRemoval(JsonObject user, string sku) =>
        !DirectoryState.Holds(user, sku) ? "User does not have a corresponding license."
        : States(user, sku).All(state => state["assignedByGroup"] is not null) ? "User license is inherited from a group membership and it cannot be removed directly from the user."
        : null;

    private string? RefuseAddition(JsonObject user, JsonObject license)
    {
        var id = (string)license["skuId"]!;
        if (!directory.Skus.TryGetValue(id, out var sku))
            return $"License {id} does not correspond to a valid company License.";
        if (user["usageLocation"] is null)
            return "License assignment cannot be done for user with invalid usage location.";
        var plans = sku["servicePlans"]!.AsArray().Where(plan => (string)plan!["appliesTo"]! == "User").Select(plan => (string)plan!["servicePlanId"]!).ToHashSet();
        if (license["disabledPlans"]!.AsArray().Any(plan => !plans.Contains((string)plan!)))
            return $"License assignment failed because a service plan is not of the license {id}.";
        return !DirectoryState.Holds(user, id) && directory.Consumed(id) >= (int)sku["prepaidUnits"]!["enabled"]! ? $"Subscription with SKU {id} does not have any available licenses." : null;
    }

    private static void Remove(JsonObject user, string sku)
    {
        foreach (var state in States(user, sku).Where(state => state["assignedByGroup"] is null).ToList())
            user["licenseAssignmentStates"]!.AsArray().Remove(state);
        if (!States(user, sku).Any())
            user["assignedLicenses"]!.AsArray().Remove(DirectoryState.LicenseOf(user, sku));
    }

    private static IEnumerable<JsonObject> States(JsonObject user, string sku) =>
        user["licenseAssignmentStates"]!.AsArray().Select(state => state!.AsObject()).Where(state => string.Equals((string)state["skuId"]!, sku, StringComparison.OrdinalIgnoreCase));
}
