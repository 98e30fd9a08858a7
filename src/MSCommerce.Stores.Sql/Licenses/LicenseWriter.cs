using System.Globalization;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql.Licenses;

/// <summary>Makes the changes of a plan of licences: what it saw must still hold, the rules are asked again, and everything is one transaction, set by set.</summary>
internal sealed class LicenseWriter(SqlSession session, LicensePlan plan, IProgress<OperationProgress>? progress)
{
    private const string Activity = "Changing licences";

    private Dictionary<string, StoredSubscription> _subscriptions = [];
    private string? _bought;

    public async Task<IReadOnlyList<LicenseResult>> ApplyAsync()
    {
        await FindAsync();
        if (plan.Purchase is { } purchase)
        {
            _bought = await CentralPurchase.MakeAsync(session, purchase);
            _subscriptions[_bought] = (await SubscriptionReader.FindAsync(session, [_bought]))[_bought];
        }

        await StageAsync();
        await CheckAsync();
        await CheckSeatsAsync();
        progress?.Report(new(Activity, 0, plan.Changes.Count));
        await RecordAsync();
        progress?.Report(new(Activity, plan.Changes.Count / 2, plan.Changes.Count));
        await WriteAsync();
        progress?.Report(new(Activity, plan.Changes.Count, plan.Changes.Count));
        return [.. LicenseResults.Planned(plan).Select(result => result with { SubscriptionId = result.SubscriptionId ?? _bought, IsApplied = true })];
    }

    private async Task FindAsync()
    {
        _subscriptions = await SubscriptionReader.FindAsync(
            session, plan.Changes.Select(change => change.SubscriptionId).Concat(plan.Versions.Keys).Append(plan.Purchase?.SubscriptionId).OfType<string>());
        // Who else assigns of the same subscription meanwhile is no reason to refuse, as long as there is room: all that such a plan was allowed by is asked again.
        var onlyAssigns = plan.Purchase is null && plan.Changes.All(change => change.Action == LicenseAction.Assign);
        foreach (var stored in _subscriptions.Values)
        {
            var id = stored.Subscription.SubscriptionId;
            if (plan.Changes.Any(change => change.Action != LicenseAction.None && id.Equals(change.SubscriptionId, StringComparison.OrdinalIgnoreCase)))
                LicenseOffer.DemandAssignable(session, stored);
            var version = plan.Versions.FirstOrDefault(version => id.Equals(version.Key, StringComparison.OrdinalIgnoreCase)).Value;
            if (!onlyAssigns || version is null)
                PlannedVersions.Demand(stored, version ?? "unknown");
        }
    }

    private async Task StageAsync()
    {
        var products = (await ProductReader.ReadAsync(session)).ToDictionary(product => product.Key);
        await session.CreateTemporaryAsync("license_change",
            $"place INTEGER PRIMARY KEY, subscription_key BIGINT NOT NULL, name {session.Dialect.NameType} NOT NULL, name_key TEXT NOT NULL, action TEXT NOT NULL, services TEXT NOT NULL, service_names TEXT, user_key BIGINT");
        using (var staged = session.Dialect.OpenBulkWriter(session.Connection, "license_change", "place", "subscription_key", "name", "name_key", "action", "services", "service_names"))
        {
            var place = 0L;
            foreach (var change in plan.Changes.Where(change => change.Action != LicenseAction.None))
            {
                var stored = Subscription(change);
                var names = change.DisabledServices is { Count: > 0 } wanted ? LicenseOffer.Services(products[stored.ProductKey], wanted) : [];
                var keys = names.Select(name => products[stored.ProductKey].ServiceKeys[name].ToString(CultureInfo.InvariantCulture));
                staged.Write(++place);
                staged.Write(stored.Key);
                staged.Write(change.User);
                staged.Write(NameKey.Of(change.User));
                staged.Write(change.Action.ToString());
                staged.Write(string.Join(',', keys));
                staged.Write(names.Count == 0 ? null : string.Join(';', names));
                staged.EndRow();
            }

            staged.Complete();
        }

        await session.ExecuteAsync($"UPDATE license_change SET user_key = {UserNames.KeyOf("license_change.name")}");
        await session.ExecuteAsync("CREATE INDEX license_change_by_key ON license_change (subscription_key, user_key)");
    }

    private StoredSubscription Subscription(LicenseChange change) =>
        (change.SubscriptionId ?? _bought) is { } id
            ? _subscriptions[id]
            : throw CommerceErrors.InvalidRequest("SubscriptionMissing", $"The plan gives '{change.User}' a licence of no subscription. Plan the change anew; nothing was changed.", change.User);

