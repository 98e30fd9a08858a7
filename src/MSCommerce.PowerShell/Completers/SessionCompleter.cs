using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace MSCommerce.PowerShell;

/// <summary>
/// Completes an argument with what the tenant of the session has. A key press is no command: nothing is asked where nothing is connected, whoever may not
/// read is not refused (a refusal is recorded), nobody waits long, and nothing fails.
/// </summary>
internal abstract class SessionCompleter : IArgumentCompleter
{
    /// <summary>How many suggestions are of use to a person.</summary>
    private const int Most = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var named = fakeBoundParameters?["Session"];
        var session = (named is PSObject wrapped ? wrapped.BaseObject : named) as CommerceSession ?? SessionTable.Find(Runspace.DefaultRunspace);
        return session is { IsOpen: true } ? Complete(session, new(wordToComplete, fakeBoundParameters)) : [];
    }

    /// <summary>What could stand there, of what was typed so far.</summary>
    /// <param name="session">The session, for what its actor may.</param>
    /// <param name="client">A client of the session.</param>
    /// <param name="word">What was typed so far.</param>
    /// <param name="stop">Stops the search.</param>
    private protected abstract IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, CancellationToken stop);

    private List<CompletionResult> Complete(CommerceSession session, CompletionWord word)
    {
        // The search may outlive this method, where a store is slower than a person's patience: what it needs is its own.
        var found = new BlockingCollection<CompletionResult>();
        var stop = new CancellationTokenSource(Patience);
        _ = Task.Run(() => SearchAsync(session, word, found, stop));
        var results = new List<CompletionResult>();
        try
        {
            foreach (var result in found.GetConsumingEnumerable(stop.Token))
                results.Add(result);
        }
        catch (OperationCanceledException)
        {
            // What was found so far is of use too.
        }

        return results;
    }

    private async Task SearchAsync(CommerceSession session, CompletionWord word, BlockingCollection<CompletionResult> found, CancellationTokenSource stop)
    {
        try
        {
            await using var lease = await session.LeaseAsync(stop.Token);
            var count = 0;
            await foreach (var result in FindAsync(session, lease.Client, word, stop.Token))
            {
                found.Add(result, stop.Token);
                if (++count == Most)
                    break;
            }
        }
#pragma warning disable CA1031, RCS1075 // A key press that finds nothing is all that may come of a failure.
        catch (Exception)
        {
        }
#pragma warning restore CA1031, RCS1075
        finally
        {
            found.CompleteAdding();
        }
    }
}
