using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

public sealed class LicenseCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Fact, Trait("Requirement", "U4")]
    public void Piped_users_are_one_change_and_their_own_subscription_is_not_the_target()
    {
        var theirs = _session.Theirs("Planner Plan 1");
        var ours = _session.Central("Visio Plan 2");
        var users = _session.Users(theirs);
        var without = users.Count - users.IntersectBy(_session.Users(ours).Select(user => user.UserPrincipalName), user => user.UserPrincipalName).Count();

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("SubscriptionId", ours.SubscriptionId).With("PassThru", value: true).Pipe(users).Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal($"Visio Plan 2 ({ours.SubscriptionId})", call.Target);
        Assert.StartsWith($"Assign {without} licences to ", call.Action, StringComparison.Ordinal);
        Assert.EndsWith($"; in all {without} needed, {ours.AvailableLicenses} available", call.Action, StringComparison.Ordinal);
        var result = Assert.Single(run.OutputOf<LicenseResult>());
        Assert.Equal((ours.SubscriptionId, without, users.Count - without, true), (result.SubscriptionId, result.Assigned, result.Unchanged, result.IsApplied));
        Assert.Equal(users.Count, _session.Users(theirs).Count);
        Assert.Equal(ours.AssignedLicenses + without, _session.Again(ours).AssignedLicenses);
    }

    [Fact, Trait("Requirement", "U4")]
    public void Who_has_a_licence_keeps_it_and_is_not_asked_about()
    {
        var ours = _session.Central("Visio Plan 2");

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("ProductId", "Visio Plan 2").With("PassThru", value: true).Pipe(_session.Users(ours)).Invoke();

        Assert.Empty(run.ShouldProcessCalls);
        var result = Assert.Single(run.OutputOf<LicenseResult>());
        Assert.Equal((0, ours.AssignedLicenses), (result.Assigned, result.Unchanged));
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task Too_few_licences_change_nothing_and_are_counted()
    {
        var ours = _session.Central("Visio Plan 2");
        var users = _session.Cmdlet<GetSelfServiceUserCommand>().With("Central", value: true).Invoke().OutputOf<LicensedUser>()
            .Where(user => user.AccountEnabled == true && user.ProductName != "Visio Plan 2").Take(ours.AvailableLicenses!.Value + 15).ToList();
        var before = await Contents.OfAsync(_session.Store);

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("ProductId", "Visio Plan 2").Pipe(users).Invoke();

        Assert.StartsWith("TooFewLicenses,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("15 are missing", run.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Fact, Trait("Requirement", "T1")]
    public async Task A_move_whose_pipeline_brought_nothing_says_so_and_moves_nobody()
    {
        var before = await Contents.OfAsync(_session.Store);

        var run = _session.Cmdlet<MoveSelfServiceUsersCommand>().With("TargetProductId", "Visio Plan 2").With("PassThru", value: true).Pipe().Invoke();

        Assert.Null(run.TerminatingError);
        Assert.Equal("Nothing came from the pipeline, and nothing was changed.", Assert.Single(run.Warnings));
        Assert.Empty(run.Output);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
        Assert.StartsWith("NothingNamed,", _session.Cmdlet<MoveSelfServiceUsersCommand>().With("TargetProductId", "Visio Plan 2").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "S3")]
    public void An_export_whose_pipeline_brought_nothing_says_so_and_leaves_the_file_as_it_was()
    {
        var file = _session.File("users.csv", "before");

        var run = _session.Cmdlet<ExportSelfServiceUserCommand>().With("Path", file).With("Force", value: true).With("PassThru", value: true).Pipe().Invoke();

        Assert.Null(run.TerminatingError);
        Assert.Equal("Nothing came from the pipeline, and no file was written.", Assert.Single(run.Warnings));
        Assert.Empty(run.Output);
        Assert.Equal("before", File.ReadAllText(file));
    }

    [Fact, Trait("Requirement", "T5")]
    public void The_shortfall_is_bought_at_the_price_shown_once_that_was_said_expressly()
    {
        var users = new[] { "billing@fabrikam.example", "reader@fabrikam.example" };

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("ProductId", "Visio Plan 1").With("User", users).With("BuyShortfall", value: true).With("PassThru", value: true).Invoke();

        Assert.Equal("Visio Plan 1 (a new subscription)", run.ShouldProcessCalls[0].Target);
        Assert.StartsWith("Buy 2 licences at 48.00 EUR a licence and year: 96.00 EUR a year; Assign 2 licences to ", run.ShouldProcessCalls[0].Action, StringComparison.Ordinal);
        Assert.Contains("96.00 EUR", Assert.Single(run.ShouldProcessCalls, call => call.Query is not null).Query, StringComparison.Ordinal);
        var result = Assert.Single(run.OutputOf<LicenseResult>());
        Assert.Equal((2, 2), (result.Assigned, result.Bought));
        var bought = _session.Central("Visio Plan 1");
        Assert.Equal((2, 2, 48m), (bought.TotalLicenses, bought.AssignedLicenses, bought.PricePerLicense));
    }

    [Fact, Trait("Requirement", "T5")]
    public async Task A_purchase_that_was_declined_buys_and_assigns_nothing()
    {
        var before = await Contents.OfAsync(_session.Store);

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("ProductId", "Visio Plan 1").With("User", "billing@fabrikam.example").With("BuyShortfall", value: true).With("PassThru", value: true)
            .OnShouldProcess(call => call.Query is null).Invoke();

        Assert.Empty(run.Output);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Fact, Trait("Requirement", "T5")]
    public void What_is_declined_of_several_subscriptions_is_left_out_and_not_taken_from_elsewhere()
    {
        // Two subscriptions of one product, with a licence free in the first and the shortfall bought in it or beside it.
        var first = _session.Central("Planner Plan 1");
        var users = _session.Cmdlet<GetMSCommerceUserCommand>().With("AccountEnabled", true).Invoke().OutputOf<TenantUser>()
            .ExceptBy(_session.Users(first).Select(user => user.UserPrincipalName), user => user.UserPrincipalName).Take(first.AvailableLicenses!.Value + 1).ToList();
        var second = Assert.Single(_session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Planner Plan 1").With("Licenses", 5).Invoke().OutputOf<Subscription>());

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("ProductId", "Planner Plan 1").With("PassThru", value: true).Pipe(users)
            .OnShouldProcess(call => call.Target!.Contains(second.SubscriptionId, StringComparison.Ordinal)).Invoke();

        Assert.Equal(2, run.ShouldProcessCalls.Count);
        Assert.Equal(second.SubscriptionId, Assert.Single(run.OutputOf<LicenseResult>()).SubscriptionId);
        Assert.Equal(first.AssignedLicenses, _session.Again(first).AssignedLicenses);
        Assert.NotEqual(0, _session.Again(second).AssignedLicenses);
    }

    [Fact, Trait("Requirement", "U4")]
    public void Services_are_switched_off_and_with_an_empty_list_on_again()
    {
        var ours = _session.Central("Visio Plan 2");

        Add().With("DisabledService", new[] { "Visio Desktop" }).Invoke();
        Assert.Equal(["Visio Desktop"], Holder().DisabledServices);
        Add().Invoke();
        Assert.Equal(["Visio Desktop"], Holder().DisabledServices);

        var run = Add().With("DisabledService", Array.Empty<string>()).With("PassThru", value: true).Invoke();
        Assert.Contains("Change the services of billing@fabrikam.example", Assert.Single(run.ShouldProcessCalls).Action, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(run.OutputOf<LicenseResult>()).ServicesChanged);
        Assert.Empty(Holder().DisabledServices);
        Assert.StartsWith("ServiceNotFound,", Add().With("DisabledService", "Telepathy").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);

        CmdletInvocation<AddSelfServiceLicenseCommand> Add() =>
            _session.Cmdlet<AddSelfServiceLicenseCommand>().With("SubscriptionId", ours.SubscriptionId).With("User", "billing@fabrikam.example");
        LicensedUser Holder() => Assert.Single(_session.Users(ours), user => user.UserPrincipalName == "billing@fabrikam.example");
    }

    [Fact]
    public void Either_a_subscription_or_a_product_is_named()
    {
        var both = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("SubscriptionId", "s").With("ProductId", "p").With("User", "u").Invoke();
        var neither = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("User", "u").Invoke();
        var bought = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("SubscriptionId", "s").With("BuyShortfall", value: true).With("User", "u").Invoke();

        Assert.StartsWith("AmbiguousParameterSet,", both.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("MissingMandatoryParameter,", neither.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("AmbiguousParameterSet,", bought.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "S6")]
    public void Licences_of_somebodys_own_subscription_are_neither_given_nor_taken()
    {
        var theirs = _session.Theirs("Visio Plan 2");

        var given = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("SubscriptionId", theirs.SubscriptionId).With("User", "billing@fabrikam.example").Invoke();
        var taken = _session.Cmdlet<RemoveSelfServiceLicenseCommand>().Pipe(_session.Users(theirs)).Invoke();

        Assert.All([given, taken], run => Assert.StartsWith("SubscriptionNotControlled,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(theirs.AssignedLicenses, _session.Again(theirs).AssignedLicenses);
    }

    [Fact, Trait("Requirement", "U4")]
    public void Piped_users_lose_the_licence_that_each_is_listed_with_and_no_other()
    {
        var (visio, planner) = (_session.Central("Visio Plan 2"), _session.Central("Planner Plan 1"));
        var users = _session.Users(visio).Take(2).Concat(_session.Users(planner).Take(1)).ToList();

        var run = _session.Cmdlet<RemoveSelfServiceLicenseCommand>().With("PassThru", value: true).Pipe(users).Invoke();

        Assert.Equal(["Take 2 licences away", "Take 1 licence away"], run.ShouldProcessCalls.OrderBy(call => call.Target, StringComparer.Ordinal).Reverse().Select(call => call.Action!.Split(" from ")[0]));
        Assert.Equal(3, run.OutputOf<LicenseResult>().Sum(result => result.Unassigned));
        Assert.Equal((visio.AssignedLicenses - 2, visio.TotalLicenses), (_session.Again(visio).AssignedLicenses, _session.Again(visio).TotalLicenses));
        Assert.Equal(planner.AssignedLicenses - 1, _session.Again(planner).AssignedLicenses);
    }

    [Fact, Trait("Requirement", "U4")]
    public void A_licence_that_is_not_there_is_no_error_and_not_asked_about()
    {
        var run = _session.Cmdlet<RemoveSelfServiceLicenseCommand>()
            .With("SubscriptionId", _session.Central("Visio Plan 2").SubscriptionId).With("User", "billing@fabrikam.example").With("PassThru", value: true).Invoke();

        Assert.Null(run.TerminatingError);
        Assert.Empty(run.ShouldProcessCalls);
        Assert.Equal((0, 1), (Assert.Single(run.OutputOf<LicenseResult>()).Unassigned, run.OutputOf<LicenseResult>()[0].Unchanged));
    }

    [Fact, Trait("Requirement", "L3")]
    public void Former_users_are_given_a_licence_of_the_organisations()
    {
        var theirs = _session.Theirs("Project Plan 3");
        var ours = _session.Central("Project Plan 3");
        _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("Reason", "Other").Pipe(theirs).Invoke();
        var former = _session.Cmdlet<GetSelfServiceUserCommand>().With("Former", value: true).With("SubscriptionId", theirs.SubscriptionId).Invoke().OutputOf<FormerLicensedUser>();

        var run = _session.Cmdlet<AddSelfServiceLicenseCommand>().With("ProductId", "Project Plan 3").With("PassThru", value: true).Pipe(former).Invoke();

        Assert.Equal(former.Count, Assert.Single(run.OutputOf<LicenseResult>()).Assigned);
        Assert.Equal(ours.AssignedLicenses + former.Count, _session.Again(ours).AssignedLicenses);
    }

    [Fact, Trait("Requirement", "S2")]
    public void A_product_bought_several_times_is_one_line()
    {
        var ours = _session.Central("Planner Plan 1");
        var all = Summary();

        Assert.Equal("Planner Plan 1", all.ProductName);
        Assert.True(all.Subscriptions > 1 && all.TotalLicenses > ours.TotalLicenses);
        Assert.Equal(ours.TotalLicenses, Summary("Central").TotalLicenses);
        Assert.Equal(all.TotalLicenses - ours.TotalLicenses, Summary("SelfService").TotalLicenses);
        Assert.Equal(3, _session.Cmdlet<GetSelfServiceLicenseSummaryCommand>().With("First", 2).With("IncludeTotalCount", value: true).Invoke().Output.Count);

        LicenseSummary Summary(string? channel = null)
        {
            var command = _session.Cmdlet<GetSelfServiceLicenseSummaryCommand>().Pipe(ours);
            return Assert.Single((channel is null ? command : command.With(channel, value: true)).Invoke().OutputOf<LicenseSummary>());
        }
    }

    [Fact, Trait("Requirement", "S5")]
    public void Capacity_is_what_a_licence_brings_times_the_licences()
    {
        var product = _session.Product("Power Automate per user");

        var capacity = Assert.Single(_session.Cmdlet<GetSelfServiceCapacityCommand>().Pipe(product).Invoke().OutputOf<ProductCapacity>());

        Assert.Equal(capacity.Licenses * product.DatabaseCapacityMB, capacity.DatabaseCapacityMB);
        Assert.Equal(capacity.Licenses * product.FileCapacityMB, capacity.FileCapacityMB);
        Assert.True(_session.Cmdlet<GetSelfServiceCapacityCommand>().With("ProductId", "Power*").Invoke().Output.Count > 1);
        Assert.Empty(_session.Cmdlet<GetSelfServiceCapacityCommand>().Pipe().Invoke().Output);
    }

    [Fact, Trait("Requirement", "S3")]
    public void Users_are_paged_and_counted()
    {
        var all = _session.Cmdlet<GetSelfServiceUserCommand>().Invoke().OutputOf<LicensedUser>();

        var page = _session.Cmdlet<GetSelfServiceUserCommand>().With("Skip", 3).With("First", 4).With("IncludeTotalCount", value: true).Invoke().Output;

        Assert.Equal(all.Skip(3).Take(4).Select(user => user.UserId), page.Skip(1).Cast<LicensedUser>().Select(user => user.UserId));
        Assert.Empty(_session.Cmdlet<GetSelfServiceUserCommand>().With("First", 0).Invoke().Output);
    }
}
