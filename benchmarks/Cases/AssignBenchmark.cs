using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>Many who assign licences of one subscription at the same moment, against one who does nothing but write the rows.</summary>
internal sealed class AssignBenchmark(Engine engine) : IBenchmark
{
    private const string Subscription = "crowded";

    // Enough that nobody runs out of users to give licences to.
    private const int MostAssignments = 100_000;

    private static readonly string[] Bare =
    [
        """
        INSERT INTO license (tenant_id, subscription_key, user_key, assigned_at)
        SELECT s.tenant_id, s.subscription_key, u.user_key, @now FROM subscription s JOIN tenant_user u ON u.tenant_id = s.tenant_id
        WHERE s.tenant_id = 1 AND s.subscription_id = @subscription AND u.upn_key = @user
        """,
        """
        INSERT INTO audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, after, outcome, correlation_id)
        SELECT a.tenant_id, k.last + 1, @now, a.upn, a.user_key, 'LicenseAssigned', @user, @subscription, 'Succeeded', @correlation
        FROM tenant_user a JOIN key_counter k ON k.tenant_id = a.tenant_id AND k.name = 'audit' WHERE a.tenant_id = 1 AND a.user_key = @actor
        """,
        "UPDATE key_counter SET last = last + 1 WHERE tenant_id = 1 AND name = 'audit'",
        "UPDATE subscription SET assigned = assigned + 1, version = version + 1 WHERE tenant_id = 1 AND subscription_id = @subscription",
    ];

    public string Name => $"assign-{engine.Name}";

    public string Summary => "Assignments a second under many writers against one writer's bare transactions";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        var together = new Comparison { Name = Name, Against = "one writer's bare transactions", Unit = "/s", Bar = Bar.AtLeast(0.5), Needs = engine.Missing };
        var slowest = new Comparison { Name = Name, Against = "the mean of the writers, by the slowest of them", Unit = "/s", Bar = Bar.AtLeast(0.25), Needs = engine.Missing };
        if (engine.Missing is not null)
        {
            yield return together;
            yield return slowest;
            yield break;
        }

        var store = await engine.MakeAsync(lab, "crowd", MoveStore.Options, client => FillAsync(client, stop), stop);
        var writers = new List<CommerceClient>();
        try
        {
            for (var writer = 0; writer < lab.Sizes.Writers; writer++)
                writers.Add(await store.OpenAsync(stop));
            await using var bare = await store.BareAsync(stop);
            var actor = Convert.ToInt64(await bare.ScalarAsync($"SELECT user_key FROM tenant_user WHERE upn = '{MoveStore.Administrator}'", stop), CultureInfo.InvariantCulture);
            var users = new Users();
            var shares = new List<double>();
            var medians = await Turns.MedianAsync(
                lab.Sizes.Rounds,
                async () =>
                {
                    var counts = await Task.WhenAll(writers.Select(writer => Task.Run(() => WriteAsync(writer, users, lab.Sizes.Writing, stop), stop)));
                    shares.Add(counts.Min());
                    return counts.Sum();
                },
                () => WriteBareAsync(bare, users, actor, lab.Sizes.Writing, stop));
            var mean = medians[0] / writers.Count;
            yield return together with { Ours = medians[0], Other = medians[1], Note = $"{writers.Count} writers" };
            yield return slowest with { Ours = Turns.Median(shares), Other = mean, Note = $"{writers.Count} writers" };
        }
        finally
        {
            foreach (var writer in writers)
                await writer.DisposeAsync();
        }
    }

    private static async Task FillAsync(CommerceClient client, CancellationToken stop)
    {
        await MoveStore.FillUsersAsync(client, MostAssignments, stop);
        var row = new SubscriptionRow { Line = 2, SubscriptionId = Subscription, Product = MoveStore.Product, TotalLicenses = MostAssignments };
        await client.Store.Subscriptions.ImportAsync("benchmark", Rows.Of([row]), dryRun: false, null, stop);
    }

    /// <summary>Assigns one licence after the other.</summary>
    /// <returns>How many a second.</returns>
    private static async Task<double> WriteAsync(CommerceClient client, Users users, TimeSpan duration, CancellationToken stop)
    {
        var (since, count) = (Stopwatch.StartNew(), 0);
        while (since.Elapsed < duration)
        {
            var user = users.Next();
            // Whoever planned while another wrote plans anew, as the command line's users do.
            while (true)
            {
                try
                {
                    await client.Licenses.AssignAsync(new() { SubscriptionId = Subscription, User = [user] }, cancellationToken: stop);
                    break;
                }
                catch (CommerceException changed) when (changed.ErrorId == "ChangedMeanwhile")
                {
                    // Again.
                }
            }

            count++;
        }

        return count / since.Elapsed.TotalSeconds;
    }

    private static async Task<double> WriteBareAsync(BareSql bare, Users users, long actor, TimeSpan duration, CancellationToken stop)
    {
        var (since, count) = (Stopwatch.StartNew(), 0);
        for (; since.Elapsed < duration; count++)
        {
            await bare.ChangeAsync(
                Bare,
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["subscription"] = Subscription,
                    ["user"] = users.Next(),
                    ["actor"] = actor,
                    ["now"] = bare.Now(),
                    ["correlation"] = Guid.NewGuid().ToString(),
                },
                stop);
        }

        return count / since.Elapsed.TotalSeconds;
    }

    /// <summary>Gives every assignment a user of its own.</summary>
    private sealed class Users
    {
        private int _last;

        public string Next() => MoveStore.User(Interlocked.Increment(ref _last));
    }
}
