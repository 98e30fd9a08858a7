using System.Text;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Torture.Tests.Inputs;

/// <summary>Sound files of every kind that can be imported, and what can be done to their bytes.</summary>
internal static class FileSeeds
{
    private static readonly byte[][] Intruders =
    [
        [0], [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\n"u8.ToArray(), "\r"u8.ToArray(),
        "=1+1"u8.ToArray(), "-1"u8.ToArray(), "99999999999999999999"u8.ToArray(), "1e999"u8.ToArray(), "null"u8.ToArray(), "{"u8.ToArray(), "[[[["u8.ToArray(), "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(),
        "9999-99-99"u8.ToArray(), "0000-00-00T00:00:00Z"u8.ToArray(), "9999-12-31T23:59:59.9999999-14:00"u8.ToArray(),
    ];

    public static IReadOnlyList<(string Name, byte[] Content, Func<CommerceClient, string, CancellationToken, Task> Import)> All { get; } =
    [
        Users("users.csv", "UserPrincipalName,DisplayName,UserType,AccountEnabled,Roles\nnew@crowd.example,\"New, Nele\",Member,True,GlobalReader\nother@crowd.example,Other,Guest,False,\n"),
        Users("users.jsonl", "{\"UserPrincipalName\":\"new@crowd.example\",\"DisplayName\":\"New\",\"AccountEnabled\":true,\"Roles\":[\"GlobalReader\"]}\n"),
        Subscriptions("subscriptions.csv", "SubscriptionId,ProductId,Purchaser,TotalLicenses,PurchasedAt,Term,ExpiresAt,AutoRenew,PricePerLicense,Currency\ns-1,Power BI Pro,,5,2026-01-31,Year,2027-01-31,True,9.9,EUR\n"),
        Subscriptions("subscriptions.jsonl", "{\"SubscriptionId\":\"s-1\",\"ProductId\":\"CFQ7TTC0H9MP\",\"TotalLicenses\":5,\"PurchasedAt\":\"2026-01-31T00:00:00Z\"}\n"),
        Licenses("licenses.csv", $"SubscriptionId,UserPrincipalName,AssignedAt,DisabledServices\n{Crowd.Target},{Crowd.Name(1)},2026-02-01,\n"),
        Licenses("licenses.jsonl", $"{{\"SubscriptionId\":\"{Crowd.Target}\",\"UserPrincipalName\":\"{Crowd.Name(1)}\",\"DisabledServices\":[]}}\n"),
        Products("products.csv", "ProductId,ProductName,Family,ListPrice,OrganizationPrice,Currency,Services,HasTrialWithoutPaymentMethod,DatabaseCapacityMB\nCFQ7TTC0NEW1,New,New,9.90,8,EUR,A;B,True,250\n"),
        Products("products.jsonl", "{\"ProductId\":\"CFQ7TTC0NEW1\",\"ProductName\":\"New\",\"Family\":\"New\",\"ListPrice\":9.9,\"Currency\":\"EUR\",\"Services\":[\"A\"]}\n"),
        Baseline("baseline.csv", "ProductId,PolicyValue\nVisio Plan 1,Disabled\n*,Enabled\n"),
        Baseline("baseline.json", "[{\"ProductId\":\"Visio Plan 1\",\"PolicyValue\":\"Disabled\"},{\"ProductId\":\"*\",\"PolicyValue\":\"Enabled\"}]"),
    ];

    public static byte[] Mutate(byte[] content, Random random)
    {
        var bytes = content.ToList();
        for (var edits = random.Next(1, 6); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Intruders[random.Next(Intruders.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 3000)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static (string Name, byte[] Content, Func<CommerceClient, string, CancellationToken, Task> Import) Users(string name, string content) =>
        (name, Encoding.UTF8.GetBytes(content), (client, path, stop) => client.Tenant.ImportUsersAsync(new() { Path = path, DryRun = true }, null, stop));

    private static (string Name, byte[] Content, Func<CommerceClient, string, CancellationToken, Task> Import) Subscriptions(string name, string content) =>
        (name, Encoding.UTF8.GetBytes(content), (client, path, stop) => client.Subscriptions.ImportAsync(new() { Path = path, DryRun = true }, null, stop));

    private static (string Name, byte[] Content, Func<CommerceClient, string, CancellationToken, Task> Import) Licenses(string name, string content) =>
        (name, Encoding.UTF8.GetBytes(content), (client, path, stop) => client.Licenses.ImportAsync(new() { Path = path, DryRun = true }, null, stop));

    private static (string Name, byte[] Content, Func<CommerceClient, string, CancellationToken, Task> Import) Products(string name, string content) =>
        (name, Encoding.UTF8.GetBytes(content), (client, path, stop) => client.Products.ImportAsync(new() { Path = path, DryRun = true }, stop));

    private static (string Name, byte[] Content, Func<CommerceClient, string, CancellationToken, Task> Import) Baseline(string name, string content) =>
        (name, Encoding.UTF8.GetBytes(content), (client, path, stop) => client.Policies.SetBaselineAsync(new() { Path = path, DryRun = true }, null, stop));
}
