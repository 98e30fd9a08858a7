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
    /// without writes each that it can, and says of every other why not (<see cref="PolicyChange.Failure"/>).
    /// </summary>
    /// <param name="changes">The changes; those that change nothing are not written.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Stops between changes, or undoes all of them.</param>
    /// <returns>The changes in the order given: <see cref="PolicyChange.IsApplied"/> of those made, <see cref="PolicyChange.Failure"/> of the others.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>, <c>PolicyValueNotAllowed</c>.</exception>
    IAsyncEnumerable<PolicyChange> SetAsync(
        IReadOnlyList<PolicyChange> changes, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);
}
