namespace MSCommerce.Stores.Conformance;

/// <summary>What is compared before and after: everything that can be seen of a tenant, and what must hold of it whatever was done.</summary>
public abstract partial class StoreConformance
{
    /// <summary>Runs what must leave no trace, whether it succeeds or fails.</summary>
    protected async Task LeavesNoTraceAsync(Func<Task> run)
    {
        var before = await SnapshotAsync();
        await run();
        Assert.Equal(before, await SnapshotAsync());
    }

    /// <summary>Everything that can be seen of the tenant, as text.</summary>
    private async Task<string> SnapshotAsync() => Offers(StoreCapabilities.AuditLog)
        ? string.Join('\n', [await ContentAsync(Store), .. (await AuditAsync()).Select(entry => entry.ToString())])
        : await ContentAsync(Store);

    /// <summary>Everything that can be seen of a tenant but for its audit log, as text.</summary>
    private async Task<string> ContentAsync(ICommerceStore store)
    {
        var lines = new List<string>();
        lines.AddRange((await ListAsync(store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, Stop))).Select(value => value.ToString()));
        lines.AddRange((await ListAsync(store.Policies.GetOfferTypePoliciesAsync(PolicyIds.AllowSelfServicePurchase, Stop))).Select(value => value.ToString()));
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
