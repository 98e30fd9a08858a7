namespace MSCommerce.Stores.Conformance;

/// <summary>What is compared before and after: everything that can be seen of a tenant.</summary>
public abstract partial class PolicyStoreConformance
{
    /// <summary>Runs what must leave no trace, whether it succeeds or fails.</summary>
    protected async Task LeavesNoTraceAsync(Func<Task> run)
    {
        var before = await SnapshotAsync();
        await run();
        Assert.Equal(before, await SnapshotAsync());
    }

    /// <summary>Everything that can be seen of the tenant, as text.</summary>
    private protected async Task<string> SnapshotAsync() => Offers(StoreCapabilities.AuditLog)
        ? string.Join('\n', [await ContentAsync(Store), .. (await AuditAsync()).Select(entry => entry.ToString())])
        : await ContentAsync(Store);

    /// <summary>Everything that can be seen of a tenant but for its audit log, as text.</summary>
    private protected virtual async Task<string> ContentAsync(ICommerceStore store)
    {
        var lines = new List<string>();
        lines.AddRange((await ListAsync(store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, Stop))).Select(value => value.ToString()));
        lines.AddRange((await ListAsync(store.Policies.GetOfferTypePoliciesAsync(PolicyIds.AllowSelfServicePurchase, Stop))).Select(value => value.ToString()));
        return string.Join('\n', lines);
    }
}
