namespace MSCommerce.Reports;

/// <summary>Spend by month, product and purchaser: each currency by itself.</summary>
internal static class SpendSection
{
    private static readonly string[] Channels = ["By users", "By the organisation"];

    public static ReportSection Fill(ReportSection section, CommerceReport report, SpendReport spend, ReportManner manner) => section with
    {
        Lead = $"{ReportPages.Period(report, manner)}. What the orders of every subscription come to at its price: a term counts in full on the day it begins, "
            + "licences added for the days that were left, and what users gave back is taken off. Taxes are not in it. Amounts of different currencies are never added.",
        Notes = [.. Notes(spend, manner)],
        Blocks = [.. spend.Currencies.SelectMany((currency, index) => Blocks(currency, index, spend.Currencies.Count > 1 ? $", in {currency.Currency}" : "", manner)), .. Unpriced(spend, manner)],
    };

    private static IEnumerable<string> Notes(SpendReport spend, ReportManner manner)
    {
        if (spend is { Currencies.Count: 0, WithoutPrice.Count: 0 })
            yield return "Nothing was spent in these months.";
        if (spend.WithoutPrice.Count > 0)
        {
            yield return $"The price of {manner.Count(spend.WithoutPrice.Sum(product => product.Subscriptions), "subscription")} with "
                + $"{manner.Count(spend.WithoutPrice.Sum(product => product.Licenses), "licence")} is unknown: {(spend.Currencies.Count > 0 ? "what they cost is in no amount here" : "what was spent is unknown")}.";
        }
    }

    private static IEnumerable<ReportBlock> Blocks(CurrencySpend spend, int index, string suffix, ReportManner manner)
    {
        yield return ByMonth(spend, index, suffix, manner);
        yield return ByProduct(spend, index, suffix, manner);
        if (spend.Purchasers > 0)
            yield return ByPurchaser(spend, index, suffix, manner);
    }

    private static ReportBlock ByMonth(CurrencySpend spend, int index, string suffix, ReportManner manner)
    {
        var cells = new Cells(manner);
        var most = spend.ByMonth.MaxBy(month => month.SelfService + month.Central)!;
        return new()
        {
            Heading = $"By month{suffix}",
            Svg = Charts.Columns(
                new()
                {
                    Id = $"spend-months-{index}",
                    Title = $"Spend by month in {spend.Currency}",
                    Description = $"The most, {manner.Money(most.SelfService + most.Central, spend.Currency)}, was spent in {manner.Month(most.Month)}. The table has every month.",
                    Series = Channels,
                    Unit = spend.Currency,
                    Bars =
                    [
                        .. spend.ByMonth.Select((month, at) => new ChartBar(
                            manner.ShortMonth(month.Month), [month.SelfService, month.Central], Below: month.Month.Month == 1 || (at == 0 && month.Month.Month < 12) ? manner.Year(month.Month) : "")),
                    ],
                },
                manner.Rounded),
            Table = new()
            {
                Caption = $"Spend by month in {spend.Currency}",
                Columns = [new("Month"), .. Channels.Select(channel => new ReportColumn(channel, IsNumber: true)), new("Total", IsNumber: true)],
                Rows = [.. spend.ByMonth.Select(month => new ReportRow(cells.Month(month.Month), Amounts(month.SelfService, month.Central)))],
                Total = new(Cells.Text("Total"), Amounts(spend.SelfService, spend.Central)),
            },
        };

        List<ReportCell> Amounts(decimal self, decimal central) => [.. new[] { self, central, self + central }.Select(amount => cells.Money(amount, spend.Currency))];
    }

    private static ReportBlock ByProduct(CurrencySpend spend, int index, string suffix, ReportManner manner)
    {
        var cells = new Cells(manner);
        return new()
        {
            Heading = $"By product{suffix}",
            Svg = Charts.Bars(new()
            {
                Id = $"spend-products-{index}",
                Title = $"Spend by product in {spend.Currency}",
                Description = $"{spend.ByProduct.Select(product => $"Most was spent on {product.ProductName}: {manner.Money(product.Total, spend.Currency)}. ").FirstOrDefault()}The table has every product.",
                Series = Channels,
                Bars = [.. spend.ByProduct.Take(ReportLimits.Bars).Select(product => new ChartBar(product.ProductName, [product.SelfService, product.Central], manner.Money(product.Total, spend.Currency)))],
            }),
            Table = new()
            {
                Caption = $"Spend by product in {spend.Currency}",
                Columns = [new("Product"), .. Channels.Select(channel => new ReportColumn(channel, IsNumber: true)), new("Total", IsNumber: true)],
                Rows =
                [
                    .. spend.ByProduct.Select(product => new ReportRow(
                        Cells.Text(product.ProductName),
                        [cells.Money(product.SelfService, spend.Currency), cells.Money(product.Central, spend.Currency), cells.Money(product.Total, spend.Currency)])),
                ],
                Empty = "Nothing was spent in these months.",
            },
        };
    }

    private static ReportBlock ByPurchaser(CurrencySpend spend, int index, string suffix, ReportManner manner)
    {
        var cells = new Cells(manner);
        var more = spend.Purchasers - spend.ByPurchaser.Count;
        return new()
        {
            Heading = $"By purchaser{suffix}",
            Svg = Charts.Bars(new()
            {
                Id = $"spend-purchasers-{index}",
                Title = $"Spend by purchaser in {spend.Currency}",
                Description = $"{manner.Count(spend.Purchasers, "purchaser")} spent {manner.Money(spend.SelfService, spend.Currency)}. The table has those who spent most.",
                Series = [Channels[0]],
                Bars = [.. spend.ByPurchaser.Take(ReportLimits.Bars).Select(purchaser => new ChartBar(NameOf(purchaser), [purchaser.Amount], manner.Money(purchaser.Amount, spend.Currency)))],
            }),
            Table = new()
            {
                Caption = $"Spend by purchaser in {spend.Currency}",
                Columns = [new("Purchaser"), new("Account"), new("Subscriptions", IsNumber: true), new("Spent", IsNumber: true)],
                Rows =
                [
                    .. spend.ByPurchaser.Select(purchaser => new ReportRow(
                        Cells.Text(NameOf(purchaser)), [Cells.Text(purchaser.Purchaser), cells.Number(purchaser.Subscriptions), cells.Money(purchaser.Amount, spend.Currency)])),
                ],
                More = more > 0
                    ? $"and {manner.Count(more, "more purchaser")}, who spent {manner.Money(spend.SelfService - spend.ByPurchaser.Sum(purchaser => purchaser.Amount), spend.Currency)}"
                    : null,
            },
        };
    }

    private static string NameOf(PurchaserSpend purchaser) => purchaser.PurchaserName ?? purchaser.Purchaser;

    private static IEnumerable<ReportBlock> Unpriced(SpendReport spend, ReportManner manner)
    {
        if (spend.WithoutPrice.Count == 0)
            yield break;
        var cells = new Cells(manner);
        yield return new()
        {
            Heading = "Without a known price",
            IsWide = true,
            Table = new()
            {
                Caption = "Subscriptions whose price is unknown",
                Columns = [new("Product"), new("Subscriptions", IsNumber: true), new("Licences", IsNumber: true), new("Spent", IsNumber: true)],
                Rows =
                [
                    .. spend.WithoutPrice.Select(product => new ReportRow(
                        Cells.Text(product.ProductName), [cells.Number(product.Subscriptions), cells.Number(product.Licenses), cells.Money(null, null)])),
                ],
            },
        };
    }
}
