using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Reports;

/// <summary>Adds up what licences cost that nobody uses.</summary>
internal sealed class UnusedLicenses
{
    private readonly SortedDictionary<string, decimal> _costs = new(StringComparer.Ordinal);

    /// <summary>Unused licences whose price the store does not know (seats).</summary>
    public long WithoutPrice { get; private set; }

    /// <summary>What the others cost a month.</summary>
    public IReadOnlyList<MonthlyCost> Costs => [.. _costs.Select(cost => new MonthlyCost(cost.Key, Proration.Round(cost.Value, cost.Key)))];

    public void Add(Subscription subscription)
    {
        if (subscription is not { Status: SubscriptionStatus.Active, IsTrial: not true, AvailableLicenses: > 0 and var unused })
            return;
        if (SpendRules.MonthlyCost(subscription, unused) is not { } cost)
        {
            WithoutPrice += unused;
            return;
        }

        var currency = subscription.Currency!.ToUpper(CultureInfo.InvariantCulture);
        _costs[currency] = _costs.GetValueOrDefault(currency) + cost;
    }
}
