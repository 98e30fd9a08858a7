using MSCommerce.Files;
using MSCommerce.Rules;
using MSCommerce.Stores;

namespace MSCommerce;

/// <summary>The tenant, its users and the store itself.</summary>
public sealed partial class TenantClient
{
    private readonly Gate _gate;
    private readonly StoreRegistry? _stores;

    internal TenantClient(Gate gate, StoreRegistry? stores) => (_gate, _stores) = (gate, stores);

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
        _gate.For(query).ListAsync(Permission.View, "ReadUsers", stop => _gate.Store.Tenant.GetUsersAsync(query, stop), cancellationToken);

    /// <summary>Imports users from a file that the administrator already has: new ones are added, known ones changed, all or nothing; a repeat changes nothing.</summary>
    /// <param name="request">The file.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c> with the line, <c>RoleMissing</c>.</exception>
    [Operation("user import", Permission.AdministerTenant, Changes = true, Summary = "Imports users from the admin centre's or Entra's export, or from this module's columns.", Cmdlet = "Import-MSCommerceUser")]
    public Task<ImportResult> ImportUsersAsync(
        ImportUsersRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(request).RunAsync(
            Permission.AdministerTenant, AuditActions.UsersImported, request.Path, request.DryRun,
            stop => _gate.Store.Tenant.ImportUsersAsync(request.Path, UserFile.ReadAsync(request.Path, stop), request.DryRun, progress, stop), cancellationToken);

    /// <summary>The facts of the tenant: country, sector, whether it is managed, how long decided requests are kept.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The facts.</returns>
    [Operation("tenant show", Permission.ReadCatalog, Summary = "Shows the facts of the tenant.", Cmdlet = "Get-MSCommerceTenant")]
    public Task<Tenant> GetAsync(CancellationToken cancellationToken = default) =>
        _gate.RunAsync(Permission.ReadCatalog, "ReadTenant", "", dryRun: false, stop => _gate.Store.Tenant.GetTenantAsync(stop), cancellationToken);

    /// <summary>What setting facts of the tenant would change. Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a property; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>NothingToSet</c>, <c>CountryUnknown</c>, <c>RetentionInvalid</c>, <c>NameEmpty</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetAsync(SetTenantRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request is { Name: null, Country: null, Sector: null, IsManaged: null, LicenseRequestRetentionDays: null })
            throw CommerceErrors.NothingToSet("the name, the country, the sector, whether it is managed, or the days that requests are kept");
        var facts = request with { Country = request.Country?.ToUpperInvariant() };
        return _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.TenantChanged, "tenant", request.DryRun,
            stop => TenantRules.Refuse(facts) is { } refusal ? throw refusal : _gate.Store.Tenant.PlanTenantAsync(facts, stop), cancellationToken);
    }

    /// <summary>Writes changes of the tenant's facts.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> ApplySetAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.AdministerTenant, AuditActions.TenantChanged, "tenant", dryRun: false, stop => _gate.Store.Tenant.ApplyTenantAsync(plan, stop), cancellationToken);

    /// <summary>Sets facts of the tenant.</summary>
    /// <param name="request">The facts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetAsync(SetTenantRequest, CancellationToken)"/>.</exception>
    [Operation(
        "tenant set", Permission.AdministerTenant, Changes = true, Plan = nameof(PlanSetAsync), Apply = nameof(ApplySetAsync),
        Summary = "Sets facts of the tenant: name, country, sector, managed, retention.", Cmdlet = "Set-MSCommerceTenant")]
    public async Task<IReadOnlyList<PropertyChange>> SetAsync(SetTenantRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplySetAsync(plan, cancellationToken);
    }

    /// <summary>What setting accounts and roles would change. Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which users, and what.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a user and property; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>NothingToSet</c>, <c>UserNotFound</c>, <c>PatternMatchedNothing</c>, <c>LastAdministrator</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetUsersAsync(SetUserRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.User.Count == 0)
            throw CommerceErrors.NothingNamed("user");
        if (request is { AccountEnabled: null, Role: null })
            throw CommerceErrors.NothingToSet("whether the account is enabled, or the roles");
        return _gate.RunAsync(
            Permission.AdministerTenant, AuditActions.UserChanged, string.Join(", ", request.User), request.DryRun,
            stop => _gate.Store.Tenant.PlanUsersAsync(request, stop), cancellationToken);
    }

    /// <summary>Writes changes of accounts and roles.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>LastAdministrator</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> ApplySetUsersAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.AdministerTenant, AuditActions.UserChanged, string.Join(", ", plan.Select(change => change.Target).Distinct(StringComparer.OrdinalIgnoreCase)), dryRun: false,
        stop => _gate.Store.Tenant.ApplyUsersAsync(plan, stop), cancellationToken);

    /// <summary>Sets accounts and roles of users; the last enabled global administrator stays.</summary>
    /// <param name="request">Which users, and what.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetUsersAsync"/>.</exception>
    [Operation(
        "user set", Permission.AdministerTenant, Changes = true, TakesAway = true, Plan = nameof(PlanSetUsersAsync), Apply = nameof(ApplySetUsersAsync),
        Summary = "Enables or disables accounts and sets administrator roles.", Cmdlet = "Set-MSCommerceUser")]
    public async Task<IReadOnlyList<PropertyChange>> SetUsersAsync(SetUserRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetUsersAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplySetUsersAsync(plan, cancellationToken);
    }

    /// <summary>Checks the store's integrity.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One result a check.</returns>
    [Operation("store test", Permission.View, Summary = "Checks the store's integrity.", Cmdlet = "Test-MSCommerceStore")]
    public IAsyncEnumerable<StoreCheck> CheckAsync(CancellationToken cancellationToken = default) =>
        _gate.ListAsync(Permission.View, "CheckStore", _gate.Store.CheckAsync, cancellationToken);
}
