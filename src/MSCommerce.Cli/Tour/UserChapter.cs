using System.Globalization;

namespace MSCommerce.Cli.Tour;

/// <summary>The second job: what was bought, and who is licensed.</summary>
internal sealed class UserChapter(CommerceClient client, TourPage page, string file)
{
    private const int LinesShown = 4;

    /// <summary>Goes through it.</summary>
    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken stop)
    {
        page.Chapter("See what people bought, and export who is licensed");
        page.Say("What has been bought by self-service, by whom, and what has become of it:");
        page.PowerShell("Get-SelfServiceSubscription -SelfService");
        var bought = await client.Subscriptions.GetAsync(new() { Channel = SubscriptionChannel.SelfService }, stop).ToListAsync(stop);
        page.Table(
            [new("ProductName"), new("PurchaserName"), new("Status", StaysWhole: true), new("ExpiresAt", StaysWhole: true), new("Total", AlignsRight: true, StaysWhole: true), new("Assigned", AlignsRight: true, StaysWhole: true)],
            bought.Select(subscription => new[]
            {
                subscription.ProductName, subscription.PurchaserName ?? "", subscription.Status.ToString(), subscription.ExpiresAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                Number(subscription.TotalLicenses), Number(subscription.AssignedLicenses),
            }));
        page.Check(bought.Count > 0 && bought.TrueForAll(subscription => subscription.Purchaser is not null), $"{bought.Count} subscriptions, each with its purchaser.");

        page.Say("Everybody who holds a licence, the organisation's or a purchaser's, in a file for a spreadsheet or the next script:");
        page.PowerShell("Export-SelfServiceUser -Path users.csv");
        var export = await client.Licenses.ExportUsersAsync(new() { Path = file }, null, stop);
        var lines = await File.ReadAllLinesAsync(file, stop);
        page.Lines(lines.Take(LinesShown).Append("…"));
        var listed = await client.Licenses.GetUsersAsync(new(), stop).CountAsync(stop);
        page.Check(export.Rows > 0 && export.Rows == listed && lines.Length == listed + 1, string.Create(CultureInfo.InvariantCulture, $"{export.Rows} rows and a header, {export.Bytes:N0} bytes: as many as Get-SelfServiceUser lists."));
        return string.Create(CultureInfo.InvariantCulture, $"{export.Rows} licensed users were exported to a CSV file.");
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
