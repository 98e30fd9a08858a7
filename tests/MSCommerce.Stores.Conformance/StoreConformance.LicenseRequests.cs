namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "R1")]
    public async Task Whom_only_the_policy_refuses_asks_for_licences_for_himself_and_for_colleagues()
    {
        await BlockAsync(Pro);
        var carol = await AsAsync(Carol);
        LicenseRequestPlan plan = null!;
        await LeavesNoTraceAsync(async () => plan = await carol.LicenseRequests.PlanRaiseAsync(
            new() { Product = ProLegacyId, User = [Guest, IdOf(Bob), Carol, Bob.ToUpperInvariant()], Message = "For the project in May." }, Stop));
        Assert.Equal((ProId, Pro, "For the project in May."), (plan.ProductId, plan.ProductName, plan.Message));
        Assert.Equal([Guest, Bob, Carol], plan.Users);

        var raised = await carol.LicenseRequests.RaiseAsync(plan, Stop);

        Assert.Equal((ProId, Pro, Carol, "Carol", Clock.Now, "For the project in May.", LicenseRequestStatus.Pending), (raised.ProductId, raised.ProductName, raised.Requester, raised.RequesterName, raised.RequestedAt, raised.Message, raised.Status));
        Assert.Equal([(Guest, null), (Bob, null), (Carol, (bool?)null)], raised.Users.Select(user => (user.UserPrincipalName, user.IsApproved)));
        Assert.Equal((null, null, null, null, null), (raised.DecidedAt, raised.DecidedBy, raised.DecisionMessage, raised.GrantedProductName, raised.PurgedAt));
        Assert.Equal(InWords(raised), InWords(Assert.Single(await RequestsAsync())));
        Assert.Equal(raised.RequestId.ToString(), Assert.Single(await RecordedAsync(AuditActions.LicenseRequested, (null, $"{Pro} ({ProId}) for {Guest}, {Bob}, {Carol}"))).Target);
        Assert.Equal(1, (await Store.LicenseRequests.GetProcessAsync(Stop)).PendingRequests);
        Assert.Equal(0, (await (await AsAsync(Bob)).LicenseRequests.GetProcessAsync(Stop)).PendingRequests);
    }

    [Theory, InlineData(PolicyValues.Disabled), InlineData(PolicyValues.OnlyTrialsWithoutPaymentMethod), Trait("Requirement", "R1")]
    public async Task Who_names_nobody_asks_for_himself(string policy)
    {
        await Client.Products.SetAsync(new() { Product = [Pro], HasTrialWithoutPaymentMethod = true }, Stop);
        await BlockAsync(Pro, policy);

        var raised = await AskAsync(Bob);

        Assert.Equal([Bob], raised.Users.Select(user => user.UserPrincipalName));
        Assert.Null(raised.Message);
        Assert.Null((await RaiseAsync(Carol, new() { Product = Pro, Message = " " })).Message);
    }

    [Fact, Trait("Requirement", "R1"), Trait("Requirement", "E6")]
    public async Task A_request_that_is_not_needed_or_cannot_be_granted_is_not_taken()
    {
        await BlockAsync(Pro);
        var (carol, guest) = (await AsAsync(Carol), await AsAsync(Guest));
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal(CommerceError.Conflict, (await FailAsync("RequestNotNeeded", () => PlanAsync(new() { Product = Premium }))).Error);
            await FailAsync("ProductNotFound", () => PlanAsync(new() { Product = "none" }));
            Assert.Equal("zoe@contoso.example", (await FailAsync("UserNotFound", () => PlanAsync(new() { Product = Pro, User = [Bob, "zoe@contoso.example"] }))).Target);
            Assert.Equal(Dan, (await FailAsync("UserDisabled", () => PlanAsync(new() { Product = Pro, User = [Bob, Dan] }))).Target);
            await FailAsync("MessageTooLong", () => PlanAsync(new() { Product = Pro, Message = new('x', 1001) }));
            await FailAsync("TooManyUsers", () => PlanAsync(new() { Product = Pro, User = [.. Enumerable.Repeat(Bob, 1001)] }));
            Assert.Equal(CommerceError.NotEligible, (await FailAsync("BuyerIsGuest", () => guest.LicenseRequests.PlanRaiseAsync(new() { Product = Pro }, Stop))).Error);
        });

        await Client.Tenant.SetAsync(new() { Country = "IN" }, Stop);
        Assert.DoesNotContain("New-SelfServiceLicenseRequest", (await FailAsync("TenantInExcludedCountry", () => PlanAsync(new() { Product = Pro }))).Message, StringComparison.Ordinal);

        Task<LicenseRequestPlan> PlanAsync(RaiseLicenseRequest request) => carol.LicenseRequests.PlanRaiseAsync(request, Stop);
    }

    [Fact, Trait("Requirement", "R1")]
    public async Task A_second_request_waits_for_the_first_ones_decision()
    {
        await BlockAsync(Pro);
        await BlockAsync(Visio);
        var (bob, first) = (await AsAsync(Bob), await AskAsync(Bob));
        await LeavesNoTraceAsync(async () =>
            Assert.Equal(first.RequestId.ToString(), (await FailAsync("RequestPending", () => bob.LicenseRequests.PlanRaiseAsync(new() { Product = Pro, User = [Carol] }, Stop))).Target));

        await AskAsync(Bob, Visio);
        await RaiseAsync(Carol, new() { Product = Pro, User = [Bob] });
        await DenyAsync(first);
        await AskAsync(Bob);

        Assert.Equal(4, (await RequestsAsync()).Count);
    }

    [Fact, Trait("Requirement", "R1"), Trait("Requirement", "R7")]
    public async Task A_request_is_raised_only_while_the_rules_still_allow_it()
    {
        await BlockAsync(Pro);
        var carol = await AsAsync(Carol);
        var plan = await carol.LicenseRequests.PlanRaiseAsync(new() { Product = Pro, User = [Bob, Eve] }, Stop);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("UserDisabled", () => carol.LicenseRequests.RaiseAsync(plan with { Users = [Bob, Dan] }, Stop));
            await FailAsync("RequestNotNeeded", () => carol.LicenseRequests.RaiseAsync(plan with { ProductId = Premium }, Stop));
            await FailAsync("MessageTooLong", () => carol.LicenseRequests.RaiseAsync(plan with { Message = new('x', 1001) }, Stop));
            await FailAsync("TooManyUsers", () => carol.LicenseRequests.RaiseAsync(plan with { Users = [.. Enumerable.Repeat(Bob, 1001)] }, Stop));
        });
        await SetProcessAsync(OwnProcess);
        await LeavesNoTraceAsync(() => FailAsync("OwnRequestProcess", () => carol.LicenseRequests.RaiseAsync(plan, Stop)));
        await Store.LicenseRequests.ApplyProcessAsync(await Store.LicenseRequests.PlanClearProcessAsync(Stop), Stop);
        await BlockAsync(Pro, PolicyValues.Enabled);
        await LeavesNoTraceAsync(() => FailAsync("RequestNotNeeded", () => carol.LicenseRequests.RaiseAsync(plan, Stop)));
        await BlockAsync(Pro);

        await carol.LicenseRequests.RaiseAsync(plan, Stop);

        await LeavesNoTraceAsync(() => FailAsync("RequestPending", () => carol.LicenseRequests.RaiseAsync(plan, Stop)));
    }

    [Fact, Trait("Requirement", "R7")]
    public async Task While_the_own_process_is_on_it_is_told_to_who_would_ask_and_older_requests_wait_for_their_decision()
    {
        await BlockAsync(Pro);
        var older = await AskAsync(Bob);
        await SetProcessAsync(OwnProcess);
        var carol = new CommerceClient(await AsAsync(Carol));

        var refusal = await FailAsync("OwnRequestProcess", () => carol.LicenseRequests.PlanRaiseAsync(new() { Product = Pro }, Stop));

        Assert.Contains($"{OwnProcess.Message} https://desk.contoso.example/licences", refusal.Message, StringComparison.Ordinal);
        var entry = (await AuditAsync())[0];
        Assert.Equal((Carol, AuditActions.LicenseRequested, AuditOutcome.Refused, refusal.Message), (entry.Actor, entry.Action, entry.Outcome, entry.After));
        Assert.Contains(OwnProcess.Message!, await carol.LicenseRequests.GetRemarkAsync(Stop), StringComparison.Ordinal);
        Assert.Equal((true, 1), await Client.LicenseRequests.GetProcessAsync(Stop) is var process ? (process.IsOwnProcess, process.PendingRequests) : default);

        await ApproveAsync(new() { RequestId = [older.RequestId] });
        Assert.Equal(0, (await Client.LicenseRequests.GetProcessAsync(Stop)).PendingRequests);
        await Client.LicenseRequests.ClearProcessAsync(new(), Stop);
        Assert.Null(await Client.LicenseRequests.GetRemarkAsync(Stop));
        await AskAsync(Carol);
    }

    [Fact, Trait("Requirement", "R2")]
    public async Task Administrators_list_all_requests_and_requesters_their_own()
    {
        await BlockAsync(Pro);
        await BlockAsync(Visio);
        var pro = await AskAsync(Bob);
        var visio = await RaiseAsync(Carol, new() { Product = Visio, User = [Bob] });
        var eve = await AskAsync(Eve, Visio);
        await DenyAsync(visio);

        Assert.Equal([eve.RequestId, visio.RequestId, pro.RequestId], await IdsAsync(new()));
        Assert.Equal([eve.RequestId, pro.RequestId], await IdsAsync(new() { IsDecided = false }));
        Assert.Equal([visio.RequestId], await IdsAsync(new() { IsDecided = true }));
        Assert.Equal([eve.RequestId, visio.RequestId], await IdsAsync(new() { Product = ["visio*"] }));
        Assert.Equal([pro.RequestId], await IdsAsync(new() { Product = [ProLegacyId] }));
        Assert.Equal([visio.RequestId, pro.RequestId], await IdsAsync(new() { Requester = ["Carol", IdOf(Bob)] }));
        Assert.Equal([eve.RequestId], await IdsAsync(new() { Requester = ["e*@contoso.example"] }));
        Assert.Equal([visio.RequestId, pro.RequestId], await IdsAsync(new() { RequestId = [pro.RequestId, visio.RequestId] }));
        Assert.Equal([visio.RequestId], await IdsAsync(new() { Skip = 1, First = 1 }));
        Assert.Equal((3, 2), (await Store.LicenseRequests.CountAsync(new() { Skip = 1, First = 1 }, Stop), await Store.LicenseRequests.CountAsync(new() { Product = [Visio] }, Stop)));

        var carol = await AsAsync(Carol);
        Assert.Equal([visio.RequestId], (await ListAsync(carol.LicenseRequests.GetAsync(new(), Stop))).Select(request => request.RequestId));
        Assert.Equal(1, await carol.LicenseRequests.CountAsync(new(), Stop));
        var (listed, error) = await ListThenFailAsync("RequestNotFound", carol.LicenseRequests.GetAsync(new() { RequestId = [visio.RequestId, pro.RequestId] }, Stop));
        Assert.Equal((visio.RequestId, pro.RequestId.ToString()), (Assert.Single(listed).RequestId, error.Target));
        Assert.Equal(3, await (await AsAsync(Reader)).LicenseRequests.CountAsync(new(), Stop));

        async Task<IEnumerable<Guid>> IdsAsync(LicenseRequestQuery query) => (await RequestsAsync(query)).Select(request => request.RequestId);
    }

    [Fact, Trait("Requirement", "R2")]
    public async Task An_exact_name_that_is_not_there_is_said_after_what_is()
    {
        await BlockAsync(Pro);
        await AskAsync(Bob);
        var missing = Guid.NewGuid();

        Assert.Equal(missing.ToString(), (await ListThenFailAsync("RequestNotFound", Store.LicenseRequests.GetAsync(new() { RequestId = [missing] }, Stop))).Error.Target);
        Assert.Single((await ListThenFailAsync("ProductNotFound", Store.LicenseRequests.GetAsync(new() { Product = [Pro, "none"] }, Stop))).Items);
        Assert.Single((await ListThenFailAsync("UserNotFound", Store.LicenseRequests.GetAsync(new() { Requester = [Bob, "zoe"] }, Stop))).Items);
        Assert.Empty(await RequestsAsync(new() { Requester = [Carol, "z*"], Product = [Visio, "z*"] }));
        await ListThenFailAsync("UserNotFound", (await AsAsync(Bob)).LicenseRequests.GetAsync(new() { Requester = [Carol] }, Stop));
    }

    [Fact, Trait("Requirement", "R3")]
    public async Task Decided_requests_are_kept_for_their_retention_and_pending_ones_stay()
    {
        await BlockAsync(Pro);
        await BlockAsync(Visio);
        var decided = await AskAsync(Bob);
        await AskAsync(Carol);
        Clock.Advance(TimeSpan.FromDays(100));
        await DenyAsync(decided);
        var until = Clock.Now.AddDays(30);
        Assert.Equal(until, (await RequestsAsync(new() { RequestId = [decided.RequestId] }))[0].PurgedAt);
        Clock.Now = until.AddMilliseconds(-1);
        Assert.Equal(2, (await RequestsAsync()).Count);

        Clock.Now = until;

        Assert.Equal(Carol, Assert.Single(await RequestsAsync()).Requester);
        Assert.Equal(1, await Store.LicenseRequests.CountAsync(new(), Stop));
        await ListThenFailAsync("RequestNotFound", Store.LicenseRequests.GetAsync(new() { RequestId = [decided.RequestId] }, Stop));
        await FailAsync("RequestNotFound", () => Store.LicenseRequests.PlanDenyAsync(new() { RequestId = [decided.RequestId] }, Stop));
        Assert.Empty(await AuditAsync(new() { Action = [AuditActions.LicenseRequestsPurged] }));

        await AskAsync(Eve, Visio);
        await RecordedAsync(AuditActions.LicenseRequestsPurged, ("1 requests decided 30 days ago or earlier", null));
        Assert.Equal(Eve, (await AuditAsync(new() { Action = [AuditActions.LicenseRequestsPurged] }))[0].Actor);
        await Client.Tenant.SetAsync(new() { LicenseRequestRetentionDays = 90 }, Stop);
        Assert.Equal(2, (await RequestsAsync()).Count);
        Clock.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(2, (await RequestsAsync()).Count);
    }

    [Fact, Trait("Requirement", "R3")]
    public async Task Another_retention_acts_at_once()
    {
        await BlockAsync(Pro);
        await DenyAsync(await AskAsync(Bob));
        var decidedAt = Clock.Now;
        Clock.Advance(TimeSpan.FromDays(10));

        await Client.Tenant.SetAsync(new() { LicenseRequestRetentionDays = 10 }, Stop);
        Assert.Empty(await RequestsAsync());
        await Client.Tenant.SetAsync(new() { LicenseRequestRetentionDays = 11 }, Stop);
        Assert.Equal(decidedAt.AddDays(11), Assert.Single(await RequestsAsync()).PurgedAt);

        // Gone for good with the next change of requests.
        await Client.Tenant.SetAsync(new() { LicenseRequestRetentionDays = 10 }, Stop);
        await DenyAsync(await AskAsync(Carol));
        await Client.Tenant.SetAsync(new() { LicenseRequestRetentionDays = 3650 }, Stop);
        Assert.Equal(Carol, Assert.Single(await RequestsAsync()).Requester);
    }

    [Theory, InlineData(Partner), InlineData(GrantedPartner), Trait("Requirement", "A")]
    public async Task A_partner_raises_no_request(string actor)
    {
        await BlockAsync(Pro);
        var store = await AsAsync(actor);
        var plan = await (await AsAsync(Bob)).LicenseRequests.PlanRaiseAsync(new() { Product = Pro }, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.LicenseRequests.PlanRaiseAsync(new() { Product = Pro }, Stop));
            await FailAsync("RoleMissing", () => store.LicenseRequests.RaiseAsync(plan, Stop));
        });
    }

    /// <summary>Sets the policy of a product, in a tenant whose people may buy for all else.</summary>
    private async Task BlockAsync(string product, string value = PolicyValues.Disabled)
    {
        await Client.Tenant.SetAsync(new() { Country = "DE" }, Stop);
        await Client.Policies.SetAsync(new() { Product = [product], Value = value }, null, Stop);
    }

    private Task<LicenseRequest> AskAsync(string actor, string product = Pro) => RaiseAsync(actor, new() { Product = product });

    private async Task<LicenseRequest> RaiseAsync(string actor, RaiseLicenseRequest request)
    {
        var store = await AsAsync(actor);
        return await store.LicenseRequests.RaiseAsync(await store.LicenseRequests.PlanRaiseAsync(request, Stop), Stop);
    }

    private async Task<LicenseRequestDecision> DenyAsync(LicenseRequest request, string? message = null) =>
        Assert.Single(await Store.LicenseRequests.DecideAsync(await Store.LicenseRequests.PlanDenyAsync(new() { RequestId = [request.RequestId], Message = message }, Stop), Stop));

    private async Task<IReadOnlyList<LicenseRequestDecision>> ApproveAsync(ApproveLicenseRequest request) =>
        await Store.LicenseRequests.DecideAsync(await Store.LicenseRequests.PlanApproveAsync(request, Stop), Stop);

    private Task<List<LicenseRequest>> RequestsAsync(LicenseRequestQuery? query = null) => ListAsync(Store.LicenseRequests.GetAsync(query ?? new(), Stop));

    private static string InWords(LicenseRequest request) =>
        $"{request with { Users = [], DisabledServices = [] }} {string.Join(',', request.Users.Select(user => $"{user.UserPrincipalName} {user.DisplayName} {user.IsApproved}"))} {string.Join(',', request.DisabledServices)}";
}
