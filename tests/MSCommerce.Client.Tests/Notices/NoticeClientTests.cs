using MSCommerce.Notices;
using MSCommerce.Stores;
using NSubstitute;

namespace MSCommerce.Client.Tests.Notices;

/// <summary>Sending: what is recorded, given back and told, whatever fails when.</summary>
[Trait("Requirement", "N1")]
public sealed partial class NoticeClientTests : IDisposable
{
    private const int Count = 25;

    private static readonly SendNoticesRequest Request = new() { SmtpServer = "mail.contoso.example" };

    private readonly ICommerceStore _store = Substitute.For<ICommerceStore>();
    private readonly FakeOutbox _outbox = new(TimeProvider.System, Count);
    private readonly FakeTransport _transport = new();
    private readonly TemporaryFolder _folder = new();
    private readonly CommerceClient _client;
    private int _transports;

    public NoticeClientTests()
    {
        _store.Notices.Returns(_outbox);
        _store.Clock.Returns(TimeProvider.System);
        _store.GetContextAsync(Arg.Any<CancellationToken>()).Returns(new StoreContext { Store = "x", TenantId = "t", TenantName = "Contoso", IsSample = false, Actor = "admin@contoso.example", Roles = [] });
        _client = new(_store, new()
        {
            NoticeTransport = _ =>
            {
                _transports++;
                return _transport;
            },
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_due_is_sent_oldest_first_and_each_is_recorded_before_the_next_is_touched()
    {
        _transport.Answer = (_, _) =>
        {
            Assert.Equal(_transport.Taken.Count, _outbox.Notices.Count(notice => notice.Status == NoticeStatus.Sent));
            return Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent));
        };

        var deliveries = await SendAsync(Request);

        Assert.Equal(_outbox.Notices.Select(notice => notice.Recipient), _transport.Taken.Select(message => message.To));
        Assert.Equal(_outbox.Notices.Select(notice => (notice.NoticeId, NoticeStatus.Sent, 1, (string?)null)), deliveries.Select(delivery => (delivery.NoticeId, delivery.Status, delivery.Attempts, delivery.Error)));
        Assert.Equal([10, 10, 5, 0], _outbox.Claims.Select(claim => claim.Count));
        Assert.Equal(4, _outbox.Claims.Select(claim => claim.Claim).Distinct().Count());
        Assert.Empty(_outbox.Released);
        Assert.True(_transport.IsDisposed);
        Assert.Empty(await SendAsync(Request));
    }

    [Fact]
    public async Task A_message_carries_the_notices_id_who_sends_and_to_whom()
    {
        await SendAsync(Request with { First = 1 });
        await SendAsync(Request with { First = 1, From = "Licences <licences@contoso.example>" });

        Assert.Equal(($"{_outbox.Notices[0].NoticeId}@contoso.example", "admin@contoso.example", null, "Person user0@contoso.example"), (_transport.Taken[0].MessageId, _transport.Taken[0].From, _transport.Taken[0].FromName, _transport.Taken[0].ToName));
        Assert.Equal(("licences@contoso.example", "Licences"), (_transport.Taken[1].From, _transport.Taken[1].FromName));
        Assert.Equal("Contoso has taken control of your Visio subscription", _transport.Taken[1].Subject);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(11)]
    public async Task No_more_are_sent_than_asked_for(int first)
    {
        Assert.Equal(first, (await SendAsync(Request with { First = first })).Count);
        Assert.Equal(first, _transport.Taken.Count);
        Assert.Empty(_outbox.Claimed);
    }

    [Fact]
    public async Task What_fails_does_not_keep_the_others_back_and_is_tried_once_a_run()
    {
        _transport.Answer = (message, _) => Task.FromResult<NoticeAttempt>(message.To switch
        {
            "user3@contoso.example" => new(NoticeAttemptOutcome.Rejected, "no such user"),
            "user4@contoso.example" => new(NoticeAttemptOutcome.Postponed, "busy"),
            _ => new(NoticeAttemptOutcome.Sent),
        });

        var deliveries = await SendAsync(Request with { NoticeId = [.. _outbox.Notices.Select(notice => notice.NoticeId)] });

        Assert.Equal(Count, deliveries.Count);
        Assert.Equal((NoticeStatus.Undeliverable, "no such user", null), (deliveries[3].Status, deliveries[3].Error, deliveries[3].NextAttemptAt));
        Assert.Equal((NoticeStatus.Failed, "busy", _outbox.Notices[4].NextAttemptAt), (deliveries[4].Status, deliveries[4].Error, deliveries[4].NextAttemptAt));
        Assert.Equal(Count - 2, _transport.Taken.Count);
        Assert.All(_outbox.Claims, claim => Assert.NotNull(claim.Query.NotTriedSince));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(24)]
    public async Task A_mail_server_that_goes_away_ends_the_run_and_what_was_not_tried_stays_as_it_was(int at)
    {
        var gone = CommerceErrors.MailServerUnavailable("mail", "it is gone.");
        _transport.Answer = (_, _) => _transport.Taken.Count == at ? throw gone : Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent));
        var before = _outbox.Notices.ToList();
        var deliveries = new List<NoticeDelivery>();

