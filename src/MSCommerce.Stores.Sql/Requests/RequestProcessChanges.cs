using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Sets and clears the organisation's own request process (R7). It is on while it has a message.</summary>
internal static class RequestProcessChanges
{
    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetRequestProcessRequest request)
    {
        var process = await RequestProcessReader.ReadAsync(session);
        Approve(request, request.Message ?? process.Message);
        return await PlanAsync(session, process, request.Message ?? process.Message, request.Link switch { null => LinkOf(process), "" => null, var link => link });
    }

    public static async Task<IReadOnlyList<PropertyChange>> PlanClearAsync(SqlSession session) =>
        await PlanAsync(session, await RequestProcessReader.ReadAsync(session), message: null, link: null);

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var tenant = await TenantFacts.ReadAsync(session);
        var process = await RequestProcessReader.ReadAsync(session);
        var (message, link) = (process.Message, LinkOf(process));
        var effective = PlannedChanges.Effective(changes);
        foreach (var change in effective)
        {
            TenantFacts.DemandOf(tenant, change);
            PlannedChanges.DemandCurrent(change, ValueOf(process, change.Property));
            if (change.Property == nameof(RequestProcess.Message))
                message = change.Wanted;
            else
                link = change.Wanted;
        }

        // The rules are asked again, for the plan may be another's; what is cleared needs none.
        if ((message, link) is not (null, null))
            Approve(new() { Message = message, Link = link }, message);
        await session.ExecuteAsync("UPDATE tenant SET own_process_message = @message, own_process_link = @link WHERE tenant_id = @t", new { message, link });
        var applied = new List<PropertyChange>();
        foreach (var change in effective)
            applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.RequestProcessChanged, change));
        return applied;
    }

    private static void Approve(SetRequestProcessRequest request, string? message)
    {
        if (LicenseRequestRules.RefuseProcess(request) is { } refusal)
            throw refusal;
        if (message is null)
            throw LicenseRequestRules.MessageMissing();
    }

    private static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, RequestProcess process, string? message, string? link)
    {
        var tenant = await TenantFacts.ReadAsync(session);
        var plan = new List<PropertyChange>();
        PlannedChanges.AddTo(plan, tenant.TenantId, tenant.Name, nameof(RequestProcess.Message), process.Message, message);
        PlannedChanges.AddTo(plan, tenant.TenantId, tenant.Name, nameof(RequestProcess.Link), LinkOf(process), link);
        return plan;
    }

    private static string? ValueOf(RequestProcess process, string property) => property switch
    {
        nameof(RequestProcess.Message) => process.Message,
        nameof(RequestProcess.Link) => LinkOf(process),
        _ => throw CommerceErrors.ValueInvalid("Property", property),
    };

    /// <summary>As it was given, so that a plan made of it holds.</summary>
    private static string? LinkOf(RequestProcess process) => process.Link?.OriginalString;
}
