using System.Globalization;
using System.Text.Json.Nodes;
using MSCommerce.ServiceDouble;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>Random faults, outside and inside batches: every user is as wanted or named in an error, and none is reported done that is not.</summary>
public sealed class GraphFaultRunTests : GraphTests
{
    private const int People = 60;
    private static readonly FaultKind[] Kinds = [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.EchoesToken)];

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("MSCOMMERCE_FAULT_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 100;

    [Fact]
    [Trait("Requirement", "T2")]
    public async Task Every_user_is_moved_or_named_and_a_sound_run_finishes_the_rest()
    {
        Directory.Fill(People, Visio);
        Directory.SetSeats(VisioCentral, 1000);
        var (start, done, failed) = (Snapshot(), 0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            Restore(start);
            await using var client = await Tenant.ConnectAsync();
            var plan = await client.Licenses.PlanMoveAsync(new() { SubscriptionId = [Id(1)], TargetSubscriptionId = Id(2) }, Stop);
            Break(seed);
            IReadOnlyList<MoveResult> results = [];
            string? broke = null;
            try
            {
                results = await client.Licenses.ApplyMoveAsync(plan, cancellationToken: Stop);
            }
            catch (CommerceException failure)
            {
                // The list itself could not be read to its end: nothing is reported done.
                broke = failure.Message;
            }

            Mend();
            if (broke is null)
            {
                var result = Assert.Single(results);
                var named = result.Failures.Select(failure => failure.User).ToList();
                Assert.Equal(named.Count, named.Distinct(StringComparer.OrdinalIgnoreCase).Count());
                foreach (var (user, held) in Directory.Licenses())
                    Assert.True(!held.Contains(Visio) || named.Contains(user), $"run {seed}: {user} still has the old licence, and nobody said so");
                var moved = Directory.Licenses().Count(user => user.Value.Contains(VisioCentral)) - 1;
                Assert.True(result.Users <= moved + 1, $"run {seed}: {result.Users} reported done and {moved} are");
                Assert.Equal(People + 4, result.Users + named.Count);
                (done, failed) = (done + result.Users, failed + named.Count - 1);
            }

            Assert.All(Directory.Licenses(), user => Assert.True(user.Value.Length > 0 || user.Key.StartsWith("ada", StringComparison.Ordinal) || !user.Key.StartsWith("user", StringComparison.Ordinal), $"run {seed}: {user.Key} has nothing"));
            await client.Licenses.MoveAsync(new() { SubscriptionId = [Id(1)], TargetSubscriptionId = Id(2) }, cancellationToken: Stop);
            Assert.Equal([Upn("egon")], Directory.Licenses().Where(user => user.Value.Contains(Visio)).Select(user => user.Key));
        }

        Assert.True(done > 0 && failed > 0, $"{done} done, {failed} failed");
    }

    [Fact]
    [Trait("Requirement", "U4")]
    public async Task Every_user_is_given_a_licence_or_named()
    {
        Directory.Fill(People, Visio);
        Directory.SetSeats(VisioCentral, 1000);
        var users = Directory.Users.Values.Select(user => (string)user["userPrincipalName"]!).Where(user => user.StartsWith("user", StringComparison.Ordinal)).ToList();
        var (start, done, failed) = (Snapshot(), 0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            Restore(start);
            await using var client = await Tenant.ConnectAsync();
            var plan = await client.Licenses.PlanAssignAsync(new() { SubscriptionId = Id(2), User = users }, Stop);
            Break(seed);
            LicenseResult? result = null;
            try
            {
                result = Assert.Single(await client.Licenses.ApplyAsync(plan, cancellationToken: Stop));
            }
            catch (CommerceException)
            {
                // Nothing was begun: users could not even be looked up.
                Assert.All(users, user => Assert.DoesNotContain(VisioCentral, Directory.Licenses()[user]));
            }

            Mend();
            if (result is null)
                continue;
            var named = result.Failures.Select(failure => failure.User).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Assert.Equal(users.Count, result.Assigned + result.Unchanged + named.Count);
            Assert.All(users, user => Assert.True(Directory.Licenses()[user].Contains(VisioCentral) || named.Contains(user), $"run {seed}: {user} has no licence, and nobody said so"));
            Assert.True(result.Assigned <= users.Count(user => Directory.Licenses()[user].Contains(VisioCentral)), $"run {seed}: more are reported done than are");
            (done, failed) = (done + result.Assigned, failed + named.Count);
        }

        Assert.True(done > 0 && failed > 0, $"{done} done, {failed} failed");
    }

    private void Break(int seed)
    {
        var random = new Random(seed);
        var (outer, inner) = (random.NextDouble() * 0.6, random.NextDouble());
        Fault? Draw(double share)
        {
            lock (random)
                return random.NextDouble() < share ? new(Kinds[random.Next(Kinds.Length)], random.Next(3) == 0 ? random.Next(5) : null) : null;
        }

        Tenant.Server.Faults.Rule = _ => Draw(outer);
        Tenant.Server.Faults.InnerRule = (_, _) => Draw(inner);
    }

    private void Mend() => (Tenant.Server.Faults.Rule, Tenant.Server.Faults.InnerRule) = (null, null);

    private Dictionary<string, string> Snapshot() => Directory.Users.ToDictionary(user => user.Key, user => user.Value.ToJsonString());

    private void Restore(Dictionary<string, string> start)
    {
        lock (Directory.Lock)
        {
            foreach (var (id, text) in start)
                Directory.Users[id] = JsonNode.Parse(text)!.AsObject();
        }
    }
}
