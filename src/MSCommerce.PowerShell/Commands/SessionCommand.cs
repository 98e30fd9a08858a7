using MSCommerce.Stores;

namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that works on the tenant of a session.</summary>
public abstract class SessionCommand : CommerceCommand
{
    private CommerceSession? _session;

    /// <summary>The session to use, as Connect-MSCommerce -PassThru gives it; the one of this PowerShell session where it is left out.</summary>
    [Parameter]
    public CommerceSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _session = OrFail(() => NeedsSession || Session is not null ? SessionTable.Require(Session, Runspace) : SessionTable.Find(Runspace) is { IsOpen: true } found ? found : null);
    }

    /// <summary>Who acts: a user principal name.</summary>
    private protected string ActingUser => _session!.Actor;

    /// <summary>What the command does, for -Verbose: <c>Read policies</c>.</summary>
    private protected abstract string Purpose { get; }

    /// <summary>
    /// Whether a change, or an export, has nothing to work on because the pipeline brought nothing: a list that found nothing, as in a nightly run after which nothing is left
    /// to do. That is no error, and is said.
    /// </summary>
    /// <param name="named">How many things were named, on the command line and by the pipeline.</param>
    /// <param name="consequence">What was therefore not done.</param>
    private protected bool IsNothingPiped(int named, string consequence = "nothing was changed")
    {
        if (named > 0 || !ExpectsInput)
            return false;
        Warn($"Nothing came from the pipeline, and {consequence}.");
        return true;
    }

    /// <summary>Whether the command works on a session only.</summary>
    private protected virtual bool NeedsSession => true;

    private protected sealed override async Task RunAsync(CancellationToken stop)
    {
        if (await OpenOwnAsync(_session, stop) is { } own)
        {
            await using (own)
                await RunTracedAsync(own, stop);
            return;
        }

        await using var lease = await _session!.LeaseAsync(stop);
        Tell($"{Purpose}: {_session}.");
        await RunTracedAsync(lease.Client, stop);
    }

    /// <summary>Opens a client that the command works on instead of the session's; null for the session's.</summary>
    private protected virtual Task<CommerceClient?> OpenOwnAsync(CommerceSession? session, CancellationToken stop) => Task.FromResult<CommerceClient?>(null);

    private async Task RunTracedAsync(CommerceClient client, CancellationToken stop)
    {
        var traced = client.Store as ITracedStore;
        try
        {
            traced?.TraceTo(Tell);
            await RunAsync(client, stop);
        }
        finally
        {
            traced?.TraceTo(null);
        }
    }

    /// <summary>The command's work, on a client of the session.</summary>
    private protected abstract Task RunAsync(CommerceClient client, CancellationToken stop);
}
