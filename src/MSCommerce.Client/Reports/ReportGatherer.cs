using MSCommerce.Files;
using MSCommerce.Rules;
using MSCommerce.Stores;

namespace MSCommerce.Reports;

/// <summary>
/// Gathers a report from a store, one list after the other. What the store does not offer becomes a gap that says so. Lists are read as they come; what is held is one
/// entry a subscription, for its orders come separately, and none for a licence or user.
/// </summary>
internal sealed class ReportGatherer(ICommerceStore store, IProgress<OperationProgress>? progress, CancellationToken stop)
{
    private const int RowsAReport = 1000;

    private readonly List<ReportGap> _gaps = [];
    private readonly DateTimeOffset _now = store.Clock.GetUtcNow();
    private readonly UnusedLicenses _unused = new();
    private bool _isListed;
    private long _rows;

    public async Task<CommerceReport> GatherAsync(ReportQuery query)
    {
        if (query.Months is < 1 or > ReportLimits.Months)
            throw CommerceErrors.MonthsInvalid(query.Months, ReportLimits.Months);
        // Read first: who misspelt its name need not wait for the rest.
        var baseline = query.Baseline is { } path ? await BaselineFile.ReadAsync(path, stop) : null;
        var today = _now.UtcDateTime;
        var firstMonth = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - query.Months);

        var context = await store.GetContextAsync(stop);
        var policy = await TryAsync(nameof(CommerceReport.Policy), () => PolicyAsync(baseline));
        // Before the licences: it tells what the unused ones cost.
        var spend = await TryAsync(nameof(CommerceReport.Spend), () => SpendAsync(firstMonth, query.Months));
        return new()
        {
            Context = context,
            MadeAt = _now,
            FirstMonth = firstMonth,
            Months = query.Months,
            Spend = spend,
            Licenses = await TryAsync(nameof(CommerceReport.Licenses), LicensesAsync),
            Expiring = await TryAsync(nameof(CommerceReport.Expiring), ExpiringAsync),
            Policy = policy,
            Requests = await TryAsync(nameof(CommerceReport.Requests), RequestsAsync),
            Gaps = [.. _gaps],
        };
    }

    private async Task<T?> TryAsync<T>(string part, Func<Task<T>> gather)
        where T : class
    {
        try
        {
            return await gather();
        }
        catch (CommerceException unsupported) when (unsupported.Error == CommerceError.NotSupportedByStore)
        {
            _gaps.Add(new(part, unsupported.Message));
            return null;
        }
    }

    private async Task<SpendReport> SpendAsync(DateOnly firstMonth, int months)
    {
        var ledger = new SpendLedger(firstMonth, months);
        var subscriptions = new Dictionary<string, Subscription>(StringComparer.OrdinalIgnoreCase);
        await foreach (var subscription in store.Subscriptions.GetAsync(new(), stop))
        {
            Tell();
            _unused.Add(subscription);
            ledger.AddPresent(subscription);
            subscriptions.Add(subscription.SubscriptionId, subscription);
        }

        _isListed = true;

        var from = new DateTimeOffset(firstMonth.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var orders = new List<SubscriptionOrder>();
        await foreach (var order in store.Subscriptions.GetOrdersAsync(new() { SortBy = OrderSort.Subscription }, stop))
        {
            Tell();
            if (orders.Count > 0 && !string.Equals(orders[0].SubscriptionId, order.SubscriptionId, StringComparison.OrdinalIgnoreCase))
                Close();
            orders.Add(order);
        }

        Close();
        return ledger.ToReport();

        void Close()
        {
            // One that was bought since its list was read is in the next report. This very moment counts.
            if (orders.Count > 0 && subscriptions.TryGetValue(orders[0].SubscriptionId, out var subscription))
                ledger.Add(subscription, SpendRules.Items(subscription, orders, from, _now.AddTicks(1)));
            orders.Clear();
        }
    }

    private async Task<LicenseReport> LicensesAsync()
    {
        var products = await SummaryAsync(null);
        return new()
        {
            ByProduct = [.. products.OrderByDescending(product => product.AvailableLicenses).ThenBy(product => product.ProductName, StringComparer.OrdinalIgnoreCase)],
            SelfService = await ChannelAsync(SubscriptionChannel.SelfService),
            Central = await ChannelAsync(SubscriptionChannel.Central),
            UnusedCost = _isListed ? _unused.Costs : null,
            UnusedWithoutPrice = _unused.WithoutPrice,
        };
    }

    private async Task<LicenseCount?> ChannelAsync(SubscriptionChannel channel)
    {
        try
        {
            return LicenseCount.Of(await SummaryAsync(channel));
        }
        catch (CommerceException unsupported) when (unsupported.Error == CommerceError.NotSupportedByStore)
        {
            return null;
        }
    }

    private Task<List<LicenseSummary>> SummaryAsync(SubscriptionChannel? channel) => ListAsync(store.Licenses.GetSummaryAsync(new() { Channel = channel }, stop));

    private async Task<ExpiryReport> ExpiringAsync()
    {
        var ledger = new ExpiryLedger(_now);
        var query = new SubscriptionQuery { Status = [SubscriptionStatus.Active], ExpiringBefore = ledger.Until, SortBy = SubscriptionSort.ExpiresAt };
        await foreach (var subscription in store.Subscriptions.GetAsync(query, stop))
        {
            Tell();
            ledger.Add(subscription);
        }

        return ledger.ToReport();
    }

    private async Task<PolicyReport> PolicyAsync(IReadOnlyList<BaselineEntry>? baseline)
    {
        const string policyId = PolicyIds.AllowSelfServicePurchase;
        var products = await ListAsync(store.Policies.GetProductPoliciesAsync(policyId, stop));
        var offers = await ListAsync(store.Policies.GetOfferTypePoliciesAsync(policyId, stop));
        return new()
        {
            Products = products,
            OfferTypes = offers,
            Drift = baseline is null ? null : [.. BaselineComparison.Compare(policyId, baseline, products, offers)],
        };
    }

    private async Task<RequestReport> RequestsAsync()
    {
        // Newest first: the oldest are the last.
        var oldest = new Queue<LicenseRequest>();
        var pending = 0;
        await foreach (var request in store.LicenseRequests.GetAsync(new() { IsDecided = false }, stop))
        {
            Tell();
            pending++;
            oldest.Enqueue(request);
            if (oldest.Count > ReportLimits.Requests)
                oldest.Dequeue();
        }

        return new() { Pending = pending, Oldest = [.. oldest.Reverse()], IsOwnProcess = (await store.LicenseRequests.GetProcessAsync(stop)).IsOwnProcess };
    }

    private async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(stop))
        {
            Tell();
            list.Add(item);
        }

        return list;
    }

    private void Tell()
    {
        if (++_rows % RowsAReport == 0)
            progress?.Report(new("Gathering the report", _rows));
    }
}
