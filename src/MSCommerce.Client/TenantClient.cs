using MSCommerce.Files;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>The tenant, its users and the store itself.</summary>
public sealed class TenantClient
{
    private readonly Gate _gate;

    internal TenantClient(Gate gate) => _gate = gate;

    /// <summary>What the client is connected to, and as whom.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The context.</returns>
    [Operation("context", Permission.ReadCatalog, Summary = "Shows the store, the tenant and who acts.", Cmdlet = "Get-MSCommerceContext")]
    public Task<StoreContext> GetContextAsync(CancellationToken cancellationToken = default) => _gate.Store.GetContextAsync(cancellationToken);

    /// <summary>The users of the tenant: an administrator sees all, anyone else himself.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact name that does not exist is <c>UserNotFound</c>, after those that do.</returns>
    [Operation("user list", Permission.View, Summary = "Lists the users of the tenant.", Cmdlet = "Get-MSCommerceUser")]
    public IAsyncEnumerable<TenantUser> GetUsersAsync(UserQuery query, CancellationToken cancellationToken = default) =>
        _gate.ListAsync(Permission.View, "ReadUsers", stop => _gate.Store.Tenant.GetUsersAsync(query, stop), cancellationToken);

    /// <summary>Imports users from a file that the administrator already has: new ones are added, known ones changed, all or nothing; a repeat changes nothing.</summary>
    /// <param name="request">The file.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c> with the line, <c>RoleMissing</c>.</exception>
    [Operation("user import", Permission.AdministerTenant, Changes = true, Summary = "Imports users from the admin centre's or Entra's export, or from this module's columns.", Cmdlet = "Import-MSCommerceUser")]
    public Task<ImportResult> ImportUsersAsync(
        ImportUsersRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.UsersImported, request.Path, request.DryRun,
            stop => _gate.Store.Tenant.ImportUsersAsync(request.Path, UserFile.ReadAsync(request.Path, stop), request.DryRun, progress, stop), cancellationToken);

    /// <summary>Checks the store's integrity.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a check.</returns>
    [Operation("store test", Permission.View, Summary = "Checks the store's integrity.", Cmdlet = "Test-MSCommerceStore")]
    public IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken = default) =>
        _gate.ListAsync(Permission.View, "CheckStore", _gate.Store.CheckAsync, cancellationToken);
}
