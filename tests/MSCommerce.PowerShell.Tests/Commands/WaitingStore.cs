using MSCommerce.Rules;
using MSCommerce.Stores;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>A store that is asked and never answers, until it is stopped.</summary>
internal sealed class WaitingStore : ICommerceStore
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal static StoreContext Context { get; } = new()
    {
        Store = "waiting:", TenantId = "0", TenantName = "Waiting", IsSample = false, Actor = "admin@waiting.example", Roles = [Role.GlobalAdministrator],
    };

    /// <summary>Completes when an operation has begun.</summary>
    internal Task Asked => _asked.Task;

    internal bool Disposed { get; private set; }

    public StoreCapabilities Capabilities => StoreCapabilities.None;

    public TimeProvider Clock => TimeProvider.System;

    public IPolicyStore Policies => throw new NotSupportedException();

    public ICatalogStore Catalog => throw new NotSupportedException();

    public ISubscriptionStore Subscriptions => throw new NotSupportedException();

    public ILicenseStore Licenses => throw new NotSupportedException();

    public ITenantStore Tenant => throw new NotSupportedException();

    public ILicenseRequestStore LicenseRequests => throw new NotSupportedException();

    public IBillingStore Billing => throw new NotSupportedException();

    public INoticeStore Notices => throw new NotSupportedException();

    public IAuditStore Audit => throw new NotSupportedException();

    public async Task<StoreContext> GetContextAsync(CancellationToken cancellationToken)
    {
        await DemandAsync(Permission.View, cancellationToken);
        return Context;
    }

    public Task DemandAsync(Permission permission, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
