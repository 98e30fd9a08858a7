using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

public sealed class SubscriptionCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Fact, Trait("Requirement", "T5")]
    public void A_purchase_shows_product_licences_price_currency_term_and_total_and_is_made_as_shown()
    {
        var run = _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "CFQ7TTC0KXN8").With("Licenses", 10).Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal("10 licences of Visio Plan 2 (CFQ7TTC0HD32)", call.Target);
        Assert.Equal("Buy for the organisation at 148.80 EUR a licence and year: 1,488.00 EUR a year", call.Action);
        var bought = Assert.Single(run.OutputOf<Subscription>());
        Assert.Equal(
            (SubscriptionChannel.Central, SubscriptionStatus.Active, 10, 148.8m, "EUR", SubscriptionTerm.Year, true),
            (bought.Channel, bought.Status, bought.TotalLicenses, bought.PricePerLicense, bought.Currency, bought.Term, bought.AutoRenew));
        var order = Assert.Single(_session.Orders(bought));
        Assert.Equal((1, 10, 148.8m, "admin@fabrikam.example"), (order.OrderNumber, order.Quantity, order.PricePerLicense, order.OrderedBy));
    }

    [Fact]
    public void A_product_that_goes_by_two_names_is_bought_once()
    {
        var run = _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("Licenses", 1).With("Term", "Month")
            .Pipe(new { ProductId = "Visio Plan 2" }, new { ProductId = "CFQ7TTC0HD32" }, new { ProductId = "Visio Plan 1" }).Invoke();

        Assert.Equal(["Visio Plan 2", "Visio Plan 1"], run.OutputOf<Subscription>().Select(subscription => subscription.ProductName));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void At_least_one_licence_is_bought(int licenses) => Assert.StartsWith("LicensesInvalid,",
        _session.Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", "Visio Plan 2").With("Licenses", licenses).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact, Trait("Requirement", "U3")]
    public void A_total_is_set_with_its_cost_and_its_order_and_never_below_what_is_assigned()
    {
        var ours = _session.Central("Visio Plan 2");

        var run = Set(ours).With("TotalLicenses", ours.TotalLicenses + 5).With("PassThru", value: true).Invoke();

        Assert.Contains($"Change TotalLicenses from {ours.TotalLicenses} to {ours.TotalLicenses + 5} (5 licences at 148.80 EUR a year each)", Assert.Single(run.ShouldProcessCalls).Action, StringComparison.Ordinal);
        Assert.Equal(ours.TotalLicenses + 5, Assert.Single(run.OutputOf<Subscription>()).TotalLicenses);
        Assert.Equal([ours.TotalLicenses, 5], _session.Orders(ours).Select(order => order.Quantity));
        Assert.StartsWith("TotalBelowAssigned,", Set(ours).With("TotalLicenses", ours.AssignedLicenses - 1).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("TotalTooSmall,", Set(ours).With("TotalLicenses", 0).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "S6")]
    public void A_subscription_of_somebodys_own_is_changed_once_control_was_taken()
    {
        var theirs = _session.Theirs("Planner Plan 1");
        var refused = Set(theirs).With("TotalLicenses", theirs.TotalLicenses + 1).Invoke();
        Assert.StartsWith("SubscriptionNotControlled,", refused.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);

        var taken = Set(theirs).With("TakeControl", value: true).With("TotalLicenses", theirs.TotalLicenses + 1).With("PassThru", value: true).Invoke();

        var call = Assert.Single(taken.ShouldProcessCalls);
        Assert.Contains("IsControlledByOrganization from False to True", call.Action, StringComparison.Ordinal);
        Assert.Contains("TotalLicenses", call.Action, StringComparison.Ordinal);
        var now = Assert.Single(taken.OutputOf<Subscription>());
        Assert.Equal((true, false, theirs.TotalLicenses + 1), (now.IsControlledByOrganization, now.AutoRenew, now.TotalLicenses));
        Assert.Equal((NoticeKind.ControlTaken, theirs.Purchaser), (Assert.Single(_session.Notices()).Kind, _session.Notices()[0].Recipient));
    }

    [Fact]
    public void Only_what_was_confirmed_is_changed_and_answered()
    {
        var (visio, planner) = (_session.Central("Visio Plan 2"), _session.Central("Planner Plan 1"));

        var run = _session.Cmdlet<SetSelfServiceSubscriptionCommand>().With("AutoRenew", false).With("PassThru", value: true).Pipe(visio, planner)
            .OnShouldProcess(call => call.Target!.StartsWith("Visio", StringComparison.Ordinal)).Invoke();

        Assert.Equal("Visio Plan 2", Assert.Single(run.OutputOf<Subscription>()).ProductName);
        Assert.False(_session.Again(visio).AutoRenew);
        Assert.True(_session.Again(planner).AutoRenew);
    }

    [Fact, Trait("Requirement", "U3")]
    public void Several_are_changed_together_or_not_at_all()
    {
        var (visio, planner) = (_session.Central("Visio Plan 2"), _session.Central("Planner Plan 1"));

        // Enough for one of them.
        var run = _session.Cmdlet<SetSelfServiceSubscriptionCommand>().With("TotalLicenses", 12).Pipe(visio, planner).Invoke();

        Assert.StartsWith("TotalBelowAssigned,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((visio.TotalLicenses, planner.TotalLicenses), (_session.Again(visio).TotalLicenses, _session.Again(planner).TotalLicenses));
    }

    [Fact, Trait("Requirement", "T3")]
    public void A_cancellation_says_whose_licences_end_and_leaves_them_on_record()
    {
        var theirs = _session.Theirs("Visio Plan 2");
        var users = _session.Users(theirs).Select(user => user.UserPrincipalName).Order(StringComparer.Ordinal).ToList();

        var run = Cancel(theirs).With("Feedback", "See the intranet.").With("PassThru", value: true).Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal($"Visio Plan 2 ({theirs.SubscriptionId}), bought by {theirs.Purchaser}", call.Target);
        Assert.Equal("Cancel (CentrallyProvided); 2 users lose their licence; the purchaser is e-mailed", call.Action);
        Assert.Equal(SubscriptionStatus.Deleted, Assert.Single(run.OutputOf<Subscription>()).Status);
        Assert.Empty(_session.Users(theirs));
        Assert.Equal((NoticeKind.SubscriptionCancelled, theirs.Purchaser), (Assert.Single(_session.Notices()).Kind, _session.Notices()[0].Recipient));

        var former = _session.Cmdlet<GetSelfServiceUserCommand>().With("Former", value: true).Pipe(theirs).Invoke().OutputOf<FormerLicensedUser>();
        Assert.Equal(users, former.Select(user => user.UserPrincipalName).Order(StringComparer.Ordinal));
        Assert.All(former, user => Assert.Equal(theirs.SubscriptionId, user.FormerSubscriptionId));
    }

    [Fact, Trait("Requirement", "U5")]
    public void Who_cancels_his_own_is_not_written_to()
    {
        var theirs = _session.Theirs("Visio Plan 2");
        _session.Become(theirs.Purchaser!);

        var run = Cancel(theirs).Invoke();

        Assert.Equal("Cancel (CentrallyProvided); 2 users lose their licence", Assert.Single(run.ShouldProcessCalls).Action);
        Assert.Empty(_session.Notices());
        Assert.Equal(SubscriptionStatus.Deleted, _session.Again(theirs).Status);
    }

    [Fact, Trait("Requirement", "U5")]
    public void Only_a_reason_of_the_list_is_taken_and_feedback_is_short()
    {
        var theirs = _session.Theirs("Visio Plan 2");

        var reason = _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("SubscriptionId", theirs.SubscriptionId).With("Reason", "Bored").Invoke();
        Assert.StartsWith("ParameterArgumentTransformationError,", reason.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        var number = _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("SubscriptionId", theirs.SubscriptionId).With("Reason", 77).Invoke();
        Assert.StartsWith("ReasonUnknown,", number.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        var none = _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("SubscriptionId", theirs.SubscriptionId).Invoke();
        Assert.StartsWith("MissingMandatoryParameter,", none.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("FeedbackTooLong,", Cancel(theirs).With("Feedback", new string('x', 1001)).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Active, _session.Again(theirs).Status);
    }

    [Fact, Trait("Requirement", "T3")]
    public void What_was_cancelled_is_not_cancelled_again()
    {
        var theirs = _session.Theirs("Visio Plan 2");
        Cancel(theirs).Invoke();

        Assert.StartsWith("SubscriptionDeleted,", Cancel(theirs).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "T5")]
    public void A_request_to_cancel_warns_of_users_who_are_not_covered_and_waits_but_once()
    {
        var theirs = _session.Theirs("Planner Plan 1");

        var run = _session.Cmdlet<RequestSelfServiceCancellationCommand>().With("PassThru", value: true).Pipe(theirs).Invoke();

        Assert.Contains("of 4 users hold no central licence", Assert.Single(run.Warnings), StringComparison.Ordinal);
        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal(theirs.Purchaser, call.Target);
        Assert.Equal($"Ask to cancel Planner Plan 1 ({theirs.SubscriptionId}), used by 4 users", call.Action);
        Assert.True(Assert.Single(run.OutputOf<CancellationNotice>()).IsApplied);

        var again = _session.Cmdlet<RequestSelfServiceCancellationCommand>().Pipe(theirs).Invoke();
        Assert.Contains("an earlier request waits", Assert.Single(again.ShouldProcessCalls).Action, StringComparison.Ordinal);
        Assert.Equal(NoticeKind.CancellationRequested, Assert.Single(_session.Notices()).Kind);
        Assert.StartsWith("SubscriptionIsCentral,",
            _session.Cmdlet<RequestSelfServiceCancellationCommand>().Pipe(_session.Central("Planner Plan 1")).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "S4")]
    public void Orders_are_listed_by_subscription_product_and_time()
    {
        var all = _session.Cmdlet<GetSelfServiceOrderCommand>().Invoke().OutputOf<SubscriptionOrder>();
        var visio = _session.Cmdlet<GetSelfServiceOrderCommand>().With("Product", "Visio*").Invoke().OutputOf<SubscriptionOrder>();
        var page = _session.Cmdlet<GetSelfServiceOrderCommand>().With("Skip", 1).With("First", 2).With("IncludeTotalCount", value: true).Invoke().Output;
        var late = _session.Cmdlet<GetSelfServiceOrderCommand>().With("Since", all.Max(order => order.OrderedAt)).Invoke().OutputOf<SubscriptionOrder>();
        var early = _session.Cmdlet<GetSelfServiceOrderCommand>().With("Until", all.Max(order => order.OrderedAt)).Invoke().OutputOf<SubscriptionOrder>();

        Assert.All(visio, order => Assert.StartsWith("Visio", order.ProductName, StringComparison.Ordinal));
        Assert.Equal(3, page.Count);
        Assert.Equal(all.Skip(1).Take(2), page.Skip(1).Cast<SubscriptionOrder>());
        Assert.Equal(all.Count, late.Count + early.Count);
        Assert.NotEmpty(late);
        Assert.Empty(_session.Cmdlet<GetSelfServiceOrderCommand>().Pipe().Invoke().Output);
        Assert.StartsWith("SubscriptionNotFound,",
            Assert.Single(_session.Cmdlet<GetSelfServiceOrderCommand>().With("SubscriptionId", "gone").Invoke().Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private CmdletInvocation<SetSelfServiceSubscriptionCommand> Set(Subscription subscription) =>
        _session.Cmdlet<SetSelfServiceSubscriptionCommand>().With("SubscriptionId", subscription.SubscriptionId);

    private CmdletInvocation<RemoveSelfServiceSubscriptionCommand> Cancel(Subscription subscription) =>
        _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("SubscriptionId", subscription.SubscriptionId).With("Reason", CancellationReason.CentrallyProvided);
}
