namespace MSCommerce.Stores.Transfer;

/// <summary>
/// A store that can be copied into another (X4). It gives away what of the tenant <see cref="TransferSchema"/> has and the store knows; what it does not know it
/// leaves out, whole sections or values of columns that may be empty. Logins, cards and what a payment provider calls its charges never travel.
/// </summary>
public interface ITransferStore
{
    /// <summary>Opens the tenant as it is at this moment: whoever changes it meanwhile changes nothing of what is read. A store that has no snapshots says so in its documentation.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The snapshot; to be closed.</returns>
    /// <exception cref="CommerceException"><c>RoleMissing</c>: it takes a global administrator.</exception>
    Task<ITransferSnapshot> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>A tenant at one moment.</summary>
public interface ITransferSnapshot : IAsyncDisposable
{
    /// <summary>The sections that the store knows, of <see cref="TransferSchema.Sections"/>: <see cref="TransferSchema.Tenant"/> and <see cref="TransferSchema.Users"/> at least.</summary>
    IReadOnlyCollection<TransferSection> Sections { get; }

    /// <summary>Reads the rows of a section, in any order; those of one that others refer to best in the order in which lists are to show them. One section at a time.</summary>
    /// <param name="section">The section, one of <see cref="Sections"/>.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream.</returns>
    IAsyncEnumerable<TransferRow> ReadAsync(TransferSection section, CancellationToken cancellationToken);
}

/// <summary>A place where a tenant can be made as a copy of another.</summary>
public interface ITransferTarget : IAsyncDisposable
{
    /// <summary>The place's address, without secrets.</summary>
    string Store { get; }

    /// <summary>
    /// Makes the tenant, all of it or nothing: reads every section of the feed in its order, writes it, reads back what was written and has the feed compare it
    /// (<see cref="TransferFeed.Demand"/>), and only then lets others see it. Surrogate keys are its own.
    /// </summary>
    /// <param name="feed">The rows.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>A task.</returns>
    /// <exception cref="CommerceException">Nothing was made.</exception>
    Task ReceiveAsync(TransferFeed feed, CancellationToken cancellationToken);
}
