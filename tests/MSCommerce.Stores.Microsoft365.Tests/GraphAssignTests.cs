using MSCommerce.ServiceDouble;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>Licences given and taken away through Graph.</summary>
public sealed class GraphAssignTests : GraphTests
{
    [Fact]
    [Trait("Requirement", "U4")]
    public async Task Licences_are_given_in_batches_and_each_user_is_accounted_for()
    {
        Directory.Fill(44, Visio);
        Directory.SetSeats(VisioCentral, 100);
        Tenant.Server.Log.Clear();
        var users = Directory.Users.Values.Where(user => ((string)user["userPrincipalName"]!).StartsWith("user0", StringComparison.Ordinal)).Select(user => (string)user["userPrincipalName"]!).ToList();
        var results = await Client.Licenses.AssignAsync(new() { SubscriptionId = Id(2), User = [.. users, Upn("dora"), Upn("lea")] }, cancellationToken: Stop);

        var result = Assert.Single(results);
        Assert.Equal((Id(2), "Visio Online Plan 2", 44, 1, true), (result.SubscriptionId, result.ProductName, result.Assigned, result.Unchanged, result.IsApplied));
        var failure = Assert.Single(result.Failures);
        Assert.Equal((Upn("lea"), CommerceError.Conflict), (failure.User, failure.Error));
        Assert.Contains("usage location", failure.Message, StringComparison.Ordinal);
        Assert.Contains("https://admin.microsoft.com", failure.Message, StringComparison.Ordinal);
        Assert.All(users, user => Assert.Contains(VisioCentral, Directory.Licenses()[user]));
        // 46 users looked up twice, 44 changed: in batches of 20.
        Assert.Equal(3 + 3 + 3, Tenant.Server.Log.OfServices.Count(request => request.Path == "/v1.0/$batch") - 1);
    }

