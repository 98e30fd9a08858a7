using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    private static readonly DueNoticeQuery AllDue = new() { Limit = 1000 };

    [Fact, Trait("Requirement", "N1")]
    public async Task Notices_are_taken_oldest_first_and_none_by_two()
    {
        var ids = await WriteNoticesAsync(5);
        await LeavesNoTraceAsync(async () => Assert.Equal(ids, IdsOf(await Store.Notices.GetDueAsync(AllDue, Stop))));
        await LeavesNoTraceAsync(async () => Assert.Equal(ids[..2], IdsOf(await Store.Notices.GetDueAsync(new() { Limit = 2 }, Stop))));

        var first = await ClaimAsync(new() { Limit = 2 }, Guid.NewGuid());
        Assert.Equal(ids[..2], IdsOf(first));
        Assert.All(first, queued => Assert.Equal((Bob, "Bob", Visio), (queued.Notice.Recipient, queued.Facts.RecipientName, queued.Facts.ProductName)));
        Assert.Equal(ids[2..], IdsOf(await Store.Notices.GetDueAsync(AllDue, Stop)));
        Assert.Equal([ids[2]], IdsOf(await ClaimAsync(new() { Limit = 1 }, Guid.NewGuid())));
        Assert.Equal(ids[3..], IdsOf(await ClaimAsync(AllDue, Guid.NewGuid())));
        Assert.Empty(await ClaimAsync(AllDue, Guid.NewGuid()));
        Assert.Empty(await ClaimAsync(new() { NoticeId = ids, Limit = 1000 }, Guid.NewGuid()));
        Assert.Empty(await ClaimAsync(new() { Limit = 0 }, Guid.NewGuid()));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task A_notice_is_recorded_as_sent_once()
    {
        var id = Assert.Single(await WriteNoticesAsync(1));
        var claim = Guid.NewGuid();
        await ClaimAsync(AllDue, claim);
        await LeavesNoTraceAsync(async () => Assert.Null(await RecordAsync(id, Guid.NewGuid(), NoticeAttemptOutcome.Sent)));
        Clock.Advance(TimeSpan.FromSeconds(3));

        var sent = (await RecordAsync(id, claim, NoticeAttemptOutcome.Sent))!;

        Assert.Equal((NoticeStatus.Sent, 1, Clock.Now, null, null), (sent.Status, sent.Attempts, sent.SentAt, sent.NextAttemptAt, sent.LastError));
        Assert.Equal(sent, Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop))));
        Assert.Equal(id.ToString(), Assert.Single(await RecordedAsync(AuditActions.NoticeSent, ("Pending", $"Sent: CancellationRequested to {Bob}"))).Target);
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Null(await RecordAsync(id, claim, NoticeAttemptOutcome.Sent));
            Assert.Null(await RecordAsync(id, claim, NoticeAttemptOutcome.Rejected, "x"));
            Assert.Empty(await ClaimAsync(AllDue, Guid.NewGuid()));
            Assert.Equal(id.ToString(), (await FailAsync("NoticeIsSent", () => ClaimAsync(new() { NoticeId = [id], Limit = 9 }, Guid.NewGuid()))).Target);
            await FailAsync("NoticeIsSent", () => Store.Notices.GetDueAsync(new() { NoticeId = [id], Limit = 9 }, Stop));
            await FailAsync("NoticeNotFound", () => ClaimAsync(new() { NoticeId = [id, Guid.NewGuid()], Limit = 9 }, Guid.NewGuid()));
            await FailAsync("NoticeNotFound", () => RecordAsync(Guid.NewGuid(), claim, NoticeAttemptOutcome.Sent));
        });
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task A_notice_that_could_not_be_sent_is_due_again_after_a_wait_that_doubles()
    {
        var id = Assert.Single(await WriteNoticesAsync(1));
        foreach (var (attempt, minutes) in new[] { (1, 5), (2, 10), (3, 20) })
        {
            var failed = await TryAsync(id, NoticeAttemptOutcome.Postponed, "greylisted");

            Assert.Equal((NoticeStatus.Failed, attempt, Clock.Now.AddMinutes(minutes), "greylisted", null), (failed.Status, failed.Attempts, failed.NextAttemptAt, failed.LastError, failed.SentAt));
            Assert.Equal(failed, Assert.Single(await ListAsync(Store.Notices.GetAsync(new() { Status = [NoticeStatus.Failed] }, Stop))));
            Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromMilliseconds(1));
            Assert.Empty(await Store.Notices.GetDueAsync(AllDue, Stop));
            Assert.Single(await Store.Notices.GetDueAsync(new() { NoticeId = [id], Limit = 9 }, Stop));
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Single(await Store.Notices.GetDueAsync(AllDue, Stop));
        }

        // A try that is to be repeated is no change to tell of.
        Assert.Empty(await AuditAsync(new() { Action = [AuditActions.NoticeSent] }));
        var sent = await TryAsync(id, NoticeAttemptOutcome.Sent);
        Assert.Equal((NoticeStatus.Sent, 4, null, null), (sent.Status, sent.Attempts, sent.NextAttemptAt, sent.LastError));
        await RecordedAsync(AuditActions.NoticeSent, ("Failed", $"Sent: CancellationRequested to {Bob}"));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task A_notice_that_fails_too_often_or_for_good_is_given_up_and_tried_again_by_name_alone()
    {
        var ids = await WriteNoticesAsync(2);
        for (var attempt = 1; attempt < NoticeRetry.MaximumAttempts; attempt++)
        {
            Clock.Now = (await TryAsync(ids[0], NoticeAttemptOutcome.Postponed, "busy")).NextAttemptAt!.Value;
            await AssertNotRecordedAsync();
        }

        var worn = await TryAsync(ids[0], NoticeAttemptOutcome.Postponed, "busy");
        Assert.Equal((NoticeStatus.Undeliverable, NoticeRetry.MaximumAttempts, null, "busy"), (worn.Status, worn.Attempts, worn.NextAttemptAt, worn.LastError));
        await RecordedAsync(AuditActions.NoticeSent, ("Failed", $"Undeliverable: CancellationRequested to {Bob}: busy"));
        var rejected = await TryAsync(ids[1], NoticeAttemptOutcome.Rejected, "no such mailbox");
        Assert.Equal((NoticeStatus.Undeliverable, 1, null), (rejected.Status, rejected.Attempts, rejected.NextAttemptAt));
        await RecordedAsync(AuditActions.NoticeSent, ("Pending", $"Undeliverable: CancellationRequested to {Bob}: no such mailbox"));

        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await ClaimAsync(AllDue, Guid.NewGuid()));
        Assert.Equal(ids, IdsOf(await Store.Notices.GetDueAsync(new() { NoticeId = [ids[1], ids[0], ids[1]], Limit = 9 }, Stop)));
        Assert.Equal(NoticeStatus.Sent, (await TryAsync(ids[1], NoticeAttemptOutcome.Sent)).Status);

        async Task AssertNotRecordedAsync() => Assert.Empty(await AuditAsync(new() { Action = [AuditActions.NoticeSent] }));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task A_sender_that_died_keeps_no_notice_from_being_sent()
    {
        var id = Assert.Single(await WriteNoticesAsync(1));
        var (dead, next) = (Guid.NewGuid(), Guid.NewGuid());
        await ClaimAsync(AllDue, dead);
        Clock.Advance(NoticeRetry.ClaimLasts - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimAsync(AllDue, next));
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(id, Assert.Single(await ClaimAsync(AllDue, next)).Notice.NoticeId);

        // The first one was only slow: another has its notice by now, and records it.
        await LeavesNoTraceAsync(async () => Assert.Null(await RecordAsync(id, dead, NoticeAttemptOutcome.Sent)));
        Assert.Equal(NoticeStatus.Sent, (await RecordAsync(id, next, NoticeAttemptOutcome.Sent))!.Status);
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task What_was_sent_by_a_claim_that_lapsed_is_recorded_unless_another_has_it()
    {
        var ids = await WriteNoticesAsync(2);
        var (slow, released) = (Guid.NewGuid(), Guid.NewGuid());
        await ClaimAsync(new() { Limit = 1 }, slow);
        await ClaimAsync(new() { Limit = 1 }, released);
        Clock.Advance(NoticeRetry.ClaimLasts * 2);

        Assert.Equal(NoticeStatus.Sent, (await RecordAsync(ids[0], slow, NoticeAttemptOutcome.Sent))!.Status);

        await LeavesNoTraceAsync(() => Store.Notices.ReleaseAsync(released, Stop));
        Assert.Null(await RecordAsync(ids[1], released, NoticeAttemptOutcome.Sent));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task What_a_sender_gives_back_is_taken_by_the_next_and_was_not_tried()
    {
        var ids = await WriteNoticesAsync(3);
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        await ClaimAsync(new() { Limit = 2 }, one);
        await ClaimAsync(AllDue, other);
        await RecordAsync(ids[0], one, NoticeAttemptOutcome.Postponed, "busy");

        await LeavesNoTraceAsync(() => Store.Notices.ReleaseAsync(one, Stop));

        var again = Assert.Single(await ClaimAsync(AllDue, Guid.NewGuid())).Notice;
        Assert.Equal((ids[1], NoticeStatus.Pending, 0), (again.NoticeId, again.Status, again.Attempts));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task One_run_tries_each_notice_once()
    {
        var ids = await WriteNoticesAsync(3);
        await TryAsync(ids[0], NoticeAttemptOutcome.Rejected, "x");
        Clock.Advance(TimeSpan.FromHours(1));
        var run = new DueNoticeQuery { NoticeId = ids, NotTriedSince = Clock.Now, Limit = 9 };
        await TryAsync(ids[1], NoticeAttemptOutcome.Postponed, "x");
        await TryAsync(ids[2], NoticeAttemptOutcome.Sent);

        // Sent since the run began: done, and no mistake of whoever named it.
        Assert.Equal([ids[0]], IdsOf(await Store.Notices.GetDueAsync(run, Stop)));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([ids[1]], IdsOf(await Store.Notices.GetDueAsync(AllDue, Stop)));
        Assert.Empty(await Store.Notices.GetDueAsync(run with { NoticeId = [] }, Stop));
        await FailAsync("NoticeIsSent", () => Store.Notices.GetDueAsync(run with { NotTriedSince = Clock.Now }, Stop));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task Notices_to_be_sent_are_picked_by_recipient_and_kind()
    {
        await WriteNoticesAsync(2);
        await CancelAsync(AdaPro);

        Assert.Equal([Ada], await RecipientsAsync(new() { Recipient = ["a*@contoso.example"], Limit = 9 }));
        Assert.Equal([Bob, Bob], await RecipientsAsync(new() { Recipient = ["BOB@contoso.example", "none"], Limit = 9 }));
        Assert.Equal([Ada], await RecipientsAsync(new() { Recipient = [Ada], Limit = 1 }));
        Assert.Equal([Ada], await RecipientsAsync(new() { Kind = [NoticeKind.SubscriptionCancelled, NoticeKind.ControlTaken], Limit = 1 }));
        Assert.Empty(await RecipientsAsync(new() { Kind = [NoticeKind.ControlTaken], Limit = 9 }));
        Assert.Equal([Ada], (await ClaimAsync(new() { Recipient = ["ada*"], Limit = 9 }, Guid.NewGuid())).Select(queued => queued.Notice.Recipient));

        async Task<IEnumerable<string>> RecipientsAsync(DueNoticeQuery query) => (await Store.Notices.GetDueAsync(query, Stop)).Select(queued => queued.Notice.Recipient);
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task Two_senders_at_once_share_the_notices_and_send_none_twice()
    {
        var ids = await WriteNoticesAsync(40);
        var senders = new[] { Store, await AsAsync(Billing), await AsAsync(Admin) };

        var sent = await Task.WhenAll(senders.Select(sender => Task.Run(() => SendAllAsync(sender))));

        Assert.Equal(ids.Order(), sent.SelectMany(one => one).Order());
        Assert.All(await ListAsync(Store.Notices.GetAsync(new(), Stop)), notice => Assert.Equal((NoticeStatus.Sent, 1), (notice.Status, notice.Attempts)));
        Assert.Equal(40, (await AuditAsync(new() { Action = [AuditActions.NoticeSent] })).Count);

        static async Task<List<Guid>> SendAllAsync(ICommerceStore store)
        {
            var sent = new List<Guid>();
            var claim = Guid.NewGuid();
            while (await store.Notices.ClaimAsync(new() { Limit = 3 }, claim, Stop) is { Count: > 0 } taken)
            {
                foreach (var queued in taken)
                {
                    Assert.NotNull(await store.Notices.RecordAttemptAsync(queued.Notice.NoticeId, claim, new(NoticeAttemptOutcome.Sent), Stop));
                    sent.Add(queued.Notice.NoticeId);
                }
            }

            return sent;
        }
    }

    [Theory, InlineData(Reader), InlineData(Partner), InlineData(GrantedPartner), InlineData(Bob), Trait("Requirement", "A")]
    public async Task Notices_are_sent_by_those_alone_whose_role_allows_it(string actor)
    {
        await WriteNoticesAsync(1);
        var store = await AsAsync(actor);

        await FailAsync("RoleMissing", () => store.Notices.GetDueAsync(AllDue, Stop));
        await FailAsync("RoleMissing", () => store.Notices.ClaimAsync(AllDue, Guid.NewGuid(), Stop));
        Assert.Single(await (await AsAsync(Billing)).Notices.ClaimAsync(AllDue, Guid.NewGuid(), Stop));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task Who_loses_the_role_while_he_sends_still_records_what_he_sent()
    {
        var id = Assert.Single(await WriteNoticesAsync(1));
        var (billing, claim) = (await AsAsync(Billing), Guid.NewGuid());
        await billing.Notices.ClaimAsync(AllDue, claim, Stop);
        await ImportUsersAsync(User(Billing, Role.GlobalReader));

        Assert.Equal(NoticeStatus.Sent, (await billing.Notices.RecordAttemptAsync(id, claim, new(NoticeAttemptOutcome.Sent), Stop))!.Status);
    }

    [Fact, Trait("Requirement", "T5"), Trait("Requirement", "N1")]
    public async Task A_request_to_cancel_that_failed_waits_still_and_one_that_was_given_up_is_followed_by_another()
    {
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(BobVisio), Stop);
        var first = Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        await TryAsync(first.NoticeId, NoticeAttemptOutcome.Postponed, "busy");
        await ImportLicensesAsync(License(BobVisio, Carol));
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(BobVisio), Stop);
        var refreshed = Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop)));
        Assert.Equal((first.NoticeId, NoticeStatus.Failed, 1), (refreshed.NoticeId, refreshed.Status, refreshed.Attempts));
        Assert.Contains("2 of its 2 users", refreshed.Body, StringComparison.Ordinal);

        await TryAsync(first.NoticeId, NoticeAttemptOutcome.Rejected, "no such mailbox");
        Assert.False(Assert.Single(await PlanRequestAsync(BobVisio)).IsWaiting);
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(BobVisio), Stop);

        Assert.Equal([NoticeStatus.Pending, NoticeStatus.Undeliverable], (await ListAsync(Store.Notices.GetAsync(new(), Stop))).Select(notice => notice.Status));
    }

    [Fact, Trait("Requirement", "T5"), Trait("Requirement", "N1")]
    public async Task A_request_to_cancel_is_not_brought_up_to_date_while_it_is_being_sent()
    {
        var id = Assert.Single(await WriteNoticesAsync(1));
        var claim = Guid.NewGuid();
        await ClaimAsync(AllDue, claim);
        var subscription = (await ListAsync(Store.Subscriptions.GetAsync(new() { SubscriptionId = ["asked-0"] }, Stop)))[0].SubscriptionId;
        await LeavesNoTraceAsync(async () => await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(subscription), Stop));
        await ImportLicensesAsync(License(subscription, Carol));

        await LeavesNoTraceAsync(async () =>
            Assert.Equal(subscription, (await FailAsync("NoticeBeingSent", async () => await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(subscription), Stop))).Target));

        await RecordAsync(id, claim, NoticeAttemptOutcome.Postponed, "busy");
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(subscription), Stop);
        Assert.Contains("1 of its 1 users", Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop))).Body, StringComparison.Ordinal);
    }

    /// <summary>Writes notices to Bob.</summary>
    /// <returns>Their ids, oldest first.</returns>
    private async Task<List<Guid>> WriteNoticesAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(number => $"asked-{number}").ToArray();
        await ImportSubscriptionsAsync([.. ids.Select(id => SelfService(id, Visio, Bob, 2))]);
        await Store.Subscriptions.WriteCancellationNoticesAsync(await PlanRequestAsync(ids), Stop);
        var notices = await ListAsync(Store.Notices.GetAsync(new(), Stop));
        return [.. Enumerable.Reverse(notices).Select(notice => notice.NoticeId)];
    }

    private Task<IReadOnlyList<QueuedNotice>> ClaimAsync(DueNoticeQuery query, Guid claim) => Store.Notices.ClaimAsync(query, claim, Stop);

    private Task<Notice?> RecordAsync(Guid id, Guid claim, NoticeAttemptOutcome outcome, string? error = null) =>
        Store.Notices.RecordAttemptAsync(id, claim, new(outcome, error), Stop);

    /// <summary>Takes a notice and records a try.</summary>
    private async Task<Notice> TryAsync(Guid id, NoticeAttemptOutcome outcome, string? error = null)
    {
        var claim = Guid.NewGuid();
        Assert.Single(await ClaimAsync(new() { NoticeId = [id], Limit = 1 }, claim));
        return (await RecordAsync(id, claim, outcome, error))!;
    }

    private static IEnumerable<Guid> IdsOf(IEnumerable<QueuedNotice> notices) => notices.Select(queued => queued.Notice.NoticeId);
}
