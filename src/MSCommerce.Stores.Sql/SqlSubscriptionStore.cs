using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Imports;
using MSCommerce.Stores.Sql.Purchases;
using MSCommerce.Stores.Sql.Views;

namespace MSCommerce.Stores.Sql;

/// <summary>Subscriptions (S1, U2).</summary>
internal sealed class SqlSubscriptionStore(SqlStore store) : ISubscriptionStore
{
    public IAsyncEnumerable<Subscription> GetAsync(SubscriptionQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ReadAsync(session, query), cancellationToken);

    public Task<long> CountAsync(SubscriptionQuery query, CancellationToken cancellationToken) => store.PlanAsync(
        Permission.View, async session => (long)(await FindAsync(session, query, await FilterAsync(session, query))).Count, cancellationToken);

    public Task<ImportResult> ImportAsync(
        string source, IAsyncEnumerable<SubscriptionRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        store.ImportAsync(
            Permission.AdministerTenant, session => new SubscriptionImport(session, source, progress).RunAsync(rows, dryRun), dryRun, cancellationToken);

    public IAsyncEnumerable<SubscriptionOrder> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => OrderList.ReadAsync(session, query), cancellationToken);

    public Task<long> CountOrdersAsync(OrderQuery query, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.View, session => OrderList.CountAsync(session, query), cancellationToken);

    public Task<PurchasePlan> PlanPurchaseAsync(BuySubscriptionRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ManageCentral, session => CentralPurchase.PlanAsync(session, request), cancellationToken);

    public Task<PurchasePlan> PlanSelfServicePurchaseAsync(PurchaseRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.BuySelfService, session => SelfServicePurchase.PlanAsync(session, request), cancellationToken);

    public Task<Subscription> PurchaseAsync(PurchasePlan plan, CancellationToken cancellationToken) => store.ChangeAsync(
        plan.Channel == SubscriptionChannel.Central ? Permission.ManageCentral : Permission.BuySelfService,
        async session =>
        {
            var id = plan.Channel == SubscriptionChannel.Central ? await CentralPurchase.MakeAsync(session, plan) : await SelfServicePurchase.MakeAsync(session, plan);
            return (await SubscriptionReader.FindAsync(session, [id]))[id].Subscription;
        },
        dryRun: false, cancellationToken);

    // Who may change, cancel or assign, the rules say of each subscription.
    public Task<IReadOnlyList<PropertyChange>> PlanAsync(SetSubscriptionRequest request, CancellationToken cancellationToken) =>
        store.ReadAsync(session => SubscriptionChanges.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(permission: null, session => SubscriptionChanges.ApplyAsync(session, changes), dryRun: false, cancellationToken);

    public Task<IReadOnlyList<SubscriptionCancellation>> PlanCancelAsync(CancelSubscriptionRequest request, CancellationToken cancellationToken) =>
        store.ReadAsync(session => Cancellations.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<SubscriptionCancellation>> CancelAsync(IReadOnlyList<SubscriptionCancellation> cancellations, CancellationToken cancellationToken) =>
        store.ChangeAsync(permission: null, session => Cancellations.ApplyAsync(session, cancellations), dryRun: false, cancellationToken);

    public Task<IReadOnlyList<CancellationNotice>> PlanCancellationNoticesAsync(RequestCancellationRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ManageCentral, session => CancellationRequests.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<CancellationNotice>> WriteCancellationNoticesAsync(IReadOnlyList<CancellationNotice> notices, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.ManageCentral, session => CancellationRequests.WriteAsync(session, notices), dryRun: false, cancellationToken);

    private static async IAsyncEnumerable<Subscription> ReadAsync(SqlSession session, SubscriptionQuery query)
    {
        var filter = await FilterAsync(session, query);
        var found = await FindAsync(session, query, filter);
        found.Sort(Order(query));

        // Sorted by what the calendar and the rules say, so all are read first; there are few beside the users.
        foreach (var subscription in new Page(query.Skip, query.First).Of(found))
            yield return subscription;
        if (await filter.MissingAsync(session) is { } missing)
            throw missing;
    }

    private static Task<SubscriptionFilter> FilterAsync(SqlSession session, SubscriptionQuery query) => SubscriptionFilter.MakeAsync(session, new()
    {
        SubscriptionId = query.SubscriptionId,
        Product = query.Product,
        Purchaser = query.Purchaser,
        Channel = query.Channel,
    });

    private static async Task<List<Subscription>> FindAsync(SqlSession session, SubscriptionQuery query, SubscriptionFilter filter)
    {
        var visible = session.ReachOf(Permission.View) == Reach.All
            ? filter.ProductKeys is { } products ? SubscriptionReader.OfProductsAsync(session, products) : SubscriptionReader.AllAsync(session)
            : SubscriptionReader.OfPurchaserAsync(session, session.Actor.UserKey);
        var found = new List<Subscription>();
        await foreach (var stored in filter.ReadAsync(session, visible))
        {
            var subscription = stored.Subscription;
            if ((query.Status.Count == 0 || query.Status.Contains(subscription.Status))
                && (query.ExpiringBefore is null || subscription.ExpiresAt < query.ExpiringBefore))
                found.Add(subscription);
        }

        return found;
    }

    private static Comparison<Subscription> Order(SubscriptionQuery query)
    {
        Comparison<Subscription> order = query.SortBy switch
        {
            SubscriptionSort.Purchaser => (left, right) => ListOrder.ByPurchaser(left, right),
            SubscriptionSort.ExpiresAt => (left, right) => Nullable.Compare(left.ExpiresAt, right.ExpiresAt),
            SubscriptionSort.TotalLicenses => (left, right) => left.TotalLicenses.CompareTo(right.TotalLicenses),
            SubscriptionSort.AvailableLicenses => (left, right) => Nullable.Compare(left.AvailableLicenses, right.AvailableLicenses),
            _ => (left, right) => ListOrder.ByProduct(left, right),
        };
        return (left, right) =>
        {
            var result = order(left, right);
            if (result == 0)
                result = ListOrder.ByProduct(left, right);
            return query.Descending ? -result : result;
        };
    }
}
