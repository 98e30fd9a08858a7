using System.Collections.Concurrent;
using System.Globalization;
using MSCommerce.Torture.Tests;

[assembly: AssemblyFixture(typeof(TortureReport))]

// Each torture wants the processors for itself: kills are to meet work, and throughputs are compared.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace MSCommerce.Torture.Tests;

/// <summary>How much is done: a little in <c>dotnet test</c>, all of it where <c>MSCOMMERCE_TORTURE</c> is <c>full</c>. <c>MSCOMMERCE_TORTURE_SEED</c> repeats a run.</summary>
internal static class Torture
{
    private static readonly ConcurrentQueue<string> Told = [];

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("MSCOMMERCE_TORTURE") is "full";

    /// <summary>What every torture's random numbers begin with.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MSCOMMERCE_TORTURE_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(1_000_000);

    public static IReadOnlyCollection<string> Lines => Told;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static int Count(int full, int few) => IsFull ? full : few;

    /// <summary>A count for the end of the run.</summary>
    public static void Tell(FormattableString line)
    {
        var text = FormattableString.Invariant(line);
        Told.Enqueue(text);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }
}

/// <summary>Prints what was counted when all is done.</summary>
public sealed class TortureReport : IDisposable
{
    public void Dispose()
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"Torture, {(Torture.IsFull ? "in full" : "in short (MSCOMMERCE_TORTURE=full for all of it)")}, MSCOMMERCE_TORTURE_SEED={Torture.Seed}:");
        Console.WriteLine(string.Join(Environment.NewLine, [title, .. Torture.Lines.Select(line => $"  {line}")]));
    }
}
