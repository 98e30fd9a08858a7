using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MSCommerce.Samples;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Benchmarks;

/// <summary>What one operation took.</summary>
/// <param name="Milliseconds">Its time, without starting and connecting.</param>
/// <param name="PeakBytes">The most memory that its process had in use at any time.</param>
internal sealed record OperationCost(double Milliseconds, long PeakBytes);

/// <summary>One operation in a process of its own, so that what it needs of memory can be told from everything else.</summary>
internal static class ChildOperation
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "operation";

    /// <summary>Fills a store that was just made with a sample tenant.</summary>
    public const string Fill = "fill";

    public const string Export = "export";

    private static readonly Dictionary<string, Func<CommerceClient, string, CancellationToken, Task>> Known = new(StringComparer.Ordinal)
    {
        [Fill] = (client, users, stop) => SampleTenant.CreateAsync(client, new SampleOptions { Users = int.Parse(users, CultureInfo.InvariantCulture) }, null, stop),
        [Export] = (client, path, stop) => client.Licenses.ExportUsersAsync(new() { Path = path, Force = true }, null, stop),
        ["first subscription"] = async (client, _, stop) => await FirstAsync(client.Subscriptions.GetAsync(new() { First = 1 }, stop), _ => true),
        ["all users as objects"] = async (client, _, stop) =>
        {
            await foreach (var user in client.Licenses.GetUsersAsync(new(), stop))
                GC.KeepAlive(user);
        },
        ["one user's licences"] = async (client, _, stop) => await FirstAsync(client.Licenses.GetUsersAsync(new() { User = ["gita.petrov@fabrikam.example"] }, stop), _ => false),
        ["summary of products"] = async (client, _, stop) => await FirstAsync(client.Licenses.GetSummaryAsync(new(), stop), _ => false),
        ["assign 20 licences"] = async (client, _, stop) =>
        {
            var users = new List<string>();
            await foreach (var user in client.Tenant.GetUsersAsync(new() { AccountEnabled = true }, stop))
            {
                users.Add(user.UserPrincipalName);
                if (users.Count == 20)
                    break;
            }

            var central = await FirstAsync(client.Subscriptions.GetAsync(new() { Channel = SubscriptionChannel.Central, Product = ["Visio Plan 2"] }, stop), _ => true);
            await client.Licenses.AssignAsync(new() { SubscriptionId = central!.SubscriptionId, User = users }, cancellationToken: stop);
        },
        ["move a tenth of the users"] = async (client, _, stop) =>
        {
            Subscription? pilot = null;
            await foreach (var subscription in client.Subscriptions.GetAsync(new() { Channel = SubscriptionChannel.SelfService }, stop))
            {
                if (subscription.AssignedLicenses > (pilot?.AssignedLicenses ?? 0))
                    pilot = subscription;
            }

            var target = await FirstAsync(client.Subscriptions.GetAsync(new() { Channel = SubscriptionChannel.Central, Product = [pilot!.ProductName] }, stop), _ => true);
            await client.Licenses.MoveAsync(new() { SubscriptionId = [pilot.SubscriptionId], TargetSubscriptionId = target!.SubscriptionId }, null, stop);
        },
    };

    /// <summary>What a store can be asked after it was filled, in an order in which none spoils the next.</summary>
    public static IReadOnlyList<string> AfterFilling { get; } = [.. Known.Keys.Where(name => name != Fill)];

    /// <summary>Those that change nothing.</summary>
    public static IReadOnlyList<string> Reading { get; } = [.. AfterFilling.Where(name => !name.StartsWith("assign", StringComparison.Ordinal) && !name.StartsWith("move", StringComparison.Ordinal))];

    /// <summary>Runs an operation in a process of its own.</summary>
    public static async Task<OperationCost> RunAsync(string operation, string address, string argument, CancellationToken stop)
    {
        string[] arguments = ["exec", typeof(ChildOperation).Assembly.Location, Verb, operation, address, argument];
        var (output, _) = await Programs.RunAsync("dotnet", arguments, stop);
        return JsonSerializer.Deserialize<OperationCost>(output)!;
    }

    /// <summary>Is that process.</summary>
    public static async Task<OperationCost> BeAsync(string operation, string address, string argument, CancellationToken stop)
    {
        var registry = new StoreRegistry(new SqliteStoreFactory(), new PostgreSqlStoreFactory());
        var options = operation == Fill && address.StartsWith("sqlite:", StringComparison.Ordinal) ? SampleTenant.StoreOptions : new();
        await using var client = new CommerceClient(await registry.OpenAsync(address, options, stop));
        var since = Stopwatch.GetTimestamp();
        await Known[operation](client, argument, stop);
        var taken = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        using var process = Process.GetCurrentProcess();
        return new(taken, process.PeakWorkingSet64);
    }

    /// <summary>The first that will do; null where none does, and all of them were read.</summary>
    private static async Task<T?> FirstAsync<T>(IAsyncEnumerable<T> items, Func<T, bool> willDo)
    {
        await foreach (var item in items)
        {
            if (willDo(item))
                return item;
        }

        return default;
    }
}
