using MSCommerce.Benchmarks;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // Once asks to end, with everything that was started; twice ends.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return await BenchmarkProgram.RunAsync(args, Console.Out, stop.Token);
