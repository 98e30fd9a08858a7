using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "A")]
public class RoleTableTests
{
    /// <summary>The table of requirement A, written down a second time and by hand: columns are global, billing, reader, partner, partner with the grant, user.</summary>
    public static TheoryData<Permission, string> Table => new()
    {
        { Permission.View, "All All All All All Own" },
        { Permission.Report, "All All All All All None" },
        { Permission.ReadPolicies, "All All All All All None" },
        { Permission.ReadCatalog, "All All All All All All" },
        { Permission.ChangePolicies, "All All None None All None" },
        { Permission.ManageCentral, "All All None None All None" },
        { Permission.TakeOver, "All All None None All None" },
        { Permission.BuySelfService, "Own Own Own None None Own" },
        { Permission.ChangeOwn, "Own Own Own None None Own" },
        { Permission.RequestLicense, "Own Own Own None None Own" },
        { Permission.DecideRequests, "All None None None None None" },
        { Permission.AdministerTenant, "All None None None None None" },
        { Permission.SendNotices, "All All None None None None" },
    };

    private static readonly Role[][] Columns =
    [
        [Role.GlobalAdministrator], [Role.BillingAdministrator], [Role.GlobalReader], [Role.Partner], [Role.Partner, Role.GlobalAdministrator], [],
    ];

    [Theory]
    [MemberData(nameof(Table))]
    public void A_permission_reaches_as_far_as_the_table_says_for_every_role(Permission permission, string expected) =>
        Assert.Equal(expected, string.Join(' ', Columns.Select(roles => RoleTable.ReachOf(permission, roles))));

    [Fact]
    public void Every_permission_has_a_row() =>
        Assert.Equal(Enum.GetValues<Permission>().Length, Table.Count);

    [Theory]
    [MemberData(nameof(Table))]
    public void Several_roles_reach_as_far_as_the_widest_of_them(Permission permission, string _)
    {
        var roles = new[] { Role.GlobalAdministrator, Role.BillingAdministrator, Role.GlobalReader };
        foreach (var first in roles)
        {
            foreach (var second in roles)
            {
                var widest = Math.Max((int)RoleTable.ReachOf(permission, [first]), (int)RoleTable.ReachOf(permission, [second]));
                Assert.Equal((Reach)widest, RoleTable.ReachOf(permission, [first, second]));
            }
        }
    }

    [Fact]
    public void A_refusal_names_the_actor_and_the_roles_that_could()
    {
        var refusal = RoleTable.Refuse(Permission.ChangePolicies, "reader@fabrikam.example", [Role.GlobalReader]);

        Assert.NotNull(refusal);
        Assert.Equal(CommerceError.Forbidden, refusal.Error);
        Assert.Equal("RoleMissing", refusal.ErrorId);
        Assert.Contains("reader@fabrikam.example", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("global administrator or billing administrator", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_may_is_not_refused() =>
        Assert.Null(RoleTable.Refuse(Permission.ChangePolicies, "billing@fabrikam.example", [Role.BillingAdministrator]));
}
