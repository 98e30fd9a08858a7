namespace MSCommerce.Stores;

/// <summary>Subscriptions (S1, T).</summary>
public interface ISubscriptionStore
{
    /// <summary>The orders that the actor may see (S4), filtered, sorted and paged.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that does not exist is <c>SubscriptionNotFound</c>.</returns>
    IAsyncEnumerable<SubscriptionOrder> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken);

    /// <summary>How many orders a query finds, whatever its page. A name that nothing answers to is no error here; the list says so.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountOrdersAsync(OrderQuery query, CancellationToken cancellationToken);

    /// <summary>What a purchase by the organisation costs (T5). Writes nothing.</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase at the organisation's price, or the list price where it has none.</returns>
    Task<PurchasePlan> PlanPurchaseAsync(BuySubscriptionRequest request, CancellationToken cancellationToken);

    /// <summary>What a purchase, or a trial, by the actor costs (U1, E). Writes nothing.</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase at the list price, with what is charged at once.</returns>
    /// <exception cref="CommerceException">The refusals of E1 to E5, <c>PriceUnknown</c>, <c>PaymentMethodNotFound</c>, <c>PaymentMethodExpired</c>.</exception>
    Task<PurchasePlan> PlanSelfServicePurchaseAsync(PurchaseRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Buys what was planned, at the price that was shown: for the organisation, or for the actor by self-service. For the latter the rules are asked again, the billing profile of
    /// the card is made where there is none, the invoice is written, and what was authorised becomes a settlement.
    /// </summary>
    /// <param name="plan">The purchase; its charge with the provider's authorisation.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The new subscription, active at once.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> where the price is another by now, <c>ChargeNotAuthorized</c>, and what the plan throws.</exception>
    Task<Subscription> PurchaseAsync(PurchasePlan plan, CancellationToken cancellationToken);

    /// <summary>What changing settings of subscriptions would do (U3, U8, T4). Writes nothing.</summary>
    /// <param name="request">The settings.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription and property; those that stay are left out.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanAsync(SetSubscriptionRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Writes changes of subscriptions, each only while its current value still holds; all or none. A purchaser's total that grows is invoiced for the rest of the term, one that
    /// shrinks is credited (U3).
    /// </summary>
    /// <param name="changes">The changes, with ids of subscriptions as targets; their charges with the provider's authorisations.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);

    /// <summary>What cancelling subscriptions would do (T3, U5). Writes nothing.</summary>
    /// <param name="request">Which, and why.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription.</returns>
    Task<IReadOnlyList<SubscriptionCancellation>> PlanCancelAsync(CancelSubscriptionRequest request, CancellationToken cancellationToken);

    /// <summary>Cancels subscriptions: licences are removed and stay on record, the purchaser is written to unless he cancelled himself; all or none.</summary>
    /// <param name="cancellations">The plan.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The cancellations, applied.</returns>
    Task<IReadOnlyList<SubscriptionCancellation>> CancelAsync(IReadOnlyList<SubscriptionCancellation> cancellations, CancellationToken cancellationToken);

    /// <summary>Which purchasers would be asked to cancel, and who is not covered by the organisation yet (T5). Writes nothing.</summary>
    /// <param name="request">Which subscriptions.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription.</returns>
    Task<IReadOnlyList<CancellationNotice>> PlanCancellationNoticesAsync(RequestCancellationRequest request, CancellationToken cancellationToken);

    /// <summary>Writes notices to purchasers, asking them to cancel; all or none.</summary>
    /// <param name="notices">The plan.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The notices, written.</returns>
    Task<IReadOnlyList<CancellationNotice>> WriteCancellationNoticesAsync(IReadOnlyList<CancellationNotice> notices, CancellationToken cancellationToken);

    /// <summary>The subscriptions that the actor may see, filtered, sorted and paged.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<Subscription> GetAsync(SubscriptionQuery query, CancellationToken cancellationToken);

    /// <summary>How many subscriptions a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountAsync(SubscriptionQuery query, CancellationToken cancellationToken);

    /// <summary>Adds subscriptions and changes those that exist; all or nothing.</summary>
    /// <param name="source">Where the rows come from, for the audit log and for errors.</param>
    /// <param name="rows">The rows, streamed.</param>
    /// <param name="dryRun">Whether to undo everything at the end.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done, or would have been.</returns>
    Task<ImportResult> ImportAsync(
        string source, IAsyncEnumerable<SubscriptionRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);
}
