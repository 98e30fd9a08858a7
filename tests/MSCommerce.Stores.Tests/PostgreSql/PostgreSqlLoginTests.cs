using MSCommerce.PostgreSql.Server;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>Which user a login is: set by administrators, at once, and recorded.</summary>
public sealed class PostgreSqlLoginTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private ILoginStore Logins => Store.Logins!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(1, 3), dryRun: false, null, Stop);
    }

    [Fact]
    public async Task Logins_are_listed_with_their_user_and_what_they_may_do()
    {
        var reader = await LoginAsync(Crowd.Name(1), "mscommerce_reader");
        var nobody = await LoginAsync(Crowd.Name(2), role: null);

        var logins = await ListAsync(Logins.GetAsync(new(), Stop));

        Assert.Equal(
            [(Administrator, Crowd.Admin, LoginAccess.Write), (reader, Crowd.Name(1), LoginAccess.Read), (nobody, Crowd.Name(2), LoginAccess.None)],
            logins.Select(login => (login.Login, login.UserPrincipalName, login.Access!.Value)));
        Assert.Equal([reader], (await ListAsync(Logins.GetAsync(new() { Login = ["*0000001"] }, Stop))).Select(login => login.Login));
        Assert.Equal("gone", (await FailAsync("LoginUnknown", () => ListAsync(Logins.GetAsync(new() { Login = [reader, "gone"] }, Stop)))).Target);
    }

    [Fact]
    public async Task A_login_that_is_mapped_to_another_user_acts_as_that_one_from_its_next_operation_on()
    {
        var login = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        var store = await OpenAsync(login);

        var applied = await Logins.ApplyAsync(await Logins.PlanAsync(new() { Login = [login], User = Crowd.Name(2).ToUpperInvariant() }, Stop), Stop);

        Assert.Equal((login, "User", Crowd.Name(1), Crowd.Name(2), true), Assert.Single(applied) is var change ? (change.Target, change.Property, change.Current, change.Wanted, change.IsApplied) : default);
        Assert.Equal(Crowd.Name(2), (await store.GetContextAsync(Stop)).Actor);
        await store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);
        Assert.Equal((Crowd.Name(2), login), (await ListAsync(Store.Audit.GetAsync(new() { First = 1 }, Stop)))[0] is var entry ? (entry.Actor, entry.Login) : default);
        Assert.Empty(await Logins.PlanAsync(new() { Login = [login], User = Crowd.Name(2) }, Stop));
    }

    [Fact]
    public async Task A_session_whose_login_was_taken_away_ends()
    {
        var login = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        var store = await OpenAsync(login);

        await Logins.ApplyAsync(await Logins.PlanAsync(new() { Login = [$"{login[..^1]}*"] }, Stop), Stop);

        await FailAsync("ActorRefused", () => store.GetContextAsync(Stop));
        await FailAsync("ActorRefused", () => store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop));
        await FailAsync("ActorRefused", () => OpenAsync(login));
        var entry = (await ListAsync(Store.Audit.GetAsync(new() { First = 1 }, Stop)))[0];
        Assert.Equal((AuditActions.LoginChanged, login, $"User: {Crowd.Name(1)}", "User: none"), (entry.Action, entry.Target, entry.Before, entry.After));
    }

    [Fact]
    public async Task What_cannot_be_mapped_is_refused_and_nothing_is_changed()
    {
        var (otherLogin, _) = await MakeTenantAsync();
        var login = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        Task PlanAsync(string? user, params string[] logins) => Logins.PlanAsync(new() { Login = logins, User = user }, Stop);

        await FailAsync("LoginNotFound", () => PlanAsync(Crowd.Name(2), login, login.ToUpperInvariant()));
        await FailAsync("LoginNotFound", () => PlanAsync(Crowd.Name(2), "mscommerce_writer"));
        await FailAsync("LoginUnsafe", () => PlanAsync(Crowd.Name(2), PostgreSqlServer.Superuser));
        await FailAsync("LoginUnsafe", () => PlanAsync(Crowd.Name(2), PostgreSqlFixture.Owner));
        await FailAsync("UserNotFound", () => PlanAsync("zoe@crowd.example", login));
        await FailAsync("LoginInUse", () => PlanAsync(Crowd.Name(2), Administrator));
        await FailAsync("LoginInUse", () => PlanAsync(null, Administrator));
        await FailAsync("LoginUnknown", () => PlanAsync(null, otherLogin));
        await FailAsync("PatternMatchedNothing", () => PlanAsync(null, "zz*"));
        var taken = await Logins.PlanAsync(new() { Login = [login, otherLogin], User = Crowd.Name(2) }, Stop);
        Assert.Equal(CommerceError.Conflict, (await FailAsync("LoginTaken", () => Logins.ApplyAsync(taken, Stop))).Error);

        Assert.Equal([Crowd.Admin, Crowd.Name(1)], (await ListAsync(Logins.GetAsync(new(), Stop))).Select(mapped => mapped.UserPrincipalName));
    }

    [Fact]
    public async Task A_mapping_that_changed_since_the_plan_is_not_overwritten()
    {
        var login = await LoginAsync(Crowd.Name(1), "mscommerce_writer");
        var plan = await Logins.PlanAsync(new() { Login = [login], User = Crowd.Name(2) }, Stop);
        await MapAsync(Store, login, Crowd.Name(3));

        await FailAsync("ChangedMeanwhile", () => Logins.ApplyAsync(plan, Stop));

        Assert.Equal(Crowd.Name(3), (await ListAsync(Logins.GetAsync(new() { Login = [login] }, Stop)))[0].UserPrincipalName);
    }
}
