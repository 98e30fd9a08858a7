using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Files;

/// <summary>Subscriptions from CSV or JSON lines, with the columns of <see cref="SubscriptionRow"/>.</summary>
internal static class SubscriptionFile
{
    private static readonly string[][] Required = [["SubscriptionId"], ["ProductId", "Product", "ProductName"], ["TotalLicenses"]];

    public static async IAsyncEnumerable<SubscriptionRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        RowFile.DemandRows(path);
        await foreach (var row in RowFile.ReadAsync(path, Required, stop))
        {
            var parsed = new SubscriptionRow
            {
                Line = row.Line,
                SubscriptionId = row.Required("SubscriptionId"),
                Product = row.Required("ProductId", "Product", "ProductName"),
                Purchaser = row.Text("Purchaser", "PurchaserId"),
                TotalLicenses = row.RequiredInt32("TotalLicenses"),
                PurchasedAt = row.Date("PurchasedAt"),
                Term = row.Enum<SubscriptionTerm>("Term"),
                ExpiresAt = row.Date("ExpiresAt"),
                AutoRenew = row.Boolean("AutoRenew"),
                IsTrial = row.Boolean("IsTrial"),
                PricePerLicense = row.Decimal("PricePerLicense"),
                Currency = row.Text("Currency")?.ToUpperInvariant(),
                CancelledAt = row.Date("CancelledAt"),
            };
            Check(row, parsed);
            yield return parsed;
        }
    }

    private static void Check(FileRow row, SubscriptionRow parsed)
    {
        if (parsed.TotalLicenses < 1)
            throw row.Invalid($"TotalLicenses is {parsed.TotalLicenses}; a subscription has at least 1 licence");
        if (parsed.PricePerLicense < 0)
            throw row.Invalid("PricePerLicense is negative");
        if (parsed.PricePerLicense is not null && parsed.Currency is null)
            throw row.Invalid("PricePerLicense has no Currency; add the column, with codes such as EUR");
        if (parsed.Currency is { } currency && !Currencies.IsKnown(currency))
            throw row.Invalid($"'{currency}' in Currency is not an ISO 4217 code such as EUR");
        if (parsed.ExpiresAt <= parsed.PurchasedAt)
            throw row.Invalid("ExpiresAt is not after PurchasedAt");
    }
}
