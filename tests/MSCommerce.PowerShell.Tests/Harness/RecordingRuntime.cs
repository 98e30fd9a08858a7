using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using MSCommerce.PowerShell.Engine;

namespace MSCommerce.PowerShell.Tests.Harness;

/// <summary>Writes down what a cmdlet does, and holds it to the engine's rules: one thread writes, and none once stopped.</summary>
internal sealed class RecordingRuntime(InvocationInfo invocation, SessionState sessionState, Func<ShouldProcessCall, bool> shouldProcess)
    : IEngineRuntime
{
    private Thread? _pipeline;
    private volatile bool _stopping;

    internal CmdletRun Result { get; } = new();

    public PSHost? Host => null;

    public bool Stopping => _stopping;

    public string ParameterSetName { get; set; } = ParameterAttribute.AllParameterSets;

    public InvocationInfo MyInvocation { get; } = invocation;

    public SessionState SessionState { get; } = sessionState;

    public PagingParameters? PagingParameters { get; init; }

    internal void OwnThread() => _pipeline = Thread.CurrentThread;

    internal void Stop() => Result.Stopped = _stopping = true;

    internal void Terminate(ErrorRecord errorRecord)
    {
        errorRecord.SetInvocationInfo(MyInvocation);
        Result.TerminatingError ??= errorRecord;
    }

    // PowerShell wraps every object, and whoever takes it sees what is inside.
    public void WriteObject(object? sendToPipeline) =>
        Write(Result.Output, sendToPipeline is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : sendToPipeline);

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        if (enumerateCollection && sendToPipeline is IEnumerable many and not string and not IDictionary)
        {
            foreach (var one in many)
                WriteObject(one);
        }
        else
        {
            WriteObject(sendToPipeline);
        }
    }

    public void WriteError(ErrorRecord errorRecord)
    {
        errorRecord.SetInvocationInfo(MyInvocation);
        Write(Result.Errors, errorRecord);
    }

    public void WriteWarning(string text) => Write(Result.Warnings, text);

    public void WriteVerbose(string text) => Write(Result.Verbose, text);

    public void WriteDebug(string text) => Write(Result.Debug, text);

    public void WriteCommandDetail(string text) => CheckCaller();

    public void WriteInformation(InformationRecord informationRecord) => Write(Result.Information, informationRecord);

    public void WriteProgress(ProgressRecord progressRecord) => Write(Result.Progress, progressRecord);

    public void WriteProgress(long sourceId, ProgressRecord progressRecord) => WriteProgress(progressRecord);

    public bool ShouldProcess(string? target) => ShouldProcess(target, action: null);

    public bool ShouldProcess(string? target, string? action) => Ask(new(target, action));

    public bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption) =>
        ShouldProcess(verboseDescription, verboseWarning, caption, out _);

    public bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption, out ShouldProcessReason shouldProcessReason)
    {
        shouldProcessReason = MyInvocation.BoundParameters.ContainsKey("WhatIf") ? ShouldProcessReason.WhatIf : ShouldProcessReason.None;
        return Ask(new(Target: null, verboseDescription, verboseWarning, caption));
    }

    public bool ShouldContinue(string query, string caption) => Ask(new(Target: null, Action: null, query, caption));

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) => ShouldContinue(query, caption);

    public bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll) =>
        ShouldContinue(query, caption);

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        CheckCaller();
        Terminate(errorRecord);
        throw new PipelineStoppedException();
    }

    private bool Ask(ShouldProcessCall call)
    {
        Write(Result.ShouldProcessCalls, call);
        return call.Answer = shouldProcess(call);
    }

    private void Write<TItem>(List<TItem> stream, TItem item)
    {
        CheckCaller();
        stream.Add(item);
    }

    private void CheckCaller()
    {
        if (Thread.CurrentThread != _pipeline)
        {
            throw new PSInvalidOperationException(
                "The WriteObject and WriteError methods cannot be called from outside the overrides of the BeginProcessing, ProcessRecord, and EndProcessing methods, and they can only be called from within the same thread.");
        }

        if (_stopping)
            throw new PipelineStoppedException();
    }
}
