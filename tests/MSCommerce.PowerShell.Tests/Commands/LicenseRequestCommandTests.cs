using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>Requests for licences, their decision, and the organisation's own process.</summary>
public sealed class LicenseRequestCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private const string Ada = "ada.adler@fabrikam.example";
    private const string Chen = "chen.fischer@fabrikam.example";
    private const string Edith = "edith.dahl@fabrikam.example";
    private const string Gita = "gita.petrov@fabrikam.example";

    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Fact, Trait("Requirement", "R1")]
    public void All_who_are_piped_are_one_request_by_value_or_by_name()
    {
        _session.Become(Ada);

        var run = _session.Cmdlet<NewSelfServiceLicenseRequestCommand>().With("ProductId", "Microsoft 365 Copilot").With("Message", "For the report.")
            .Pipe(Chen, new { UserPrincipalName = Edith, ProductId = "another" }, Chen).Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.StartsWith("Microsoft 365 Copilot (", call.Target, StringComparison.Ordinal);
        Assert.Equal($"Request 2 licences for {Chen}, {Edith}", call.Action);
        var request = Assert.Single(run.OutputOf<LicenseRequest>());
        Assert.Equal((Ada, "For the report.", LicenseRequestStatus.Pending), (request.Requester, request.Message, request.Status));
        Assert.Equal([Chen, Edith], request.Users.Select(user => user.UserPrincipalName).Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Requirement", "R1")]
    public void Each_product_that_is_piped_becomes_a_request_and_none_where_one_is_refused()
    {
        _session.Become(Ada);
        var refused = _session.Cmdlet<NewSelfServiceLicenseRequestCommand>().Pipe(new { ProductId = "Power Automate RPA" }, new { ProductId = "Power BI Pro" }).Invoke();
        var run = _session.Cmdlet<NewSelfServiceLicenseRequestCommand>().With("User", Chen)
            .Pipe(new { ProductId = "Microsoft 365 Copilot" }, new { ProductId = "Power Automate RPA" }).Invoke();

        Assert.StartsWith("RequestNotNeeded,", refused.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.Equal(["Microsoft 365 Copilot", "Power Automate RPA"], run.OutputOf<LicenseRequest>().Select(request => request.ProductName));
        Assert.All(run.OutputOf<LicenseRequest>(), request => Assert.Equal(Chen, Assert.Single(request.Users).UserPrincipalName));
        Assert.Equal(2, run.ShouldProcessCalls.Count);
    }

    [Fact, Trait("Requirement", "R1")]
    public void The_product_that_a_piped_user_has_is_never_taken_for_the_one_wanted()
    {
        var run = _session.Cmdlet<NewSelfServiceLicenseRequestCommand>().Pipe(new { UserPrincipalName = Chen, ProductId = "Microsoft 365 Copilot" }).Invoke();

        Assert.StartsWith("ProductOfPipedUser,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.ShouldProcessCalls);
    }

    [Fact, Trait("Requirement", "R1")]
    public void A_request_without_a_user_is_for_oneself_and_one_for_what_may_be_bought_is_refused()
    {
        _session.Become(Ada);

        Assert.Equal(Ada, Assert.Single(_session.Request("Microsoft 365 Copilot").Users).UserPrincipalName);
        Assert.StartsWith("RequestPending,", New("Microsoft 365 Copilot").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("RequestNotNeeded,", New("Power BI Pro").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "R2")]
    public void Requests_are_listed_by_status_product_and_requester_and_paged_and_everybody_sees_his_own()
    {
        _session.Become(Ada);
        var mine = _session.Request("Microsoft 365 Copilot");
        _session.Become("admin@fabrikam.example");
        var theirs = _session.Request("Power Automate RPA", Chen);
        _session.Cmdlet<DenySelfServiceLicenseRequestCommand>().Pipe(theirs).Invoke();

        Assert.Equal([theirs.RequestId, mine.RequestId], Ids(Get()));
        Assert.Equal([mine.RequestId], Ids(Get().With("Pending", value: true)));
        Assert.Equal([theirs.RequestId], Ids(Get().With("Completed", value: true)));
        Assert.Equal(2, Ids(Get().With("Pending", value: true).With("Completed", value: true)).Count());
        Assert.Equal([mine.RequestId], Ids(Get().With("ProductId", "*Copilot")));
        Assert.Equal([mine.RequestId], Ids(Get().With("Requester", "ada*")));
        Assert.Equal([mine.RequestId], Ids(Get().Pipe(mine)));
        var page = Get().With("Skip", 1).With("First", 1).With("IncludeTotalCount", value: true).Invoke().Output;
        Assert.Equal(2, page.Count);
        Assert.Equal(mine.RequestId, ((LicenseRequest)page[1]!).RequestId);
        Assert.StartsWith("RequestNotFound,", Assert.Single(Get().With("RequestId", Guid.Empty).Invoke().Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        _session.Become(Ada);
        Assert.Equal([mine.RequestId], Ids(Get()));
    }

    [Fact, Trait("Requirement", "R4")]
    public void An_approval_shows_who_gets_what_and_who_is_refused_and_is_made_so()
    {
        var request = _session.Request("Power Automate RPA", Ada, Edith, Gita);
        var visio = _session.Central("Visio Plan 2");

        var run = Approve().With("User", new[] { Ada, Edith }).With("SubscriptionId", visio.SubscriptionId).With("DisabledService", "Visio Desktop").With("Message", "Two to begin with.")
            .With("PassThru", value: true).Pipe(request).Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal($"Power Automate RPA, requested by admin@fabrikam.example ({request.RequestId})", call.Target);
        Assert.Equal(
            $"Give {Ada}, {Edith} a licence of Visio Plan 2 ({visio.SubscriptionId}) without Visio Desktop; Refuse {Gita}; in all 2 needed, {visio.AvailableLicenses} available; requester and users are e-mailed",
            call.Action);
        Assert.True(Assert.Single(run.OutputOf<LicenseRequestDecision>()).IsApplied);
        var decided = _session.Again(request);
        Assert.Equal((LicenseRequestStatus.PartiallyApproved, "Two to begin with.", "Visio Plan 2"), (decided.Status, decided.DecisionMessage, decided.GrantedProductName));
        var users = _session.Users(visio);
        Assert.All([Ada, Edith], user => Assert.Equal(["Visio Desktop"], users.Single(one => one.UserPrincipalName == user).DisabledServices));
        Assert.DoesNotContain(users, user => user.UserPrincipalName == Gita);
        Assert.Equal([NoticeKind.LicenseRequestDecided, NoticeKind.LicenseGranted, NoticeKind.LicenseGranted, NoticeKind.LicenseRefused], _session.Notices().Select(notice => notice.Kind).Order());
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task Several_requests_are_approved_together_or_not_at_all()
    {
        var visio = _session.Central("Visio Plan 2");
        Assert.Null(_session.Cmdlet<SetSelfServiceSubscriptionCommand>().With("SubscriptionId", visio.SubscriptionId).With("TotalLicenses", visio.AssignedLicenses + 1).Invoke().TerminatingError);
        LicenseRequest[] requests = [_session.Request("Power Automate RPA", Ada), _session.Request("Microsoft 365 Copilot", Edith)];
        var before = await Contents.OfAsync(_session.Store);

        var run = Approve().With("ProductId", "Visio Plan 2").Pipe(requests).Invoke();

        Assert.StartsWith("TooFewLicenses,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Fact, Trait("Requirement", "R5"), Trait("Requirement", "R6")]
    public void A_denial_is_e_mailed_and_stands()
    {
        var request = _session.Request("Power Automate RPA", Ada, Chen);

        var run = _session.Cmdlet<DenySelfServiceLicenseRequestCommand>().With("Message", "Not this year.").Pipe(request).Invoke();

        Assert.Equal($"Refuse {Ada}, {Chen}; requester and users are e-mailed", Assert.Single(run.ShouldProcessCalls).Action);
        Assert.Equal((LicenseRequestStatus.Denied, "Not this year."), (_session.Again(request).Status, _session.Again(request).DecisionMessage));
        Assert.Equal(3, _session.Notices().Count);
        Assert.StartsWith("RequestDecided,", Approve().With("ProductId", "Visio Plan 2").Pipe(request).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "R7")]
    public void While_the_organisation_has_its_own_process_none_is_taken_and_the_list_says_so()
    {
        var waiting = _session.Request("Power Automate RPA", Ada);
        _session.WithOwnProcess(new(null, [], null, null));

        var refusal = New("Microsoft 365 Copilot").Invoke().TerminatingError!;
        var list = Get().Invoke();

        Assert.StartsWith("OwnRequestProcess,", refusal.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Ask in the portal. https://intranet.fabrikam.example/licences", refusal.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Ask in the portal. https://intranet.fabrikam.example/licences", Assert.Single(list.Warnings), StringComparison.Ordinal);
        Assert.Equal(waiting.RequestId, Assert.Single(list.OutputOf<LicenseRequest>()).RequestId);
        var process = Assert.Single(_session.Cmdlet<GetSelfServiceRequestProcessCommand>().Invoke().OutputOf<RequestProcess>());
        Assert.Equal((true, 1), (process.IsOwnProcess, process.PendingRequests));

        var cleared = Assert.Single(_session.Cmdlet<ClearSelfServiceRequestProcessCommand>().With("PassThru", value: true).Invoke().OutputOf<RequestProcess>());
        Assert.Equal((false, null, null), (cleared.IsOwnProcess, cleared.Message, cleared.Link));
        Assert.Empty(Get().Invoke().Warnings);
        Assert.Single(New("Microsoft 365 Copilot").Invoke().Output);
    }

    private static IEnumerable<Guid> Ids(CmdletInvocation<GetSelfServiceLicenseRequestCommand> get) => get.Invoke().OutputOf<LicenseRequest>().Select(request => request.RequestId);

    private CmdletInvocation<NewSelfServiceLicenseRequestCommand> New(string product) => _session.Cmdlet<NewSelfServiceLicenseRequestCommand>().With("ProductId", product);

    private CmdletInvocation<GetSelfServiceLicenseRequestCommand> Get() => _session.Cmdlet<GetSelfServiceLicenseRequestCommand>();

    private CmdletInvocation<ApproveSelfServiceLicenseRequestCommand> Approve() => _session.Cmdlet<ApproveSelfServiceLicenseRequestCommand>();
}
