using MSCommerce.Rules;

namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "N2")]
    public async Task The_audit_log_is_listed_newest_first_and_without_gaps()
    {
        var entries = await AuditAsync();

        Assert.Equal(Enumerable.Range(1, entries.Count).Reverse().Select(number => (long)number), entries.Select(entry => entry.Sequence));
        Assert.Equal((AuditActions.StoreCreated, Admin), (entries[^1].Action, entries[^1].Actor));
        Assert.Equal([AuditActions.UsersImported, AuditActions.LicensesImported, AuditActions.SubscriptionsImported], entries.Take(3).Select(entry => entry.Action));
        Assert.All(entries.Take(3), entry => Assert.Equal(Source, entry.Target));
    }

    [Fact, Trait("Requirement", "N2")]
    public async Task The_audit_log_is_filtered()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        await SetAsync(PolicyValues.Disabled, Pro, Visio);
        var billing = await AsAsync(Billing);
        Clock.Advance(TimeSpan.FromHours(1));
        await billing.Audit.RecordRefusalAsync("UsersImported", "users.csv", "because", Stop);

        Assert.Equal(3, (await AuditAsync(new() { Since = Clock.Now.AddHours(-1) })).Count);
        Assert.Equal(2, (await AuditAsync(new() { Since = Clock.Now.AddHours(-1), Until = Clock.Now })).Count);
        Assert.Equal(2, (await AuditAsync(new() { Action = ["policy*"] })).Count);
        Assert.Single(await AuditAsync(new() { Actor = ["b*"] }));
        Assert.Single(await AuditAsync(new() { Target = ["*visio*"] }));
        Assert.Single(await AuditAsync(new() { Outcome = AuditOutcome.Refused }));
        Assert.Equal(2, (await AuditAsync(new() { First = 2 })).Count);
        Assert.Empty(await AuditAsync(new() { First = 0 }));
        var correlation = (await AuditAsync(new() { Action = [AuditActions.PolicyChanged] }))[0].CorrelationId;
        Assert.Equal(2, (await AuditAsync(new() { CorrelationId = correlation })).Count);
    }

    [Fact, Trait("Requirement", "N2")]
    public async Task A_refusal_is_recorded_with_its_reason()
    {
        var store = await AsAsync(Ada);

        await store.Audit.RecordRefusalAsync(AuditActions.PolicyChanged, Pro, "Ada may not", Stop);

        var entry = (await AuditAsync())[0];
        Assert.Equal(
            (Ada, AuditActions.PolicyChanged, Pro, null, "Ada may not", AuditOutcome.Refused, Clock.Now),
            (entry.Actor, entry.Action, entry.Target, entry.Before, entry.After, entry.Outcome, entry.OccurredAt));
    }

    [Fact, Trait("Requirement", "A")]
    public async Task Who_has_no_role_sees_his_own_entries_and_notices()
    {
        await Store.Licenses.MoveAsync(await PlanMoveAsync(AdaPro, CentralPro), null, Stop);
        await Store.Licenses.MoveAsync(await PlanMoveAsync(BobVisio, CentralPro), null, Stop);
        var store = await AsAsync(Ada);
        await store.Audit.RecordRefusalAsync("X", "Y", "Z", Stop);

        Assert.Equal(["X"], (await ListAsync(store.Audit.GetAsync(new(), Stop))).Select(entry => entry.Action));
        Assert.Equal([Ada], (await ListAsync(store.Notices.GetAsync(new(), Stop))).Select(notice => notice.Recipient));
        Assert.Equal([Bob, Ada], (await ListAsync((await AsAsync(Reader)).Notices.GetAsync(new(), Stop))).Select(notice => notice.Recipient));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task Notices_are_filtered()
    {
        await Store.Licenses.MoveAsync(await PlanMoveAsync(new() { SubscriptionId = [AdaPro, BobVisio], TargetSubscriptionId = CentralPro }), null, Stop);

        Assert.Equal([Ada], await RecipientsAsync(new() { Recipient = ["a*"] }));
        Assert.Equal([Bob], await RecipientsAsync(new() { First = 1 }));
        Assert.Equal([Bob, Ada], await RecipientsAsync(new() { Kind = [NoticeKind.SubscriptionCancelled], Status = [NoticeStatus.Pending] }));
        Assert.Empty(await RecipientsAsync(new() { Status = [NoticeStatus.Sent, NoticeStatus.Failed] }));

        async Task<IEnumerable<string>> RecipientsAsync(NoticeQuery query) => (await ListAsync(Store.Notices.GetAsync(query, Stop))).Select(notice => notice.Recipient);
    }

    [Fact]
    public async Task The_context_says_which_tenant_and_who_acts_at_this_moment()
    {
        var context = await Store.GetContextAsync(Stop);
        Assert.Equal(("Contoso", false, Admin), (context.TenantName, context.IsSample, context.Actor));
        Assert.Equal([Role.GlobalAdministrator], context.Roles);
        Assert.NotEmpty(context.TenantId);

        var ada = await AsAsync(Ada.ToUpperInvariant());
        Assert.Empty((await ada.GetContextAsync(Stop)).Roles);
        await ImportUsersAsync(User(Ada, Role.GlobalReader) with { UserPrincipalName = "a.l@contoso.example" });

        context = await ada.GetContextAsync(Stop);
        Assert.Equal("a.l@contoso.example", context.Actor);
        Assert.Equal([Role.GlobalReader], context.Roles);
    }

    [Fact, Trait("Requirement", "A")]
    public async Task A_permission_is_demanded_by_the_role_table()
    {
        foreach (var (actor, roles) in new (string, Role[])[]
        {
            (Admin, [Role.GlobalAdministrator]), (Billing, [Role.BillingAdministrator]), (Reader, [Role.GlobalReader]),
            (Partner, [Role.Partner]), (GrantedPartner, [Role.GlobalAdministrator, Role.Partner]), (Ada, []),
        })
        {
            var store = await AsAsync(actor);
            foreach (var permission in Enum.GetValues<Permission>())
            {
                if (RoleTable.Refuse(permission, actor, roles) is null)
                    await store.DemandAsync(permission, Stop);
                else
                    await FailAsync("RoleMissing", () => store.DemandAsync(permission, Stop));
            }
        }
    }

    [Fact]
    public async Task A_session_opens_for_enabled_users_alone()
    {
        Assert.Equal(CommerceError.AuthenticationFailed, (await FailAsync("ActorRefused", () => AsAsync("zoe@contoso.example"))).Error);
        await FailAsync("ActorRefused", () => AsAsync(Dan));

        Assert.Equal(Admin, (await (await AsAsync(null)).GetContextAsync(Stop)).Actor);
    }

    [Fact]
    public async Task A_session_ends_when_its_users_account_is_disabled()
    {
        var billing = await AsAsync(Billing);
        await ImportUsersAsync(User(Billing, Role.BillingAdministrator) with { AccountEnabled = false });

        await FailAsync("ActorRefused", () => billing.GetContextAsync(Stop));
        await FailAsync("ActorRefused", () => ListAsync(billing.Licenses.GetUsersAsync(new(), Stop)));
    }

    [Fact]
    public async Task An_operation_that_was_stopped_beforehand_does_nothing()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var plan = await PlanAsync(PolicyValues.Disabled, Pro);

        await LeavesNoTraceAsync(async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Tenant.ImportUsersAsync(Source, Rows([User("z@x.example")], (row, _) => row), dryRun: false, null, stopped.Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.Policies.SetAsync(plan, null, stopped.Token).GetAsyncEnumerator(stopped.Token).MoveNextAsync());
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetContextAsync(stopped.Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.Licenses.GetUsersAsync(new(), stopped.Token).GetAsyncEnumerator(stopped.Token).MoveNextAsync());
        });
    }

    [Fact]
    public async Task A_list_can_be_left_before_its_end_and_the_store_used_on()
    {
        await foreach (var user in Store.Licenses.GetUsersAsync(new(), Stop))
        {
            Assert.NotEmpty(user.UserPrincipalName);
            break;
        }

        await SetAsync(PolicyValues.Disabled, Pro);
        Assert.Equal((PolicyValues.Disabled, true), await ProductValueAsync(Pro));
    }

    [Fact]
    public async Task Checks_say_what_they_found()
    {
        var checks = await ListAsync(Store.CheckAsync(Stop));

        Assert.NotEmpty(checks);
        Assert.All(checks, check => Assert.True(check.Passed && check.Name.Length > 0 && check.Detail.Length > 0, $"{check}"));
    }
}
