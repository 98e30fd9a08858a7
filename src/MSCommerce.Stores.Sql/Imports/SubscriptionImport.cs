using System.Globalization;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql.Imports;

/// <summary>
/// Imports subscriptions, a few hundred at a time: each is compared with what the calendar says of it today, so this is not done in SQL.
/// </summary>
internal sealed class SubscriptionImport(SqlSession session, string source, IProgress<OperationProgress>? progress)
{
    private readonly ImportFaults _faults = new(source);
    private readonly ImportProgress _progress = new("Reading subscriptions", progress);
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, StoredProduct?> _productsByName = new(StringComparer.OrdinalIgnoreCase);
    // By name; null where the tenant has nobody of it.
    private readonly Dictionary<string, long?> _purchasers = new(StringComparer.OrdinalIgnoreCase);
    private readonly NewSubscriptions _new = new(session);
    private IReadOnlyList<StoredProduct> _products = [];
    private int _refreshAt = ImportRecord.Many;
    private int _created;
    private int _updated;

    public async Task<ImportResult> RunAsync(IAsyncEnumerable<SubscriptionRow> rows, bool dryRun)
    {
        _products = await ProductReader.ReadAsync(session);
        var chunk = new List<SubscriptionRow>();
        await foreach (var row in rows.WithCancellation(session.Stop))
        {
            chunk.Add(row);
            if (chunk.Count < UserNames.ChunkSize)
                continue;
            await WriteAsync(chunk);
            chunk.Clear();
            if (_created < _refreshAt || dryRun)
                continue;
            // A table that was empty when a statement was planned is walked from end to end, chunk after chunk.
            await session.Dialect.RefreshStatisticsAsync(session.Connection, session.Stop);
            _refreshAt = _created * 4;
        }

        await WriteAsync(chunk);
        _progress.Done();
        return await ImportRecord.CloseAsync(session, AuditActions.SubscriptionsImported, source, _progress.Rows, _created, _updated, dryRun);
    }

    private async Task WriteAsync(List<SubscriptionRow> rows)
    {
        var held = new Dictionary<string, StoredSubscription>(StringComparer.OrdinalIgnoreCase);
        await foreach (var stored in SubscriptionReader.WithIdsAsync(session, rows.Select(row => row.SubscriptionId)))
            held[stored.Subscription.SubscriptionId] = stored;
        await FindPurchasersAsync(rows);

        foreach (var row in rows)
        {
            _progress.Next();
            var product = FindProduct(row);
            var purchaser = row.Purchaser is { } name ? _purchasers[name] : null;
            var known = held.GetValueOrDefault(row.SubscriptionId);
            if (Refuse(row, known, product, purchaser) is { } why)
            {
                // Rows are taken in their order, so the first fault is the lowest.
                _faults.Note(_progress.Rows, row.Line, why);
                _faults.ThrowIfAny();
            }

            if (known is not null)
            {
                await ChangeAsync(row, known);
                continue;
            }

            _created++;
            _new.Add(row, product!.Key, purchaser, UtcTime.Of(ImportedTerm.PurchasedAt(row, session.Now.Value)));
        }

        await _new.WriteAsync();
    }

    private string? Refuse(SubscriptionRow row, StoredSubscription? known, StoredProduct? product, long? purchaser)
    {
        if (string.IsNullOrWhiteSpace(row.SubscriptionId))
            return "the subscription has no id";
        if (!_seen.Add(row.SubscriptionId))
            return $"the subscription '{row.SubscriptionId}' has a line already";
        if (product is null)
            return $"no product has the id or name '{row.Product}'";
        if (row.Purchaser is not null && purchaser is null)
            return $"the tenant has no user '{row.Purchaser}', who is said to have bought this subscription";
        if (RefuseFacts(row, known) is { } facts)
            return facts;
        if (known is null)
            return null;

        if (product.Key != known.ProductKey)
            return $"the subscription '{row.SubscriptionId}' is of {known.Subscription.ProductName}, and its product cannot change";
        if (purchaser is not null && purchaser != known.PurchaserKey)
            return $"the subscription '{row.SubscriptionId}' was bought by {known.Subscription.Purchaser ?? "the organisation"}, and its purchaser cannot change";
        return row.TotalLicenses < known.Subscription.AssignedLicenses
            ? string.Create(CultureInfo.InvariantCulture, $"TotalLicenses is {row.TotalLicenses}, and {known.Subscription.AssignedLicenses} licences are assigned")
            : null;
    }

