using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Licensing;

/// <summary>
/// Reads what the licensing service answers. What it does not say is empty, what nobody knows is kept under <c>Other</c>, and a value is what the service wrote: none is
/// taken for another.
/// </summary>
internal static class LicensingItems
{
    private static readonly string[] PolicyFields = ["id", "description", "defaultValue"];
    private static readonly string[] ProductFields = ["policyId", "productId", "productName", "policyValue"];
    private static readonly string[] OfferTypeFields = ["policyId", "policyValue", "scope", "scopeId", "scopeValue"];

    public static Policy Policy(JsonElement item) => new()
    {
        PolicyId = Text(item, "id"),
        Description = Text(item, "description"),
        DefaultValue = Text(item, "defaultValue"),
        Other = Others(item, PolicyFields),
    };

    public static ProductPolicy Product(JsonElement item, string policyId) => new()
    {
        PolicyId = Text(item, "policyId") is { Length: > 0 } own ? own : policyId,
        ProductId = Text(item, "productId"),
        ProductName = Text(item, "productName"),
        PolicyValue = Text(item, "policyValue"),
        Other = Others(item, ProductFields),
    };

    public static OfferTypePolicy OfferType(JsonElement item, string policyId) => new()
    {
        PolicyId = Text(item, "policyId") is { Length: > 0 } own ? own : policyId,
        Scope = Text(item, "scope") is { Length: > 0 } scope ? scope : nameof(PolicyScope.OfferType),
        ScopeId = Text(item, "scopeId"),
        ScopeValue = Find(item, "scopeValue") is { ValueKind: not JsonValueKind.Null } value ? TextOf(value) : null,
        PolicyValue = Text(item, "policyValue"),
        Other = Others(item, OfferTypeFields),
    };

    /// <summary>A field as text, empty where it is missing or null.</summary>
    public static string Text(JsonElement item, string name) => Find(item, name) is { } value ? TextOf(value) : "";

    /// <summary>A field, whatever the case of its name.</summary>
    public static JsonElement? Find(JsonElement item, string name)
    {
        foreach (var property in item.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }

    private static OtherFields Others(JsonElement item, string[] known) => OtherFields.Of(item.EnumerateObject()
        .Where(property => !known.Contains(property.Name, StringComparer.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
        .Select(property => KeyValuePair.Create(property.Name, TextOf(property.Value))));

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
