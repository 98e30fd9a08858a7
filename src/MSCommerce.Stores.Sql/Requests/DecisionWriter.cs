using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Licenses;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Decides requests (R4, R5): assigns the licences and writes to requesters and users, one request after the other in one transaction.</summary>
internal static class DecisionWriter
{
    public static async Task<IReadOnlyList<LicenseRequestDecision>> ApplyAsync(SqlSession session, IReadOnlyList<LicenseRequestDecision> decisions)
    {
        if (decisions.GroupBy(decision => decision.Request.RequestId).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw CommerceErrors.NamedTwice($"Request {twice.Key}");

        await RequestRetention.PurgeAsync(session);
        var requests = await DecisionPlanner.FindPendingAsync(session, [.. decisions.Select(decision => decision.Request.RequestId)]);
        var applied = new List<LicenseRequestDecision>();
        foreach (var (stored, decision) in requests.Zip(decisions))
            applied.Add(await DecideAsync(session, stored, decision));
        return applied;
    }

    private static async Task<LicenseRequestDecision> DecideAsync(SqlSession session, StoredRequest stored, LicenseRequestDecision decision)
    {
        DecisionPlanner.DemandMessage(decision.Message);
        DemandUsers(stored.Request, decision);
        var grant = decision.Approved.Count > 0 ? await DecisionPlanner.OfferAsync(session, decision, decision.Approved) : default;
        var services = grant.Offer is { } offer ? LicenseOffer.Services(await offer.ReadProductAsync(session), decision.DisabledService) : [];
        await WriteAsync(session, stored, decision, grant.Offer?.ProductKey, services);
        string? served = null;
        if (grant.Offer is not null)
        {
            var plan = await AssignmentPlanner.PlanAsync(session, grant.Offer, grant.Assignment);
            await new LicenseWriter(session, plan, progress: null).ApplyAsync();
            var givers = plan.Changes.Select(change => change.SubscriptionId).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            served = givers.Count == 1 ? givers[0] : null;
        }

        var decided = (await RequestReader.FindAsync(session, [stored.Request.RequestId]))[0].Request;
        await AuditLog.AddAsync(
            session, AuditActions.LicenseRequestDecided, decided.RequestId.ToString(), nameof(LicenseRequestStatus.Pending),
            string.Join("; ", new[] { decided.Status.ToString(), Named("approved", decision.Approved), Named("refused", decision.Refused) }.OfType<string>()));
        await DecisionNotices.WriteAsync(session, stored, decided);
        return decision with { Request = decided, SubscriptionId = decision.SubscriptionId ?? served, IsApplied = true };
    }

    private static string? Named(string verdict, IReadOnlyList<string> users) => users.Count > 0 ? $"{verdict}: {string.Join(", ", users)}" : null;

    /// <summary>A decision is about every user of the request, each once: what was shown and confirmed.</summary>
    private static void DemandUsers(LicenseRequest request, LicenseRequestDecision decision)
    {
        var planned = decision.Approved.Concat(decision.Refused).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var now = request.Users.Select(user => user.UserPrincipalName).Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (!planned.SequenceEqual(now, StringComparer.OrdinalIgnoreCase))
            throw CommerceErrors.ChangedMeanwhile($"Request {request.RequestId}", $"for {string.Join(", ", planned)}", $"for {string.Join(", ", now)}");
    }

    private static async Task WriteAsync(SqlSession session, StoredRequest stored, LicenseRequestDecision decision, long? productKey, IReadOnlyList<string> services)
    {
        var written = await session.ExecuteAsync(
            """
            UPDATE license_request
            SET status = @status, decided_at = @now, decided_by_key = @actor, decision_message = @message, granted_product_key = @productKey
            WHERE tenant_id = @t AND request_key = @key AND status = 'Pending'
            """,
            new
            {
                key = stored.Key,
                status = LicenseRequestRules.StatusOf(decision.Approved.Count, decision.Refused.Count).ToString(),
                now = session.Now,
                actor = session.Actor.UserKey,
                message = string.IsNullOrWhiteSpace(decision.Message) ? null : decision.Message,
                productKey,
            });
        // Where changes run side by side, another decided it just now.
        if (written == 0)
            await DecisionPlanner.FindPendingAsync(session, [stored.Request.RequestId]);

        var approved = decision.Approved.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (user, key) in stored.Request.Users.Zip(stored.UserKeys))
        {
            await session.ExecuteAsync(
                "UPDATE license_request_user SET is_approved = @verdict WHERE tenant_id = @t AND request_key = @request AND user_key = @key",
                new { request = stored.Key, key, verdict = approved.Contains(user.UserPrincipalName) ? 1 : 0 });
        }

        foreach (var (name, index) in services.Select((name, index) => (name, index)))
        {
            await session.ExecuteAsync(
                "INSERT INTO license_request_service (tenant_id, request_key, place, name) VALUES (@t, @key, @place, @name)", new { key = stored.Key, place = index + 1, name });
        }
    }
}
