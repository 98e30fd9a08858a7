using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Reports;

/// <summary>Adds up what was spent, by currency, month, product and purchaser, subscription after subscription.</summary>
internal sealed class SpendLedger(DateOnly firstMonth, int months)
{
    private readonly SortedDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UnpricedProduct> _unpriced = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a subscription that is Active to what is paid a month at present.</summary>
    public void AddPresent(Subscription subscription)
    {
        if (subscription is { Status: SubscriptionStatus.Active, IsTrial: not true, Currency: { } currency } && SpendRules.MonthlyCost(subscription, subscription.TotalLicenses) is { } cost)
            Of(currency).Present += cost;
    }

    /// <summary>Adds what was spent on a subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="items">What was spent, within the months of the report.</param>
    public void Add(Subscription subscription, IEnumerable<SpendItem> items)
    {
        var (isUnpriced, isSpent) = (false, false);
        foreach (var item in items)
        {
            if (item.Amount is not { } amount)
            {
                isUnpriced = true;
                continue;
            }

            isSpent = true;
            Of(subscription.Currency!).Add(subscription, MonthOf(item.At), amount);
        }

        if (isSpent && subscription is { Channel: SubscriptionChannel.SelfService, Purchaser: { } purchaser })
            Of(subscription.Currency!).Count(purchaser);
        if (isUnpriced)
        {
            var known = _unpriced.GetValueOrDefault(subscription.ProductName, new(subscription.ProductName, 0, 0));
            _unpriced[subscription.ProductName] = known with { Subscriptions = known.Subscriptions + 1, Licenses = known.Licenses + subscription.TotalLicenses };
        }
    }

    public SpendReport ToReport() => new()
    {
        Currencies = [.. _accounts.Select(account => account.Value.ToSpend(account.Key, firstMonth))],
        WithoutPrice = [.. _unpriced.Values.OrderBy(product => product.ProductName, StringComparer.OrdinalIgnoreCase)],
    };

    private int MonthOf(DateTimeOffset at) => ((at.UtcDateTime.Year - firstMonth.Year) * 12) + at.UtcDateTime.Month - firstMonth.Month;

    private Account Of(string currency)
    {
        currency = currency.ToUpper(CultureInfo.InvariantCulture);
        return _accounts.TryGetValue(currency, out var account) ? account : _accounts[currency] = new(months);
    }

    private sealed class Account(int months)
    {
        private readonly (decimal SelfService, decimal Central)[] _months = new (decimal, decimal)[months];
        private readonly Dictionary<string, ProductSpend> _products = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, PurchaserSpend> _purchasers = new(StringComparer.OrdinalIgnoreCase);

        public decimal Present { get; set; }

        public void Add(Subscription subscription, int month, decimal amount)
        {
            var (self, central) = subscription.Channel == SubscriptionChannel.SelfService ? (amount, 0m) : (0m, amount);
            _months[month].SelfService += self;
            _months[month].Central += central;
            var product = _products.GetValueOrDefault(subscription.ProductName, new(subscription.ProductName, 0, 0));
            _products[subscription.ProductName] = product with { SelfService = product.SelfService + self, Central = product.Central + central };
            if (subscription is { Channel: SubscriptionChannel.SelfService, Purchaser: { } purchaser })
            {
                var spent = _purchasers.GetValueOrDefault(purchaser, new(purchaser, subscription.PurchaserName, 0, 0));
                _purchasers[purchaser] = spent with { Amount = spent.Amount + amount };
            }
        }

        public void Count(string purchaser) => _purchasers[purchaser] = _purchasers[purchaser] with { Subscriptions = _purchasers[purchaser].Subscriptions + 1 };

        public CurrencySpend ToSpend(string currency, DateOnly firstMonth) => new()
        {
            Currency = currency,
            PresentMonthlyCost = Proration.Round(Present, currency),
            ByMonth = [.. _months.Select((month, index) => new MonthSpend(firstMonth.AddMonths(index), month.SelfService, month.Central))],
            ByProduct = [.. _products.Values.OrderByDescending(product => product.Total).ThenBy(product => product.ProductName, StringComparer.OrdinalIgnoreCase)],
            ByPurchaser =
            [
                .. _purchasers.Values.OrderByDescending(purchaser => purchaser.Amount).ThenBy(purchaser => purchaser.Purchaser, StringComparer.OrdinalIgnoreCase)
                    .Take(ReportLimits.Purchasers),
            ],
            Purchasers = _purchasers.Count,
        };
    }
}
