namespace MSCommerce.Stores;

/// <summary>Licences and who holds them (S3, T1).</summary>
public interface ILicenseStore
{
    /// <summary>The licences of each product over its subscriptions that are not deleted (S2), as far as the actor may see them.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One entry a product, sorted and paged.</returns>
    IAsyncEnumerable<LicenseSummary> GetSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken);

    /// <summary>How many products a query finds, whatever its page. A name that nothing answers to is no error here; the list says so.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken);

    /// <summary>The capacity that self-service subscriptions bring while users have access to them (S5): one entry a product that brings any.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream, sorted and paged.</returns>
    IAsyncEnumerable<ProductCapacity> GetCapacityAsync(CapacityQuery query, CancellationToken cancellationToken);

    /// <summary>How many products that bring capacity a query finds, whatever its page. A name that nothing answers to is no error here; the list says so.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountCapacityAsync(CapacityQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The users who held licences and do not any more (T3, L3): of cancelled subscriptions and moves, and those whose subscription is Deleted by its dates
    /// (their licences ended when it was Disabled). Sorted and paged; newest first within a subscription where they are sorted by purchaser or product.
    /// </summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<FormerLicensedUser> GetFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken);

    /// <summary>How many former licences a query finds, whatever its page. A name that nothing answers to is no error here; the list says so.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken);

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

    /// <summary>The users who hold licences, as far as the actor may see them: grouped by purchaser and subscription unless sorted otherwise, and paged.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<LicensedUser> GetUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken);

    /// <summary>How many licences a query finds, whatever its page. A name that nothing answers to is no error here; the list says so.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    Task<long> CountUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken);

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
