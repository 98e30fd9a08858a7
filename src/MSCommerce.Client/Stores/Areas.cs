namespace MSCommerce.Stores;

/// <summary>Policies and their values (P).</summary>
public interface IPolicyStore
{
    /// <summary>The policies.</summary>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>All of them.</returns>
    IAsyncEnumerable<Policy> GetPoliciesAsync(CancellationToken cancellationToken);

    /// <summary>The products that a policy governs, with the value in force for each (P2, P7).</summary>
    /// <param name="policyId">The policy, any case.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>All of them, by name.</returns>
    /// <exception cref="CommerceException"><c>PolicyNotFound</c>.</exception>
    IAsyncEnumerable<ProductPolicy> GetProductPoliciesAsync(string policyId, CancellationToken cancellationToken);

    /// <summary>The types of third-party offers that a policy governs, with the value in force for each (P4).</summary>
    /// <param name="policyId">The policy, any case.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>All of them.</returns>
    /// <exception cref="CommerceException"><c>PolicyNotFound</c>.</exception>
    IAsyncEnumerable<OfferTypePolicy> GetOfferTypePoliciesAsync(string policyId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes values, each only while the value that the plan saw still holds. A store with transactions writes all or none; one
    /// without yields every change that it made and then throws for those that failed.
    /// </summary>
    /// <param name="changes">The changes; those that change nothing are not written.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Stops between changes, or undoes all of them.</param>
    /// <returns>The changes made, <see cref="PolicyChange.IsApplied"/> set, in the order given.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>, <c>PolicyValueNotAllowed</c>.</exception>
    IAsyncEnumerable<PolicyChange> SetAsync(
        IReadOnlyList<PolicyChange> changes, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>The products of the catalogue (S8).</summary>
public interface ICatalogStore
{
    /// <summary>The products.</summary>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>All of them, by name.</returns>
    IAsyncEnumerable<Product> GetProductsAsync(CancellationToken cancellationToken);

    /// <summary>Adds products and replaces the facts of those that exist; all or nothing.</summary>
    /// <param name="source">Where the rows come from, for the audit log and for errors.</param>
    /// <param name="products">The products.</param>
    /// <param name="dryRun">Whether to undo everything at the end.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    Task<ImportResult> ImportAsync(string source, IReadOnlyList<Product> products, bool dryRun, CancellationToken cancellationToken);

    /// <summary>What setting facts of products would change. Writes nothing.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a product and property, in the order of the products; those that stay are left out.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanAsync(SetProductRequest request, CancellationToken cancellationToken);

    /// <summary>Writes changes of products, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes, with ids of products as targets.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>, <c>ServiceInUse</c>.</exception>
    Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);
}

/// <summary>Subscriptions (S1, T).</summary>
public interface ISubscriptionStore
{
    /// <summary>The orders that the actor may see (S4), by subscription and number.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that does not exist is <c>SubscriptionNotFound</c>.</returns>
    IAsyncEnumerable<SubscriptionOrder> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken);

    /// <summary>What a purchase by the organisation costs (T5). Writes nothing.</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase at the organisation's price, or the list price where it has none.</returns>
    Task<PurchasePlan> PlanPurchaseAsync(BuySubscriptionRequest request, CancellationToken cancellationToken);

    /// <summary>Buys what was planned, at the price that was shown.</summary>
    /// <param name="plan">The purchase.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The new subscription, active at once.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> where the price is another by now.</exception>
    Task<Subscription> PurchaseAsync(PurchasePlan plan, CancellationToken cancellationToken);

    /// <summary>What changing settings of subscriptions would do (U3, U8, T4). Writes nothing.</summary>
    /// <param name="request">The settings.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription and property; those that stay are left out.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanAsync(SetSubscriptionRequest request, CancellationToken cancellationToken);

    /// <summary>Writes changes of subscriptions, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes, with ids of subscriptions as targets.</param>
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

/// <summary>Licences and who holds them (S3, T1).</summary>
public interface ILicenseStore
{
    /// <summary>The licences of each product over its subscriptions that are not deleted (S2), as far as the actor may see them.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One entry a product, by name.</returns>
    IAsyncEnumerable<LicenseSummary> GetSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken);

    /// <summary>The capacity that self-service subscriptions bring while users have access to them (S5): one entry a product that brings any.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream, by product name.</returns>
    IAsyncEnumerable<ProductCapacity> GetCapacityAsync(CapacityQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The users who held licences and do not any more (T3, L3): of cancelled subscriptions and moves, and those whose subscription is Deleted by its dates
    /// (their licences ended when it was Disabled). Newest first within a subscription.
    /// </summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<FormerLicensedUser> GetFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken);

    /// <summary>What assigning licences would do (U4, T5). Writes nothing.</summary>
    /// <param name="request">The users, and the subscription or product.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow.</returns>
    /// <exception cref="CommerceException">Whatever would make it fail; too few licences say how many are missing.</exception>
    Task<LicensePlan> PlanAssignAsync(AssignLicensesRequest request, CancellationToken cancellationToken);

    /// <summary>What taking licences away would do (U4). Writes nothing.</summary>
    /// <param name="request">The users and the subscription, or single licences.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow. A licence that is not there is not an error.</returns>
    Task<LicensePlan> PlanUnassignAsync(UnassignLicensesRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the changes of a plan, while it still holds; all or none where the store has transactions, else each failure is reported.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>One result a subscription.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>TooFewLicenses</c>.</exception>
    Task<IReadOnlyList<LicenseResult>> ApplyAsync(LicensePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The users who hold licences, grouped by purchaser and subscription, as far as the actor may see them.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<LicensedUser> GetUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken);

    /// <summary>Writes the same list as UTF-8 rows, the columns of <see cref="LicensedUserColumns"/> in their order: the way for a million of them.</summary>
    /// <param name="query">Which.</param>
    /// <param name="sink">Takes the rows.</param>
    /// <param name="progress">Told how many rows were written.</param>
    /// <param name="cancellationToken">Stops the export.</param>
    /// <returns>How many rows were written.</returns>
    Task<long> ExportUsersAsync(LicensedUserQuery query, IRowSink sink, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);

    /// <summary>What a move would do (T1). Writes nothing.</summary>
    /// <param name="request">The move.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, which the rules allow.</returns>
    /// <exception cref="CommerceException">Whatever would make the move fail.</exception>
    Task<MovePlan> PlanMoveAsync(MoveUsersRequest request, CancellationToken cancellationToken);

    /// <summary>Moves the users of a plan, cancels the sources that it cancels and writes to their purchasers (T1, T2).</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told how many users are done.</param>
    /// <param name="cancellationToken">Stops: with transactions nothing was done, else what was done is reported.</param>
    /// <returns>One result a source.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>TooFewLicenses</c> and what the plan could not foresee.</exception>
    Task<IReadOnlyList<MoveResult>> MoveAsync(MovePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Adds assignments; all or nothing. One that exists already is not an error.</summary>
    /// <param name="source">Where the rows come from, for the audit log and for errors.</param>
    /// <param name="rows">The rows, streamed.</param>
    /// <param name="dryRun">Whether to undo everything at the end.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done, or would have been.</returns>
    Task<ImportResult> ImportAsync(
        string source, IAsyncEnumerable<LicenseRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>The tenant and its users.</summary>
public interface ITenantStore
{
    /// <summary>The facts of the tenant.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The facts.</returns>
    Task<Tenant> GetTenantAsync(CancellationToken cancellationToken);

    /// <summary>What setting facts of the tenant would change. Writes nothing.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a property; those that stay are left out.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanTenantAsync(SetTenantRequest request, CancellationToken cancellationToken);

    /// <summary>What setting accounts and roles would change. Writes nothing.</summary>
    /// <param name="request">Which users, and what.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a user and property; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>UserNotFound</c>, <c>PatternMatchedNothing</c>, <c>LastAdministrator</c>.</exception>
    Task<IReadOnlyList<PropertyChange>> PlanUsersAsync(SetUserRequest request, CancellationToken cancellationToken);

    /// <summary>Writes changes of the tenant's facts, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    Task<IReadOnlyList<PropertyChange>> ApplyTenantAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);

    /// <summary>Writes changes of accounts and roles, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes, with principal names as targets.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>LastAdministrator</c>.</exception>
    Task<IReadOnlyList<PropertyChange>> ApplyUsersAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);

    /// <summary>The users that the actor may see, by principal name.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<TenantUser> GetUsersAsync(UserQuery query, CancellationToken cancellationToken);

    /// <summary>Adds users and changes those that exist; all or nothing.</summary>
    /// <param name="source">Where the rows come from, for the audit log and for errors.</param>
    /// <param name="rows">The rows, streamed.</param>
    /// <param name="dryRun">Whether to undo everything at the end.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done, or would have been.</returns>
    Task<ImportResult> ImportUsersAsync(
        string source, IAsyncEnumerable<UserRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>The outbox (N1).</summary>
public interface INoticeStore
{
    /// <summary>The notices that the actor may see, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<Notice> GetAsync(NoticeQuery query, CancellationToken cancellationToken);
}

/// <summary>The audit log (N2): it can be added to and read, nothing else.</summary>
public interface IAuditStore
{
    /// <summary>The entries that the actor may see, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<AuditEntry> GetAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Records that the actor was refused.</summary>
    /// <param name="action">What was to be done: one of <see cref="AuditActions"/>, or the name of the operation that read.</param>
    /// <param name="target">On what.</param>
    /// <param name="reason">Why it was refused.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task RecordRefusalAsync(string action, string target, string reason, CancellationToken cancellationToken);
}
