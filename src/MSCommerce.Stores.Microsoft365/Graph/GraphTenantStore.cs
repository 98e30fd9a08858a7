using System.Runtime.CompilerServices;
using System.Text.Json;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>The users of the tenant.</summary>
internal sealed class GraphTenantStore(GraphService service) : ITenantStore
{
    /// <summary>The properties that are asked for.</summary>
    public const string Select = "id,userPrincipalName,displayName,userType,accountEnabled,usageLocation,onPremisesSyncEnabled,createdDateTime";

    public async IAsyncEnumerable<TenantUser> GetUsersAsync(UserQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.Role.Count > 0)
            NotOffered.Refuse<bool>("tell who holds which role", "Use the Microsoft 365 admin centre, Roles > Role assignments (https://admin.microsoft.com/Adminportal/Home#/rbac/directory).");
        var names = query.User.Contains("*", StringComparer.Ordinal) ? [] : query.User;
        var patterns = NamePattern.All(names);
        var unseen = new HashSet<string>(patterns.Where(pattern => !pattern.HasWildcard).Select(pattern => pattern.Text), StringComparer.OrdinalIgnoreCase);
        var isNamed = patterns.Count > 0 && unseen.Count == patterns.Count;
        var users = isNamed ? ByNameAsync(query, [.. unseen], cancellationToken) : service.GetUsersAsync(Filter(query), cancellationToken);
        await foreach (var item in users)
        {
            var user = Read(item);
            if (!isNamed && patterns.Count > 0 && !patterns.Any(pattern => pattern.IsMatch(user.UserPrincipalName) || pattern.IsMatch(user.DisplayName) || pattern.IsMatch(user.UserId)))
                continue;
            yield return user;
        }

        if (unseen.Count > 0 && (await new UserLookup(service).ByAnyNameAsync([.. unseen], cancellationToken)).Missing is { Count: > 0 } missing)
            throw CommerceErrors.UserNotFound(missing);
    }

    public Task<Tenant> GetTenantAsync(CancellationToken cancellationToken) => RefuseTenant<Task<Tenant>>("tell the tenant's sector, its kind of directory or how long requests are kept");

    public Task<IReadOnlyList<PropertyChange>> PlanTenantAsync(SetTenantRequest request, CancellationToken cancellationToken) => RefuseTenant<Task<IReadOnlyList<PropertyChange>>>("have its facts changed from here");

    public Task<IReadOnlyList<PropertyChange>> ApplyTenantAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) => RefuseTenant<Task<IReadOnlyList<PropertyChange>>>("have its facts changed from here");

    public Task<IReadOnlyList<PropertyChange>> PlanUsersAsync(SetUserRequest request, CancellationToken cancellationToken) => RefuseUsers<Task<IReadOnlyList<PropertyChange>>>();

    public Task<IReadOnlyList<PropertyChange>> ApplyUsersAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) => RefuseUsers<Task<IReadOnlyList<PropertyChange>>>();

    public Task<ImportResult> ImportUsersAsync(
        string source, IAsyncEnumerable<UserRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) => RefuseUsers<Task<ImportResult>>();

    /// <summary>A user of Graph's, as this library shows him.</summary>
    /// <exception cref="CommerceException"><c>PermissionMissing</c>.</exception>
    public static TenantUser Read(JsonElement item) => new()
    {
        UserPrincipalName = item.Text("userPrincipalName") ?? item.Text("id") ?? "",
        DisplayName = item.Text("displayName") ?? "",
        UserId = item.Text("id") ?? "",
        UserType = string.Equals(item.Text("userType"), "Guest", StringComparison.OrdinalIgnoreCase) ? UserType.Guest : UserType.Member,
        // Without the permission Graph leaves it out, and nobody is taken for enabled or disabled by that.
        AccountEnabled = item.Truth("accountEnabled") ?? throw new CommerceException(
            CommerceError.Forbidden, "PermissionMissing", $"Microsoft Graph does not tell whether accounts are enabled. It takes the permission {GraphService.ReadUsers}, granted with consent (about_MSCommerce_Authentication)."),
        UsageLocation = item.Text("usageLocation"),
        OnPremisesSyncEnabled = item.Truth("onPremisesSyncEnabled"),
        CreatedAt = item.Time("createdDateTime"),
    };

    /// <summary>Users who are named exactly are not looked for among all.</summary>
    private async IAsyncEnumerable<JsonElement> ByNameAsync(UserQuery query, IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken stop)
    {
        var found = (await new UserLookup(service).ByAnyNameAsync(names, stop)).Users;
        foreach (var chunk in found.OrderBy(user => user.Upn, StringComparer.OrdinalIgnoreCase).Chunk(GraphBatch.Size / 2))
        {
            var ids = string.Join(',', chunk.Select(user => $"'{user.Id}'"));
            await foreach (var item in service.GetUsersAsync(Filter(query) is { } filter ? $"id in ({ids}) and {filter}" : $"id in ({ids})", stop))
                yield return item;
        }
    }

    private static string? Filter(UserQuery query)
    {
        string?[] terms =
        [
            query.UserType is { } type ? $"userType eq '{type}'" : null,
            query.AccountEnabled is { } enabled ? $"accountEnabled eq {(enabled ? "true" : "false")}" : null,
        ];
        var given = string.Join(" and ", terms.OfType<string>());
        return given.Length > 0 ? given : null;
    }

    private static T RefuseTenant<T>(string what) => NotOffered.Refuse<T>(what, "Use the Microsoft 365 admin centre, Settings > Org settings > Organization profile (https://admin.microsoft.com/Adminportal/Home#/Settings/OrganizationProfile).");

    private static T RefuseUsers<T>() => NotOffered.Refuse<T>("have users added or changed from here", $"Use {GraphErrors.UsersPage}, or Microsoft's Graph module.");
}
