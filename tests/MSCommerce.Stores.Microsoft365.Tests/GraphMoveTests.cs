using MSCommerce.ServiceDouble;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>Users moved from one product to another through Graph.</summary>
public sealed class GraphMoveTests : GraphTests
{
    private static readonly MoveUsersRequest All = new() { SubscriptionId = [Id(1)], TargetProduct = "Visio Online Plan 2" };

    [Fact]
    [Trait("Requirement", "T1")]
    public async Task Users_change_licences_in_one_call_and_what_cannot_be_done_is_said()
    {
        var result = Assert.Single(await Client.Licenses.MoveAsync(All, cancellationToken: Stop));

        Assert.Equal((Id(1), Id(2), 3, 1, true), (result.SubscriptionId, result.TargetSubscriptionId, result.Users, result.UsersAlreadyLicensed, result.IsApplied));
        Assert.Equal([Project, VisioCentral], Held("bela"));
        Assert.Equal([PowerBI, VisioCentral], Held("cleo"));
        Assert.Equal([VisioCentral], Held("dora"));
        // What both products have stays off; what the target lacks is no matter.
        Assert.Equal(["VISIOONLINE"], Off("cleo", VisioCentral));
        // By a group: left alone, and named.
        Assert.Equal([Visio], Held("egon"));
        var failure = Assert.Single(result.Failures);
        Assert.Equal((Upn("egon"), CommerceError.Conflict), (failure.User, failure.Error));
        // The old subscription is where it was, and the answer says where it can be cancelled.
        Assert.Equal(SubscriptionStatus.Active, result.Status);
        Assert.Contains("remains", result.Note, StringComparison.Ordinal);
        Assert.Contains("Billing > Your products (https://admin.microsoft.com", result.Note, StringComparison.Ordinal);
        Assert.Equal(1, Tenant.Traces.Count(trace => trace.StartsWith("POST", StringComparison.Ordinal) && trace.Contains("$batch", StringComparison.Ordinal)) - 2);
    }

    [Fact]
    [Trait("Requirement", "T1")]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        var before = Directory.Licenses();
        var plan = await Client.Licenses.PlanMoveAsync(All with { DryRun = true }, Stop);
        var source = Assert.Single(plan.Sources);

        Assert.Equal((3, 1, 1, 0, false), (source.Users, source.UsersAlreadyLicensed, source.UsersByGroup, source.UsersDisabled, source.IsCancelled));
        Assert.Equal((2, 5), (plan.SeatsNeeded, plan.SeatsAvailable));
        var result = Assert.Single(await Client.Licenses.MoveAsync(All with { DryRun = true }, cancellationToken: Stop));
        Assert.False(result.IsApplied);
        Assert.Contains("remains", result.Note, StringComparison.Ordinal);
        Assert.Equal(before, Directory.Licenses());
        Assert.DoesNotContain(Tenant.Traces, trace => trace.Contains("assignLicense", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "T1")]
    public async Task Too_few_licences_in_the_target_are_said_before_anything_changes()
    {
        Directory.SetSeats(VisioCentral, 2);
        var few = await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.MoveAsync(All, cancellationToken: Stop));
        Assert.Equal("TooFewLicenses", few.ErrorId);
        Assert.Contains("1 are missing", few.Message, StringComparison.Ordinal);
        Assert.Equal([Project, Visio], Held("bela"));

