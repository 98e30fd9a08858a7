using System.Globalization;

namespace MSCommerce.Stores.Sql.Imports;

/// <summary>Imports assignments: subscriptions and services are looked up row by row, of which there are few; users and seats set by set.</summary>
internal sealed class LicenseImport(SqlSession session, string source, IProgress<OperationProgress>? progress)
{
    private readonly ImportFaults _faults = new(source);
    private readonly ImportProgress _progress = new("Reading licences", progress);
    private readonly Dictionary<string, StoredSubscription> _subscriptions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, StoredProduct> _products = [];

    public async Task<ImportResult> RunAsync(IAsyncEnumerable<LicenseRow> rows, bool dryRun)
    {
        foreach (var product in await ProductReader.ReadAsync(session))
            _products.Add(product.Key, product);
        await foreach (var subscription in SubscriptionReader.AllAsync(session))
            _subscriptions.Add(subscription.Subscription.SubscriptionId, subscription);

        await session.Dialect.ExpectManyAsync(session.Connection);
        await StageAsync(rows);
        await ResolveAsync();
        await CheckAsync();
        _faults.ThrowIfAny();
        await CheckSeatsAsync();

        var created = await InsertAsync();
        var updated = await SetServicesAsync();
        await TouchAsync();
        return await ImportRecord.CloseAsync(session, AuditActions.LicensesImported, source, _progress.Rows, created, updated, dryRun);
    }

    private async Task StageAsync(IAsyncEnumerable<LicenseRow> rows)
    {
        await session.CreateTemporaryAsync("license_row",
            $"place INTEGER PRIMARY KEY, line BIGINT NOT NULL, subscription_key BIGINT NOT NULL, user_name {session.Dialect.NameType} NOT NULL, user_name_key TEXT NOT NULL, assigned_at {session.Dialect.TimeType}, services TEXT");
        using var staged = session.Dialect.OpenBulkWriter(
            session.Connection, "license_row", "place", "line", "subscription_key", "user_name", "user_name_key", "assigned_at", "services");
        await foreach (var row in rows.WithCancellation(session.Stop))
        {
            _progress.Next();
            if (!_subscriptions.TryGetValue(row.SubscriptionId, out var subscription))
            {
                _faults.Note(_progress.Rows, row.Line, $"there is no subscription '{row.SubscriptionId}'");
                break;
            }

            if (subscription.Subscription.Status == SubscriptionStatus.Deleted)
            {
                _faults.Note(_progress.Rows, row.Line, $"the subscription '{row.SubscriptionId}' is Deleted and takes no users");
                break;
            }

            if (ImportValues.RefuseDates(row.AssignedAt) is { } date)
            {
                _faults.Note(_progress.Rows, row.Line, date);
                break;
            }

            var (services, unknown) = ServiceKeys(row.DisabledServices, _products[subscription.ProductKey]);
            if (unknown is not null)
            {
                _faults.Note(_progress.Rows, row.Line, $"{subscription.Subscription.ProductName} has no service '{unknown}' to switch off");
                break;
            }

            staged.Write((long)_progress.Rows);
            staged.Write(row.Line);
            staged.Write(subscription.Key);
            staged.Write(row.User);
            staged.Write(NameKey.Of(row.User));
            staged.Write(UtcTime.Of(row.AssignedAt));
            staged.Write(services);
            staged.EndRow();
        }

        staged.Complete();
        _progress.Done();
    }

    /// <summary>Services as the keys that they have in their product, in order: <c>2,5</c>. Null leaves them as they are.</summary>
    private static (string? Keys, string? Unknown) ServiceKeys(IReadOnlyList<string>? names, StoredProduct product)
    {
        if (names is null)
            return (null, null);
        if (names.Count == 0)
            return ("", null);
        var unknown = names.FirstOrDefault(name => !product.ServiceKeys.ContainsKey(name));
        return unknown is not null
            ? (null, unknown)
            : (string.Join(',', names.Select(name => product.ServiceKeys[name]).Distinct().Order().Select(key => key.ToString(CultureInfo.InvariantCulture))), null);
    }

    /// <summary>Finds the users by principal name, else by object id, and which assignments exist already.</summary>
    private async Task ResolveAsync()
    {
        await session.CreateTemporaryAsync("wanted_license",
            $"place INTEGER PRIMARY KEY, line BIGINT NOT NULL, subscription_key BIGINT NOT NULL, user_key BIGINT, is_new INTEGER NOT NULL, assigned_at {session.Dialect.TimeType}, services TEXT");
        await session.ExecuteAsync(
            $"""
            INSERT INTO wanted_license (place, line, subscription_key, user_key, is_new, assigned_at, services)
            SELECT r.place, r.line, r.subscription_key,
                   {UserNames.KeyOf("r.user_name")}, 1, r.assigned_at, r.services
            FROM license_row r
            ORDER BY r.place
            """);
        await session.ExecuteAsync(
            """
            UPDATE wanted_license SET is_new = 0
            WHERE EXISTS (SELECT 1 FROM license l
                          WHERE l.tenant_id = @t AND l.subscription_key = wanted_license.subscription_key AND l.user_key = wanted_license.user_key)
            """);
        await session.ExecuteAsync("CREATE INDEX wanted_license_by_key ON wanted_license (subscription_key, user_key)");
    }

