namespace MSCommerce.Stores;

/// <summary>Which user of the tenant a login of the store is: for a store whose own sign-in decides who acts.</summary>
public interface ILoginStore
{
    /// <summary>The logins of the tenant.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream, by login; an exact name that is not mapped is <c>LoginUnknown</c>, after those that are.</returns>
    IAsyncEnumerable<TenantLogin> GetAsync(LoginQuery query, CancellationToken cancellationToken);

    /// <summary>What mapping logins to a user, or taking their mappings away, would change. Writes nothing.</summary>
    /// <param name="request">Which, and to whom.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a login; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>UserNotFound</c>, <c>LoginNotFound</c>, <c>LoginTaken</c>, <c>LoginUnsafe</c>, <c>LoginInUse</c>.</exception>
    Task<IReadOnlyList<PropertyChange>> PlanAsync(SetLoginRequest request, CancellationToken cancellationToken);

    /// <summary>Writes changes of logins, each only while its current user still is; all or none.</summary>
    /// <param name="changes">The changes, with logins as targets; a wanted user of null takes the mapping away.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> and what planning refuses.</exception>
    Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);
}
