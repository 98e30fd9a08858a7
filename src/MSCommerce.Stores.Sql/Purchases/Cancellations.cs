using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Cancels subscriptions (T3, U5): the licences go and stay on record, and the purchaser is written to unless it is his own doing.</summary>
internal static class Cancellations
{
    public static async Task<IReadOnlyList<SubscriptionCancellation>> PlanAsync(SqlSession session, CancelSubscriptionRequest request)
    {
        var found = await SubscriptionReader.FindAsync(session, request.SubscriptionId);
        var plan = new List<SubscriptionCancellation>();
        foreach (var id in request.SubscriptionId.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var stored = found[id];
            Approve(session, stored);
            plan.Add(new()
            {
                Subscription = stored.Subscription,
                Users = stored.Subscription.AssignedLicenses!.Value,
                Reason = request.Reason,
                Feedback = string.IsNullOrWhiteSpace(request.Feedback) ? null : request.Feedback.Trim(),
                Detail = await BilledChanges.CancellationInWordsAsync(session, stored),
                Version = stored.VersionText,
            });
        }

        return plan;
    }

    public static async Task<IReadOnlyList<SubscriptionCancellation>> ApplyAsync(SqlSession session, IReadOnlyList<SubscriptionCancellation> cancellations)
    {
        if (cancellations.GroupBy(entry => entry.Subscription.SubscriptionId, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw CommerceErrors.NamedTwice($"Subscription {twice.Key}");

        var found = await SubscriptionReader.FindAsync(session, cancellations.Select(entry => entry.Subscription.SubscriptionId));
        var applied = new List<SubscriptionCancellation>();
        foreach (var planned in cancellations)
        {
            var stored = found[planned.Subscription.SubscriptionId];
            Approve(session, stored);
            PlannedVersions.Demand(stored, planned.Version);
            await CancelAsync(session, stored, planned);
            applied.Add(planned with { IsApplied = true });
        }

        return applied;
    }

    private static void Approve(SqlSession session, StoredSubscription stored)
    {
        if (SubscriptionRules.RefuseAction(stored.Subscription, SubscriptionAction.Cancel, session.Actor.UserPrincipalName, session.Actor.Roles) is { } refusal)
            throw refusal;
    }

    private static async Task CancelAsync(SqlSession session, StoredSubscription stored, SubscriptionCancellation planned)
    {
        var subscription = stored.Subscription;
        var users = subscription.AssignedLicenses!.Value;
        await BilledChanges.CloseAsync(session, stored);
        await AuditLog.AddAllAsync(
            session, AuditActions.LicenseRemoved, users,
            """
            SELECT u.upn AS target, @id AS before, NULL AS after, row_number() OVER (ORDER BY l.user_key) AS place
            FROM license l JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
            WHERE l.tenant_id = @t AND l.subscription_key = @key
            """,
            new { key = stored.Key, id = subscription.SubscriptionId });
        await LicenseEnding.EndAllAsync(session, stored.Key);
        await session.ExecuteAsync(
            """
            UPDATE subscription SET cancelled_at = @now, cancellation_reason = @reason, cancellation_feedback = @feedback, version = version + 1
            WHERE tenant_id = @t AND subscription_key = @key
            """,
            new { key = stored.Key, now = session.Now, reason = planned.Reason.ToString(), feedback = planned.Feedback });
        await AuditLog.AddAsync(
            session, AuditActions.SubscriptionCancelled, subscription.SubscriptionId, subscription.Status.ToString(),
            $"{nameof(SubscriptionStatus.Deleted)}: {planned.Reason}{(planned.Feedback is { } feedback ? $": {feedback}" : "")}");
        await SqlNoticeStore.AddForPurchaserAsync(session, NoticeKind.SubscriptionCancelled, stored, users);
    }
}

/// <summary>The versions of subscriptions that plans saw.</summary>
internal static class PlannedVersions
{
    /// <summary>Refuses where a subscription, or a licence of it, changed since.</summary>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>.</exception>
    public static void Demand(StoredSubscription now, string planned)
    {
        if (planned != now.VersionText)
            throw CommerceErrors.ChangedMeanwhile($"{now.Subscription.ProductName} ({now.Subscription.SubscriptionId})", $"version {planned}", $"version {now.VersionText}");
    }
}
