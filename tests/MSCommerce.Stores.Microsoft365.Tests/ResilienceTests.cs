using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Tests;

public sealed class ResilienceTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private Tenant _tenant = null!;
    private CommerceClient _client = null!;

    private Server Server => _tenant.Server;

    public async ValueTask InitializeAsync()
    {
        _tenant = await Tenant.StartAsync();
        _client = await _tenant.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _tenant.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.ResetAfter)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.WrongContentType)]
    [InlineData(FaultKind.Empty)]
    [InlineData(FaultKind.Unauthorized)]
    public async Task A_bad_moment_passes_unnoticed(FaultKind fault)
    {
        Server.Faults.Next(fault);

        Assert.NotEmpty(await _client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal(2, Server.Log.OfServices.Count());
        Assert.Single(Server.Log.OfServices.Select(request => request.CorrelationId).Distinct());
    }

    [Theory]
    [InlineData(FaultKind.Unavailable, CommerceError.StoreUnavailable, "ServiceUnavailable")]
    [InlineData(FaultKind.ResetBefore, CommerceError.StoreUnavailable, "ServiceUnreachable")]
    [InlineData(FaultKind.Truncated, CommerceError.StoreUnavailable, "ServiceUnreachable")]
    [InlineData(FaultKind.Malformed, CommerceError.StoreUnavailable, "AnswerMalformed")]
    [InlineData(FaultKind.WrongContentType, CommerceError.StoreUnavailable, "AnswerMalformed")]
    [InlineData(FaultKind.Throttled, CommerceError.Throttled, "ServiceThrottled")]
    [InlineData(FaultKind.Unauthorized, CommerceError.AuthenticationFailed, "TokenRefused")]
    [InlineData(FaultKind.Forbidden, CommerceError.Forbidden, "PermissionMissing")]
    [InlineData(FaultKind.EchoesToken, CommerceError.InvalidRequest, "ServiceRefusedRequest")]
    [InlineData(FaultKind.Redirect, CommerceError.StoreUnavailable, "AnswerMalformed")]
    public async Task A_bad_hour_is_said_with_the_correlation_id(FaultKind fault, CommerceError error, string errorId)
    {
        Server.Faults.Rule = _ => new(fault);

        var failure = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal((error, errorId), (failure.Error, failure.ErrorId));
        Assert.Contains(Server.Log.OfServices.First().CorrelationId, failure.Message, StringComparison.Ordinal);
        Assert.All(Server.Tokens.Secrets, secret => Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal));
        Assert.InRange(Server.Log.OfServices.Count(), 1, 13);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_waits_as_long_as_the_service_asks(bool asDate)
    {
        Server.Faults.Next(new Fault(FaultKind.Throttled, RetryAfter: 17, asDate));
        await _client.Policies.GetAsync(new(), Stop).ListAsync();

        // A date has no fractions of a second.
        Assert.Contains(_tenant.Clock.Waits, wait => wait >= TimeSpan.FromSeconds(asDate ? 15 : 17) && wait < TimeSpan.FromSeconds(19));
    }

    [Fact]
    public async Task What_is_asked_of_one_request_holds_for_all()
    {
        var clock = TimeProvider.System;
        var gate = new ThrottleGate(clock);
        gate.Close(TimeSpan.FromMilliseconds(300));
        gate.Close(TimeSpan.FromMilliseconds(10));
        var began = clock.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gate.WaitAsync(Stop)));
        Assert.True(clock.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task No_request_goes_out_before_a_429_allows()
    {
        Server.State.Fill(60);
        var client = await new Microsoft365StoreFactory(_tenant.Options).OpenAsync(new("m365", TenantState.Domain), new(), Stop);
        await using var commerce = new CommerceClient(client);
        var plan = await commerce.Policies.PlanAsync(new() { Product = ["Product *"], Value = "Disabled" }, Stop);
        Server.Log.Clear();
        var throttledAt = DateTimeOffset.MaxValue;
        var count = 0;
        Server.Faults.Rule = request =>
        {
            if (request.Method != "PUT" || Interlocked.Increment(ref count) != 20)
                return null;
            throttledAt = DateTimeOffset.UtcNow;
            return new(FaultKind.Throttled, RetryAfter: 1);
        };

        var results = await commerce.Policies.ApplyAsync(plan, cancellationToken: Stop);
        Assert.All(results, result => Assert.True(result.IsApplied));
        // Those that were on their way when the answer came could not know.
        var early = Server.Log.OfServices.Count(request => request.At > throttledAt.AddMilliseconds(150) && request.At < throttledAt.AddMilliseconds(950));
        Assert.Equal(0, early);
    }

    [Fact]
    public async Task A_longer_wait_than_anyone_has_is_an_error_that_says_how_long()
    {
        Server.Faults.Next(new Fault(FaultKind.Throttled, RetryAfter: 3600));

        var failure = await Assert.ThrowsAsync<CommerceException>(() => _client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal("ServiceThrottled", failure.ErrorId);
        Assert.Contains("3600 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Single(Server.Log.OfServices);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_not_waited_for_for_ever()
    {
        Server.Faults.Latency = TimeSpan.FromSeconds(30);
        var options = _tenant.Options with { Resilience = new() { AttemptTimeout = TimeSpan.FromMilliseconds(200), Retries = 1, FirstDelay = TimeSpan.FromMilliseconds(1) } };
        await using var client = new CommerceClient(await new Microsoft365StoreFactory(options).OpenAsync(new("m365", TenantState.Domain), new(), Stop));

        var failure = await Assert.ThrowsAsync<CommerceException>(() => client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal("ServiceUnreachable", failure.ErrorId);
        Assert.Contains("no answer came in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_down_is_left_alone()
    {
        Server.State.Fill(200);
        var plan = await _client.Policies.PlanAsync(new() { Product = ["Product *"], Value = "Disabled" }, Stop);
        Server.Log.Clear();
        Server.Faults.Rule = request => request.Method == "PUT" ? new(FaultKind.ServerError) : null;

        var results = await _client.Policies.ApplyAsync(plan, cancellationToken: Stop);
        Assert.All(results, result => Assert.Equal(CommerceError.StoreUnavailable, result.Failure!.Error));
        // Of 200 times six attempts most are never made.
        Assert.InRange(Server.Log.OfServices.Count(request => request.Method == "PUT"), 20, 600);
    }

    [Fact]
    public async Task A_value_that_the_service_does_not_take_is_not_reported_as_done()
    {
        Server.Faults.Rule = request => request.Method == "PUT" ? new(FaultKind.NotTaken) : null;

        var result = Assert.Single(await _client.Policies.SetAsync(new() { Product = ["Visio Plan 2"], Value = "Disabled" }, cancellationToken: Stop));
        Assert.False(result.IsApplied);
        Assert.Equal("ValueNotTaken", result.Failure!.ErrorId);
    }

    [Fact]
    public async Task A_change_whose_answers_are_lost_is_looked_up_before_it_is_called_failed()
    {
        Server.Faults.Rule = request => request.Method == "PUT" ? new(FaultKind.ResetAfter) : null;

        var result = Assert.Single(await _client.Policies.SetAsync(new() { Product = ["Visio Plan 2"], Value = "Disabled" }, cancellationToken: Stop));
        Assert.True(result.IsApplied);
        Assert.Equal("Disabled", Server.State.ValueOf("CFQ7TTC0HD32"));
    }

    [Fact]
    public async Task Many_changes_go_side_by_side_and_no_more_than_so_many()
    {
        Server.State.Fill(200);
        Server.Faults.Latency = TimeSpan.FromMilliseconds(50);

        var results = await _client.Policies.SetAsync(new() { Product = ["Product *"], Value = "Disabled" }, cancellationToken: Stop);
        Assert.All(results, result => Assert.True(result.IsApplied));
        Assert.InRange(Server.Log.MostAtOnce, 7, new ResilienceOptions().Concurrency);
    }

    [Fact]
    public async Task A_stop_ends_a_change_of_many_at_once()
    {
        Server.State.Fill(200);
        Server.Faults.Latency = TimeSpan.FromMilliseconds(50);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var plan = await _client.Policies.PlanAsync(new() { Product = ["Product *"], Value = "Disabled" }, Stop);
        stop.CancelAfter(TimeSpan.FromMilliseconds(250));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.Policies.ApplyAsync(plan, cancellationToken: stop.Token));
        Assert.Contains(Server.State.Products.Keys, id => Server.State.ValueOf(id) == "Enabled");
    }

    [Fact]
    public async Task A_list_that_goes_on_elsewhere_gets_no_token()
    {
        var failure = await Assert.ThrowsAsync<CommerceException>(async () =>
        {
            using var http = new HttpClient();
            using var service = new ServiceClient("licensing service", Server.Http, "scope", new NoTokens(), http, new(), TimeProvider.System);
            await service.SendAsync(new(HttpMethod.Get, "https://elsewhere.example/v1.0/policies?page=2", "list the policies"), null, Stop);
        });
        Assert.Contains("elsewhere.example", failure.Message, StringComparison.Ordinal);
    }

    private sealed class NoTokens : Authentication.ITokenSource
    {
        public Task<Authentication.AccessGrant> SignInAsync(string scope, CancellationToken stop) => throw new NotSupportedException();

        public Task<Authentication.AccessGrant> GetAsync(string scope, string? rejected, CancellationToken stop) => throw new NotSupportedException();
    }
}
