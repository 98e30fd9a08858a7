using System.Management.Automation;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

public sealed class NoticeCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Fact, Trait("Requirement", "N1")]
    public async Task It_asks_about_each_e_mail_and_who_says_no_sends_none()
    {
        var notices = Write();
        var before = await Contents.OfAsync(_session.Store);

        var run = Send().Pipe(notices).Decline().Invoke();

        Assert.Null(run.TerminatingError);
        Assert.Empty(run.Output);
        Assert.Equal(notices.Select(notice => (notice.Recipient, $"Send '{notice.Subject}'")).Order(), run.ShouldProcessCalls.Select(call => (call.Target!, call.Action!)).Order());
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Fact, Trait("Requirement", "N1")]
    public async Task A_server_that_is_not_there_ends_it_and_changes_nothing()
    {
        Write();
        var before = await Contents.OfAsync(_session.Store);

        var run = Send().Invoke();

        Assert.Equal($"MailServerUnavailable,{typeof(SendMSCommerceNoticeCommand).FullName}", run.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceUnavailable, run.TerminatingError.CategoryInfo.Category);
        Assert.Empty(run.Output);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Fact, Trait("Requirement", "N1")]
    public void An_e_mail_that_cannot_be_written_is_warned_of_beforehand()
    {
        var notice = Write()[0];
        var folder = Path.GetDirectoryName(_session.File("CancellationRequested.subject.hbs", "{{TargetProductName}}"))!;

        var run = Send().With("NoticeId", notice.NoticeId).With("TemplatePath", folder).WhatIf().Invoke();

        Assert.Contains("leaves the subject empty", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Contains(notice.Recipient, run.Warnings[0], StringComparison.Ordinal);
    }

    // Nothing listens on the port of discard, as far as anybody knows.
    private CmdletInvocation<SendMSCommerceNoticeCommand> Send() => _session.Cmdlet<SendMSCommerceNoticeCommand>().With("SmtpServer", "127.0.0.1").With("Port", 9);

    private IReadOnlyList<Notice> Write()
    {
        Assert.Null(_session.Cmdlet<RequestSelfServiceCancellationCommand>().Pipe(_session.Theirs("Visio Plan 2"), _session.Theirs("Planner Plan 1")).Invoke().TerminatingError);
        return _session.Notices();
    }
}
