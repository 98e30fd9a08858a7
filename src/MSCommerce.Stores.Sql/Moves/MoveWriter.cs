using System.Globalization;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql.Moves;

/// <summary>Makes a move: what a plan saw must still hold, the rules are asked again, and everything is one transaction (T1, T2).</summary>
internal static class MoveWriter
{
    private const string Activity = "Moving users";

    public static async Task<IReadOnlyList<MoveResult>> MoveAsync(SqlSession session, MovePlan plan, IProgress<OperationProgress>? progress)
    {
        var ids = plan.Sources.Select(source => source.Subscription.SubscriptionId).ToList();
        var stored = await SubscriptionReader.FindAsync(session, ids.Append(plan.Target.SubscriptionId));
        foreach (var source in plan.Sources)
            DemandUnchanged(source, stored[source.Subscription.SubscriptionId]);

        var move = new MoveCase
        {
            Target = stored[plan.Target.SubscriptionId],
            Sources =
            [
                .. plan.Sources.Select(source => new MoveCaseSource { Stored = stored[source.Subscription.SubscriptionId], Named = source.NamedUsers, IsStrict = true }),
            ],
        };
        await MovePlanner.ApproveAsync(session, move);
        for (var index = 0; index < plan.Sources.Count; index++)
            DemandSameUsers(plan.Sources[index], move.Sources[index]);

        progress?.Report(new(Activity, 0, plan.Users));
        await AddLicensesAsync(session, move);
        progress?.Report(new(Activity, plan.Users / 4, plan.Users));
        await RecordAsync(session, move);
        progress?.Report(new(Activity, plan.Users / 2, plan.Users));
        foreach (var source in move.Sources)
            await LeaveAsync(session, move, source);
        progress?.Report(new(Activity, plan.Users, plan.Users));

        return
        [
            .. plan.Sources.Select((source, index) => MoveResults.Planned(plan, source) with
            {
                SeatsNeeded = null,
                SeatsAvailable = null,
                // The target may have changed since the plan, as long as it has room.
                UsersAlreadyLicensed = move.Sources[index].UsersAlreadyLicensed,
                IsApplied = true,
            }),
        ];
    }

    private static void DemandUnchanged(MoveSource planned, StoredSubscription now)
    {
        if (Parts(planned).Version != now.VersionText)
        {
            throw CommerceErrors.ChangedMeanwhile(
                Name(planned), $"{planned.Subscription.Status} with {planned.Subscription.AssignedLicenses} licences assigned, version {Parts(planned).Version}",
                $"{now.Subscription.Status} with {now.Subscription.AssignedLicenses}, version {now.VersionText}");
        }
    }

    /// <summary>An account that was enabled or disabled meanwhile changes no subscription, but who moves.</summary>
    private static void DemandSameUsers(MoveSource planned, MoveCaseSource now)
    {
        if (planned.Users != now.Users || planned.UsersDisabled != now.UsersDisabled || Parts(planned).UserMark != now.UserMark)
        {
            throw CommerceErrors.ChangedMeanwhile(
                Name(planned), string.Create(CultureInfo.InvariantCulture, $"{planned.Users} users to move and {planned.UsersDisabled} disabled accounts"),
                string.Create(CultureInfo.InvariantCulture, $"{now.Users} and {now.UsersDisabled}, not all of them the same"));
        }
    }

    /// <summary>What a plan remembers of a source: its version, and who would move.</summary>
    private static (string Version, string UserMark) Parts(MoveSource planned) =>
        planned.Version.Split('/', 2) is [var version, var mark] ? (version, mark) : (planned.Version, "");

    private static string Name(MoveSource source) => $"{source.Subscription.ProductName} ({source.Subscription.SubscriptionId})";