    [Fact]
    [Trait("Requirement", "U4")]
    public async Task Services_are_switched_off_by_name_and_changed_for_who_has_the_licence()
    {
        async Task<LicenseResult> AssignAsync(string user, params string[]? off) =>
            (await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn(user)], DisabledService = off }, cancellationToken: Stop))[0];

        Assert.Equal(1, (await AssignAsync("jens", "VISIOONLINE")).Assigned);
        Assert.Equal(["VISIOONLINE"], Off("jens", VisioCentral));
        Assert.Equal(1, (await AssignAsync("jens", null)).Unchanged);
        Assert.Equal(1, (await AssignAsync("jens", "onedrive_basic")).ServicesChanged);
        Assert.Equal(["ONEDRIVE_BASIC"], Off("jens", VisioCentral));
        Assert.Equal(1, (await AssignAsync("jens", "onedrive_basic")).Unchanged);
        var unknown = await Assert.ThrowsAsync<CommerceException>(() => AssignAsync("jens", "NOTHING"));
        Assert.Equal("ServiceNotFound", unknown.ErrorId);
        Assert.Contains("VISIOONLINE", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "U4")]
    public async Task Too_few_licences_are_said_before_anything_changes()
    {
        Directory.SetSeats(VisioCentral, 2);
        var few = await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada"), Upn("jens"), Upn("kim"), Upn("dora")] }, cancellationToken: Stop));
        Assert.Equal((CommerceError.NoLicensesAvailable, "TooFewLicenses"), (few.Error, few.ErrorId));
        Assert.Contains("2 are missing", few.Message, StringComparison.Ordinal);

        var bought = await Assert.ThrowsAsync<CommerceException>(() =>
            Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada"), Upn("jens")], BuyShortfall = true }, cancellationToken: Stop));
        Assert.Equal(CommerceError.NotSupportedByStore, bought.Error);
        Assert.Contains("Purchase services", bought.Message, StringComparison.Ordinal);
        Assert.Empty(Held("ada"));
    }

    [Theory]
    [InlineData("UserNotFound", 2, "nobody")]
    [InlineData("UserDisabled", 2, "fritz")]
    [InlineData("SubscriptionNotControlled", 1, "jens")]
    [InlineData("SubscriptionNotActive", 7, "jens")]
    [InlineData("SubscriptionNotFound", 77, "jens")]
    public async Task A_plan_that_the_rules_refuse_changes_nothing(string errorId, int subscription, string user)
    {
        var refused = await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.AssignAsync(new() { SubscriptionId = Id(subscription), User = [Upn(user)] }, cancellationToken: Stop));
        Assert.Equal(errorId, refused.ErrorId);
        Assert.DoesNotContain(Tenant.Traces, trace => trace.Contains("assignLicense", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "U4")]
    public async Task Licences_are_taken_away_but_not_those_that_come_by_a_group()
    {
        var results = await Client.Licenses.UnassignAsync(new() { SubscriptionId = Id(3), User = [Upn("gina"), Upn("ida"), Upn("jens")] }, cancellationToken: Stop);

        var result = Assert.Single(results);
        Assert.Equal((1, 1), (result.Unassigned, result.Unchanged));
        var failure = Assert.Single(result.Failures);
        Assert.Equal(Upn("ida"), failure.User);
        Assert.Contains("bbbbbbbb-0000-4000-8000-000000000001", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Held("gina"));
        Assert.Equal([PowerBI], Held("ida"));
        // Half of it was not done either.
        Assert.Equal(2, User("ida")["licenseAssignmentStates"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_group_that_only_the_service_knows_of_is_reported_in_its_words()
    {
        // What the list shows may be behind: the state says direct, the service knows better.
        var plan = await Client.Licenses.PlanUnassignAsync(new() { SubscriptionId = Id(3), User = [Upn("gina")] }, Stop);
        Tenant.Server.Faults.InnerRule = (method, _) =>
        {
            if (method == "POST")
                User("gina")["licenseAssignmentStates"]![0]!["assignedByGroup"] = "bbbbbbbb-0000-4000-8000-000000000009";
            return null;
        };
        var failure = Assert.Single((await Client.Licenses.ApplyAsync(plan, cancellationToken: Stop))[0].Failures);
        Assert.Equal(CommerceError.Conflict, failure.Error);
        Assert.Contains("by a group", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_in_a_batch_that_comes_too_early_waits_as_long_as_it_was_told()
    {
        Tenant.Server.Faults.InnerRule = Once("POST", new(FaultKind.Throttled, 7));
        var result = (await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada"), Upn("jens")] }, cancellationToken: Stop))[0];

        Assert.Equal(2, result.Assigned);
        Assert.Contains(TimeSpan.FromSeconds(7), Tenant.Clock.Waits.Select(wait => TimeSpan.FromSeconds(Math.Round(wait.TotalSeconds))));
        // The one that was done is not done again.
        Assert.Equal(3, Tenant.Server.Log.OfServices.Count(request => request.Path == "/v1.0/$batch") - Lookups);
    }

    /// <summary>Batches that look users up: purchasers twice (plan, then none), users in the plan and before the change.</summary>
    private const int Lookups = 2;

    [Fact]
    public async Task A_call_that_is_to_wait_too_long_fails_by_name_and_the_others_are_done()
    {
        Tenant.Server.Faults.InnerRule = (method, url) => method == "POST" && url.Contains((string)User("ada")["id"]!, StringComparison.Ordinal) ? new(FaultKind.Throttled, 3600) : null;
        var result = (await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada"), Upn("jens")] }, cancellationToken: Stop))[0];

        Assert.Equal(1, result.Assigned);
        var failure = Assert.Single(result.Failures);
        Assert.Equal((Upn("ada"), CommerceError.Throttled), (failure.User, failure.Error));
        Assert.Contains("3600 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Matches("Correlation id: [0-9a-f-]{36}", failure.Message);
        Assert.Empty(Held("ada"));
    }

    [Theory]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.Empty)]
    public async Task What_was_done_without_a_sound_answer_is_found_done(FaultKind kind)
    {
        Tenant.Server.Faults.InnerRule = (method, _) => method == "POST" ? new(kind) : null;
        var result = (await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada")] }, cancellationToken: Stop))[0];

        // Malformed: done, and the answer did not come. Empty: never done.
        Assert.Equal(kind == FaultKind.Malformed ? (1, 0) : (0, 1), (result.Assigned, result.Failures.Count));
        Assert.Equal(kind == FaultKind.Malformed ? [VisioCentral] : [], Held("ada"));
    }

    [Fact]
    public async Task What_the_service_says_it_did_and_did_not_is_not_reported_done()
    {
        Tenant.Server.Faults.InnerRule = (method, _) => method == "POST" ? new(FaultKind.NotTaken) : null;
        var result = (await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada")] }, cancellationToken: Stop))[0];
        Assert.Equal((0, Upn("ada")), (result.Assigned, Assert.Single(result.Failures).User));
    }

    [Fact]
    public async Task An_answer_without_the_licences_is_looked_up()
    {
        Directory.AnswersBareUsers = true;
        var result = (await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada"), Upn("jens")] }, cancellationToken: Stop))[0];
        Assert.Equal((2, 0), (result.Assigned, result.Failures.Count));
    }

    [Fact]
    public async Task The_last_licence_taken_meanwhile_is_said_of_who_got_none()
    {
        Directory.SetSeats(VisioCentral, 3);
        var plan = await Client.Licenses.PlanAssignAsync(new() { Product = VisioCentral, User = [Upn("ada"), Upn("jens")] }, Stop);
        Tenant.Server.Faults.InnerRule = (method, _) =>
        {
            if (method == "POST")
                Directory.SetSeats(VisioCentral, 2);
            return null;
        };
        var result = (await Client.Licenses.ApplyAsync(plan, cancellationToken: Stop))[0];
        Assert.Equal((1, CommerceError.NoLicensesAvailable), (result.Assigned, Assert.Single(result.Failures).Error));
    }

    [Fact]
    public async Task A_subscription_that_changed_since_the_plan_is_left_alone()
    {
        var plan = await Client.Licenses.PlanAssignAsync(new() { Product = VisioCentral, User = [Upn("ada")] }, Stop);
        Directory.Subscriptions[Id(2)]["status"] = "Suspended";
        Assert.Equal("ChangedMeanwhile", (await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.ApplyAsync(plan, cancellationToken: Stop))).ErrorId);
        Assert.Empty(Held("ada"));
    }

    [Fact]
    public async Task Whoever_may_only_read_is_told_which_permission_it_takes()
    {
        Tenant.Server.State.MayChange = false;
        var failure = Assert.Single((await Client.Licenses.AssignAsync(new() { Product = VisioCentral, User = [Upn("ada")] }, cancellationToken: Stop))[0].Failures);
        Assert.Equal(CommerceError.Forbidden, failure.Error);
        Assert.Contains("LicenseAssignment.ReadWrite.All", failure.Message, StringComparison.Ordinal);
    }

    private static Func<string, string, Fault?> Once(string wanted, Fault fault)
    {
        var left = 1;
        return (method, _) => method == wanted && Interlocked.Decrement(ref left) >= 0 ? fault : null;
    }
}
