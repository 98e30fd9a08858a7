namespace MSCommerce.Stores.Conformance;

/// <summary>What is compared before and after beside the policies, and what must hold of a tenant whatever was done.</summary>
public abstract partial class StoreConformance
{
    private protected override async Task<string> ContentAsync(ICommerceStore store)
    {
        var lines = new List<string> { await base.ContentAsync(store) };
        if (Offers(StoreCapabilities.Import))
        {
            lines.AddRange((await ListAsync(store.Tenant.GetUsersAsync(new(), Stop))).Select(user => $"{user with { Roles = [] }} {string.Join(',', user.Roles)}"));
            lines.Add((await store.Tenant.GetTenantAsync(Stop)).ToString());
            lines.AddRange((await ListAsync(store.Catalog.GetProductsAsync(Stop))).Select(product => $"{product with { Services = [] }} {string.Join(',', product.Services)}"));
            lines.AddRange((await ListAsync(store.Subscriptions.GetAsync(new(), Stop))).Select(subscription => subscription.ToString()));
            lines.AddRange((await ListAsync(store.Licenses.GetUsersAsync(new(), Stop))).Select(user => $"{user with { DisabledServices = [] }} {string.Join(',', user.DisabledServices)}"));
            lines.AddRange((await ListAsync(store.Subscriptions.GetOrdersAsync(new(), Stop))).Select(order => order.ToString()));
            lines.AddRange((await ListAsync(store.Licenses.GetFormerUsersAsync(new(), Stop))).Select(user => user.ToString()));
        }

        if (Offers(StoreCapabilities.Outbox))
            lines.AddRange((await ListAsync(store.Notices.GetAsync(new(), Stop))).Select(notice => notice.ToString()));
        if (Offers(StoreCapabilities.LicenseRequests))
        {
            lines.AddRange((await ListAsync(store.LicenseRequests.GetAsync(new(), Stop))).Select(InWords));
            lines.Add((await store.LicenseRequests.GetProcessAsync(Stop)).ToString());
        }

        return string.Join('\n', lines);
    }

    /// <summary>The same invariants, seen through the contract: orders add up to the total, and as many licences are assigned as there are holders.</summary>
    private async Task DemandOrdersAddUpAsync()
    {
        var orders = (await ListAsync(Store.Subscriptions.GetOrdersAsync(new(), CancellationToken.None))).ToLookup(order => order.SubscriptionId);
        var holders = (await ListAsync(Store.Licenses.GetUsersAsync(new(), CancellationToken.None))).ToLookup(user => user.SubscriptionId);
        await foreach (var subscription in Store.Subscriptions.GetAsync(new(), CancellationToken.None))
        {
            var own = orders[subscription.SubscriptionId].ToList();
            Assert.Equal((subscription.SubscriptionId, subscription.TotalLicenses), (subscription.SubscriptionId, own.Sum(order => order.Quantity)));
            Assert.Equal(Enumerable.Range(1, own.Count), own.Select(order => order.OrderNumber));
            if (subscription.Status != SubscriptionStatus.Deleted)
                Assert.Equal((subscription.SubscriptionId, subscription.AssignedLicenses), (subscription.SubscriptionId, holders[subscription.SubscriptionId].Count()));
        }
    }
}
