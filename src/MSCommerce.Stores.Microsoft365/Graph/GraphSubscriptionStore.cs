using System.Runtime.CompilerServices;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Subscriptions (S1) as Graph tells of them: who bought how many licences of what until when, and no price.</summary>
internal sealed class GraphSubscriptionStore(GraphService service) : ISubscriptionStore
{
    private const string NoInterface = "Microsoft offers no public interface for it. ";

    public async IAsyncEnumerable<Subscription> GetAsync(SubscriptionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Asked before anything is: an order that cannot be is refused at once.
        var order = ListOrder.Of(query.SortBy, query.Descending);
        var (found, missing) = await FindAsync(query, cancellationToken);
        found.Sort(order);
        foreach (var subscription in Pages.Of(found, query.Skip, query.First))
            yield return subscription;
        if (missing is not null)
            throw missing;
    }

    public async Task<long> CountAsync(SubscriptionQuery query, CancellationToken cancellationToken) => (await FindAsync(query, cancellationToken)).Found.Count;

    public IAsyncEnumerable<SubscriptionOrder> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken) => RefuseOrders<IAsyncEnumerable<SubscriptionOrder>>();

    public Task<long> CountOrdersAsync(OrderQuery query, CancellationToken cancellationToken) => RefuseOrders<Task<long>>();

    public Task<PurchasePlan> PlanPurchaseAsync(BuySubscriptionRequest request, CancellationToken cancellationToken) => RefusePurchase<Task<PurchasePlan>>();

    public Task<PurchasePlan> PlanSelfServicePurchaseAsync(PurchaseRequest request, CancellationToken cancellationToken) => RefusePurchase<Task<PurchasePlan>>();

    public Task<Subscription> PurchaseAsync(PurchasePlan plan, CancellationToken cancellationToken) => RefusePurchase<Task<Subscription>>();

    public Task<IReadOnlyList<PropertyChange>> PlanAsync(SetSubscriptionRequest request, CancellationToken cancellationToken) => RefuseChange<Task<IReadOnlyList<PropertyChange>>>();

    public Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) => RefuseChange<Task<IReadOnlyList<PropertyChange>>>();

    public Task<IReadOnlyList<SubscriptionCancellation>> PlanCancelAsync(CancelSubscriptionRequest request, CancellationToken cancellationToken) => RefuseCancel();

    public Task<IReadOnlyList<SubscriptionCancellation>> CancelAsync(IReadOnlyList<SubscriptionCancellation> cancellations, CancellationToken cancellationToken) => RefuseCancel();

    public Task<IReadOnlyList<CancellationNotice>> PlanCancellationNoticesAsync(RequestCancellationRequest request, CancellationToken cancellationToken) => RefuseNotices();

    public Task<IReadOnlyList<CancellationNotice>> WriteCancellationNoticesAsync(IReadOnlyList<CancellationNotice> notices, CancellationToken cancellationToken) => RefuseNotices();

    public Task<ImportResult> ImportAsync(
        string source, IAsyncEnumerable<SubscriptionRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        NotOffered.Refuse<Task<ImportResult>>("import subscriptions", $"They are bought: in {GraphErrors.PurchasePage}. Rehearse with files in a store of your own (Connect-MSCommerce -Local).");

    private async Task<(List<Subscription> Found, CommerceException? Missing)> FindAsync(SubscriptionQuery query, CancellationToken stop)
    {
        var book = await SubscriptionBook.ReadAsync(service, stop);
        var (picked, missing) = await book.PickAsync(service, query.SubscriptionId, query.Product, query.Purchaser, query.Channel, stop);
        var found = picked.Select(entry => entry.Subscription).Where(subscription =>
            (query.Status.Count == 0 || query.Status.Contains(subscription.Status)) && (query.ExpiringBefore is null || subscription.ExpiresAt < query.ExpiringBefore));
        return ([.. found], missing);
    }

    private static T RefuseOrders<T>() => NotOffered.Refuse<T>("show orders", $"{NoInterface}Use {GraphErrors.ProductsPage}, and Billing > Bills & payments.");

    private static T RefusePurchase<T>() => NotOffered.Refuse<T>("buy", $"{NoInterface}Use {GraphErrors.PurchasePage}.");

    private static T RefuseChange<T>() => NotOffered.Refuse<T>(
        "change the total of a subscription, its renewal or who controls it", $"{NoInterface}Use {GraphErrors.ProductsPage}: open the subscription.");

    private static Task<IReadOnlyList<SubscriptionCancellation>> RefuseCancel() => NotOffered.Refuse<Task<IReadOnlyList<SubscriptionCancellation>>>(
        "cancel a subscription", $"{NoInterface}Use {GraphErrors.ProductsPage}: open the subscription > Cancel subscription. Move-SelfServiceUsers moves its users first.");

    private static Task<IReadOnlyList<CancellationNotice>> RefuseNotices() => NotOffered.Refuse<Task<IReadOnlyList<CancellationNotice>>>(
        "write to purchasers", "It keeps no outbox: write to them with your own mail. Get-SelfServiceSubscription -SelfService lists them.");
}