    /// <summary>A disabled account is taken: an import records what is, and who has left keeps his licence (L1). To assign is another matter (U4).</summary>
    private async Task CheckAsync()
    {
        await _faults.FindAsync(
            session,
            "SELECT w.place AS Place, w.line AS Line, r.user_name AS Name FROM wanted_license w JOIN license_row r ON r.place = w.place WHERE w.user_key IS NULL ORDER BY w.place",
            name => $"the tenant has no user '{name}'");
        await _faults.FindAsync(
            session,
            """
            SELECT d.place AS Place, d.line AS Line, r.user_name AS Name
            FROM (SELECT place, line, user_key, lag(user_key) OVER (PARTITION BY subscription_key ORDER BY user_key, place) AS previous
                  FROM wanted_license WHERE user_key IS NOT NULL) d
            JOIN license_row r ON r.place = d.place
            WHERE d.user_key = d.previous
            ORDER BY d.place
            """,
            name => $"'{name}' has a line for this subscription already");
    }

    private async Task CheckSeatsAsync()
    {
        var lacking = await session.FirstOrDefaultAsync<Seats>(
            """
            SELECT s.subscription_key AS SubscriptionKey, n.needed AS Needed, s.total - s.assigned AS Available
            FROM (SELECT subscription_key, count(*) AS needed, min(place) AS place FROM wanted_license WHERE is_new = 1 GROUP BY subscription_key) n
            JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = n.subscription_key
            WHERE n.needed > s.total - s.assigned
            ORDER BY n.place LIMIT 1
            """);
        if (lacking is null)
            return;
        var subscription = _subscriptions.Values.First(stored => stored.Key == lacking.SubscriptionKey).Subscription;
        throw CommerceErrors.TooFewLicenses(subscription.SubscriptionId, subscription.ProductName, lacking.Needed, lacking.Available);
    }

    private async Task<int> InsertAsync() => await session.ExecuteAsync(
        """
        INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
        SELECT @t, subscription_key, user_key, coalesce(assigned_at, @now) FROM wanted_license WHERE is_new = 1 ORDER BY subscription_key, user_key
        """,
        new { now = session.Now });

    /// <summary>Sets the services of every assignment whose row names some, or none; answers how many of those that existed differ.</summary>
    private async Task<int> SetServicesAsync()
    {
        await session.CreateTemporaryAsync("service_change", "subscription_key BIGINT NOT NULL, user_key BIGINT NOT NULL, services TEXT NOT NULL, is_new INTEGER NOT NULL, PRIMARY KEY (subscription_key, user_key)");
        var held = session.Dialect.Join("held.service_key", ',');
        await session.ExecuteAsync(
            $"""
            INSERT INTO service_change
            SELECT w.subscription_key, w.user_key, w.services, w.is_new
            FROM wanted_license w
            WHERE w.services <> coalesce((
                SELECT {held} FROM (SELECT o.service_key FROM license_service_off o
                                    WHERE o.tenant_id = @t AND o.subscription_key = w.subscription_key AND o.user_key = w.user_key ORDER BY o.service_key) held), '')
            """);
        await session.ExecuteAsync(
            """
            DELETE FROM license_service_off
            WHERE tenant_id = @t AND EXISTS (SELECT 1 FROM service_change c WHERE c.subscription_key = license_service_off.subscription_key AND c.user_key = license_service_off.user_key)
            """);
        await session.ExecuteAsync(
            """
            INSERT INTO license_service_off (tenant_id, subscription_key, user_key, product_key, service_key)
            SELECT @t, c.subscription_key, c.user_key, v.product_key, v.service_key
            FROM service_change c
            JOIN subscription s ON s.tenant_id = @t AND s.subscription_key = c.subscription_key
            JOIN product_service v ON v.tenant_id = @t AND v.product_key = s.product_key AND ',' || c.services || ',' LIKE '%,' || v.service_key || ',%'
            ORDER BY c.subscription_key, c.user_key
            """);
        return await session.ScalarAsync<int>("SELECT count(*) FROM service_change WHERE is_new = 0");
    }

    /// <summary>Counts the seats, and tells plans that saw a subscription before that it has changed.</summary>
    private Task<int> TouchAsync() => session.ExecuteAsync(
        """
        UPDATE subscription SET assigned = assigned + n.added, version = version + 1
        FROM (SELECT w.subscription_key, sum(w.is_new) AS added
              FROM wanted_license w
              LEFT JOIN service_change c ON c.subscription_key = w.subscription_key AND c.user_key = w.user_key
              WHERE w.is_new = 1 OR c.user_key IS NOT NULL
              GROUP BY w.subscription_key) n
        WHERE subscription.tenant_id = @t AND subscription.subscription_key = n.subscription_key
        """);

    private sealed class Seats
    {
        public long SubscriptionKey { get; init; }

        public int Needed { get; init; }

        public int Available { get; init; }
    }
}
