using Spectre.Console;

namespace MSCommerce.Cli;

/// <summary>Shows how far a long operation is: a bar on the error stream of a terminal, nothing in a pipe, nothing for what is quickly done.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs an operation and shows what it reports.</summary>
    public static async Task<T> RunAsync<T>(Terminal terminal, Func<IProgress<OperationProgress>?, Task<T>> operation)
    {
        if (!terminal.ErrorIsTerminal)
            return await operation(null);

        var latest = new Latest();
        // On a thread of its own: a store may work without ever yielding.
        var running = Task.Run(() => operation(latest));
        await Task.WhenAny(running, Task.Delay(Patience));
        if (!running.IsCompleted)
            await terminal.ErrorScreen.Progress().AutoClear(true).StartAsync(context => ShowAsync(context, latest, running));
        return await running;
    }

    private static async Task ShowAsync(ProgressContext context, Latest latest, Task running)
    {
        var bar = context.AddTask("Working");
        while (!running.IsCompleted)
        {
            if (latest.Value is { } now)
            {
                var (activity, completed, total) = now;
                bar.Description = Markup.Escape($"{activity} ({completed:N0}{(total is null ? "" : $" of {total:N0}")})");
                bar.IsIndeterminate = total is null;
                bar.MaxValue = Math.Max(total ?? 1, 1);
                bar.Value = completed;
            }

            await Task.WhenAny(running, Task.Delay(Interval));
        }
    }

    /// <summary>Keeps the latest report; the display asks for it in its own time, so that reporting costs next to nothing.</summary>
    private sealed class Latest : IProgress<OperationProgress>
    {
        private volatile Tuple<OperationProgress>? _value;

        public OperationProgress? Value => _value?.Item1;

        public void Report(OperationProgress value) => _value = new(value);
    }
}
