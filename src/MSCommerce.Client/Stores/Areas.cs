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
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    Task<ImportResult> ImportAsync(string source, IReadOnlyList<Product> products, CancellationToken cancellationToken);
}

/// <summary>Subscriptions (S1, T).</summary>
public interface ISubscriptionStore
{
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
