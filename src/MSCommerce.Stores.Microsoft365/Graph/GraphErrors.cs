using System.Globalization;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Failures of licences in a Microsoft 365 tenant, and what to do about them.</summary>
internal static class GraphErrors
{
    /// <summary>The pages of the admin centre, by what is done there.</summary>
    public const string ProductsPage = "the Microsoft 365 admin centre, Billing > Your products (https://admin.microsoft.com/Adminportal/Home#/subscriptions)";

    public const string PurchasePage = "the Microsoft 365 admin centre, Billing > Purchase services (https://admin.microsoft.com/Adminportal/Home#/catalog)";

    public const string UsersPage = "the Microsoft 365 admin centre, Users > Active users (https://admin.microsoft.com/Adminportal/Home#/users)";

    public const string LicensesPage = "the Microsoft 365 admin centre, Billing > Licenses (https://admin.microsoft.com/Adminportal/Home#/licenses)";

    public static CommerceException SortNotKnown(string what) => CommerceErrors.InvalidRequest(
        "SortNotApplicable", $"A Microsoft 365 tenant does not tell {what}, so nothing can be sorted by it. Sort by something else.");

    public static CommerceException ServiceNotFound(GraphSku sku, IReadOnlyList<string> names) => new(
        CommerceError.NotFound, "ServiceNotFound",
        $"{sku.Name} has no service {string.Join(", ", names.Select(name => $"'{name}'"))} to switch off. It has: {string.Join(", ", sku.Services.Select(service => service.Name))}. Nothing was changed.", names[0]);

    public static CommerceException UsersNotTold(Subscription source, IReadOnlyList<string> others) => new(
        CommerceError.Conflict, "SourceShared",
        $"The tenant has other subscriptions of {source.ProductName} ({string.Join(", ", others)}), and Microsoft Graph does not tell whose users are whose. Name the users with -User, or all of these subscriptions; nothing was changed.",
        source.SubscriptionId);

    public static CommerceException LicenseUnclear(string user) => new(
        CommerceError.InvalidRequest, "SubscriptionUnknown",
        $"Microsoft Graph does not tell of which subscription {user} holds the licence. Name it with -SubscriptionId, and the users with -User; nothing was changed.", user);

    public static CommerceException TargetAmbiguous(string name, IEnumerable<string> candidates) => CommerceErrors.InvalidRequest(
        "TargetAmbiguous", $"Several products of the organisation answer to '{name}': {string.Join(", ", candidates)}. Name the one meant by its part number or a subscription by its id; nothing was changed.", name);

    public static CommerceException CannotBuy(int missing, string product) => CommerceErrors.NotSupported(
        "A Microsoft 365 tenant", string.Create(CultureInfo.InvariantCulture, $"buy the {missing} licences of {product} that are missing: no public interface does that"), $"Buy them in {PurchasePage}, and run the command again; nothing was changed.");

    public static CommerceException TooFew(GraphSku sku, int needed) => CommerceErrors.TooFewLicenses(sku.SkuId, sku.Name, needed, Math.Max(0, sku.Free));

    /// <summary>Mixed products of a summary that is to show one channel alone.</summary>
    public static CommerceException ChannelsMixed(IEnumerable<string> products) => new(
        CommerceError.NotSupportedByStore, "ChannelsMixed",
        $"The tenant has licences of {string.Join(", ", products)} from the organisation and from users, and Microsoft Graph counts them together. Leave -SelfService and -Central out to see them.");

    /// <summary>A licence that comes by a group.</summary>
    public static UserFailure ByGroup(GraphUser user, string product, IReadOnlyList<string> groups) => new(
        user.Upn, CommerceError.Conflict,
        $"{user.Upn} has {product} by the group {string.Join(", ", groups)}, and a licence that comes by a group cannot be taken from the user. Nothing was changed for him; take him out of the group, or the licence from the group, in the Microsoft Entra admin center (https://entra.microsoft.com), and run the command again.");

    /// <summary>A user who cannot be given anything.</summary>
    public static UserFailure WithoutLocation(GraphUser user) => new(
        user.Upn, CommerceError.Conflict,
        $"{user.Upn} has no usage location, and Microsoft gives no licence to a user without one. Nothing was changed for him; set it in {UsersPage} (the user > Licenses and apps > Select location), or with Update-MgUser -UsageLocation, and run the command again.");

    /// <summary>What a refused call means for a user.</summary>
    public static UserFailure Of(GraphUser user, string product, CommerceException failure, JsonElement body)
    {
        var said = Message(body);
        if (said.Contains("usage location", StringComparison.OrdinalIgnoreCase))
            return WithoutLocation(user) with { Message = $"{WithoutLocation(user).Message} ({failure.Message})" };
        if (said.Contains("inherited from a group", StringComparison.OrdinalIgnoreCase))
            return ByGroup(user, product, ["that Graph knows of"]);
        return said.Contains("available licenses", StringComparison.OrdinalIgnoreCase)
            ? new(user.Upn, CommerceError.NoLicensesAvailable, $"No licence was left for {user.Upn}: {failure.Message} Add licences or free some, and run the command again.")
            : new(user.Upn, failure.Error, $"{user.Upn}: {failure.Message}");
    }

    private static string Message(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error.Text("message") ?? "" : "";

    public static CommerceException Malformed(ServiceRequest request) => new(
        CommerceError.StoreUnavailable, "AnswerMalformed", $"Microsoft Graph did not {request.Purpose}: what it answered is not what it is documented to. Check the address of the service, and try again.", request.Target);
}
