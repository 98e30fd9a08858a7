namespace MSCommerce.Client.Tests;

public class JoinedListTests
{
    [Fact]
    public void A_list_in_a_record_reads_as_its_items_joined_by_semicolons()
    {
        var user = new TenantUser { UserPrincipalName = "a@f.example", DisplayName = "A", UserId = "1", UserType = UserType.Member, AccountEnabled = true };

        Assert.Equal("", user.Roles.ToString());
        Assert.Equal("BillingAdministrator;GlobalReader", (user with { Roles = [Role.BillingAdministrator, Role.GlobalReader] }).Roles.ToString());
    }
}