        // Planned in time, and taken meanwhile.
        Directory.SetSeats(VisioCentral, 6);
        var plan = await Client.Licenses.PlanMoveAsync(All, Stop);
        Directory.SetSeats(VisioCentral, 2);
        Assert.Equal("TooFewLicenses", (await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.ApplyMoveAsync(plan, cancellationToken: Stop))).ErrorId);
        Assert.Equal([Project, Visio], Held("bela"));
    }

    [Fact]
    [Trait("Requirement", "T2")]
    public async Task Run_again_it_goes_on_where_it_stopped()
    {
        Directory.Fill(50, Visio);
        Directory.SetSeats(VisioCentral, 100);
        var refused = new HashSet<string>(Directory.Users.Keys.Where((_, index) => index % 3 == 0), StringComparer.Ordinal);
        Tenant.Server.Faults.InnerRule = (method, url) => method == "POST" && refused.Contains(url.Split('/')[2]) ? new(FaultKind.Forbidden) : null;
        var first = Assert.Single(await Client.Licenses.MoveAsync(All, cancellationToken: Stop));
        Assert.NotEmpty(first.Failures);
        Assert.Equal(54, first.Users + first.Failures.Count);

        Tenant.Server.Faults.InnerRule = null;
        var second = Assert.Single(await Client.Licenses.MoveAsync(All, cancellationToken: Stop));
        Assert.Equal((first.Failures.Count - 1, 1), (second.Users, second.Failures.Count));
        Assert.Equal([Upn("egon")], Directory.Licenses().Where(user => user.Value.Contains(Visio)).Select(user => user.Key));
        var third = Assert.Single(await Client.Licenses.MoveAsync(All, cancellationToken: Stop));
        Assert.Equal((0, 1), (third.Users, third.Failures.Count));
    }

    [Fact]
    [Trait("Requirement", "T2")]
    public async Task Pages_that_shift_while_users_move_lose_nobody()
    {
        Directory.Fill(700, Visio);
        Directory.SetSeats(VisioCentral, 1000);
        Directory.PageSize = 300;
        var result = Assert.Single(await Client.Licenses.MoveAsync(All, cancellationToken: Stop));
        Assert.Equal((703, 1), (result.Users, result.Failures.Count));
        Assert.Equal(1, Directory.Consumed(Directory.SkuOf(Visio)));
    }

    [Fact]
    [Trait("Requirement", "T1")]
    public async Task Within_one_product_nothing_has_to_move_and_the_answer_says_so()
    {
        var before = Directory.Licenses();
        var result = Assert.Single(await Client.Licenses.MoveAsync(new() { SubscriptionId = [Id(4)], TargetSubscriptionId = Id(3) }, cancellationToken: Stop));
        Assert.Equal((0, 0), (result.Users, result.Failures.Count));
        Assert.Contains("Nothing has to move", result.Note, StringComparison.Ordinal);
        Assert.Contains("enough licences", result.Note, StringComparison.Ordinal);

        Directory.SetSeats(PowerBI, 4);
        result = Assert.Single(await Client.Licenses.MoveAsync(new() { SubscriptionId = [Id(4)], TargetSubscriptionId = Id(3) }, cancellationToken: Stop));
        Assert.Contains("2 licences of it are missing", result.Note, StringComparison.Ordinal);
        Assert.Equal(before, Directory.Licenses());
    }

    [Fact]
    [Trait("Requirement", "T1")]
    public async Task Users_of_one_of_several_subscriptions_have_to_be_named()
    {
        Directory.Subscriptions[Id(7)]["status"] = "Enabled";
        Directory.SetSeats(ProjectCentral, 4);
        var shared = await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.MoveAsync(new() { SubscriptionId = [Id(5)], TargetProduct = ProjectCentral }, cancellationToken: Stop));
        Assert.Equal("SourceShared", shared.ErrorId);
        Assert.Contains(Id(6), shared.Message, StringComparison.Ordinal);

        var named = Assert.Single(await Client.Licenses.MoveAsync(new() { License = [new(Id(5), Upn("bela"))], TargetProduct = ProjectCentral }, cancellationToken: Stop));
        Assert.Equal(1, named.Users);
        Assert.Equal([ProjectCentral, Visio], Held("bela"));

        // All of them at once: one product, whose users are counted once.
        var both = await Client.Licenses.MoveAsync(new() { SubscriptionId = [Id(5), Id(6)], TargetProduct = ProjectCentral }, cancellationToken: Stop);
        Assert.Equal([0, 0], both.Select(result => result.Users));
        Assert.Contains(both[0].Failures, failure => failure.User == Upn("hugo") && failure.Message.Contains("usage location", StringComparison.Ordinal));
        Assert.Empty(both[1].Failures);
        Assert.Contains(Id(5), both[1].Note, StringComparison.Ordinal);
        // Whoever cannot sign in is not moved, and keeps it.
        Assert.Equal([Project], Held("fritz"));
        Assert.Contains("1 disabled accounts", both[0].Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UserNotFound", "nobody")]
    [InlineData("UserNotLicensed", "jens")]
    public async Task A_user_named_by_mistake_is_an_error(string errorId, string user)
    {
        var request = All with { User = [Upn("bela"), Upn(user)] };
        Assert.Equal(errorId, (await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.MoveAsync(request, cancellationToken: Stop))).ErrorId);
        Assert.Equal([Project, Visio], Held("bela"));
    }

    [Fact]
    [Trait("Requirement", "T2")]
    public async Task Named_users_who_moved_already_are_no_error()
    {
        var request = All with { User = [Upn("bela"), Upn("dora")] };
        Assert.Equal((2, 1), (await Client.Licenses.MoveAsync(request, cancellationToken: Stop))[0] is var first ? (first.Users, first.UsersAlreadyLicensed) : default);
        Assert.Equal(0, (await Client.Licenses.MoveAsync(request, cancellationToken: Stop))[0].Users);
        Assert.Equal([PowerBI, Visio], Held("cleo"));
    }

    [Fact]
    public async Task Whoever_comes_from_two_products_needs_one_licence()
    {
        Directory.Subscriptions[Id(7)]["status"] = "Enabled";
        Directory.Subscriptions.Remove(Id(6));
        Directory.SetSeats(ProjectCentral, 4);
        var plan = await Client.Licenses.PlanMoveAsync(new() { SubscriptionId = [Id(1), Id(5)], TargetProduct = ProjectCentral }, Stop);
        // Bela, Cleo, Dora, and of the second Hugo: Bela comes from both.
        Assert.Equal(4, plan.SeatsNeeded);
        var results = await Client.Licenses.ApplyMoveAsync(plan, cancellationToken: Stop);
        Assert.Equal([ProjectCentral], Held("bela"));
        Assert.Equal((3, 0), (results[0].Users, results[0].UsersAlreadyLicensed));
        Assert.Equal((1, 1), (results[1].Users, results[1].UsersAlreadyLicensed));
    }

    [Theory]
    [InlineData("TargetNotActive", 7)]
    [InlineData("TargetNotControlled", 5)]
    [InlineData("MoveOntoItself", 1)]
    [InlineData("TargetNotActive", 8)]
    public async Task A_target_that_the_rules_refuse_changes_nothing(string errorId, int target)
    {
        Assert.Equal(errorId, (await Assert.ThrowsAsync<CommerceException>(() =>
            Client.Licenses.MoveAsync(new() { SubscriptionId = [Id(1)], TargetSubscriptionId = Id(target) }, cancellationToken: Stop))).ErrorId);
        Assert.Equal([Project, Visio], Held("bela"));
    }

    [Fact]
    public async Task A_source_that_ended_since_the_plan_is_left_alone()
    {
        var plan = await Client.Licenses.PlanMoveAsync(All, Stop);
        Directory.Subscriptions[Id(1)]["status"] = "Deleted";
        Assert.Equal("ChangedMeanwhile", (await Assert.ThrowsAsync<CommerceException>(() => Client.Licenses.ApplyMoveAsync(plan, cancellationToken: Stop))).ErrorId);
        Assert.Equal([Project, Visio], Held("bela"));
    }
}
