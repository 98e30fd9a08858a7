using MSCommerce.Rules;
using MSCommerce.Stores;

namespace MSCommerce;

/// <content>Which user a login of the store is.</content>
public sealed partial class TenantClient
{
    /// <summary>The logins of the tenant and the users that they are.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream, by login.</returns>
    /// <exception cref="CommerceException"><c>NotSupportedByStore</c> where the store has no sign-in of its own.</exception>
    [Operation("login list", Permission.AdministerTenant, Summary = "Lists the store's logins and the users that they act as.", Cmdlet = "Get-MSCommerceLogin")]
    public IAsyncEnumerable<TenantLogin> GetLoginsAsync(LoginQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.AdministerTenant, "ReadLogins", stop => Logins.GetAsync(query, stop), cancellationToken);

    /// <summary>What mapping logins to a user would change. Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which logins, and who they are.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a login; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>UserNotFound</c>, <c>LoginNotFound</c>, <c>LoginTaken</c>, <c>LoginInUse</c>, <c>RoleMissing</c>, <c>NotSupportedByStore</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetLoginsAsync(SetLoginRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.Login.Count == 0)
            throw CommerceErrors.NothingNamed("login");
        return request.User is null ? throw CommerceErrors.NothingToSet("the user") : PlanLoginsAsync(request, cancellationToken);
    }

    /// <summary>What taking the mappings of logins away would change. Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which logins.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a login.</returns>
    /// <exception cref="CommerceException"><c>LoginUnknown</c>, <c>LoginInUse</c>, <c>PatternMatchedNothing</c>, <c>RoleMissing</c>, <c>NotSupportedByStore</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanRemoveLoginsAsync(RemoveLoginRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        return request.Login.Count == 0
            ? throw CommerceErrors.NothingNamed("login")
            : PlanLoginsAsync(new() { Login = request.Login, DryRun = request.DryRun }, cancellationToken);
    }

    /// <summary>Writes changes of logins.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<PropertyChange>> ApplyLoginsAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.AdministerTenant, AuditActions.LoginChanged, "logins", dryRun: false, stop => Logins.ApplyAsync(plan, stop), cancellationToken);

    /// <summary>Says which user logins are.</summary>
    /// <param name="request">Which logins, and who they are.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetLoginsAsync(SetLoginRequest, CancellationToken)"/>.</exception>
    [Operation(
        "login set", Permission.AdministerTenant, Changes = true, Plan = nameof(PlanSetLoginsAsync), Apply = nameof(ApplyLoginsAsync),
        Summary = "Says which user a login of the store acts as.", Cmdlet = "Set-MSCommerceLogin")]
    public async Task<IReadOnlyList<PropertyChange>> SetLoginsAsync(SetLoginRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetLoginsAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyLoginsAsync(plan, cancellationToken);
    }

    /// <summary>Lets logins be nobody any more: they cannot connect to the tenant from then on.</summary>
    /// <param name="request">Which logins.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanRemoveLoginsAsync(RemoveLoginRequest, CancellationToken)"/>.</exception>
    [Operation(
        "login remove", Permission.AdministerTenant, Changes = true, TakesAway = true, Plan = nameof(PlanRemoveLoginsAsync), Apply = nameof(ApplyLoginsAsync),
        Summary = "Takes a login's user away: it cannot connect to the tenant any more.", Cmdlet = "Remove-MSCommerceLogin")]
    public async Task<IReadOnlyList<PropertyChange>> RemoveLoginsAsync(RemoveLoginRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanRemoveLoginsAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyLoginsAsync(plan, cancellationToken);
    }

    private ILoginStore Logins => _gate.Store.Logins
        ?? throw CommerceErrors.NotSupported("This store", "map logins to users", "It has no sign-in of its own: with -As whoever opens it acts as the user that he names.");

    private Task<IReadOnlyList<PropertyChange>> PlanLoginsAsync(SetLoginRequest request, CancellationToken cancellationToken) => _gate.RunAsync(
        Permission.AdministerTenant, AuditActions.LoginChanged, string.Join(", ", request.Login), request.DryRun, stop => Logins.PlanAsync(request, stop), cancellationToken);
}
