namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "R4")]
    public async Task A_request_is_approved_for_all_and_the_licences_are_assigned_in_the_same_step()
    {
        var raised = await BlockAndRaiseAsync(Carol, Carol, Bob, Guest);
        IReadOnlyList<LicenseRequestDecision> plan = [];
        await LeavesNoTraceAsync(async () => plan = await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop));
        var planned = Assert.Single(plan);
        Assert.Equal((null, ProId, Pro, 3, 9, false), (planned.SubscriptionId, planned.ProductId, planned.ProductName, planned.SeatsNeeded, planned.SeatsAvailable, planned.IsApplied));
        Assert.Equal([Carol, Bob, Guest], planned.Approved);
        Assert.Empty(planned.Refused);
        Clock.Advance(TimeSpan.FromHours(1));

        var decided = Assert.Single(await Store.LicenseRequests.DecideAsync(plan, Stop));

        Assert.True(decided.IsApplied);
        Assert.Equal(CentralPro, decided.SubscriptionId);
        Assert.Equal(InWords(Assert.Single(await RequestsAsync())), InWords(decided.Request));
        Assert.Equal((LicenseRequestStatus.Approved, Clock.Now, Admin, null, Pro), (decided.Request.Status, decided.Request.DecidedAt, decided.Request.DecidedBy, decided.Request.DecisionMessage, decided.Request.GrantedProductName));
        Assert.All(decided.Request.Users, user => Assert.True(user.IsApproved));
        Assert.Equal([Bob, Carol, Eve, Guest], await HoldersAsync(CentralPro));
        Assert.Equal((10, 4), await SeatsAsync(CentralPro));
        Assert.Equal(raised.RequestId.ToString(), Assert.Single(await RecordedAsync(AuditActions.LicenseRequestDecided, ("Pending", $"Approved; approved: {Carol}, {Bob}, {Guest}"))).Target);
        await RecordedAsync(AuditActions.LicenseAssigned, (null, CentralPro), (null, CentralPro), (null, CentralPro));
    }

    [Fact, Trait("Requirement", "R4"), Trait("Requirement", "R6")]
    public async Task A_request_is_approved_for_some_with_a_service_off_and_everybody_is_told_the_outcome()
    {
        var raised = await BlockAndRaiseAsync(Carol, Carol, Bob, Guest, Ada);

        var decision = Assert.Single(await ApproveAsync(new()
        {
            RequestId = [raised.RequestId], User = [IdOf(Guest), Carol], DisabledService = ["paginated reports"], Message = "Two are left for this year.",
        }));

        Assert.Equal([Carol, Guest], decision.Approved);
        Assert.Equal([Bob, Ada], decision.Refused);
        Assert.Equal(["Paginated Reports"], decision.Request.DisabledServices);
        Assert.Equal((LicenseRequestStatus.PartiallyApproved, "Two are left for this year."), (decision.Request.Status, decision.Request.DecisionMessage));
        Assert.Equal([(Carol, true), (Bob, false), (Guest, true), (Ada, false)], decision.Request.Users.Select(user => (user.UserPrincipalName, user.IsApproved!.Value)));
        Assert.Equal([Carol, Eve, Guest], await HoldersAsync(CentralPro));
        Assert.All(await LicensedAsync(new() { SubscriptionId = [CentralPro], User = [Carol, Guest] }), user => Assert.Equal(["Paginated Reports"], user.DisabledServices));
        var entry = Assert.Single(await RecordedAsync(AuditActions.LicenseRequestDecided, ("Pending", $"PartiallyApproved; approved: {Carol}, {Guest}; refused: {Bob}, {Ada}")));

        // The requester asked for herself too, and gets the one that says both. The guest's goes to his address at home.
        var mails = await Store.Notices.GetDueAsync(AllDue, Stop);
        Assert.Equal(
            [(NoticeKind.LicenseRequestDecided, Carol), (NoticeKind.LicenseRefused, Bob), (NoticeKind.LicenseGranted, "guest@fabrikam.example"), (NoticeKind.LicenseRefused, Ada)],
            mails.Select(mail => (mail.Notice.Kind, mail.Notice.Recipient)));
        Assert.All(mails, mail => Assert.Equal(
            (entry.CorrelationId, "Contoso", Pro, raised.RequestId, "Carol", "Two are left for this year.", null, null),
            (mail.Notice.CorrelationId, mail.Facts.TenantName, mail.Facts.ProductName, mail.Facts.RequestId!.Value, mail.Facts.RequesterName, mail.Facts.Message, mail.Facts.SubscriptionId, mail.Facts.GrantedProductName)));
        Assert.Equal([true, false, true, false], mails.Select(mail => mail.Facts.IsRecipientApproved!.Value));
        Assert.Equal(["Carol", "Bob", "Guest_fabrikam.example#EXT#", "Ada"], mails.Select(mail => mail.Facts.RecipientName));
        Assert.Equal([$"Carol ({Carol})", $"Guest_fabrikam.example#EXT# ({Guest})"], mails[0].Facts.Approved);
        Assert.Equal([$"Bob ({Bob})", $"Ada ({Ada})"], mails[0].Facts.Refused);
        Assert.All(mails.Skip(1), mail => Assert.Empty(mail.Facts.Approved.Concat(mail.Facts.Refused)));
        Assert.Equal([1, 0, 1, 0], mails.Select(mail => mail.Facts.DisabledServices.Count));
        Assert.Equal([mails[2].Notice.NoticeId], (await ListAsync((await AsAsync(Guest)).Notices.GetAsync(new(), Stop))).Select(notice => notice.NoticeId));
    }

    [Fact, Trait("Requirement", "R5"), Trait("Requirement", "R6")]
    public async Task A_request_is_denied_with_a_message_or_without()
    {
        var raised = await BlockAndRaiseAsync(Carol, Bob);
        var other = await RaiseAsync(Bob, new() { Product = Pro, User = [Eve] });

        var decision = await DenyAsync(raised, "There is no budget.");
        var holders = await HoldersAsync(CentralPro);

        Assert.Empty(decision.Approved);
        Assert.Equal([Bob], decision.Refused);
        Assert.Equal((LicenseRequestStatus.Denied, "There is no budget.", null, Clock.Now.AddDays(30)), (decision.Request.Status, decision.Request.DecisionMessage, decision.Request.GrantedProductName, decision.Request.PurgedAt));
        Assert.Equal((null, null, 0), (decision.ProductId, decision.SubscriptionId, decision.SeatsNeeded));
        Assert.Equal([Eve], holders);
        await RecordedAsync(AuditActions.LicenseRequestDecided, ("Pending", $"Denied; refused: {Bob}"));
        var mails = await Store.Notices.GetDueAsync(AllDue, Stop);
        Assert.Equal([(NoticeKind.LicenseRequestDecided, Carol, null), (NoticeKind.LicenseRefused, Bob, (bool?)false)], mails.Select(mail => (mail.Notice.Kind, mail.Notice.Recipient, mail.Facts.IsRecipientApproved)));
        Assert.Null((await DenyAsync(other)).Request.DecisionMessage);
        Assert.Empty(await RequestsAsync(new() { IsDecided = false }));
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task The_administrator_chooses_the_subscription_or_another_product()
    {
        await ImportSubscriptionsAsync(Central("second", Pro, 5) with { ExpiresAt = Clock.Now.AddDays(20) });
        var (first, second) = (await BlockAndRaiseAsync(Carol, Bob), await RaiseAsync(Bob, new() { Product = Pro, User = [Carol] }));

        var decision = Assert.Single(await ApproveAsync(new() { RequestId = [first.RequestId], SubscriptionId = "SECOND" }));
        Assert.Equal(("second", ProId), (decision.SubscriptionId, decision.ProductId));
        Assert.Equal([Bob], await HoldersAsync("second"));
        decision = Assert.Single(await ApproveAsync(new() { RequestId = [second.RequestId], Product = Premium, DisabledService = ["Power BI Premium"] }));

        Assert.Equal((Premium, Premium, ProId), (decision.ProductName, decision.Request.GrantedProductName, decision.Request.ProductId));
        Assert.Equal([Carol], await HoldersAsync(CentralPremium));
        Assert.Equal([null, Premium], (await Store.Notices.GetDueAsync(new() { Kind = [NoticeKind.LicenseGranted], Limit = 9 }, Stop)).Select(mail => mail.Facts.GrantedProductName));
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task Who_holds_a_licence_needs_none_and_other_services_are_switched_off_where_they_are_named()
    {
        await ImportLicensesAsync(License(CentralPro, Bob, "Power BI"));
        var raised = await BlockAndRaiseAsync(Carol, Eve, Bob, Carol);
        var other = await RaiseAsync(Bob, new() { Product = Pro, User = [Eve, Bob] });

        var plan = await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [raised.RequestId] }, Stop);
        Assert.Equal((1, 8), (plan[0].SeatsNeeded, plan[0].SeatsAvailable));
        await Store.LicenseRequests.DecideAsync(plan, Stop);
        Assert.Equal(["Power BI"], (await LicensedAsync(new() { SubscriptionId = [CentralPro], User = [Bob] }))[0].DisabledServices);
        await ApproveAsync(new() { RequestId = [other.RequestId], DisabledService = ["Paginated Reports"] });

        Assert.All(await LicensedAsync(new() { SubscriptionId = [CentralPro], User = [Bob, Eve] }), user => Assert.Equal(["Paginated Reports"], user.DisabledServices));
        Assert.Equal((10, 3), await SeatsAsync(CentralPro));
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task Too_few_licences_are_an_error_for_all_and_what_is_missing_is_told()
    {
        await BlockAsync(Premium);
        var first = await RaiseAsync(Carol, new() { Product = Premium, User = [Carol, Bob] });
        var second = await RaiseAsync(Bob, new() { Product = Premium, User = [Bob, Eve] });
        var third = await RaiseAsync(Eve, new() { Product = Premium, User = [Ada, Guest] });
        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("TooFewLicenses", () => ApproveAsync(new() { RequestId = [first.RequestId, second.RequestId, third.RequestId] }));
            Assert.Equal(CommerceError.NoLicensesAvailable, error.Error);
            Assert.Contains("5 are needed: 2 are missing", error.Message, StringComparison.Ordinal);
            error = await FailAsync("TooFewLicenses", () => ApproveAsync(new() { RequestId = [third.RequestId], Product = Visio }));
            Assert.Contains("has 0 licences available and 2 are needed", error.Message, StringComparison.Ordinal);
        });

        // Bob, for whom two ask, needs one.
        var plan = await Store.LicenseRequests.PlanApproveAsync(new() { RequestId = [second.RequestId, first.RequestId] }, Stop);
        Assert.Equal([(second.RequestId, 2, 3), (first.RequestId, 1, 3)], plan.Select(decision => (decision.Request.RequestId, decision.SeatsNeeded, decision.SeatsAvailable)));
        await ImportLicensesAsync(License(CentralPremium, Guest));
        await LeavesNoTraceAsync(() => FailAsync("TooFewLicenses", () => Store.LicenseRequests.DecideAsync(plan, Stop)));
        await Store.Licenses.ApplyAsync(await PlanUnassignAsync(new() { SubscriptionId = CentralPremium, User = [Guest] }), null, Stop);
        Assert.All(await Store.LicenseRequests.DecideAsync(plan, Stop), decision => Assert.Equal(LicenseRequestStatus.Approved, decision.Request.Status));
        Assert.Equal([Bob, Carol, Eve], await HoldersAsync(CentralPremium));
    }

    [Fact, Trait("Requirement", "R4")]
    public async Task A_request_for_many_is_decided_at_once()
    {
        var people = Enumerable.Range(1, 45).Select(number => $"user{number:00}@contoso.example").ToArray();
        await ImportUsersAsync([.. people.Select(name => User(name))]);
        await ImportSubscriptionsAsync(Central("large", Pro, 30));
        var raised = await BlockAndRaiseAsync(Carol, people);
        Assert.Contains("6 are missing", (await FailAsync("TooFewLicenses", () => ApproveAsync(new() { RequestId = [raised.RequestId] }))).Message, StringComparison.Ordinal);

        var decision = Assert.Single(await ApproveAsync(new() { RequestId = [raised.RequestId], User = people[..39] }));

        Assert.Equal((39, 6, 39), (decision.Approved.Count, decision.Refused.Count, decision.SeatsNeeded));
        Assert.Equal((30, 10), ((await SeatsAsync("large")).Assigned, (await SeatsAsync(CentralPro)).Assigned));
        Assert.Equal(46, (await Store.Notices.GetDueAsync(AllDue, Stop)).Count);
    }

    private async Task<LicenseRequest> BlockAndRaiseAsync(string requester, params string[] users)
    {
        await BlockAsync(Pro);
        return await RaiseAsync(requester, new() { Product = Pro, User = users, Message = "Please." });
    }
}
