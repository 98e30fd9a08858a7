namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    private static readonly SetRequestProcessRequest OwnProcess = new() { Message = "Ask the service desk.", Link = "https://desk.contoso.example/licences?kind=Power BI" };

    [Fact, Trait("Requirement", "R7")]
    public async Task The_organisations_own_process_is_set_changed_and_switched_off()
    {
        Assert.Equal((false, null, null, 0), await Store.LicenseRequests.GetProcessAsync(Stop) is var none ? (none.IsOwnProcess, none.Message, none.Link, none.PendingRequests) : default);
        var tenant = await Store.Tenant.GetTenantAsync(Stop);
        IReadOnlyList<PropertyChange> plan = [];
        await LeavesNoTraceAsync(async () => plan = await Store.LicenseRequests.PlanProcessAsync(OwnProcess, Stop));
        Assert.Equal(
            [(tenant.TenantId, "Contoso", "Message", null, OwnProcess.Message), (tenant.TenantId, "Contoso", "Link", null, OwnProcess.Link)],
            plan.Select(change => (change.Target, change.Name, change.Property, change.Current, change.Wanted)));

        Assert.All(await Store.LicenseRequests.ApplyProcessAsync(plan, Stop), change => Assert.True(change.IsApplied));

        Assert.Equal((true, OwnProcess.Message, OwnProcess.Link), await ProcessAsync());
        await RecordedAsync(AuditActions.RequestProcessChanged, ("Message: none", $"Message: {OwnProcess.Message}"), ("Link: none", $"Link: {OwnProcess.Link}"));
        await LeavesNoTraceAsync(async () => Assert.Empty(await SetProcessAsync(OwnProcess)));
        await SetProcessAsync(new() { Message = "Call 4711." });
        Assert.Equal((true, "Call 4711.", OwnProcess.Link), await ProcessAsync());
        await RecordedAsync(AuditActions.RequestProcessChanged, ($"Message: {OwnProcess.Message}", "Message: Call 4711."));
        await SetProcessAsync(new() { Link = "" });
        Assert.Equal((true, "Call 4711.", null), await ProcessAsync());
        await SetProcessAsync(new() { Link = "http://desk.contoso.example" });

        await LeavesNoTraceAsync(async () => plan = await Store.LicenseRequests.PlanClearProcessAsync(Stop));
        Assert.Equal([("Message", "Call 4711.", null), ("Link", "http://desk.contoso.example", null)], plan.Select(change => (change.Property, change.Current, change.Wanted)));
        await Store.LicenseRequests.ApplyProcessAsync(plan, Stop);
        Assert.Equal((false, null, null), await ProcessAsync());
        await RecordedAsync(AuditActions.RequestProcessChanged, ("Message: Call 4711.", "Message: none"), ("Link: http://desk.contoso.example", "Link: none"));
        Assert.Empty(await Store.LicenseRequests.PlanClearProcessAsync(Stop));
    }

    [Fact, Trait("Requirement", "R7")]
    public async Task An_own_process_says_something_and_leads_somewhere()
    {
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("MessageMissing", () => Store.LicenseRequests.PlanProcessAsync(new() { Link = OwnProcess.Link }, Stop));
            await FailAsync("MessageMissing", () => Store.LicenseRequests.PlanProcessAsync(new() { Message = " " }, Stop));
            await FailAsync("NothingToSet", () => Store.LicenseRequests.PlanProcessAsync(new(), Stop));
            await FailAsync("LinkInvalid", () => Store.LicenseRequests.PlanProcessAsync(OwnProcess with { Link = "desk" }, Stop));
            await FailAsync("LinkInvalid", () => Store.LicenseRequests.PlanProcessAsync(OwnProcess with { Link = "javascript:alert(1)" }, Stop));
            await FailAsync("MessageTooLong", () => Store.LicenseRequests.PlanProcessAsync(OwnProcess with { Message = new('x', 1001) }, Stop));
        });
    }

    [Fact, Trait("Requirement", "R7")]
    public async Task A_plan_of_the_own_process_that_no_longer_holds_changes_nothing()
    {
        var plan = await Store.LicenseRequests.PlanProcessAsync(OwnProcess, Stop);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("MessageMissing", () => ApplyAsync([plan[1]]));
            await FailAsync("LinkInvalid", () => ApplyAsync([plan[0], plan[1] with { Wanted = "file:///etc/passwd" }]));
            await FailAsync("ValueInvalid", () => ApplyAsync([plan[0] with { Property = "Colour" }]));
            await FailAsync("TenantUnknown", () => ApplyAsync([plan[0] with { Target = Guid.NewGuid().ToString() }]));
            await FailAsync("NamedTwice", () => ApplyAsync([plan[0], plan[0]]));
        });
        await SetProcessAsync(new() { Message = "Call 4711." });

        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => ApplyAsync(plan)));

        Task<IReadOnlyList<PropertyChange>> ApplyAsync(IReadOnlyList<PropertyChange> changes) => Store.LicenseRequests.ApplyProcessAsync(changes, Stop);
    }

    [Theory, InlineData(Billing), InlineData(Reader), InlineData(GrantedPartner), InlineData(Ada), Trait("Requirement", "R8")]
    public async Task The_own_process_is_set_by_global_administrators_alone(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await Store.LicenseRequests.PlanProcessAsync(OwnProcess, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.LicenseRequests.PlanProcessAsync(OwnProcess, Stop));
            await FailAsync("RoleMissing", () => store.LicenseRequests.PlanClearProcessAsync(Stop));
            await FailAsync("RoleMissing", () => store.LicenseRequests.ApplyProcessAsync(plan, Stop));
        });
        Assert.False((await store.LicenseRequests.GetProcessAsync(Stop)).IsOwnProcess);
    }

    private async Task<IReadOnlyList<PropertyChange>> SetProcessAsync(SetRequestProcessRequest request) =>
        await Store.LicenseRequests.ApplyProcessAsync(await Store.LicenseRequests.PlanProcessAsync(request, Stop), Stop);

    private async Task<(bool IsOn, string? Message, string? Link)> ProcessAsync() =>
        await Store.LicenseRequests.GetProcessAsync(Stop) is var process ? (process.IsOwnProcess, process.Message, process.Link?.OriginalString) : default;
}
