namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task Users_are_listed_by_principal_name_with_everything_that_was_imported()
    {
        var users = await UsersAsync(new());

        Assert.Equal(11, users.Count);
        Assert.Equal(users.Select(user => user.UserPrincipalName).Order(StringComparer.OrdinalIgnoreCase), users.Select(user => user.UserPrincipalName));
        var dan = users.Single(user => user.UserPrincipalName == Dan);
        Assert.Equal(("Dan", IdOf(Dan), UserType.Member, false, Clock.Now.AddDays(-3)), (dan.DisplayName, dan.UserId, dan.UserType, dan.AccountEnabled, dan.DisabledAt));
        Assert.Equal([Role.GlobalAdministrator, Role.Partner], users.Single(user => user.UserPrincipalName == GrantedPartner).Roles);
        Assert.Equal(UserType.Guest, users.Single(user => user.UserPrincipalName == Guest).UserType);
    }

    [Theory]
    [InlineData(Ada, Ada)]
    [InlineData("ADA@CONTOSO.EXAMPLE", Ada)]
    [InlineData("Ada", Ada)]
    [InlineData("*a@contoso*", Ada)]
    [InlineData("b?b@*", Bob)]
    [InlineData("[cd]a*@*", Carol, Dan)]
    [InlineData("nobody*")]
    public async Task Users_are_found_by_name_and_wildcard(string name, params string[] expected)
    {
        Assert.Equal(expected, (await UsersAsync(new() { User = [name] })).Select(user => user.UserPrincipalName));
    }

    [Fact]
    public async Task Users_are_found_by_object_id_and_each_once()
    {
        var users = await UsersAsync(new() { User = [IdOf(Bob).ToUpperInvariant(), Bob, "b*@*", Ada] });

        Assert.Equal([Ada, Billing, Bob], users.Select(user => user.UserPrincipalName));
    }

    [Theory, InlineData(Ada), InlineData("ada@*")]
    public async Task An_exact_name_that_nobody_has_is_an_error_after_those_that_are_found(string found)
    {
        var (users, error) = await ListThenFailAsync("UserNotFound", Store.Tenant.GetUsersAsync(new() { User = ["zoe@contoso.example", found] }, Stop));

        Assert.Equal([Ada], users.Select(user => user.UserPrincipalName));
        Assert.Equal((CommerceError.NotFound, "zoe@contoso.example"), (error.Error, error.Target));
    }

    [Fact]
    public async Task Users_are_filtered_by_type_state_and_role()
    {
        Assert.Equal([Guest], (await UsersAsync(new() { UserType = UserType.Guest })).Select(user => user.UserPrincipalName));
        Assert.Equal([Dan], (await UsersAsync(new() { AccountEnabled = false })).Select(user => user.UserPrincipalName));
        Assert.Equal([GrantedPartner, Partner], (await UsersAsync(new() { Role = [Role.Partner] })).Select(user => user.UserPrincipalName));
        Assert.Empty(await UsersAsync(new() { User = [Ada], AccountEnabled = false }));
    }

    [Fact, Trait("Requirement", "A")]
    public async Task Who_has_no_role_sees_himself_alone()
    {
        var store = await AsAsync(Ada);

        Assert.Equal([Ada], (await ListAsync(store.Tenant.GetUsersAsync(new(), Stop))).Select(user => user.UserPrincipalName));
        await FailAsync("UserNotFound", () => ListAsync(store.Tenant.GetUsersAsync(new() { User = [Bob] }, Stop)));
    }

    [Fact]
    public async Task A_repeated_import_of_users_changes_nothing_and_leaves_no_trace()
    {
        var rows = new[] { User("zoe@contoso.example", Role.GlobalReader) with { UsageLocation = "DE", CreatedAt = Clock.Now }, User("yuri@contoso.example") with { UserId = null } };
        var first = await ImportUsersAsync(rows);
        Assert.Equal((2, 2, 0, 0, true), (first.Rows, first.Created, first.Updated, first.Unchanged, first.IsApplied));
        Clock.Advance(TimeSpan.FromDays(1));

        await LeavesNoTraceAsync(async () =>
        {
            var again = await ImportUsersAsync(rows);
            Assert.Equal((2, 0, 0, 2), (again.Rows, again.Created, again.Updated, again.Unchanged));
        });
    }

    [Fact]
    public async Task What_a_row_of_a_user_does_not_say_stays_as_it_is()
    {
        await ImportUsersAsync(User(Ada, Role.GlobalReader) with { UsageLocation = "DE", OnPremisesSyncEnabled = true, CreatedAt = Clock.Now.AddYears(-1) });
        var before = Assert.Single(await UsersAsync(new() { User = [Ada] }));

        var result = await ImportUsersAsync(new UserRow { Line = 1, UserPrincipalName = Ada, DisplayName = "Ada L." });

        Assert.Equal(1, result.Updated);
        var after = Assert.Single(await UsersAsync(new() { User = [Ada] }));
        IReadOnlyList<Role> none = [];
        Assert.Equal(before with { DisplayName = "Ada L.", Roles = none }, after with { Roles = none });
        Assert.Equal(before.Roles, after.Roles);
    }

    [Fact]
    public async Task A_new_user_is_an_enabled_member_named_like_his_principal_name()
    {
        await ImportUsersAsync(new UserRow { Line = 1, UserPrincipalName = "zoe@contoso.example" });

        var zoe = Assert.Single(await UsersAsync(new() { User = ["zoe@contoso.example"] }));
        Assert.Equal(("zoe@contoso.example", UserType.Member, true, null), (zoe.DisplayName, zoe.UserType, zoe.AccountEnabled, zoe.DisabledAt));
        Assert.True(Guid.TryParse(zoe.UserId, out _));
        Assert.Empty(zoe.Roles);
    }

    [Fact]
    public async Task An_account_is_disabled_at_the_date_of_the_file_or_of_the_import_and_enabled_again()
    {
        await ImportUsersAsync(User(Ada) with { AccountEnabled = false });
        Assert.Equal(Clock.Now, Assert.Single(await UsersAsync(new() { User = [Ada] })).DisabledAt);

        var then = Clock.Now;
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await ImportUsersAsync(User(Ada) with { AccountEnabled = false })).Unchanged);
        Assert.Equal(then, Assert.Single(await UsersAsync(new() { User = [Ada] })).DisabledAt);

        await ImportUsersAsync(User(Ada) with { AccountEnabled = true });
        Assert.Null(Assert.Single(await UsersAsync(new() { User = [Ada] })).DisabledAt);
    }

    [Fact]
    public async Task Roles_are_left_replaced_or_taken_away_as_the_file_says()
    {
        await ImportUsersAsync(User(Reader) with { Roles = null });
        Assert.Equal([Role.GlobalReader], Assert.Single(await UsersAsync(new() { User = [Reader] })).Roles);

        await ImportUsersAsync(User(Reader, Role.BillingAdministrator, Role.GlobalReader));
        Assert.Equal([Role.BillingAdministrator, Role.GlobalReader], Assert.Single(await UsersAsync(new() { User = [Reader] })).Roles);

        await ImportUsersAsync(User(Reader));
        Assert.Empty(Assert.Single(await UsersAsync(new() { User = [Reader] })).Roles);
    }

    [Fact]
    public async Task A_user_is_found_by_object_id_and_renamed()
    {
        var result = await ImportUsersAsync(User(Ada) with { UserPrincipalName = "ada.lovelace@contoso.example" });

        Assert.Equal((0, 1), (result.Created, result.Updated));
        Assert.Equal(IdOf(Ada), Assert.Single(await UsersAsync(new() { User = ["ada.lovelace@contoso.example"] })).UserId);
        Assert.Equal("ada.lovelace@contoso.example", (await SubscriptionAsync(AdaPro)).Purchaser);
    }

    [Fact]
    public async Task Two_users_may_swap_their_names_in_one_file()
    {
        await ImportUsersAsync(User(Ada) with { UserPrincipalName = Bob }, User(Bob) with { UserPrincipalName = Ada });

        Assert.Equal(IdOf(Bob), Assert.Single(await UsersAsync(new() { User = [Ada] })).UserId);
        Assert.Equal(Bob, (await SubscriptionAsync(AdaPro)).Purchaser);
    }

    [Fact]
    public async Task An_object_id_that_the_store_made_up_gives_way_to_the_directorys()
    {
        await ImportUsersAsync(new UserRow { Line = 1, UserPrincipalName = "zoe@contoso.example" });

        var result = await ImportUsersAsync(User("zoe@contoso.example"));

        Assert.Equal((0, 1), (result.Created, result.Updated));
        Assert.Equal(IdOf("zoe@contoso.example"), Assert.Single(await UsersAsync(new() { User = ["zoe@contoso.example"] })).UserId);
    }

    [Fact]
    public async Task A_file_of_users_with_a_fault_is_refused_as_a_whole_and_the_first_line_is_told()
    {
        var zoe = User("zoe@contoso.example");
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "line already", () => ImportUsersAsync(zoe, zoe with { UserId = null, UserPrincipalName = "ZOE@contoso.example" }, zoe)));
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "object id", () => ImportUsersAsync(zoe, zoe with { UserPrincipalName = "other@contoso.example" })));
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "another object id", () => ImportUsersAsync(zoe, User("other@contoso.example") with { UserPrincipalName = Bob })));
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "line already", () => ImportUsersAsync(User(Ada) with { UserPrincipalName = "new@contoso.example" }, User(Ada) with { UserId = null })));
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "between 1900", () => ImportUsersAsync(zoe, User(Ada) with { AccountEnabled = false, DisabledAt = DateTimeOffset.MinValue })));
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "null character", () => ImportUsersAsync(zoe, User(Ada) with { DisplayName = "A\0da" })));
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "principal name", () => ImportUsersAsync(zoe, zoe with { UserPrincipalName = "zoe" }, zoe)));
    }

    [Fact]
    public async Task The_last_enabled_global_administrator_stays_one()
    {
        await LeavesNoTraceAsync(() => FailAtLineAsync(3, "last enabled global administrator", () => ImportUsersAsync(User(Ada) with { DisplayName = "X" }, User(Admin) with { UserId = null })));
        await LeavesNoTraceAsync(() => FailAtLineAsync(2, "last enabled global administrator", () => ImportUsersAsync(User(Admin, Role.GlobalAdministrator) with { UserId = null, AccountEnabled = false })));

        await ImportUsersAsync(User(Ada, Role.GlobalAdministrator), User(Billing, Role.BillingAdministrator) with { DisplayName = "B" });
        await ImportUsersAsync(User(Admin, Role.GlobalReader) with { UserId = null });
        await ContinueAsAsync(Ada);
        Assert.Equal([Ada], (await UsersAsync(new() { Role = [Role.GlobalAdministrator] })).Select(user => user.UserPrincipalName).Except([GrantedPartner]));
    }

    [Fact]
    public async Task A_dry_run_of_users_tells_what_would_be_done_and_writes_nothing()
    {
        await LeavesNoTraceAsync(async () =>
        {
            var result = await Store.Tenant.ImportUsersAsync(
                Source, Rows([User("zoe@contoso.example"), User(Ada) with { DisplayName = "X" }, User(Bob)], (row, line) => row with { Line = line }), dryRun: true, null, Stop);
            Assert.Equal((3, 1, 1, 1, false), (result.Rows, result.Created, result.Updated, result.Unchanged, result.IsApplied));
        });
    }

    [Theory, InlineData(Billing), InlineData(Reader), InlineData(GrantedPartner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task Users_subscriptions_and_licences_are_imported_by_global_administrators_alone(string actor)
    {
        var store = await AsAsync(actor);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Tenant.ImportUsersAsync(Source, Rows([User(Ada)], (row, _) => row), dryRun: false, null, Stop));
            await FailAsync("RoleMissing", () => store.Subscriptions.ImportAsync(Source, Rows([Central("x", Pro, 1)], (row, _) => row), dryRun: false, null, Stop));
            await FailAsync("RoleMissing", () => store.Licenses.ImportAsync(Source, Rows([License(CentralPro, Ada)], (row, _) => row), dryRun: false, null, Stop));
        });
    }

    private Task<List<TenantUser>> UsersAsync(UserQuery query) => ListAsync(Store.Tenant.GetUsersAsync(query, Stop));
}
