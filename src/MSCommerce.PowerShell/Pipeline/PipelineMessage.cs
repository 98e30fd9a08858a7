namespace MSCommerce.PowerShell;

/// <summary>What the worker has for the pipeline's thread.</summary>
internal enum PipelineMessageKind
{
    /// <summary>An object to write.</summary>
    Output,

    /// <summary>An <see cref="ErrorRecord"/> that ends nothing.</summary>
    Error,

    /// <summary>A warning's text.</summary>
    Warning,

    /// <summary>A line for -Verbose.</summary>
    Verbose,

    /// <summary>A <see cref="ProgressRecord"/>.</summary>
    Progress,

    /// <summary>A <see cref="PipelineQuestion"/>; the worker waits for its answer.</summary>
    Question,
}

/// <summary>One thing that the worker has for the pipeline's thread.</summary>
internal readonly record struct PipelineMessage(PipelineMessageKind Kind, object? Content);

/// <summary>A question that only the pipeline's thread may ask.</summary>
/// <param name="ask">Asks it.</param>
internal sealed class PipelineQuestion(Func<bool> ask)
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the question was asked; never where the pipeline stopped meanwhile.</summary>
    public Task<bool> Answer => _answer.Task;

    /// <summary>Asks, on the pipeline's thread. What the asking throws is the pipeline's affair and not the worker's.</summary>
    public void Ask() => _answer.SetResult(ask());
}
