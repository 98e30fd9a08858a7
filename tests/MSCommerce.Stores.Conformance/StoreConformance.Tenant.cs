namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "E1")]
    public async Task A_new_tenant_is_a_managed_business_and_keeps_decided_requests_for_30_days()
    {
        var tenant = await Store.Tenant.GetTenantAsync(Stop);

        Assert.Equal(("Contoso", null, TenantSector.Commercial, true, 30, false),
            (tenant.Name, tenant.Country, tenant.Sector, tenant.IsManaged, tenant.LicenseRequestRetentionDays, tenant.IsSample));
        Assert.Equal((await Store.GetContextAsync(Stop)).TenantId, tenant.TenantId);
    }

    [Fact, Trait("Requirement", "E1"), Trait("Requirement", "R3")]
    public async Task Facts_of_the_tenant_are_planned_written_and_recorded_one_by_one()
    {
        var request = new SetTenantRequest { Name = "Fabrikam", Country = "DE", Sector = TenantSector.Education, IsManaged = false, LicenseRequestRetentionDays = 90 };
        IReadOnlyList<PropertyChange> plan = [];
        await LeavesNoTraceAsync(async () => plan = await Store.Tenant.PlanTenantAsync(request, Stop));
        Assert.Equal(
            [("Name", "Contoso", "Fabrikam"), ("Country", null, "DE"), ("Sector", "Commercial", "Education"), ("IsManaged", "True", "False"), ("LicenseRequestRetentionDays", "30", "90")],
            plan.Select(change => (change.Property, change.Current, change.Wanted)));

        var applied = await Store.Tenant.ApplyTenantAsync(plan, Stop);

        Assert.Equal(plan.Select(change => change with { IsApplied = true }), applied);
        var tenant = await Store.Tenant.GetTenantAsync(Stop);
        Assert.Equal(("Fabrikam", "DE", TenantSector.Education, false, 90), (tenant.Name, tenant.Country, tenant.Sector, tenant.IsManaged, tenant.LicenseRequestRetentionDays));
        Assert.Equal("Fabrikam", (await Store.GetContextAsync(Stop)).TenantName);
        await RecordedAsync(AuditActions.TenantChanged, ("Country: none", "Country: DE"), ("IsManaged: True", "IsManaged: False"),
            ("LicenseRequestRetentionDays: 30", "LicenseRequestRetentionDays: 90"), ("Name: Contoso", "Name: Fabrikam"), ("Sector: Commercial", "Sector: Education"));
        Assert.Empty(await Store.Tenant.PlanTenantAsync(request, Stop));
    }

    [Fact, Trait("Requirement", "E1")]
    public async Task A_fact_of_the_tenant_that_changed_since_the_plan_is_not_overwritten_and_nothing_else_is_written_either()
    {
        var plan = await Store.Tenant.PlanTenantAsync(new() { Name = "Fabrikam", Country = "DE" }, Stop);
        await Store.Tenant.ApplyTenantAsync(await Store.Tenant.PlanTenantAsync(new() { Country = "FR" }, Stop), Stop);

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("ChangedMeanwhile", () => Store.Tenant.ApplyTenantAsync(plan, Stop));
            Assert.Contains("none", error.Message, StringComparison.Ordinal);
            Assert.Contains("FR", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Country", "Germany", "CountryUnknown")]
    [InlineData("Name", " ", "NameEmpty")]
    [InlineData("Name", null, "NameEmpty")]
    [InlineData("LicenseRequestRetentionDays", "0", "RetentionInvalid")]
    [InlineData("LicenseRequestRetentionDays", "many", "ValueInvalid")]
    [InlineData("Sector", "Church", "ValueInvalid")]
    [InlineData("IsManaged", "perhaps", "ValueInvalid")]
    [InlineData("TenantId", "x", "ValueInvalid")]
    public async Task The_rules_are_asked_again_when_a_plan_is_applied(string property, string? wanted, string errorId)
    {
        var planned = (await Store.Tenant.PlanTenantAsync(
            new() { Name = "Fabrikam", Country = "DE", Sector = TenantSector.Education, IsManaged = false, LicenseRequestRetentionDays = 90 }, Stop)).ToList();
        var bad = (planned.Find(change => change.Property == property) ?? planned[0] with { Property = property }) with { Wanted = wanted };

        await LeavesNoTraceAsync(() => FailAsync(errorId, () => Store.Tenant.ApplyTenantAsync([.. planned.Where(change => change.Property != property), bad], Stop)));
    }

    [Fact]
    public async Task A_plan_for_another_tenant_is_refused()
    {
        var plan = await Store.Tenant.PlanTenantAsync(new() { Name = "Fabrikam" }, Stop);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("TenantUnknown", () => Store.Tenant.ApplyTenantAsync([plan[0] with { Target = Guid.NewGuid().ToString() }], Stop));
            await FailAsync("NamedTwice", () => Store.Tenant.ApplyTenantAsync([plan[0], plan[0] with { Wanted = "Northwind" }], Stop));
        });
    }

    [Theory, InlineData(Billing), InlineData(Reader), InlineData(GrantedPartner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task The_tenants_facts_are_everybodys_to_read_and_the_global_administrators_to_set(string actor)
    {
        var store = await AsAsync(actor);
        var plan = await Store.Tenant.PlanTenantAsync(new() { Name = "Fabrikam" }, Stop);

        Assert.Equal("Contoso", (await store.Tenant.GetTenantAsync(Stop)).Name);
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("RoleMissing", () => store.Tenant.PlanTenantAsync(new() { Name = "Fabrikam" }, Stop));
            await FailAsync("RoleMissing", () => store.Tenant.ApplyTenantAsync(plan, Stop));
            await FailAsync("RoleMissing", () => store.Tenant.PlanUsersAsync(new() { User = [Ada], AccountEnabled = false }, Stop));
            await FailAsync("RoleMissing", () => store.Tenant.ApplyUsersAsync([new() { Target = Ada, Name = "Ada", Property = "AccountEnabled", Current = "True", Wanted = "False" }], Stop));
        });
    }

    /// <summary>That the latest operation wrote exactly these entries of one action, all with one correlation id and by whoever acts here.</summary>
    private async Task<List<AuditEntry>> RecordedAsync(string action, params (string? Before, string? After)[] expected)
    {
        var latest = (await AuditAsync(new() { First = 1 }))[0].CorrelationId;
        var entries = await AuditAsync(new() { CorrelationId = latest, Action = [action] });
        Assert.Equal(
            expected.Select(entry => $"{entry.Before} > {entry.After}").Order(StringComparer.Ordinal),
            entries.Select(entry => $"{entry.Before} > {entry.After}").Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal((AuditOutcome.Succeeded, Clock.Now), (entry.Outcome, entry.OccurredAt)));
        return entries;
    }
}
