using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

public sealed class SessionCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly CmdletRunner _powershell = sample.Connect();

    public void Dispose()
    {
        _powershell.Cmdlet<DisconnectMSCommerceCommand>().Invoke();
        _powershell.Dispose();
    }

    [Fact]
    public void The_verbose_line_tells_where_and_as_whom()
    {
        var run = _powershell.Cmdlet<GetMSCommercePolicyCommand>().Invoke();

        var line = Assert.Single(run.Verbose);
        Assert.Contains("Read policies", line, StringComparison.Ordinal);
        Assert.Contains("t.db", line, StringComparison.Ordinal);
        Assert.Contains("admin@fabrikam.example", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_are_a_runspaces_own()
    {
        using var other = new CmdletRunner();

        Assert.Empty(other.Cmdlet<GetMSCommerceContextCommand>().Invoke().Output);
        Assert.Single(_powershell.Cmdlet<GetMSCommerceContextCommand>().Invoke().Output);
    }

    [Fact]
    public void Connecting_again_closes_the_former_session_unless_it_was_given_out()
    {
        var given = Connect(passThru: true)!;
        Connect(passThru: false);
        Assert.True(given.IsOpen);

        _powershell.Cmdlet<DisconnectMSCommerceCommand>().Pipe(given).Invoke();
        Assert.False(given.IsOpen);
        // Closing that one left the session of the runspace as it was.
        Assert.Single(_powershell.Cmdlet<GetMSCommerceContextCommand>().Invoke().Output);
    }

    [Fact]
    public void A_session_that_was_closed_is_refused()
    {
        var session = Connect(passThru: true)!;
        _powershell.Cmdlet<DisconnectMSCommerceCommand>().With("Session", session).Invoke();

        var run = _powershell.Cmdlet<GetMSCommercePolicyCommand>().With("Session", session).Invoke();

        Assert.StartsWith("SessionClosed,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_nest_each_with_a_client_of_its_own()
    {
        var session = Connect(passThru: true)!;
        await using var outer = await session.LeaseAsync(TestContext.Current.CancellationToken);
        await using (var inner = await session.LeaseAsync(TestContext.Current.CancellationToken))
            Assert.NotSame(outer.Client, inner.Client);

        await session.CloseAsync();
    }

    [Fact, Trait("Requirement", "T1")]
    public void A_move_is_asked_about_with_users_and_licences_needed_and_available()
    {
        var source = Assert.Single(Subscriptions("Project Plan 3", SubscriptionChannel.SelfService), one => one.Status == SubscriptionStatus.Active);

        var run = _powershell.Cmdlet<MoveSelfServiceUsersCommand>().With("TargetProductId", "Project Plan 3").With("PassThru", value: true).Pipe(source).WhatIf().Invoke();

        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Equal($"4 users of Project Plan 3 ({source.SubscriptionId}), bought by {source.Purchaser}", call.Target);
        Assert.Contains("needs 4 licences there and 10 are available", call.Action, StringComparison.Ordinal);
        Assert.Contains("then cancelled", call.Action, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact, Trait("Requirement", "T1")]
    public void Only_the_subscriptions_that_were_confirmed_are_moved()
    {
        var sources = Subscriptions("*", SubscriptionChannel.SelfService).Where(one => one.Status == SubscriptionStatus.Active && one.ProductName is "Project Plan 3" or "Visio Plan 2").ToList();

        var run = _powershell.Cmdlet<MoveSelfServiceUsersCommand>().With("TargetProductId", "Planner Plan 1").With("PassThru", value: true)
            .Pipe(sources.Where(one => one.Status == SubscriptionStatus.Active)).OnShouldProcess(call => call.Target!.Contains("Visio", StringComparison.Ordinal)).Invoke();

        Assert.Null(run.TerminatingError);
        Assert.Equal("Visio Plan 2", Assert.Single(run.OutputOf<MoveResult>()).ProductName);
        Assert.Contains(Subscriptions("Project Plan 3", SubscriptionChannel.SelfService), one => one.Status == SubscriptionStatus.Active);
    }

    private IReadOnlyList<Subscription> Subscriptions(string product, SubscriptionChannel channel) =>
        _powershell.Cmdlet<GetSelfServiceSubscriptionCommand>().With("ProductId", product).With(channel.ToString(), value: true).Invoke().OutputOf<Subscription>();

    private CommerceSession? Connect(bool passThru) =>
        _powershell.Cmdlet<ConnectMSCommerceCommand>().With("Store", "sqlite:t.db").With("PassThru", passThru).Invoke().OutputOf<CommerceSession>().SingleOrDefault();
}
