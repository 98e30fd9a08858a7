using System.Runtime.CompilerServices;

namespace MSCommerce.Files;

/// <summary>Assignments from CSV or JSON lines; what <c>Export-SelfServiceUser</c> writes can be read back.</summary>
internal static class LicenseFile
{
    private static readonly string[][] Required = [["SubscriptionId"], ["UserPrincipalName", "UserId"]];

    public static async IAsyncEnumerable<LicenseRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        RowFile.DemandRows(path);
        await foreach (var row in RowFile.ReadAsync(path, Required, stop))
        {
            yield return new LicenseRow
            {
                Line = row.Line,
                SubscriptionId = row.Required("SubscriptionId"),
                User = row.Required("UserPrincipalName", "UserId"),
                AssignedAt = row.Date("AssignedAt"),
                DisabledServices = row.List("DisabledServices"),
            };
        }
    }
}
