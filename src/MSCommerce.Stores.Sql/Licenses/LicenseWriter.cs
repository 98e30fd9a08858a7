using System.Globalization;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql.Licenses;

/// <summary>Makes the changes of a plan of licences: what it saw must still hold, the rules are asked again, and everything is one transaction, set by set.</summary>
internal sealed class LicenseWriter(SqlSession session, LicensePlan plan, IProgress<OperationProgress>? progress)
{
    private const string Activity = "Changing licences";

    private readonly List<LicenseChange> _changes = [.. plan.Changes.Where(change => change.Action != LicenseAction.None)];
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
        CheckSeats();
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
        StagedColumn[] columns =
        [
            new("place", "INTEGER PRIMARY KEY", IsNumber: true),
            new("subscription_key", "BIGINT NOT NULL", IsNumber: true),
            new("name", $"{session.Dialect.NameType} NOT NULL", IsNumber: false),
            new("name_key", "TEXT NOT NULL", IsNumber: false),
            new("action", "TEXT NOT NULL", IsNumber: false),
            new("services", "TEXT NOT NULL", IsNumber: false),
            new("service_names", "TEXT", IsNumber: false),
            new("user_key", "BIGINT", IsNumber: true),
        ];
        var products = _changes.Exists(HasServices) ? (await ProductReader.ReadAsync(session)).ToDictionary(product => product.Key) : [];
        await StagedRows.StageAsync(session, "license_change", columns, _changes.Select((change, index) => Row(change, index + 1L, products)));
        await StagedRows.FindUsersAsync(session, "license_change");
        if (!session.Staged.ContainsKey("license_change"))
            await session.ExecuteAsync("CREATE INDEX license_change_by_key ON license_change (subscription_key, user_key)");
    }

    private object?[] Row(LicenseChange change, long place, Dictionary<long, StoredProduct> products)
    {
        var stored = Subscription(change);
        var names = HasServices(change) ? LicenseOffer.Services(products[stored.ProductKey], change.DisabledServices!) : [];
        var keys = names.Select(name => products[stored.ProductKey].ServiceKeys[name].ToString(CultureInfo.InvariantCulture));
        return
        [
            place, stored.Key, change.User, NameKey.Of(change.User), change.Action.ToString(),
            string.Join(',', keys), names.Count == 0 ? null : string.Join(';', names), null,
        ];
    }

    private static bool HasServices(LicenseChange change) => change.DisabledServices is { Count: > 0 };

    private StoredSubscription Subscription(LicenseChange change) =>
        (change.SubscriptionId ?? _bought) is { } id
            ? _subscriptions[id]
            : throw CommerceErrors.InvalidRequest("SubscriptionMissing", $"The plan gives '{change.User}' a licence of no subscription. Plan the change anew; nothing was changed.", change.User);

    /// <summary>Accounts change, and leave no trace in a subscription's version; and a plan may be another's. What is told is the first kind of fault that there is.</summary>
    private async Task CheckAsync()
    {
        const string Held = "EXISTS (SELECT 1 FROM license l WHERE l.tenant_id = @t AND l.subscription_key = c.subscription_key AND l.user_key = c.user_key)";
        const string Sql =
            $"""
            SELECT f.fault, f.name
            FROM (SELECT c.place, c.name, CASE
                      WHEN c.user_key IS NULL THEN 1
                      WHEN EXISTS (SELECT 1 FROM license_change d WHERE d.subscription_key = c.subscription_key AND d.user_key = c.user_key AND d.place < c.place) THEN 2
                      WHEN c.action = 'Assign' AND EXISTS (SELECT 1 FROM tenant_user u WHERE u.tenant_id = @t AND u.user_key = c.user_key AND u.account_enabled = 0) THEN 3
                      WHEN c.action = 'Assign' AND {Held} THEN 4
                      WHEN c.action <> 'Assign' AND NOT {Held} THEN 5 END AS fault
                  FROM license_change c) f
            WHERE f.fault IS NOT NULL ORDER BY f.fault, f.place LIMIT 100
            """;
        var faults = new List<(int Fault, string Name)>();
        await foreach (var row in session.ReadAsync(Sql))
            faults.Add((row.GetInt32(0), row.GetString(1)));
        if (faults is not [var first, ..])
            return;

        var names = faults.Where(fault => fault.Fault == first.Fault).Select(fault => fault.Name).ToList();
        throw first.Fault switch
        {
            1 => CommerceErrors.UserNotFound(names),
            2 => CommerceErrors.NamedTwice($"The licence of '{first.Name}'"),
            3 => CommerceErrors.UserDisabled(names),
            4 => CommerceErrors.ChangedMeanwhile($"The licence of '{first.Name}'", "not assigned", "assigned"),
            _ => CommerceErrors.ChangedMeanwhile($"The licence of '{first.Name}'", "assigned", "not assigned"),
        };
    }

    private void CheckSeats()
    {
        foreach (var changes in _changes.GroupBy(Subscription))
        {
            var subscription = changes.Key.Subscription;
            var assigned = changes.Count(change => change.Action == LicenseAction.Assign);
            if (assigned - changes.Count(change => change.Action == LicenseAction.Unassign) > subscription.AvailableLicenses)
                throw CommerceErrors.TooFewLicenses(subscription.SubscriptionId, subscription.ProductName, assigned, subscription.AvailableLicenses!.Value);
        }
    }

    /// <summary>One entry a licence, before it changes: what it was is still there to be told.</summary>
    private async Task RecordAsync()
    {
        var services = session.Dialect.Join("v.name", ';');
        await RecordAsync(AuditActions.LicenseAssigned, LicenseAction.Assign, "NULL", "s.subscription_id || coalesce(' without ' || c.service_names, '')");
        await RecordAsync(
            AuditActions.LicenseAssigned, LicenseAction.ChangeServices,
            $"""
            s.subscription_id || coalesce(' without ' || (
                SELECT {services} FROM license_service_off o
                JOIN product_service v ON v.tenant_id = o.tenant_id AND v.product_key = o.product_key AND v.service_key = o.service_key
                WHERE o.tenant_id = @t AND o.subscription_key = c.subscription_key AND o.user_key = c.user_key), '')
            """,
            "s.subscription_id || coalesce(' without ' || c.service_names, '')");
        await RecordAsync(AuditActions.LicenseRemoved, LicenseAction.Unassign, "s.subscription_id", "NULL");
    }

    private Task RecordAsync(string action, LicenseAction kind, string before, string after) => AuditLog.AddAllAsync(
        session, action, _changes.Count(change => change.Action == kind),
        $"""
        SELECT u.upn AS target, {before} AS before, {after} AS after, row_number() OVER (ORDER BY c.place) AS place
        FROM license_change c
        JOIN tenant_user u ON u.tenant_id = @t AND u.user_key = c.user_key
        JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = c.subscription_key
        WHERE c.action = '{kind}'
        """);

    private async Task WriteAsync()
    {
        // Nobody has services switched off in what he does not hold.
        if (_changes.Exists(change => change.Action != LicenseAction.Assign))
        {
            await session.WriteAsync(
                """
                DELETE FROM license_service_off WHERE tenant_id = @t AND (subscription_key, user_key) IN (SELECT c.subscription_key, c.user_key FROM license_change c)
                """);
            await session.WriteAsync(
                """
                DELETE FROM license WHERE tenant_id = @t AND (subscription_key, user_key) IN (SELECT c.subscription_key, c.user_key FROM license_change c WHERE c.action = 'Unassign')
                """);
        }

        if (_changes.Exists(change => change.Action == LicenseAction.Assign))
        {
            await session.WriteAsync(
                """
                INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
                SELECT @t, c.subscription_key, c.user_key, @now FROM license_change c WHERE c.action = 'Assign' ORDER BY c.subscription_key, c.user_key
                """,
                new { now = session.Now });
        }

        if (_changes.Exists(HasServices))
        {
            await session.WriteAsync(
                """
                INSERT INTO license_service_off (tenant_id, subscription_key, user_key, product_key, service_key)
                SELECT @t, c.subscription_key, c.user_key, v.product_key, v.service_key
                FROM license_change c
                JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = c.subscription_key
                JOIN product_service v ON v.tenant_id = @t AND v.product_key = s.product_key AND ',' || c.services || ',' LIKE '%,' || v.service_key || ',%'
                WHERE c.services <> ''
                """);
        }

        await session.WriteAsync(
            """
            UPDATE subscription SET assigned = assigned + n.added, version = version + 1
            FROM (SELECT subscription_key, sum(CASE action WHEN 'Assign' THEN 1 WHEN 'Unassign' THEN -1 ELSE 0 END) AS added FROM license_change GROUP BY subscription_key) n
            WHERE subscription.tenant_id = @t AND subscription.subscription_key = n.subscription_key
            """);
    }
}