        var failure = await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request, deliveries));

        Assert.Same(gone, failure);
        Assert.Equal(at, deliveries.Count);
        Assert.All(_outbox.Notices[..at], notice => Assert.Equal((NoticeStatus.Sent, 1), (notice.Status, notice.Attempts)));
        Assert.Equal(before[at..], _outbox.Notices[at..]);
        Assert.Empty(_outbox.Claimed);
        Assert.True(_transport.IsDisposed);
        _transport.Answer = (_, _) => Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent));
        Assert.Equal(Count - at, (await SendAsync(Request)).Count);
        Assert.Equal(Count, _transport.Taken.Select(message => message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task What_ended_the_run_is_told_even_where_nothing_can_be_given_back()
    {
        _transport.Answer = (_, _) => throw CommerceErrors.MailServerUnavailable("mail", "it is gone.");
        _outbox.BeforeRelease = () => throw CommerceErrors.StoreLocked("s", new IOException());

        Assert.Equal("MailServerUnavailable", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request))).ErrorId);
    }

    [Fact]
    public async Task A_notice_that_cannot_be_written_is_given_up_and_does_not_keep_the_others_back()
    {
        _folder.File("ControlTaken.subject.hbs", "{{TargetProductName}}");
        _folder.File("LicenseGranted.subject.hbs", "Granted");
        _outbox.Notices[1] = _outbox.Notices[1] with { Kind = NoticeKind.LicenseGranted };

        var deliveries = await SendAsync(Request with { TemplatePath = _folder.Path, First = 3 });

        Assert.Equal([NoticeStatus.Undeliverable, NoticeStatus.Sent, NoticeStatus.Undeliverable], deliveries.Select(delivery => delivery.Status));
        Assert.Contains("ControlTaken.subject.hbs", deliveries[0].Error, StringComparison.Ordinal);
        Assert.Equal("Granted", Assert.Single(_transport.Taken).Subject);
    }

    [Fact]
    public async Task Whoever_stops_the_run_lets_the_message_under_way_finish_and_it_is_recorded()
    {
        using var stop = new CancellationTokenSource();
        _transport.Answer = async (_, token) =>
        {
            if (_transport.Taken.Count == 2)
            {
                await stop.CancelAsync();
                await Task.Delay(100, token);
            }

            return new(NoticeAttemptOutcome.Sent);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(Request, stop: stop.Token));

        Assert.Equal(3, _transport.Taken.Count);
        Assert.Equal(3, _outbox.Notices.Count(notice => notice.Status == NoticeStatus.Sent));
        Assert.Empty(_outbox.Claimed);
    }

    [Fact]
    public async Task A_message_that_does_not_finish_is_broken_off_and_given_back()
    {
        using var stop = new CancellationTokenSource();
        _transport.Answer = async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return new(NoticeAttemptOutcome.Sent);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(Request, stop: stop.Token));

        Assert.All(_outbox.Notices, notice => Assert.Equal((NoticeStatus.Pending, 0), (notice.Status, notice.Attempts)));
        Assert.Empty(_outbox.Claimed);
    }

    [Fact]
    public async Task Whoever_stops_reading_stops_the_run()
    {
        await foreach (var _ in _client.Notices.SendAsync(Request, cancellationToken: Stop))
            break;

        Assert.Single(_transport.Taken);
        Assert.Single(_outbox.Notices, notice => notice.Status == NoticeStatus.Sent);
        Assert.Empty(_outbox.Claimed);
    }

    [Fact]
    public async Task A_store_that_is_busy_for_a_moment_is_asked_again_to_record()
    {
        var failures = 0;
        _outbox.BeforeRecord = (_, _) =>
        {
            if (failures++ < 2)
                throw CommerceErrors.StoreLocked("s", new IOException());
        };

        var deliveries = await SendAsync(Request with { First = 2 });

        Assert.Equal([NoticeStatus.Sent, NoticeStatus.Sent], deliveries.Select(delivery => delivery.Status));
        Assert.Equal(2, _transport.Taken.Count);
    }

    [Fact]
    public async Task What_was_sent_and_cannot_be_recorded_is_told_and_nobody_sends_it_before_the_claim_has_lapsed()
    {
        _outbox.BeforeRecord = (notice, _) =>
        {
            if (notice.Recipient == "user1@contoso.example")
                throw CommerceErrors.StoreLocked("s", new IOException());
        };

        var failure = await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request));

        Assert.Equal(("NoticeUnrecorded", CommerceError.StoreUnavailable, _outbox.Notices[1].NoticeId.ToString()), (failure.ErrorId, failure.Error, failure.Target));
        Assert.Contains("user1@contoso.example", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_outbox.Released);
        Assert.Contains(_outbox.Notices[1], _outbox.Claimed);
        Assert.Equal(NoticeStatus.Pending, _outbox.Notices[1].Status);
    }

    [Fact]
    public async Task What_was_not_sent_and_cannot_be_recorded_is_no_e_mail_that_was_sent()
    {
        _transport.Answer = (_, _) => Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Postponed, "busy"));
        _outbox.BeforeRecord = (_, _) => throw CommerceErrors.StoreLocked("s", new IOException());

        Assert.Equal("StoreLocked", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request))).ErrorId);
        Assert.All(_outbox.Notices, notice => Assert.Equal((NoticeStatus.Pending, 0), (notice.Status, notice.Attempts)));
    }

    [Fact]
    public async Task A_notice_that_another_sender_has_by_now_is_told_of_and_not_recorded()
    {
        _outbox.HasAnotherTaken = true;

        var delivery = Assert.Single(await SendAsync(Request with { First = 1 }));

        Assert.Contains("another sender", delivery.Error, StringComparison.Ordinal);
        Assert.Equal((NoticeStatus.Pending, 0), (delivery.Status, delivery.Attempts));
    }

    private async Task<List<NoticeDelivery>> SendAsync(SendNoticesRequest request, List<NoticeDelivery>? deliveries = null, CancellationToken? stop = null)
    {
        deliveries ??= [];
        await foreach (var delivery in _client.Notices.SendAsync(request, cancellationToken: stop ?? Stop))
            deliveries.Add(delivery);
        return deliveries;
    }

    private sealed class Reports(List<OperationProgress> reports) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => reports.Add(value);
    }
}
