using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace MSCommerce.PowerShell;

/// <summary>
/// What every cmdlet of this module is: it collects its input, then awaits its work while the pipeline's thread writes what comes of it;
/// Ctrl+C cancels the work, and every failure becomes one fitting error record.
/// </summary>
public abstract class CommerceCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PipelineBridge? _bridge;
    private ProgressReporter? _progress;

    /// <summary>Before the first command writes anything that a view shows.</summary>
    static CommerceCommand() => AttentionMark.Register();

    /// <summary>The runspace that the command runs in; sessions belong to it.</summary>
    private protected Runspace? Runspace { get; private set; }

    /// <summary>Told how far an operation is, from the work.</summary>
    private protected IProgress<OperationProgress> Progress => _progress!;

    /// <summary>Whether -WhatIf is on.</summary>
    private protected bool IsWhatIf { get; private set; }

    /// <summary>Whether changes of high impact alone are asked about, as PowerShell does by itself, and nobody said otherwise.</summary>
    private protected bool AsksAboutHighImpactAlone { get; private set; }

    /// <summary>Whether input was to come from the pipeline, whether or not any came.</summary>
    private protected bool ExpectsInput => MyInvocation.ExpectingInput;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Runspace = Runspace.DefaultRunspace;
        Views.Ensure(this, Runspace);
        IsWhatIf = Switch("WhatIf") ?? LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        AsksAboutHighImpactAlone = Switch("Confirm") is null
            && LanguagePrimitives.ConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference", ConfirmImpact.High)) == ConfirmImpact.High;
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        using var bridge = new PipelineBridge(_stop);
        _bridge = bridge;
        _progress = new(record => bridge.Offer(PipelineMessageKind.Progress, record), TimeProvider.System);

        var failure = bridge.Run(RunAsync, Perform);
        // Whatever a stopped operation ended with, it was stopped; that is no error.
        if (_stop.IsCancellationRequested)
            throw new PipelineStoppedException();
        if (_progress.Last is { } shown)
        {
            shown.RecordType = ProgressRecordType.Completed;
            WriteProgress(shown);
        }

        if (failure is not null)
            Fail(failure);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Stopped just when it was done.
        }
    }

    /// <summary>Releases what the command holds.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    /// <summary>The command's work, on another thread than the pipeline's: it writes through <see cref="Write"/> and its like alone.</summary>
    private protected abstract Task RunAsync(CancellationToken stop);

    /// <summary>Writes an object, from the work.</summary>
    // Wrapped here, where PowerShell would do it later on the pipeline's thread, which has more to do.
    private protected void Write(object output) => _bridge!.Post(PipelineMessageKind.Output, PSObject.AsPSObject(output));

    /// <summary>Writes a list as it comes, from the work. A name in it that nothing answers to is an error that ends nothing.</summary>
    private protected async Task WriteAsync<T>(IAsyncEnumerable<T> items, CancellationToken stop)
        where T : notnull
    {
        try
        {
            await foreach (var item in items.WithCancellation(stop))
                Write(item);
        }
        catch (CommerceException missing) when (missing.Error == CommerceError.NotFound)
        {
            Report(missing);
        }
    }

    /// <summary>How many rows -Skip leaves out.</summary>
    private protected long PageSkip => (long)Math.Min(PagingParameters.Skip, long.MaxValue);

    /// <summary>How many rows -First asks for; null for all.</summary>
    private protected long? PageFirst => PagingParameters.First <= long.MaxValue ? (long)PagingParameters.First : null;

    /// <summary>Writes the page of a list, from the work; before it the number of all rows, where -IncludeTotalCount asks for that.</summary>
    private protected async Task WritePageAsync<T>(Func<CancellationToken, Task<long>> count, IAsyncEnumerable<T> page, CancellationToken stop)
        where T : notnull
    {
        if (PagingParameters.IncludeTotalCount)
            Write(PagingParameters.NewTotalCount((ulong)await count(stop), accuracy: 1.0));
        await WriteAsync(page, stop);
    }

    /// <summary>Writes an error that ends nothing, from the work.</summary>
    private protected void Report(CommerceException failure) => _bridge!.Post(PipelineMessageKind.Error, ErrorRecords.Of(failure));

    /// <summary>Writes a warning, from the work.</summary>
    private protected void Warn(string text) => _bridge!.Post(PipelineMessageKind.Warning, text);

    /// <summary>Writes a line for -Verbose, from the work: what is read or written, and where.</summary>
    private protected void Tell(string text) => _bridge!.Post(PipelineMessageKind.Verbose, text);

    /// <summary>Whether a change is to be made (-WhatIf, -Confirm), asked from the work.</summary>
    private protected Task<bool> ShouldProcessAsync(string target, string action, CancellationToken stop) =>
        AskAsync(() => ShouldProcess(target, action), stop);

    /// <summary>
    /// Whether a change is to be made, asked from the work. One that takes something away, or costs something, is asked about as PowerShell asks about changes
    /// of high impact, in a command whose other changes are not.
    /// </summary>
    private protected async Task<bool> ConfirmAsync(string target, string action, bool isHighImpact, CancellationToken stop) =>
        await ShouldProcessAsync(target, action, stop)
        && (!isHighImpact || !AsksAboutHighImpactAlone || await ShouldContinueAsync($"{target}: {action}. Go on?", MyInvocation.MyCommand.Name, stop));

    /// <summary>Whether to go on where that must be said expressly, asked from the work.</summary>
    private protected Task<bool> ShouldContinueAsync(string query, string caption, CancellationToken stop) =>
        AskAsync(() => ShouldContinue(query, caption), stop);

    /// <summary>The file that a path names, there or not; called on the pipeline's thread.</summary>
    private protected string ResolvePath(string path) => OrFail(() => FilePaths.Resolve(SessionState, path));

    /// <summary>Finds something out on the pipeline's thread; a failure ends the command.</summary>
    private protected T OrFail<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (CommerceException failure)
        {
            Fail(failure);
            throw;
        }
    }

    /// <summary>Ends the pipeline with an error, on its own thread.</summary>
    private protected void Fail(Exception failure) => ThrowTerminatingError(ErrorRecords.Of(failure));

    private Task<bool> AskAsync(Func<bool> ask, CancellationToken stop)
    {
        var question = new PipelineQuestion(ask);
        _bridge!.Post(PipelineMessageKind.Question, question);
        return question.Answer.WaitAsync(stop);
    }

    private void Perform(PipelineMessage message)
    {
        switch (message.Kind)
        {
            case PipelineMessageKind.Output:
                WriteObject(message.Content);
                break;
            case PipelineMessageKind.Error:
                WriteError((ErrorRecord)message.Content!);
                break;
            case PipelineMessageKind.Warning:
                WriteWarning((string)message.Content!);
                break;
            case PipelineMessageKind.Verbose:
                WriteVerbose((string)message.Content!);
                break;
            case PipelineMessageKind.Progress:
                WriteProgress((ProgressRecord)message.Content!);
                break;
            default:
                Ask((PipelineQuestion)message.Content!);
                break;
        }
    }

    private void Ask(PipelineQuestion question)
    {
        try
        {
            question.Ask();
        }
        catch (Exception cause) when (cause is PSInvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            // A session without a person in front of it: pwsh -NonInteractive, a runbook, a job.
            Fail(CommandErrors.CannotConfirm(MyInvocation.MyCommand.Name, cause));
        }
    }

    private bool? Switch(string name) =>
        MyInvocation.BoundParameters.TryGetValue(name, out var value) ? LanguagePrimitives.IsTrue(value) : null;
}
