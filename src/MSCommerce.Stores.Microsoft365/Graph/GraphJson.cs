using System.Globalization;
using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Reads fields of what Graph answers. What is missing is null, and what is of another type than documented is taken for missing.</summary>
internal static class GraphJson
{
    public static string? Text(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    public static bool? Truth(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    public static int? Number(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public static DateTimeOffset? Time(this JsonElement item, string name) =>
        DateTimeOffset.TryParse(item.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The items of a list that are of a kind; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement item, string name, JsonValueKind kind = JsonValueKind.Object) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(entry => entry.ValueKind == kind) : [];

    /// <summary>A list of ids.</summary>
    public static IReadOnlyList<string> Ids(this JsonElement item, string name) => [.. item.Items(name, JsonValueKind.String).Select(id => id.GetString()!)];
}
