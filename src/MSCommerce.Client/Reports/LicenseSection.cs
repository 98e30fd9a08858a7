namespace MSCommerce.Reports;

/// <summary>Licences bought, assigned and unused, and who bought them.</summary>
internal static class LicenseSection
{
    private static readonly string[] Uses = ["Assigned", "Unused"];

    public static ReportSection Fill(ReportSection section, LicenseReport licenses, ReportManner manner) => section with
    {
        Lead = "Licences of every subscription that is not deleted: how many were bought, how many are assigned to users, and how many nobody uses.",
        Notes = [.. Notes(licenses, manner)],
        Blocks = [.. ByChannel(licenses, manner), ByProduct(licenses, manner)],
    };

    private static IEnumerable<string> Notes(LicenseReport licenses, ReportManner manner)
    {
        if (licenses.UnusedCost is { Count: > 0 } costs)
            yield return $"At their prices the unused licences of active subscriptions cost {string.Join(" and ", costs.Select(cost => manner.Money(cost.Amount, cost.Currency)))} a month; trials are left out.";
        if (licenses.UnusedWithoutPrice > 0)
            yield return $"The price of {manner.Count(licenses.UnusedWithoutPrice, "unused licence")} is unknown: what they cost is in no amount here.";
        if (licenses.UnusedCost is null)
            yield return "What unused licences cost is unknown: the store does not list subscriptions.";
        if (licenses.SelfService is null || licenses.Central is null)
            yield return "The store does not tell licences that users bought from those of the organisation, for some products or for all: the table by product counts them together.";
    }

    private static IEnumerable<ReportBlock> ByChannel(LicenseReport licenses, ReportManner manner)
    {
        if (licenses is not { SelfService: { } self, Central: { } central })
            yield break;
        (string Name, LicenseCount Count)[] channels = [("Bought by users", self), ("Bought by the organisation", central)];
        yield return new()
        {
            Heading = "Self-service and central",
            Svg = Charts.Bars(new()
            {
                Id = "licences-channels",
                Title = "Licences by who bought them",
                Description = string.Join(". ", channels.Select(channel => $"{channel.Name}: {manner.Number(channel.Count.Assigned)} assigned, {manner.Number(channel.Count.Unused)} unused")) + ".",
                Series = Uses,
                Bars = [.. channels.Select(channel => Bar(channel.Name, channel.Count, manner))],
            }),
            Table = new()
            {
                Caption = "Licences by who bought them",
                Columns = [new("Bought by"), .. Columns],
                Rows = [Row("Users", self, manner), Row("The organisation", central, manner)],
                Total = Row("Total", licenses.All, manner),
            },
        };
    }

    private static ReportBlock ByProduct(LicenseReport licenses, ReportManner manner) => new()
    {
        Heading = "By product",
        Svg = licenses.ByProduct.Count == 0 ? null : Charts.Bars(new()
        {
            Id = "licences-products",
            Title = "Licences by product, the most unused first",
            Description = $"{manner.Number(licenses.All.Unused)} of {manner.Count(licenses.All.Bought, "licence")} are unused, the most of {licenses.ByProduct[0].ProductName}. The table has every product.",
            Series = Uses,
            Bars = [.. licenses.ByProduct.Take(ReportLimits.Bars).Select(product => Bar(product.ProductName, new(product.TotalLicenses, product.AssignedLicenses), manner))],
        }),
        Table = new()
        {
            Caption = "Licences by product, the most unused first",
            Columns = [new("Product"), .. Columns],
            Rows = [.. licenses.ByProduct.Select(product => Row(product.ProductName, new(product.TotalLicenses, product.AssignedLicenses), manner))],
            Empty = "There are no licences.",
        },
    };

    private static IEnumerable<ReportColumn> Columns => [new("Bought", IsNumber: true), new("Assigned", IsNumber: true), new("Unused", IsNumber: true), new("Used", IsNumber: true)];

    private static ChartBar Bar(string name, LicenseCount count, ReportManner manner) =>
        new(name, [count.Assigned, count.Unused], $"{manner.Number(count.Unused)} of {manner.Number(count.Bought)} unused");

    private static ReportRow Row(string name, LicenseCount count, ReportManner manner)
    {
        var cells = new Cells(manner);
        return new(Cells.Text(name), [cells.Number(count.Bought), cells.Number(count.Assigned), cells.Number(count.Unused), cells.Percent(count.Assigned, count.Bought)]);
    }
}
