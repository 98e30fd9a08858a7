using System.Runtime.InteropServices;

namespace MSCommerce.Cli;

/// <summary>The program <c>mscommerce</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        return await new CommandLineHost(Terminal.Open(), Environment.GetEnvironmentVariable).RunAsync(arguments, cancellation.Token);

        void Cancel(PosixSignalContext context)
        {
            // The first time the operation ends itself and leaves everything as it was; who asks again is obeyed at once.
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }
}
