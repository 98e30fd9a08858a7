using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Licenses;

/// <summary>Whose licences are assigned: one subscription's, or those of all that provide a product, in the order in which they are taken (U4, T5).</summary>
internal sealed class LicenseOffer
{
    private StoredProduct? _product;

    /// <summary>The product's key.</summary>
    public required long ProductKey { get; init; }

    /// <summary>The product as people call it.</summary>
    public required string ProductName { get; init; }

    public required IReadOnlyList<StoredSubscription> Subscriptions { get; init; }

    /// <summary>Whether one subscription was named, and nothing but it serves.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>Licences available (seats).</summary>
    public int Available => (int)Math.Min(int.MaxValue, Subscriptions.Sum(stored => (long)stored.Subscription.AvailableLicenses!.Value));

    /// <summary>Finds what was named, as far as the rules let the actor assign it.</summary>
    public static async Task<LicenseOffer> FindAsync(SqlSession session, AssignLicensesRequest request)
    {
        if (request.SubscriptionId is { } id)
        {
            var stored = (await SubscriptionReader.FindAsync(session, [id]))[id];
            DemandAssignable(session, stored);
            return new() { ProductKey = stored.ProductKey, ProductName = stored.Subscription.ProductName, Subscriptions = [stored], IsSingle = true };
        }

        session.Demand(Permission.ManageCentral);
        var name = request.Product ?? throw CommerceErrors.InvalidRequest("TargetAmbiguous", "Name whose licences are assigned: either a subscription or a product.");
        var found = await ProductReader.FindAsync(session, name);
        var providing = new Dictionary<string, StoredSubscription>(StringComparer.OrdinalIgnoreCase);
        await foreach (var stored in SubscriptionReader.OfProductsAsync(session, [found.Key]))
            providing.Add(stored.Subscription.SubscriptionId, stored);
        return new()
        {
            _product = found,
            ProductKey = found.Key,
            ProductName = found.Product.ProductName,
            Subscriptions = [.. SeatAllocation.InOrder(providing.Values.Select(stored => stored.Subscription)).Select(subscription => providing[subscription.SubscriptionId])],
            IsSingle = false,
        };
    }

    /// <summary>The product with its services and prices, which most assignments do not ask for.</summary>
    public async Task<StoredProduct> ReadProductAsync(SqlSession session) => _product ??= await ProductReader.ReadAsync(session, ProductKey);

    public static void DemandAssignable(SqlSession session, StoredSubscription stored)
    {
        if (SubscriptionRules.RefuseAction(stored.Subscription, SubscriptionAction.Assign, session.Actor.UserPrincipalName, session.Actor.Roles) is { } refusal)
            throw refusal;
    }

    /// <summary>Services of a product as it spells them, each once.</summary>
    /// <exception cref="CommerceException"><c>ServiceNotFound</c>.</exception>
    public static IReadOnlyList<string> Services(StoredProduct product, IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => !product.ServiceKeys.ContainsKey(name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return unknown.Count > 0
            ? throw CommerceErrors.ServiceNotFound(product.Product.ProductName, unknown)
            : [.. product.Product.Services.Where(service => names.Contains(service, StringComparer.OrdinalIgnoreCase))];
    }
}