    private string? RefuseFacts(SubscriptionRow row, StoredSubscription? known)
    {
        if (row.TotalLicenses < 1)
            return "a subscription has at least 1 licence";
        if (row.TotalLicenses > SubscriptionRules.MaximumLicenses)
            return string.Create(CultureInfo.InvariantCulture, $"a subscription has at most {SubscriptionRules.MaximumLicenses} licences");
        if (Money.Refuse(row.PricePerLicense) is { } price)
            return price;
        if (row.PricePerLicense is not null && (row.Currency ?? known?.Subscription.Currency) is null)
            return "the price has no currency";
        if ((row.IsTrial ?? known?.Subscription.IsTrial ?? false) && row.AutoRenew == true)
            return "a trial does not renew by itself";
        if ((ImportValues.RefuseTexts(row.SubscriptionId, row.Currency) ?? ImportValues.RefuseDates(row.PurchasedAt, row.ExpiresAt, row.CancelledAt)) is { } value)
            return value;
        var purchasedAt = known is null ? UtcTime.Of(ImportedTerm.PurchasedAt(row, session.Now.Value)) : UtcTime.Of(row.PurchasedAt ?? known.Subscription.PurchasedAt!.Value);
        var expiresAt = UtcTime.Of(row.ExpiresAt ?? known?.FirstExpiresAt.Value);
        return expiresAt is { } end && end.Value <= purchasedAt.Value ? "ExpiresAt is not after PurchasedAt" : null;
    }

    private StoredProduct? FindProduct(SubscriptionRow row)
    {
        if (!_productsByName.TryGetValue(row.Product, out var product))
        {
            // A name in a file is a name, not a pattern.
            product = row.Product.AsSpan().IndexOfAny("*?[`") < 0 && ProductReader.Select(_products, [row.Product]).Matches is [var found, ..] ? found : null;
            _productsByName.Add(row.Product, product);
        }

        return product;
    }

    private async Task FindPurchasersAsync(List<SubscriptionRow> rows)
    {
        var names = rows.Select(row => row.Purchaser).OfType<string>().Where(name => !_purchasers.ContainsKey(name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var keys = await UserNames.FindAsync(session, names);
        foreach (var name in names)
            _purchasers.Add(name, keys.TryGetValue(name, out var key) ? key : null);
    }

    private async Task ChangeAsync(SubscriptionRow row, StoredSubscription known)
    {
        var held = known.Subscription;
        // A file may give the end of the first term, as it did before, or of the present one, as a list shows it.
        var expiresAt = UtcTime.Of(row.ExpiresAt);
        var isMoved = expiresAt is { } end && end != known.FirstExpiresAt && end.Value != held.ExpiresAt;
        var purchasedAt = UtcTime.Of(row.PurchasedAt) ?? UtcTime.Of(held.PurchasedAt!.Value);
        var wanted = new
        {
            key = known.Key,
            total = row.TotalLicenses,
            purchasedAt,
            expiresAt = isMoved ? expiresAt!.Value : known.FirstExpiresAt,
            term = (row.Term ?? held.Term!.Value).ToString(),
            renewalOffAt = row.AutoRenew switch
            {
                true => null,
                false => isMoved ? purchasedAt : known.RenewalOffAt ?? session.Now,
                null => known.RenewalOffAt,
            },
            isTrial = row.IsTrial ?? held.IsTrial!.Value ? 1 : 0,
            price = Money.ToStore(row.PricePerLicense ?? held.PricePerLicense),
            currency = row.Currency ?? held.Currency,
            cancelledAt = UtcTime.Of(row.CancelledAt ?? held.CancelledAt),
        };
        var present = wanted with
        {
            total = held.TotalLicenses,
            purchasedAt = UtcTime.Of(held.PurchasedAt!.Value),
            expiresAt = known.FirstExpiresAt,
            term = held.Term!.Value.ToString(),
            renewalOffAt = known.RenewalOffAt,
            isTrial = held.IsTrial!.Value ? 1 : 0,
            price = Money.ToStore(held.PricePerLicense),
            currency = held.Currency,
            cancelledAt = UtcTime.Of(held.CancelledAt),
        };
        if (wanted.Equals(present))
            return;

        _updated++;
        if (known.PurchaserKey is not null)
            await InvoiceWriter.WriteDueAsync(session, known.Key);
        await session.ExecuteAsync(
            """
            UPDATE subscription SET total = @total, purchased_at = @purchasedAt, first_expires_at = @expiresAt, term = @term, renewal_off_at = @renewalOffAt,
                is_trial = @isTrial, price_per_license_e4 = @price, currency = @currency, cancelled_at = @cancelledAt, version = version + 1
            WHERE tenant_id = @t AND subscription_key = @key
            """,
            wanted);
        if (wanted.total != present.total)
            await OrderAsync(known.Key, wanted.total - present.total, session.Now, row.PricePerLicense ?? held.PricePerLicense, wanted.currency);
        if (wanted.cancelledAt is { } cancelled && cancelled.Value <= session.Now.Value)
            await LicenseEnding.EndAllAsync(session, known.Key);
    }

    /// <summary>A total is the sum of its orders: after the first, which is what was bought, each is the difference.</summary>
    private Task<int> OrderAsync(long subscriptionKey, int quantity, UtcTime orderedAt, decimal? price, string? currency) => session.ExecuteAsync(
        """
        INSERT INTO subscription_order (tenant_id, subscription_key, order_number, ordered_at, quantity, price_per_license_e4, currency, ordered_by)
        SELECT @t, @subscriptionKey, coalesce(max(order_number), 0) + 1, @orderedAt, @quantity, @price, @currency, @actor
        FROM subscription_order WHERE tenant_id = @t AND subscription_key = @subscriptionKey
        """,
        new { subscriptionKey, quantity, orderedAt, price = Money.ToStore(price), currency, actor = session.Actor.UserPrincipalName });
}
