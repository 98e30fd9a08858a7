using MSCommerce.Stores.Microsoft365.Authentication;
using MSCommerce.Stores.Microsoft365.Graph;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>
/// A tenant of Microsoft 365 as it travels into another store (X4). The services have no snapshots: each list is as it is when it is read. What is small (policies,
/// products, subscriptions) is read first and once, then users page by page, then who holds which licence.
/// </summary>
/// <param name="store">The tenant.</param>
/// <param name="connection">Its connection.</param>
/// <param name="service">Graph.</param>
internal sealed class GraphTransferStore(ICommerceStore store, Microsoft365Connection connection, GraphService service) : ITransferStore
{
    /// <summary>Stands for the value of a policy that could not be read, and is never taken for one.</summary>
    public const string NotRead = "NotRead";

    public async Task<ITransferSnapshot> OpenAsync(CancellationToken cancellationToken)
    {
        var context = await store.GetContextAsync(cancellationToken);
        var policies = connection.ReachesLicensing ? await ReadPoliciesAsync(cancellationToken) : [Unread];
        var book = await SubscriptionBook.ReadAsync(service, cancellationToken, withPurchasers: false);
        var products = new CopiedProducts(policies.SelectMany(policy => policy.Products), await service.GetSkusAsync(cancellationToken), book.All);
        var sector = connection.Options.Environment is CloudEnvironment.USGov or CloudEnvironment.USGovDoD ? TenantSector.Government : TenantSector.Commercial;
        return new GraphSnapshot(service, new(context, sector, store.Clock.GetUtcNow()), policies, products, book);
    }

    /// <summary>The policy that every tenant has, where the sign-in does not reach the service that tells it: with it, no product of the copy looks decided.</summary>
    private static CopiedPolicy Unread => new(
        new() { PolicyId = PolicyIds.AllowSelfServicePurchase, Description = "Not copied: the sign-in did not reach the licensing service, which holds the policies.", DefaultValue = NotRead }, [], []);

    private async Task<List<CopiedPolicy>> ReadPoliciesAsync(CancellationToken stop)
    {
        var policies = new List<CopiedPolicy>();
        await foreach (var policy in store.Policies.GetPoliciesAsync(stop))
        {
            var copied = new CopiedPolicy(policy, [], []);
            await foreach (var product in store.Policies.GetProductPoliciesAsync(policy.PolicyId, stop))
                copied.Products.Add(product);
            await foreach (var offerType in store.Policies.GetOfferTypePoliciesAsync(policy.PolicyId, stop))
                copied.OfferTypes.Add(offerType);
            policies.Add(copied);
        }

        return policies;
    }
}
