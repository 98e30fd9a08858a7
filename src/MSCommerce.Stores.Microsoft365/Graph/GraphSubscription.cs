using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>A subscription (<c>companySubscription</c>).</summary>
/// <param name="SkuId">What it is of.</param>
/// <param name="PartNumber">The same as a part number.</param>
/// <param name="OwnerId">The object id of whoever bought it; null for the organisation.</param>
/// <param name="CommerceId">Its other id, which the admin centre's addresses use; null where it has none.</param>
/// <param name="Subscription">As this library shows it.</param>
internal sealed record GraphSubscription(string SkuId, string PartNumber, string? OwnerId, string? CommerceId, Subscription Subscription)
{
    /// <summary>When its next status comes: where it is active the end of its term; null where that is not told.</summary>
    public DateTimeOffset? NextStatusAt { get; init; }

    /// <summary>Its id.</summary>
    public string Id => Subscription.SubscriptionId;

    /// <summary>Whether it still is one.</summary>
    public bool IsLiving => Subscription.Status != SubscriptionStatus.Deleted;

    /// <summary>What a plan saw of it, and must still hold.</summary>
    public string Version => $"{Subscription.ServiceStatus}/{SkuId}";

    /// <summary>The product's names.</summary>
    public IEnumerable<string?> ProductIdentities => [Subscription.ProductName, PartNumber, SkuId];

    /// <summary>Whether it has this id, of its two.</summary>
    public bool IsCalled(string id) => id.Equals(Id, StringComparison.OrdinalIgnoreCase) || id.Equals(CommerceId, StringComparison.OrdinalIgnoreCase);

    public static GraphSubscription Of(JsonElement item)
    {
        var skuId = item.Text("skuId") ?? "";
        var partNumber = item.Text("skuPartNumber") ?? skuId;
        var isSelfService = string.Equals(item.Text("ownerType"), "User", StringComparison.OrdinalIgnoreCase);
        var said = item.Text("status");
        var status = StatusOf(said);
        var nextStatusAt = item.Time("nextLifecycleDateTime");
        return new(skuId, partNumber, isSelfService ? item.Text("ownerId") : null, item.Text("commerceSubscriptionId"), new()
        {
            SubscriptionId = item.Text("id") ?? item.Text("commerceSubscriptionId") ?? "",
            ProductName = SkuNames.Of(partNumber),
            Channel = isSelfService ? SubscriptionChannel.SelfService : SubscriptionChannel.Central,
            Status = status,
            ServiceStatus = said,
            PurchasedAt = item.Time("createdDateTime"),
            // Past the term, the next date is another one: that of the next status.
            ExpiresAt = status == SubscriptionStatus.Active ? nextStatusAt : null,
            IsTrial = item.Truth("isTrial"),
            IsControlledByOrganization = !isSelfService,
            TotalLicenses = item.Number("totalLicenses") ?? 0,
        })
        {
            NextStatusAt = nextStatusAt,
        };
    }

    private static SubscriptionStatus StatusOf(string? said) => said?.ToUpperInvariant() switch
    {
        "ENABLED" => SubscriptionStatus.Active,
        "WARNING" => SubscriptionStatus.Expired,
        "SUSPENDED" or "LOCKEDOUT" => SubscriptionStatus.Disabled,
        "DELETED" => SubscriptionStatus.Deleted,
        _ => SubscriptionStatus.Unknown,
    };
}
