namespace MSCommerce.PowerShell;

/// <summary>
/// Lets a worker await while the pipeline's thread writes: PowerShell takes output from that thread alone. The worker puts messages into a
/// bounded list, so it never runs far ahead of a slow reader, and a million rows need no more memory than a few.
/// </summary>
/// <remarks>
/// The list is taken as a whole: a change of threads for every object costs more than reading it. The first object is taken at once; after it the pipeline's
/// thread, where it has nothing to do, lets twice as many gather as came before, for a moment at most. Where fewer come, it takes them one by one again.
/// </remarks>
internal sealed class PipelineBridge : IDisposable
{
    /// <summary>How many messages may wait; as many again may be taken and not performed yet.</summary>
    private const int Room = 128;

    /// <summary>How many may gather. Not as many as there is room for: the worker goes on while they are fetched.</summary>
    private const int MostGathered = Room / 2;

    /// <summary>How long they may.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _stopped;
    private readonly CancellationTokenRegistration _waking;

    // Guards what follows, and is pulsed when it changes.
    private readonly object _gate = new();
    private List<PipelineMessage> _posted = new(Room);
    private List<PipelineMessage> _taken = new(Room);
    private int _awaited;
    private bool _isEnded;

    private Exception? _failure;

    /// <summary>Makes one.</summary>
    /// <param name="stop">Cancelled by the pipeline; cancelled here where the pipeline wants no more.</param>
    public PipelineBridge(CancellationTokenSource stop)
    {
        _stop = stop;
        _stopped = stop.Token;
        _waking = _stopped.Register(Wake);
    }

    /// <summary>Runs a piece of work, and performs its messages on this thread until it ends.</summary>
    /// <param name="work">The work; it runs on the thread pool.</param>
    /// <param name="perform">Performs a message. What it throws (a stop, <c>Select-Object -First</c> that has enough) stops the work.</param>
    /// <returns>What the work failed with; null where it did not.</returns>
    public Exception? Run(Func<CancellationToken, Task> work, Action<PipelineMessage> perform)
    {
        _ = Task.Run(() => WorkAsync(work), CancellationToken.None);
        try
        {
            var gathered = 1;
            while (Take(gathered) is { Count: > 0 } messages)
            {
                foreach (var message in messages)
                    perform(message);
                gathered = messages.Count < gathered ? 1 : Math.Min(gathered * 2, MostGathered);
            }
        }
        catch
        {
            _stop.Cancel();

            // Not before the work has ended: it must not go on behind the user's back, and what it holds must be free again.
            while (Take(1).Count > 0)
            {
            }

            throw;
        }

        return _failure;
    }

    /// <summary>Hands a message to the pipeline's thread; waits while that thread is far behind.</summary>
    /// <exception cref="OperationCanceledException">The pipeline stopped.</exception>
    public void Post(PipelineMessageKind kind, object? content)
    {
        lock (_gate)
        {
            while (_posted.Count >= Room && !_stopped.IsCancellationRequested)
                Monitor.Wait(_gate);
            _stopped.ThrowIfCancellationRequested();
            Add(kind, content);
        }
    }

    /// <summary>Hands over a message that may be lost: the pipeline is busy, or the work has ended.</summary>
    public void Offer(PipelineMessageKind kind, object? content)
    {
        lock (_gate)
        {
            if (_posted.Count < Room && !_isEnded)
                Add(kind, content);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _waking.Dispose();

    private void Add(PipelineMessageKind kind, object? content)
    {
        _posted.Add(new(kind, content));
        // Objects can wait for more of them. A question has a worker waiting for the answer.
        if (_awaited > 0 && (_posted.Count >= _awaited || kind != PipelineMessageKind.Output))
            Monitor.PulseAll(_gate);
    }

    /// <summary>Takes what was posted; waits until something was. None: the work has ended.</summary>
    private List<PipelineMessage> Take(int gathered)
    {
        _taken.Clear();
        lock (_gate)
        {
            while (_posted.Count == 0 && !_isEnded)
                Await(1, Timeout.InfiniteTimeSpan);
            if (_posted.Count < gathered && !_isEnded && _posted.TrueForAll(message => message.Kind == PipelineMessageKind.Output))
                Await(gathered, Moment);

            (_posted, _taken) = (_taken, _posted);
            Monitor.PulseAll(_gate);
        }

        return _taken;
    }

    private void Await(int count, TimeSpan patience)
    {
        _awaited = count;
        Monitor.Wait(_gate, patience);
        _awaited = 0;
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private async Task WorkAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stopped);
        }
#pragma warning disable CA1031 // Whatever it is, the pipeline's thread reports it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
        finally
        {
            lock (_gate)
            {
                _isEnded = true;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
