using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>Shows how far an operation is, once it has lasted a while, and not more often than a person can read.</summary>
/// <param name="show">Shows a record.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProgressReporter(Action<ProgressRecord> show, TimeProvider clock) : IProgress<OperationProgress>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _started = clock.GetTimestamp();
    private long _shown;

    /// <summary>The last record shown; null where none was.</summary>
    public ProgressRecord? Last { get; private set; }

    /// <inheritdoc/>
    public void Report(OperationProgress value)
    {
        if (clock.GetElapsedTime(_started) < Patience || (Last is not null && clock.GetElapsedTime(_shown) < Interval))
            return;

        _shown = clock.GetTimestamp();
        show(Last = Record(value));
    }

    private static ProgressRecord Record(OperationProgress value)
    {
        var status = value.Total is { } total
            ? string.Create(CultureInfo.CurrentCulture, $"{value.Completed:N0} of {total:N0}")
            : string.Create(CultureInfo.CurrentCulture, $"{value.Completed:N0}");
        return new(activityId: 1, value.Activity, status)
        {
            PercentComplete = value.Total is > 0 and var all ? (int)Math.Clamp(value.Completed * 100 / all, 0, 100) : -1,
        };
    }
}
