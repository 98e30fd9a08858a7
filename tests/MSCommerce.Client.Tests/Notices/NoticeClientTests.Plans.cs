using MSCommerce.Rules;
using NSubstitute;

namespace MSCommerce.Client.Tests.Notices;

/// <content>What is planned, refused and told before anything is sent.</content>
public sealed partial class NoticeClientTests
{
    [Fact]
    public async Task A_dry_run_writes_every_e_mail_and_takes_and_sends_none()
    {
        _folder.File("ControlTaken.subject.hbs", "Ours: {{ProductName}}");

        var deliveries = await SendAsync(Request with { DryRun = true, TemplatePath = _folder.Path });

        Assert.Equal(Enumerable.Repeat(("Ours: Visio", NoticeStatus.Pending, 0, (string?)null), Count), deliveries.Select(delivery => (delivery.Subject, delivery.Status, delivery.Attempts, delivery.Error)));
        Assert.Equal((0, 0), (_transports, _outbox.Claims.Count));
    }

    [Fact]
    public async Task A_mistake_in_the_templates_is_found_before_anything_is_taken()
    {
        _folder.File("LicenseGranted.txt.hbs", "{{Nonsense}}");

        Assert.Equal("TemplateInvalid", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request with { TemplatePath = _folder.Path }))).ErrorId);
        Assert.Equal((0, 0), (_transports, _outbox.Claims.Count));
    }

    [Fact]
    [Trait("Requirement", "A")]
    public async Task Whoever_may_not_send_is_refused_and_that_is_recorded()
    {
        _store.DemandAsync(Permission.SendNotices, Arg.Any<CancellationToken>()).Returns(Task.FromException(CommerceErrors.Forbidden("reader", "send notices", ["global administrator"])));

        Assert.Equal("RoleMissing", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request))).ErrorId);

        Assert.Equal((0, 0), (_transports, _outbox.Claims.Count));
        await _store.Audit.Received(1).RecordRefusalAsync(AuditActions.NoticeSent, "", Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    [Trait("Requirement", "N2")]
    public async Task To_send_one_that_was_sent_is_refused_and_that_is_recorded()
    {
        _outbox.Notices[0] = _outbox.Notices[0] with { Status = NoticeStatus.Sent, SentAt = DateTimeOffset.UtcNow.AddDays(-1) };
        var request = Request with { NoticeId = [_outbox.Notices[0].NoticeId, _outbox.Notices[1].NoticeId] };

        Assert.Equal("NoticeIsSent", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(request with { DryRun = true }))).ErrorId);
        await _store.Audit.DidNotReceiveWithAnyArgs().RecordRefusalAsync("", "", "", default);
        Assert.Equal("NoticeIsSent", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(request))).ErrorId);

        Assert.Empty(_transport.Taken);
        await _store.Audit.Received(1).RecordRefusalAsync(AuditActions.NoticeSent, $"{request.NoticeId[0]}, {request.NoticeId[1]}", Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task What_another_sent_while_somebody_confirmed_is_left_out()
    {
        var plannedAt = DateTimeOffset.UtcNow;
        _outbox.Notices[0] = _outbox.Notices[0] with { Status = NoticeStatus.Sent, SentAt = DateTimeOffset.UtcNow };
        var request = Request with { NoticeId = [_outbox.Notices[0].NoticeId, _outbox.Notices[1].NoticeId] };

        var deliveries = await _client.Notices.SendConfirmedAsync(request, plannedAt, cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal(_outbox.Notices[1].NoticeId, Assert.Single(deliveries).NoticeId);
    }

    [Fact]
    public async Task Progress_tells_how_many_were_tried()
    {
        var reports = new List<OperationProgress>();

        await _client.Notices.SendAsync(Request with { First = 3 }, new Reports(reports), Stop).ToListAsync(Stop);

        Assert.Equal([1, 2, 3], reports.Select(report => report.Completed));
    }

    [Fact]
    public async Task A_user_whose_name_is_no_address_must_name_a_sender()
    {
        _store.GetContextAsync(Arg.Any<CancellationToken>()).Returns(new StoreContext { Store = "x", TenantId = "t", TenantName = "Contoso", IsSample = false, Actor = "root", Roles = [] });

        Assert.Equal("SenderInvalid", (await Assert.ThrowsAsync<CommerceException>(() => SendAsync(Request))).ErrorId);
    }
}
