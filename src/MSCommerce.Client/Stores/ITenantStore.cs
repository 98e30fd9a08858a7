namespace MSCommerce.Stores;

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
