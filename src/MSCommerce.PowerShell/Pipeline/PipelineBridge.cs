using System.Collections.Concurrent;

namespace MSCommerce.PowerShell;

/// <summary>
/// Lets a worker await while the pipeline's thread writes: PowerShell takes output from that thread alone. The worker puts messages into a
/// bounded queue, so it never runs far ahead of a slow reader, and a million rows need no more memory than a few.
/// </summary>
/// <param name="stop">Cancelled by the pipeline; cancelled here where the pipeline wants no more.</param>
internal sealed class PipelineBridge(CancellationTokenSource stop) : IDisposable
{
    /// <summary>How many messages the worker may be ahead of the pipeline.</summary>
    private const int Ahead = 256;

    private readonly BlockingCollection<PipelineMessage> _messages = new(Ahead);
    private Exception? _failure;

    /// <summary>Runs a piece of work, and performs its messages on this thread until it ends.</summary>
    /// <param name="work">The work; it runs on the thread pool.</param>
    /// <param name="perform">Performs a message. What it throws (a stop, <c>Select-Object -First</c> that has enough) stops the work.</param>
    /// <returns>What the work failed with; null where it did not.</returns>
    public Exception? Run(Func<CancellationToken, Task> work, Action<PipelineMessage> perform)
    {
        _ = Task.Run(() => WorkAsync(work), CancellationToken.None);
        try
        {
            foreach (var message in _messages.GetConsumingEnumerable())
                perform(message);
        }
        catch
        {
            stop.Cancel();

            // Not before the work has ended: it must not go on behind the user's back, and what it holds must be free again.
            foreach (var _ in _messages.GetConsumingEnumerable())
            {
            }

            throw;
        }

        return _failure;
    }

    /// <summary>Hands a message to the pipeline's thread; waits while that thread is far behind.</summary>
    /// <exception cref="OperationCanceledException">The pipeline stopped.</exception>
    public void Post(PipelineMessageKind kind, object? content) => _messages.Add(new(kind, content), stop.Token);

    /// <summary>Hands over a message that may be lost: the pipeline is busy, or the work has ended.</summary>
    public void Offer(PipelineMessageKind kind, object? content)
    {
        try
        {
            _messages.TryAdd(new(kind, content));
        }
        catch (InvalidOperationException) when (_messages.IsAddingCompleted)
        {
            // A late report of progress; there is nothing left to report on.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _messages.Dispose();

    private async Task WorkAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(stop.Token);
        }
#pragma warning disable CA1031 // Whatever it is, the pipeline's thread reports it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
        finally
        {
            _messages.CompleteAdding();
        }
    }
}