    private static async Task AddLicensesAsync(SqlSession session, MoveCase move)
    {
        var target = move.Target.Key;
        await session.ExecuteAsync(
            """
            INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
            SELECT DISTINCT @t, @target, m.user_key, @now FROM moving m WHERE m.is_enabled = 1 AND m.has_target = 0 ORDER BY m.user_key
            """,
            new { target, now = session.Now });

        // A service stays off where every licence that the user comes with, and that has it, has it off: else he would lose what he uses.
        await session.ExecuteAsync(
            """
            INSERT INTO license_service_off (tenant_id, subscription_key, user_key, product_key, service_key)
            SELECT @t, @target, m.user_key, v.product_key, v.service_key
            FROM moving m
            JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = m.source_key
            JOIN product_service b ON b.tenant_id = @t AND b.product_key = s.product_key
            JOIN product_service v ON v.tenant_id = @t AND v.product_key = @product AND v.name = b.name
            LEFT JOIN license_service_off o
                   ON o.tenant_id = @t AND o.subscription_key = m.source_key AND o.user_key = m.user_key AND o.service_key = b.service_key
            WHERE m.is_enabled = 1 AND m.has_target = 0
            GROUP BY m.user_key, v.product_key, v.service_key
            HAVING count(*) = count(o.service_key)
            """,
            new { target, product = move.Target.ProductKey });
        await session.ExecuteAsync(
            "UPDATE subscription SET assigned = assigned + @seats, version = version + 1 WHERE tenant_id = @t AND subscription_key = @target",
            new { target, seats = move.SeatsNeeded });
    }

    /// <summary>Who had which licence stays on record, and the audit log tells of each.</summary>
    private static async Task RecordAsync(SqlSession session, MoveCase move)
    {
        var moved = move.Sources.Sum(source => (long)source.Users);
        var removed = move.Sources.Sum(source => (long)source.UsersDisabled);
        var last = await session.TakeKeysAsync("former_license", moved + removed);
        await session.ExecuteAsync(
            """
            INSERT INTO former_license (tenant_id, former_key, subscription_key, user_key, ended_at, assigned_at, target_subscription_key)
            SELECT @t, @last + row_number() OVER (ORDER BY m.source_key, m.user_key), m.source_key, m.user_key, @now, l.assigned_at,
                   CASE WHEN m.is_enabled = 1 THEN @target END
            FROM moving m JOIN license l ON l.tenant_id = @t AND l.subscription_key = m.source_key AND l.user_key = m.user_key
            """,
            new { last, now = session.Now, target = move.Target.Key });

        const string Rows =
            """
            SELECT u.upn AS target, s.subscription_id AS before, {0} AS after, row_number() OVER (ORDER BY m.source_key, m.user_key) AS place
            FROM moving m
            JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = m.user_key
            JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = m.source_key
            WHERE m.is_enabled = {1}
            """;
        await AuditLog.AddAllAsync(
            session, AuditActions.LicenseMoved, moved, string.Format(CultureInfo.InvariantCulture, Rows, "@targetId", 1),
            new { targetId = move.Target.Subscription.SubscriptionId });
        await AuditLog.AddAllAsync(session, AuditActions.LicenseRemoved, removed, string.Format(CultureInfo.InvariantCulture, Rows, "NULL", 0));
    }

    private static async Task LeaveAsync(SqlSession session, MoveCase move, MoveCaseSource source)
    {
        var parameters = new { source = source.Stored.Key, ended = source.Users + source.UsersDisabled, now = session.Now };
        var those = source.IsCancelled ? "" : " AND user_key IN (SELECT m.user_key FROM moving m WHERE m.source_key = @source)";
        await session.ExecuteAsync($"DELETE FROM license_service_off WHERE tenant_id = @t AND subscription_key = @source{those}", parameters);
        await session.ExecuteAsync($"DELETE FROM license WHERE tenant_id = @t AND subscription_key = @source{those}", parameters);
        if (!source.IsCancelled)
        {
            if (parameters.ended > 0)
                await session.ExecuteAsync("UPDATE subscription SET assigned = assigned - @ended, version = version + 1 WHERE tenant_id = @t AND subscription_key = @source", parameters);
            return;
        }

        await BilledChanges.CloseAsync(session, source.Stored);
        await session.ExecuteAsync(
            "UPDATE subscription SET assigned = assigned - @ended, cancelled_at = @now, version = version + 1 WHERE tenant_id = @t AND subscription_key = @source", parameters);
        var subscription = source.Subscription;
        await AuditLog.AddAsync(
            session, AuditActions.SubscriptionCancelled, subscription.SubscriptionId, subscription.Status.ToString(), nameof(SubscriptionStatus.Deleted));
        await SqlNoticeStore.AddAsync(session, NoticeKind.SubscriptionCancelled, subscription.Purchaser!, source.Stored.PurchaserKey!.Value, new()
        {
            TenantName = await session.ScalarAsync<string>("SELECT name FROM tenant WHERE tenant_id = @t"),
            RecipientName = subscription.PurchaserName!,
            ProductName = subscription.ProductName,
            SubscriptionId = subscription.SubscriptionId,
            TargetProductName = move.Target.Subscription.ProductName,
            Users = source.Users,
        });
    }
}
