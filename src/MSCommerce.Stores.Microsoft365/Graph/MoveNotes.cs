using System.Globalization;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>What a move leaves to be done elsewhere: Graph cancels nothing, and the answer says so.</summary>
internal static class MoveNotes
{
    /// <summary>For users who moved.</summary>
    public static string Remains(Subscription source, bool isWhole, int disabled)
    {
        var text = $"{source.ProductName} ({source.SubscriptionId}) remains{(isWhole ? "" : ", as users were named")}: no public interface cancels it. Cancel it in {GraphErrors.ProductsPage}: open the subscription > Cancel subscription; its purchaser gets no e-mail from here.";
        return disabled == 0 ? text : text + string.Create(CultureInfo.CurrentCulture, $" {disabled:N0} disabled accounts were left with their licence, and lose it then.");
    }

    /// <summary>For a source and a target of one SKU.</summary>
    public static string SameSku(Subscription source, GraphSku sku)
    {
        var missing = sku.Consumed - (sku.Enabled - source.TotalLicenses);
        var seats = missing > 0
            ? string.Create(CultureInfo.CurrentCulture, $"{missing:N0} licences of it are missing once that is cancelled: add them first. Then cancel")
            : "There are enough licences without those of the old subscription: cancel";
        return $"Nothing has to move: source and target are one product ({sku.PartNumber}), and Microsoft 365 assigns by product and not by subscription. {seats} {source.SubscriptionId} in {GraphErrors.ProductsPage}.";
    }

    /// <summary>For a subscription whose users are counted with another of the same SKU.</summary>
    public static string CountedElsewhere(Subscription first) =>
        $"Its users are moved with those of {first.SubscriptionId}: both are one product, and Microsoft 365 does not tell whose users are whose. Cancel it too, in {GraphErrors.ProductsPage}.";
}
