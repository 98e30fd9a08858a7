using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Reads and changes the facts of the tenant (E1, R3).</summary>
internal static class TenantFacts
{
    public static async Task<Tenant> ReadAsync(SqlSession session)
    {
        var row = (await session.FirstOrDefaultAsync<Row>(
            """
            SELECT tenant_guid AS TenantGuid, name AS Name, country AS Country, sector AS Sector, is_managed AS IsManaged,
                   license_request_retention_days AS RetentionDays, is_sample AS IsSample
            FROM tenant WHERE tenant_id = @t
            """))!;
        return new()
        {
            TenantId = row.TenantGuid,
            Name = row.Name,
            Country = row.Country,
            Sector = Reading.Parse<TenantSector>(row.Sector),
            IsManaged = row.IsManaged,
            LicenseRequestRetentionDays = row.RetentionDays,
            IsSample = row.IsSample,
        };
    }

    public static Task<string> ReadNameAsync(SqlSession session) => session.ScalarAsync<string>("SELECT name FROM tenant WHERE tenant_id = @t");

    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetTenantRequest request)
    {
        var tenant = await ReadAsync(session);
        var plan = new List<PropertyChange>();
        void Add(string property, string? wanted)
        {
            if (wanted is not null)
                PlannedChanges.AddTo(plan, tenant.TenantId, tenant.Name, property, ValueOf(tenant, property), wanted);
        }

        Add(nameof(Tenant.Name), request.Name);
        Add(nameof(Tenant.Country), request.Country);
        Add(nameof(Tenant.Sector), request.Sector?.ToString());
        Add(nameof(Tenant.IsManaged), request.IsManaged is { } managed ? PropertyText.Of(managed) : null);
        Add(nameof(Tenant.LicenseRequestRetentionDays), PropertyText.Of(request.LicenseRequestRetentionDays));
        return plan;
    }

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var tenant = await ReadAsync(session);
        var applied = new List<PropertyChange>();
        foreach (var change in PlannedChanges.Effective(changes))
        {
            DemandOf(tenant, change);
            PlannedChanges.DemandCurrent(change, ValueOf(tenant, change.Property));
            var (column, value) = Column(change);
            await session.ExecuteAsync($"UPDATE tenant SET {column} = @value WHERE tenant_id = @t", new { value });
            applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.TenantChanged, change));
        }

        return applied;
    }

    /// <summary>Refuses a change that was planned for another tenant.</summary>
    /// <exception cref="CommerceException"><c>TenantUnknown</c>.</exception>
    public static void DemandOf(Tenant tenant, PropertyChange change)
    {
        if (!change.Target.Equals(tenant.TenantId, StringComparison.OrdinalIgnoreCase))
            throw CommerceErrors.InvalidRequest("TenantUnknown", $"The plan is for tenant {change.Target}, and this is {tenant.TenantId}. Plan the change here; nothing was changed.", change.Target);
    }

    private static string? ValueOf(Tenant tenant, string property) => property switch
    {
        nameof(Tenant.Name) => tenant.Name,
        nameof(Tenant.Country) => tenant.Country,
        nameof(Tenant.Sector) => tenant.Sector.ToString(),
        nameof(Tenant.IsManaged) => PropertyText.Of(tenant.IsManaged),
        nameof(Tenant.LicenseRequestRetentionDays) => PropertyText.Of(tenant.LicenseRequestRetentionDays),
        _ => throw CommerceErrors.ValueInvalid("Property", property),
    };

    /// <summary>Where a value goes; the rules are asked again, for the plan may be another's.</summary>
    private static (string Column, object Value) Column(PropertyChange change)
    {
        var (column, value, facts) = change.Property switch
        {
            nameof(Tenant.Name) => ("name", (object)change.Wanted!, new SetTenantRequest { Name = change.Wanted ?? "" }),
            nameof(Tenant.Country) => ("country", change.Wanted!, new() { Country = change.Wanted ?? "" }),
            nameof(Tenant.Sector) => ("sector", PropertyText.ToName<TenantSector>(change).ToString(), new()),
            nameof(Tenant.IsManaged) => ("is_managed", PropertyText.ToBoolean(change) ? 1 : 0, new()),
            _ => ("license_request_retention_days", PropertyText.ToNumber(change), new() { LicenseRequestRetentionDays = PropertyText.ToNumber(change) }),
        };
        return TenantRules.Refuse(facts) is { } refusal ? throw refusal : (column, value);
    }

    private sealed class Row
    {
        public string TenantGuid { get; init; } = "";

        public string Name { get; init; } = "";

        public string? Country { get; init; }

        public string Sector { get; init; } = "";

        public bool IsManaged { get; init; }

        public int RetentionDays { get; init; }

        public bool IsSample { get; init; }
    }
}
