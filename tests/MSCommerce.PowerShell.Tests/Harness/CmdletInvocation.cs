using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MSCommerce.PowerShell.Tests.Harness;

/// <summary>One call of a cmdlet, being put together; <see cref="Invoke"/> or <see cref="Start"/> runs it.</summary>
internal sealed class CmdletInvocation<T>(CmdletRunner session)
    where T : Cmdlet, new()
{
    private readonly Dictionary<string, object?> _arguments = new(StringComparer.OrdinalIgnoreCase);
    private IEnumerable<object?>? _input;
    private Func<ShouldProcessCall, bool> _shouldProcess = _ => true;

    /// <summary>Gives a parameter, by its name or an alias. A switch is given with <c>true</c>.</summary>
    internal CmdletInvocation<T> With(string parameter, object? value)
    {
        _arguments.Add(parameter, value);
        return this;
    }

    /// <summary>Pipes objects in. They are drawn one by one, as a pipeline does.</summary>
    internal CmdletInvocation<T> Pipe(IEnumerable<object?> input)
    {
        _input = input;
        return this;
    }

    /// <inheritdoc cref="Pipe(IEnumerable{object?})"/>
    internal CmdletInvocation<T> Pipe(params object?[] input) => Pipe((IEnumerable<object?>)input);

    /// <summary>Runs with -WhatIf.</summary>
    internal CmdletInvocation<T> WhatIf() => With("WhatIf", value: true).OnShouldProcess(_ => false);

    /// <summary>Answers every confirmation with no.</summary>
    internal CmdletInvocation<T> Decline() => OnShouldProcess(_ => false);

    /// <summary>Answers each confirmation; one that throws stands for a session that cannot ask.</summary>
    internal CmdletInvocation<T> OnShouldProcess(Func<ShouldProcessCall, bool> answer)
    {
        _shouldProcess = answer;
        return this;
    }

    /// <summary>Runs the cmdlet to its end.</summary>
    internal CmdletRun Invoke() => Start().Completion.GetAwaiter().GetResult();

    /// <summary>Runs the cmdlet on a thread of its own and returns at once, so that a test can stop it.</summary>
    internal RunningCmdlet Start()
    {
        var cmdlet = new T();
        var metadata = ParameterMetadata.Of(typeof(T));
        var runtime = new RecordingRuntime(new(metadata.Command, _input is not null), session.SessionState, _shouldProcess)
        {
            PagingParameters = metadata.SupportsPaging ? new() : null,
        };
        cmdlet.CommandRuntime = runtime;

        // A pipeline thread has no synchronization context, as in PowerShell; xunit's would have one.
        var completion = new TaskCompletionSource<CmdletRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            Runspace.DefaultRunspace = session.Runspace;
            runtime.OwnThread();
            completion.SetResult(Run(cmdlet, new(cmdlet, metadata, runtime), runtime));
        })
        {
            IsBackground = true,
            Name = metadata.Command.Name,
        };
        thread.Start();
        return new(cmdlet, runtime, completion.Task);
    }

    private CmdletRun Run(T cmdlet, ParameterBinder binder, RecordingRuntime runtime)
    {
        try
        {
            binder.BindArguments(_arguments);
            cmdlet.DoBeginProcessing();
            foreach (var item in _input ?? [null])
            {
                if (_input is null || binder.BindInput(item))
                    cmdlet.DoProcessRecord();
            }

            cmdlet.DoEndProcessing();
        }
        catch (PipelineStoppedException) when (runtime.Result.TerminatingError is not null || runtime.Stopping)
        {
        }
#pragma warning disable CA1031 // Whatever a cmdlet throws ends its pipeline, and is the terminating error.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            runtime.Terminate((failure as IContainsErrorRecord)?.ErrorRecord
                ?? new(failure, failure.GetType().FullName!, ErrorCategory.NotSpecified, targetObject: null));
        }
        finally
        {
            (cmdlet as IDisposable)?.Dispose();
        }

        return runtime.Result;
    }
}

/// <summary>A cmdlet that runs.</summary>
internal sealed class RunningCmdlet(Cmdlet cmdlet, RecordingRuntime runtime, Task<CmdletRun> completion)
{
    internal Task<CmdletRun> Completion { get; } = completion;

    /// <summary>What Ctrl+C does: from this moment every write ends the pipeline, and StopProcessing is called on this thread.</summary>
    internal void Stop()
    {
        runtime.Stop();
        cmdlet.DoStopProcessing();
    }
}
