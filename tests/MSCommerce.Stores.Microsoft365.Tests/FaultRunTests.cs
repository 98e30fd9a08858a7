using System.Globalization;
using MSCommerce.ServiceDouble;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>Random faults, many times: whatever happens, every product is as wanted or named in an error, and none is reported done that is not.</summary>
public sealed class FaultRunTests
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    // Some ten seconds; MSCOMMERCE_FAULT_RUNS sets another number.
    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("MSCOMMERCE_FAULT_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 500;

    [Fact]
    public async Task Every_product_is_as_wanted_or_named_in_an_error()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var tenant = await Tenant.StartAsync();
        tenant.Server.State.Fill(30);
        var (done, failed) = (0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            await using var client = await tenant.ConnectAsync();
            foreach (var product in tenant.Server.State.Products.Values)
                product["policyValue"] = "Enabled";
            var plan = await client.Policies.PlanAsync(new() { Product = ["*"], Value = "Disabled" }, stop);
            var random = new Random(seed);
            var share = random.NextDouble();
            tenant.Server.Faults.Rule = _ =>
            {
                lock (random)
                    return random.NextDouble() < share ? new(Kinds[random.Next(Kinds.Length)], random.Next(3) == 0 ? random.Next(5) : null) : null;
            };

            IReadOnlyList<PolicyChange> results = [];
            try
            {
                results = await client.Policies.ApplyAsync(plan, cancellationToken: stop);
            }
            catch (CommerceException)
            {
                // Nothing was begun: what holds could not even be looked at.
                Assert.All(plan, change => Assert.Equal("Enabled", tenant.Server.State.ValueOf(change.Id)));
            }

            tenant.Server.Faults.Rule = null;
            foreach (var result in results)
            {
                Assert.True(result.IsApplied ? result.Failure is null : result.Failure is not null, $"run {seed}: {result.Name} is neither done nor failed");
                Assert.True(!result.IsApplied || tenant.Server.State.ValueOf(result.Id) == "Disabled", $"run {seed}: {result.Name} is reported done and is not");
            }

            Assert.True(results.Count == 0 || results.Select(result => result.Id).SequenceEqual(plan.Select(change => change.Id)), $"run {seed}: some products are not reported");
            done += results.Count(result => result.IsApplied);
            failed += results.Count(result => !result.IsApplied);
        }

        // Faults that all passed, or that none passed, would show nothing.
        Assert.True(done > 0 && failed > 0, $"{done} done, {failed} failed");
    }
}
