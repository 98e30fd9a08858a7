namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    private const string Zoe = "zoë@contoso.example";
    private const string LoudZoe = "ZOË@CONTOSO.EXAMPLE";

    [Fact]
    public async Task Principal_names_that_differ_in_case_alone_are_one_user_whatever_their_letters()
    {
        await ImportUsersAsync(User(Zoe, Role.GlobalReader));

        Assert.Equal(Zoe, Assert.Single(await UsersAsync(new() { User = [LoudZoe] })).UserPrincipalName);
        var again = await ImportUsersAsync(User(LoudZoe) with { UserId = null, DisplayName = "Zoë B.", Roles = null });
        Assert.Equal((0, 1), (again.Created, again.Updated));
        await FailAtLineAsync(2, "another object id", () => ImportUsersAsync(User(LoudZoe) with { UserId = IdOf("other") }));
        await FailAtLineAsync(3, "a line already", () => ImportUsersAsync(User("ørsted@contoso.example"), User("Ørsted@contoso.example") with { UserId = null }));
        Assert.Equal([Role.GlobalReader], (await (await AsAsync(LoudZoe)).GetContextAsync(Stop)).Roles);
    }

    [Fact]
    public async Task Licences_of_a_user_are_found_imported_assigned_moved_and_taken_away_in_any_case_of_his_name()
    {
        await ImportUsersAsync(User(Zoe));
        await ImportLicensesAsync(License(CentralPremium, LoudZoe));
        Assert.Equal([Zoe], await HoldersAsync(CentralPremium));
        Assert.Equal([Zoe], await NamesAsync(new() { User = [LoudZoe] }));

        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [CentralPremium], User = [LoudZoe], TargetSubscriptionId = CentralPro }), null, Stop);
        Assert.Equal([Eve, Zoe], await HoldersAsync(CentralPro));

        await Client.Licenses.UnassignAsync(new() { SubscriptionId = CentralPro, User = [LoudZoe] }, null, Stop);
        Assert.Equal([Eve], await HoldersAsync(CentralPro));
        await Client.Licenses.AssignAsync(new() { SubscriptionId = CentralPro, User = [LoudZoe] }, null, Stop);
        Assert.Equal([Eve, Zoe], await HoldersAsync(CentralPro));
    }

    [Fact]
    public async Task A_principal_name_or_object_id_means_its_user_even_where_it_is_anothers_display_name()
    {
        // As a renamed account whose display name was its old principal name, which has gone to somebody else since.
        await ImportUsersAsync(User(Bob) with { DisplayName = Ada }, User(Eve) with { DisplayName = IdOf(Ada) });

        foreach (var named in new string[][] { [Ada], [IdOf(Ada)], [Ada, "Carol"] })
        {
            var expected = named.Length == 1 ? new[] { Ada } : [Ada, Carol];
            Assert.Equal(expected, (await UsersAsync(new() { User = named })).Select(user => user.UserPrincipalName));
            Assert.Equal(expected, await NamesAsync(new() { User = named }));
        }

        Assert.Equal([AdaPro], await IdsAsync(new() { Purchaser = [Ada] }));
        Assert.Equal([AdaPro], await IdsAsync(new() { Purchaser = [IdOf(Ada)] }));
        await CancelAsync(AdaPro, BobVisio);
        Assert.Equal([Ada], (await FormerAsync(new() { User = [Ada] })).Select(user => user.UserPrincipalName));
        // A wildcard means whoever it matches, by any of his names.
        Assert.Equal([Ada, Bob], (await UsersAsync(new() { User = ["ada@*"] })).Select(user => user.UserPrincipalName));
    }

    [Fact]
    public async Task A_display_name_means_everybody_who_has_it()
    {
        await ImportUsersAsync(User(Bob) with { DisplayName = "Alex" }, User(Carol) with { DisplayName = "alex" }, User(Ada) with { DisplayName = "ALEX" });

        Assert.Equal([Ada, Bob, Carol], (await UsersAsync(new() { User = ["Alex"] })).Select(user => user.UserPrincipalName));
        Assert.Equal([Ada, Bob, Carol, Bob], await NamesAsync(new() { User = ["Alex"] }));
        Assert.Equal([AdaPro, BobVisio], await IdsAsync(new() { Purchaser = ["Alex"] }));
    }

    [Fact]
    public async Task Two_users_may_swap_names_that_differ_in_more_than_case()
    {
        await ImportUsersAsync(User(Zoe), User("ørsted@contoso.example"));

        await ImportUsersAsync(User("ØRSTED@contoso.example") with { UserId = IdOf(Zoe) }, User(LoudZoe) with { UserId = IdOf("ørsted@contoso.example") });

        Assert.Equal(IdOf(Zoe), Assert.Single(await UsersAsync(new() { User = ["ørsted@contoso.example"] })).UserId);
        Assert.Equal(IdOf("ørsted@contoso.example"), Assert.Single(await UsersAsync(new() { User = [Zoe] })).UserId);
    }
}