    /// <summary>Accounts change, and leave no trace in a subscription's version; and a plan may be another's.</summary>
    private async Task CheckAsync()
    {
        if (await NamesAsync("c.user_key IS NULL") is { Count: > 0 } unknown)
            throw CommerceErrors.UserNotFound(unknown);
        if (await NamesAsync("EXISTS (SELECT 1 FROM license_change d WHERE d.subscription_key = c.subscription_key AND d.user_key = c.user_key AND d.place < c.place)") is [var twice, ..])
            throw CommerceErrors.NamedTwice($"The licence of '{twice}'");
        if (await NamesAsync("c.action = 'Assign' AND EXISTS (SELECT 1 FROM tenant_user u WHERE u.tenant_id = @t AND u.user_key = c.user_key AND u.account_enabled = 0)") is { Count: > 0 } disabled)
            throw CommerceErrors.UserDisabled(disabled);

        const string Held = "EXISTS (SELECT 1 FROM license l WHERE l.tenant_id = @t AND l.subscription_key = c.subscription_key AND l.user_key = c.user_key)";
        if (await NamesAsync($"c.action = 'Assign' AND {Held}") is [var holder, ..])
            throw CommerceErrors.ChangedMeanwhile($"The licence of '{holder}'", "not assigned", "assigned");
        if (await NamesAsync($"c.action <> 'Assign' AND NOT {Held}") is [var former, ..])
            throw CommerceErrors.ChangedMeanwhile($"The licence of '{former}'", "assigned", "not assigned");
    }

    private Task<List<string>> NamesAsync(string condition) => session.QueryAsync<string>($"SELECT c.name FROM license_change c WHERE {condition} ORDER BY c.place LIMIT 100");

    private async Task CheckSeatsAsync()
    {
        const string Sql =
            """
            SELECT subscription_key, sum(CASE action WHEN 'Assign' THEN 1 ELSE 0 END), sum(CASE action WHEN 'Assign' THEN 1 WHEN 'Unassign' THEN -1 ELSE 0 END)
            FROM license_change GROUP BY subscription_key
            """;
        await foreach (var row in session.ReadAsync(Sql))
        {
            var subscription = _subscriptions.Values.First(stored => stored.Key == row.GetInt64(0)).Subscription;
            if (row.GetInt32(2) > subscription.AvailableLicenses)
                throw CommerceErrors.TooFewLicenses(subscription.SubscriptionId, subscription.ProductName, row.GetInt32(1), subscription.AvailableLicenses!.Value);
        }
    }

    /// <summary>One entry a licence, before it changes: what it was is still there to be told.</summary>
    private async Task RecordAsync()
    {
        var services = session.Dialect.Join("v.name", ';');
        await RecordAsync(AuditActions.LicenseAssigned, "c.action = 'Assign'", "NULL", "s.subscription_id || coalesce(' without ' || c.service_names, '')");
        await RecordAsync(
            AuditActions.LicenseAssigned, "c.action = 'ChangeServices'",
            $"""
            s.subscription_id || coalesce(' without ' || (
                SELECT {services} FROM license_service_off o
                JOIN product_service v ON v.tenant_id = o.tenant_id AND v.product_key = o.product_key AND v.service_key = o.service_key
                WHERE o.tenant_id = @t AND o.subscription_key = c.subscription_key AND o.user_key = c.user_key), '')
            """,
            "s.subscription_id || coalesce(' without ' || c.service_names, '')");
        await RecordAsync(AuditActions.LicenseRemoved, "c.action = 'Unassign'", "s.subscription_id", "NULL");
    }

    private async Task RecordAsync(string action, string condition, string before, string after)
    {
        var count = await session.ScalarAsync<long>($"SELECT count(*) FROM license_change c WHERE {condition}");
        await AuditLog.AddAllAsync(
            session, action, count,
            $"""
            SELECT u.upn AS target, {before} AS before, {after} AS after, row_number() OVER (ORDER BY c.place) AS place
            FROM license_change c
            JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = c.user_key
            JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = c.subscription_key
            WHERE {condition}
            """);
    }

    private async Task WriteAsync()
    {
        await session.ExecuteAsync(
            """
            DELETE FROM license_service_off WHERE tenant_id = @t AND EXISTS (
                SELECT 1 FROM license_change c WHERE c.subscription_key = license_service_off.subscription_key AND c.user_key = license_service_off.user_key)
            """);
        await session.ExecuteAsync(
            """
            DELETE FROM license WHERE tenant_id = @t AND (subscription_key, user_key) IN (SELECT c.subscription_key, c.user_key FROM license_change c WHERE c.action = 'Unassign')
            """);
        await session.ExecuteAsync(
            """
            INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
            SELECT @t, c.subscription_key, c.user_key, @now FROM license_change c WHERE c.action = 'Assign' ORDER BY c.subscription_key, c.user_key
            """,
            new { now = session.Now });
        await session.ExecuteAsync(
            """
            INSERT INTO license_service_off (tenant_id, subscription_key, user_key, product_key, service_key)
            SELECT @t, c.subscription_key, c.user_key, v.product_key, v.service_key
            FROM license_change c
            JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = c.subscription_key
            JOIN product_service v ON v.tenant_id = @t AND v.product_key = s.product_key AND ',' || c.services || ',' LIKE '%,' || v.service_key || ',%'
            WHERE c.services <> ''
            """);
        await session.ExecuteAsync(
            """
            UPDATE subscription SET assigned = assigned + n.added, version = version + 1
            FROM (SELECT subscription_key, sum(CASE action WHEN 'Assign' THEN 1 WHEN 'Unassign' THEN -1 ELSE 0 END) AS added FROM license_change GROUP BY subscription_key) n
            WHERE subscription.tenant_id = @t AND subscription.subscription_key = n.subscription_key
            """);
    }
}
