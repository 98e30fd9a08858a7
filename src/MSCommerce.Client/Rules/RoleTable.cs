using static MSCommerce.Rules.Reach;

namespace MSCommerce.Rules;

/// <summary>The role table of requirement A, as data. Every store that keeps its own rules asks it, inside the transaction that changes.</summary>
public static class RoleTable
{
    /// <summary>One row: how far the permission reaches for each role. A purchaser is a user who owns something; what is his own he may.</summary>
    private sealed record Row(Reach GlobalAdministrator, Reach BillingAdministrator, Reach GlobalReader, Reach Partner, Reach User, bool PartnerWithGrant, string Action);

    private static readonly Dictionary<Permission, Row> Rows = new()
    {
        [Permission.View] = new(All, All, All, All, Own, PartnerWithGrant: false, "see this"),
        [Permission.Report] = new(All, All, All, All, None, PartnerWithGrant: false, "make a report of the whole tenant"),
        [Permission.ReadPolicies] = new(All, All, All, All, None, PartnerWithGrant: false, "read policies"),
        [Permission.ReadCatalog] = new(All, All, All, All, All, PartnerWithGrant: false, "read the catalogue"),
        [Permission.ChangePolicies] = new(All, All, None, None, None, PartnerWithGrant: true, "change policies"),
        [Permission.ManageCentral] = new(All, All, None, None, None, PartnerWithGrant: true, "manage the organisation's subscriptions"),
        [Permission.TakeOver] = new(All, All, None, None, None, PartnerWithGrant: true, "take over or cancel the subscriptions of others"),
        [Permission.BuySelfService] = new(Own, Own, Own, None, Own, PartnerWithGrant: false, "buy through self-service"),
        [Permission.ChangeOwn] = new(Own, Own, Own, None, Own, PartnerWithGrant: false, "change a subscription of his own"),
        [Permission.RequestLicense] = new(Own, Own, Own, None, Own, PartnerWithGrant: false, "request licences"),
        [Permission.DecideRequests] = new(All, None, None, None, None, PartnerWithGrant: false, "decide licence requests"),
        [Permission.AdministerTenant] = new(All, None, None, None, None, PartnerWithGrant: false, "administer the tenant or import into it"),
        [Permission.SendNotices] = new(All, All, None, None, None, PartnerWithGrant: false, "send notices"),
    };

    /// <summary>How far a permission reaches for somebody with these roles.</summary>
    /// <param name="permission">What the operation needs.</param>
    /// <param name="roles">The roles held; none for a user or purchaser.</param>
    /// <returns>The reach. A partner has the partner's column alone, widened by the global administrator role granted for this tenant where the table says so.</returns>
    public static Reach ReachOf(Permission permission, IReadOnlyCollection<Role> roles)
    {
        var row = Rows[permission];
        if (roles.Contains(Role.Partner))
            return row.PartnerWithGrant && roles.Contains(Role.GlobalAdministrator) ? All : row.Partner;

        return roles.Aggregate(row.User, (widest, role) => (Reach)Math.Max((int)widest, (int)ReachOf(row, role)));
    }

    /// <summary>Refuses whoever has no reach at all.</summary>
    /// <param name="permission">What the operation needs.</param>
    /// <param name="actor">Who asks: a user principal name.</param>
    /// <param name="roles">The roles held.</param>
    /// <returns>The refusal, which names the roles that could; null where the operation is allowed.</returns>
    public static CommerceException? Refuse(Permission permission, string actor, IReadOnlyCollection<Role> roles) =>
        ReachOf(permission, roles) != None
            ? null
            : CommerceErrors.Forbidden(actor, Rows[permission].Action, RolesThatMay(permission));

    /// <summary>Refuses whoever has a permission for himself alone, or not at all, where he wants it for others.</summary>
    /// <param name="permission">What the operation needs.</param>
    /// <param name="actor">Who asks: a user principal name.</param>
    /// <param name="roles">The roles held.</param>
    /// <returns>The refusal, which names the roles that could; null where the permission reaches everybody.</returns>
    public static CommerceException? RefuseForOthers(Permission permission, string actor, IReadOnlyCollection<Role> roles) =>
        ReachOf(permission, roles) == All
            ? null
            : CommerceErrors.Forbidden(actor, $"{Rows[permission].Action} for others", RolesThatMay(Rows[permission], atLeast: All));

    /// <summary>The roles that have a permission, in words.</summary>
    /// <param name="permission">What the operation needs.</param>
    /// <returns>The names, widest first.</returns>
    public static IReadOnlyList<string> RolesThatMay(Permission permission) => RolesThatMay(Rows[permission], atLeast: Own);

    private static List<string> RolesThatMay(Row row, Reach atLeast)
    {
        var names = new List<string>();
        if (row.GlobalAdministrator >= atLeast) names.Add("global administrator");
        if (row.BillingAdministrator >= atLeast) names.Add("billing administrator");
        if (row.GlobalReader >= atLeast) names.Add("global reader");
        if (row.User >= atLeast) names.Add("a user of the tenant");
        return names;
    }

    private static Reach ReachOf(Row row, Role role) => role switch
    {
        Role.GlobalAdministrator => row.GlobalAdministrator,
        Role.BillingAdministrator => row.BillingAdministrator,
        Role.GlobalReader => row.GlobalReader,
        Role.Partner => row.Partner,
        _ => None,
    };
}
