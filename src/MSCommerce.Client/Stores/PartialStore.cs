using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores;

/// <summary>
/// What a store begins with that offers a part of the contract (X7): every area answers <c>NotSupportedByStore</c> until it is overridden. An area that a later version adds to the
/// contract is answered too.
/// </summary>
/// <param name="name">The store in words, as a sentence begins: "A store in a JSON file". Messages say what it cannot do.</param>
/// <param name="clock">The clock that it tells the time by: <see cref="StoreOptions.Clock"/>.</param>
public abstract class PartialStore(string name, TimeProvider clock) : ICommerceStore
{
    private const string Elsewhere = "Connect to a store that can.";

    /// <inheritdoc/>
    public virtual StoreCapabilities Capabilities => StoreCapabilities.None;

    /// <inheritdoc/>
    public TimeProvider Clock { get; } = clock;

    /// <inheritdoc/>
    public abstract IPolicyStore Policies { get; }

    /// <inheritdoc/>
    public virtual ICatalogStore Catalog => field ??= Without<ICatalogStore>("read or change a catalogue of products with prices");

    /// <inheritdoc/>
    public virtual ISubscriptionStore Subscriptions => field ??= Without<ISubscriptionStore>("read or change subscriptions");

    /// <inheritdoc/>
    public virtual ILicenseStore Licenses => field ??= Without<ILicenseStore>("read, assign or move licences");

    /// <inheritdoc/>
    public virtual ITenantStore Tenant => field ??= Without<ITenantStore>("read or change the tenant's facts and users");

    /// <inheritdoc/>
    public virtual ILicenseRequestStore LicenseRequests => field ??= Without<ILicenseRequestStore>("read or decide licence requests");

    /// <inheritdoc/>
    public virtual IBillingStore Billing => field ??= Without<IBillingStore>("read or change payment methods, billing profiles and invoices");

    /// <inheritdoc/>
    public virtual INoticeStore Notices => field ??= Without<INoticeStore>("show or send e-mails");

    /// <inheritdoc/>
    public virtual IAuditStore Audit => field ??= Without<IAuditStore>("show an audit log");

    /// <inheritdoc/>
    public virtual ILoginStore? Logins => null;

    /// <inheritdoc/>
    public abstract Task<StoreContext> GetContextAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Here it refuses nobody: whoever can open the store may do all that it offers.</remarks>
    public virtual Task DemandAsync(Permission permission, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual async IAsyncEnumerable<StoreCheck> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var check in Array.Empty<StoreCheck>())
            yield return check;
        throw CommerceErrors.NotSupported(name, "check its own integrity", Elsewhere);
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>An area that the store does not offer.</summary>
    /// <typeparam name="TArea">Its interface.</typeparam>
    /// <param name="what">What the store cannot do: "read or change invoices".</param>
    /// <param name="where">Where that can be done, as a sentence.</param>
    /// <returns>The area.</returns>
    protected TArea Without<TArea>(string what, string where = Elsewhere)
        where TArea : class => UnofferedArea.Of<TArea>(name, what, where);
}
