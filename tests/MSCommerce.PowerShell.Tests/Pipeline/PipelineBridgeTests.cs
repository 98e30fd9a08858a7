namespace MSCommerce.PowerShell.Tests.Pipeline;

public sealed class PipelineBridgeTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Messages_are_performed_in_order_on_the_thread_of_the_pipeline()
    {
        using var bridge = new PipelineBridge(_stop);
        var thread = Environment.CurrentManagedThreadId;
        var seen = new List<object?>();

        var failure = bridge.Run(
            async _ =>
            {
                for (var number = 0; number < 1000; number++)
                {
                    bridge.Post(PipelineMessageKind.Output, number);
                    if (number % 100 == 0)
                        await Task.Yield();
                }
            },
            message =>
            {
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                seen.Add(message.Content);
            });

        Assert.Null(failure);
        Assert.Equal(Enumerable.Range(0, 1000).Cast<object?>(), seen);
    }

    [Fact]
    public void The_worker_never_runs_far_ahead_of_a_slow_reader()
    {
        using var bridge = new PipelineBridge(_stop);
        var posted = 0;
        var performed = 0;
        var furthest = 0;

        bridge.Run(
            _ =>
            {
                for (; posted < 100_000; posted++)
                    bridge.Post(PipelineMessageKind.Output, content: null);
                return Task.CompletedTask;
            },
            _ =>
            {
                performed++;
                if (performed < 20)
                    Thread.Sleep(1);
                furthest = Math.Max(furthest, Volatile.Read(ref posted) - performed);
            });

        Assert.Equal(100_000, performed);
        Assert.InRange(furthest, 0, 300);
    }

    [Fact]
    public void What_the_work_failed_with_is_answered_after_all_that_it_wrote()
    {
        using var bridge = new PipelineBridge(_stop);
        var seen = 0;

        var failure = bridge.Run(
            async _ =>
            {
                bridge.Post(PipelineMessageKind.Output, "first");
                await Task.Yield();
                throw new InvalidDataException("broken");
            },
            _ => seen++);

        Assert.IsType<InvalidDataException>(failure);
        Assert.Equal(1, seen);
        Assert.False(_stop.IsCancellationRequested);
    }

    [Fact]
    public void A_reader_that_wants_no_more_stops_the_work_and_waits_for_its_end()
    {
        using var bridge = new PipelineBridge(_stop);
        var ended = false;

        Assert.Throws<InvalidOperationException>(() => bridge.Run(
            async stop =>
            {
                try
                {
                    while (true)
                    {
                        bridge.Post(PipelineMessageKind.Output, content: null);
                        await Task.Yield();
                    }
                }
                finally
                {
                    await Task.Delay(50, CancellationToken.None);
                    ended = true;
                }
            },
            _ => throw new InvalidOperationException("enough")));

        Assert.True(ended);
    }

    [Fact]
    public void Nothing_waits_for_more_than_a_moment_until_there_is_more()
    {
        using var bridge = new PipelineBridge(_stop);
        using var seen = new SemaphoreSlim(0);

        var failure = bridge.Run(
            async stop =>
            {
                // As many as let more gather, and then some after each of which the worker waits until it was performed.
                for (var number = 0; number < 1000; number++)
                    bridge.Post(PipelineMessageKind.Output, content: null);
                for (var number = 0; number < 1000; number++)
                    await seen.WaitAsync(stop);
                foreach (var kind in new[] { PipelineMessageKind.Output, PipelineMessageKind.Question, PipelineMessageKind.Output, PipelineMessageKind.Output })
                {
                    bridge.Post(kind, content: null);
                    await seen.WaitAsync(stop);
                }
            },
            _ => seen.Release());

        Assert.Null(failure);
    }

    [Fact]
    public void A_worker_that_waits_for_a_slow_reader_is_stopped_with_it()
    {
        using var bridge = new PipelineBridge(_stop);

        var failure = bridge.Run(
            _ =>
            {
                for (var number = 0; ; number++)
                    bridge.Post(PipelineMessageKind.Output, number);
            },
            message =>
            {
                if (message.Content is 999)
                    _stop.Cancel();
            });

        Assert.IsType<OperationCanceledException>(failure);
    }

    [Fact]
    public void A_report_that_comes_late_is_lost()
    {
        using var bridge = new PipelineBridge(_stop);
        bridge.Run(_ => Task.CompletedTask, _ => Assert.Fail("There was nothing to perform."));

        bridge.Offer(PipelineMessageKind.Progress, content: null);
    }
}
